/** A piece of a line of Feishu markdown. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'break' | 'rule' }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'em' | 'strike'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }
  | { kind: 'image'; key: string; alt: string }
  | { kind: 'font'; color: string; children: Inline[] }
  | { kind: 'tag'; color: string; children: Inline[] }
  | { kind: 'number'; color: string; background: string; text: string }
  | { kind: 'at'; id: string }
  | { kind: 'person'; id: string; name: boolean; avatar: boolean; capsule: boolean }
  | { kind: 'time'; milliseconds: number; format: string };

/** A run of `*`, `_` or `~` whose partner is not known yet. */
export interface Delimiter {
  kind: 'delimiter';
  char: string;
  count: number;
  original: number;
  opens: boolean;
  closes: boolean;
}

export type Piece = Inline | Delimiter;

/** A piece and how many characters it took. */
export interface Found {
  piece: Piece;
  length: number;
}

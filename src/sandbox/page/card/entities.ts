/** The named HTML entities that Feishu's markdown documents for writing special characters literally, and kin. */
const NAMED: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ensp: '\u2002',
  emsp: '\u2003',
  zwj: '\u200d',
  zwnj: '\u200c',
  ast: '*',
  lowbar: '_',
  lbrack: '[',
  lsqb: '[',
  rbrack: ']',
  rsqb: ']',
  lpar: '(',
  rpar: ')',
  sim: '∼',
  tilde: '˜',
  grave: '`',
  num: '#',
  excl: '!',
  plus: '+',
  bsol: '\\',
  vert: '|',
  verbar: '|',
  sol: '/',
  colon: ':',
  dollar: '$',
  percnt: '%',
  commat: '@',
  lbrace: '{',
  lcub: '{',
  rbrace: '}',
  rcub: '}',
  hyphen: '‐',
  dash: '‐',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  middot: '·',
  bull: '•',
  times: '×',
  deg: '°',
  yen: '¥',
  copy: '©',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  NewLine: '\n',
  Tab: '\t',
};

/** Decodes the entity that starts at `at`; null when there is none, so that a lone `&` stays itself. */
export function entityAt(source: string, at: number): { text: string; length: number } | null {
  const match = /^&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]{2,12}));/.exec(source.slice(at, at + 16));
  if (!match) return null;
  const [whole, decimal, hex, name] = match;
  if (name !== undefined) {
    const text = NAMED[name];
    return text === undefined ? null : { text, length: whole.length };
  }
  const code = decimal !== undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? '', 16);
  const legal = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return { text: legal ? String.fromCodePoint(code) : '\ufffd', length: whole.length };
}

export function decodeEntities(source: string): string {
  return source.replace(/&[#\w]{2,12};/g, (entity) => entityAt(entity, 0)?.text ?? entity);
}

/** Why a card is refused, in the words of Feishu's send and update calls (create.md, table of error codes). */
export interface CardFault {
  /** 230099 (content refused) or 230025 (too long). */
  code: number;
  /** The ErrCode inside `ext=` of a 230099. */
  subCode?: number;
  msg: string;
}

export type CardObject = Record<string, unknown>;
export type CardPath = readonly PropertyKey[];

export const isObject = (value: unknown): value is CardObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Sub-codes with their fixed ErrMsg; those whose message varies take it as an argument. */
export const SUB = {
  /** General refusal of a card's structure. */
  structure: 11310,
  person: 100290,
  noName: 200530,
  chart: 200550,
  image: 200570,
  parse: 200621,
  v1Only: 200861,
  tableRows: 200914,
  tableRowName: 200915,
  audioForward: 300220,
  audioId: 300230,
  elementId: 300301,
} as const;

/** `ROOT -> body -> elements -> [1](tag: form) -> name`, the form in which Feishu names a place. */
export function placeOf(card: unknown, path: CardPath): string {
  let at: unknown = card;
  const steps = path.map((step) => {
    at = isObject(at) || Array.isArray(at) ? (at as CardObject)[String(step)] : undefined;
    const tag = isObject(at) && typeof at.tag === 'string' ? `(tag: ${at.tag})` : '';
    return typeof step === 'number' ? `[${step}]${tag}` : `${String(step)}${tag}`;
  });
  return ['ROOT', ...steps].join(' -> ');
}

/** A refusal at a place of the card. */
export function refuse(
  subCode: number,
  card: unknown,
  path: CardPath,
  message: string,
  value: unknown = '',
): CardFault {
  const shown = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return {
    code: 230099,
    subCode,
    msg: `Failed to create card content, ext=ErrCode: ${subCode}; ErrPath: ${placeOf(card, path)}; ErrMsg: ${message}; ErrorValue: ${shown.slice(0, 200)};`,
  };
}

/** JSON which is not a card; as on the platform the place stands inside ErrorValue. */
export function refuseParse(card: unknown, path: CardPath, why: string): CardFault {
  return {
    code: 230099,
    subCode: SUB.parse,
    msg: `Failed to create card content, ext=ErrCode: ${SUB.parse}; ErrMsg: parse card json err, please check whether the card json is correct; ErrorValue: ${why}, path: ${placeOf(card, path)};`,
  };
}

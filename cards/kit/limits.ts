/** What Feishu refuses: feishu.md §5.1 (30 KB, 200 elements and components, tables: 3 measured). */
const MAX_BYTES = 30 * 1024;
const MAX_ELEMENTS = 200;
const MAX_TABLES = 3;

/** A card that Feishu would refuse. A bug of ours: list cards must shorten themselves before this. */
export class CardTooLarge extends Error {
  override name = 'CardTooLarge';
}

export interface CardSize {
  bytes: number;
  elements: number;
  tables: number;
}

/** Counts as Feishu does: everything with a tag is an element, a text object too. */
export function sizeOf(card: object): CardSize {
  const size: CardSize = { bytes: Buffer.byteLength(JSON.stringify(card)), elements: 0, tables: 0 };
  const count = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('tag' in node && typeof node.tag === 'string') {
      size.elements++;
      if (node.tag === 'table') size.tables++;
    }
    for (const child of Object.values(node)) count(child);
  };
  count(card);
  return size;
}

export const fits = ({ bytes, elements, tables }: CardSize): boolean =>
  bytes <= MAX_BYTES && elements <= MAX_ELEMENTS && tables <= MAX_TABLES;

/** @throws CardTooLarge */
export function withinLimits<C extends object>(card: C): C {
  const { bytes, elements, tables } = sizeOf(card);
  if (!fits({ bytes, elements, tables }))
    throw new CardTooLarge(`card of ${bytes} bytes, ${elements} elements, ${tables} tables`);
  return card;
}

import { fits, sizeOf } from '../../cards/kit';
import { cut } from '../core/cut';

type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** What a button says otherwise once somebody pressed, though it is about the same: which rows are left, how they stand. */
const MOVES = new Set(['version', 'rows', 'shown']);

/** Whether a button that does the same to the same stands in it. */
function holds(part: unknown, pressed: Node): boolean {
  if (!isNode(part)) return false;
  const { tag, behaviors } = part;
  if (tag === 'button' && Array.isArray(behaviors)) {
    return behaviors.some(({ value }: Node) =>
      Object.entries(pressed).every(([key, was]) => MOVES.has(key) || (isNode(value) && value[key] === was)),
    );
  }
  return Object.values(part).some((inner) => holds(inner, pressed));
}

/** What a form suggested and somebody took out must not be sent by the next press. */
function emptied({ default_value: _, ...field }: Node): Node {
  return field;
}

/** A field with what was filled in; one that is no field, or got nothing that it can show, stays as it is. */
function withValue(field: Node, filledIn: Node): Node {
  const typed = filledIn[String(field.name)];
  if (typeof typed !== 'string') return field;
  if (typed === '') return field.tag === 'input' ? emptied(field) : field;
  const offers = (value: string): boolean =>
    Array.isArray(field.options) && field.options.some((one: Node) => one.value === value);
  if (field.tag === 'input') return { ...field, default_value: cut(typed, Number(field.max_length)) };
  // A picker sends its day with a zone behind it.
  if (field.tag === 'date_picker' && /^\d{4}-\d{2}-\d{2}/.test(typed))
    return { ...field, initial_date: typed.slice(0, 10) };
  return field.tag === 'select_static' && offers(typed) ? { ...field, initial_option: typed } : field;
}

function fill(part: unknown, filledIn: Node): unknown {
  if (Array.isArray(part)) return part.map((one) => fill(one, filledIn));
  if (!isNode(part)) return part;
  if (part.tag !== undefined && part.name !== undefined && part.tag !== 'form')
    return withValue(part, filledIn);
  return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, fill(inner, filledIn)]));
}

/**
 * A card with what somebody filled in and pressed for nothing: a form that was refused must not ask for the words
 * again. Only in the form of the pressed button, as far as the card still has it, its fields can show it and Feishu takes
 * it: a page that goes on with another item has other points under the same names.
 *
 * @param pressed what the button carried
 * @param filledIn the form's values by the names of their fields, as the phone sent them
 */
export function refilled(card: object, pressed: unknown, filledIn: Node): object {
  const { body } = card as { body?: { elements?: unknown } };
  if (!Array.isArray(body?.elements) || !isNode(pressed)) return card;
  const elements = body.elements.map((part: unknown) =>
    isNode(part) && part.tag === 'form' && holds(part, pressed) ? fill(part, filledIn) : part,
  );
  const filled = { ...card, body: { ...body, elements } };
  return fits(sizeOf(filled)) ? filled : card;
}

import { fits, sizeOf } from '../../cards/kit';

type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Whether a button of this action stands in it. */
function holds(part: unknown, action: string): boolean {
  if (!isNode(part)) return false;
  const { tag, behaviors } = part;
  if (tag === 'button' && Array.isArray(behaviors)) {
    return behaviors.some((one: Node) => isNode(one.value) && one.value.action === action);
  }
  return Object.values(part).some((inner) => holds(inner, action));
}

/** A field with what was filled in; one that is no field, or got nothing that it can show, stays as it is. */
function withValue(field: Node, filledIn: Node): Node {
  const typed = filledIn[String(field.name)];
  if (typeof typed !== 'string' || typed === '') return field;
  const offers = (value: string): boolean =>
    Array.isArray(field.options) && field.options.some((one: Node) => one.value === value);
  if (field.tag === 'input')
    return { ...field, default_value: [...typed].slice(0, Number(field.max_length)).join('') };
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
 * again. Only in the form of the pressed action, as far as the card still has it, its fields can show it and Feishu takes
 * it.
 *
 * @param filledIn the form's values by the names of their fields, as the phone sent them
 */
export function refilled(card: object, action: string, filledIn: Node): object {
  const { body } = card as { body?: { elements?: unknown } };
  if (!Array.isArray(body?.elements)) return card;
  const elements = body.elements.map((part: unknown) =>
    isNode(part) && part.tag === 'form' && holds(part, action) ? fill(part, filledIn) : part,
  );
  const filled = { ...card, body: { ...body, elements } };
  return fits(sizeOf(filled)) ? filled : card;
}

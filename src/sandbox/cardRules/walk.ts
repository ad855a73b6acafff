import { type CardObject, type CardPath, isObject } from './fault';

/** An object of the card, where it stands, and the components that enclose it, outermost first. */
export interface CardNode {
  node: CardObject;
  path: CardPath;
  above: CardObject[];
}

export const INTERACTIVE_TAGS: ReadonlySet<string> = new Set([
  'button',
  'input',
  'select_static',
  'multi_select_static',
  'select_person',
  'multi_select_person',
  'date_picker',
  'picker_time',
  'picker_datetime',
  'checker',
  'overflow',
  'select_img',
]);

export const CONTAINER_TAGS: ReadonlySet<string> = new Set([
  'form',
  'column_set',
  'interactive_container',
  'collapsible_panel',
]);

const ENCLOSING_TAGS: ReadonlySet<string> = new Set([...CONTAINER_TAGS, 'column', 'checker']);

/** What the card carries without meaning anything to it: a callback's value, a chart's spec, a table's rows. */
const OPAQUE_KEYS: ReadonlySet<string> = new Set(['value', 'chart_spec', 'rows']);

export const tagOf = (node: unknown): string =>
  isObject(node) && typeof node.tag === 'string' ? node.tag : '';

/** Every object of a card (or of one component), in the order in which it is read. */
export function walk(root: unknown): CardNode[] {
  const found: CardNode[] = [];
  const enter = (value: unknown, path: CardPath, above: CardObject[]): void => {
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        enter(item, [...path, index], above);
      });
      return;
    }
    if (!isObject(value)) return;
    found.push({ node: value, path, above });
    const inside = ENCLOSING_TAGS.has(tagOf(value)) ? [...above, value] : above;
    for (const [key, child] of Object.entries(value)) {
      if (!OPAQUE_KEYS.has(key)) enter(child, [...path, key], inside);
    }
  };
  enter(root, [], []);
  return found;
}

/** True if arrays and objects stand inside each other deeper than `limit`; stops as soon as it knows. */
export function deeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return limit === 0 || Object.values(value).some((child) => deeperThan(child, limit - 1));
}

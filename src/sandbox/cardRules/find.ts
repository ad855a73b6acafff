import { type CardObject, isObject } from './fault';
import { INTERACTIVE_TAGS, tagOf, walk } from './walk';

/** A component of a card that a person can press or fill in. */
export interface FoundComponent {
  component: CardObject;
  /** The form it belongs to; its answers go out only with that form's submit button. */
  form: CardObject | null;
}

/** What may be answered in one field of a form. */
export interface FormField {
  name: string;
  tag: string;
  /** A phone refuses to submit while this is empty. `multi_select_static` is required unless it says not. */
  required: boolean;
  disabled: boolean;
  /**
   * What the phone shows before anyone touched it: text, option value or open_id, day (yyyy-MM-dd), time (HH:mm),
   * minute (yyyy-MM-dd HH:mm) — without the zone a callback adds; string[] for several, boolean for a checker.
   * Undefined where nothing is shown.
   */
  initial: string | string[] | boolean | undefined;
  /** Takes string[] instead of one string. */
  multiple: boolean;
  /** The values that can be picked; undefined where anything (or anyone in the chat) can. */
  options?: { value: string; label: string; disabled: boolean }[];
  /** In characters. */
  maxLength?: number;
}

/** The interactive component of that name (names are unique in a card), wherever it stands. */
export function findComponent(card: unknown, name: string): FoundComponent | null {
  const found = walk(card).find(({ node }) => INTERACTIVE_TAGS.has(tagOf(node)) && node.name === name);
  if (!found) return null;
  return { component: found.node, form: found.above.find((each) => tagOf(each) === 'form') ?? null };
}

const PRESSED_TAGS: ReadonlySet<string> = new Set(['button', 'overflow']);

/** The fields of a form in the order shown; buttons are not fields. */
export function formFields(form: unknown): FormField[] {
  return walk(form)
    .filter(({ node }) => INTERACTIVE_TAGS.has(tagOf(node)) && !PRESSED_TAGS.has(tagOf(node)))
    .map(({ node }) => fieldOf(node));
}

/** One interactive component as a field; also serves components outside forms. */
export function fieldOf(component: CardObject): FormField {
  const tag = tagOf(component);
  const options = optionsOf(component);
  return {
    name: String(component.name ?? ''),
    tag,
    required: component.required === true || (tag === 'multi_select_static' && component.required !== false),
    disabled: component.disabled === true,
    initial: initialOf(component, tag, options),
    multiple: tag.startsWith('multi_select') || component.multi_select === true,
    ...(options ? { options } : {}),
    ...(tag === 'input' ? { maxLength: Number(component.max_length ?? 1000) } : {}),
  };
}

function optionsOf(component: CardObject): FormField['options'] {
  if (!Array.isArray(component.options)) return undefined;
  const everyone = tagOf(component).endsWith('select_person') && component.options.length === 0;
  if (everyone) return undefined;
  return component.options.filter(isObject).map((option) => ({
    value: String(option.value ?? ''),
    label: isObject(option.text) ? String(option.text.content ?? '') : '',
    disabled: option.disabled === true,
  }));
}

function initialOf(component: CardObject, tag: string, options: FormField['options']): FormField['initial'] {
  const text = (key: string): string | undefined =>
    typeof component[key] === 'string' ? component[key] : undefined;
  switch (tag) {
    case 'input':
      return text('default_value');
    case 'checker':
      return component.checked === true;
    case 'date_picker':
      return text('initial_date');
    case 'picker_time':
      return text('initial_time');
    case 'picker_datetime':
      return text('initial_datetime');
    case 'select_person':
      return text('initial_option');
    case 'select_static': {
      // initial_option names a value or a text, and wins over the 1-based initial_index.
      const shown = text('initial_option');
      if (shown === undefined) return options?.[Number(component.initial_index ?? 0) - 1]?.value;
      return (options?.find((o) => o.value === shown) ?? options?.find((o) => o.label === shown))?.value;
    }
    case 'multi_select_static':
    case 'multi_select_person':
      return Array.isArray(component.selected_values) ? component.selected_values.map(String) : undefined;
    default:
      return undefined;
  }
}

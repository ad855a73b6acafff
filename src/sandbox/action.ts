import { type CardObject, type FormField, fieldOf, findComponent, formFields } from './cardRules';
import { RequestRefused } from './requestRefused';
import type { Shapes } from './settings';

export type FieldValue = string | string[] | boolean;

/** What a person does to a card: presses a button, submits a form, or picks an option. */
export interface Gesture {
  name: string;
  /** Answers to fields of the form; a field left out keeps what the phone shows. */
  form_value?: Record<string, FieldValue> | undefined;
  /** Outside forms: what was picked or typed, or whether it was ticked. */
  option?: FieldValue | undefined;
  /** Lets through what a real phone would refuse, to see how the bot stands it. */
  force?: boolean | undefined;
}

export interface Action {
  /** `action` of the callback; null when pressing calls nobody. */
  callback: (Record<string, unknown> & { tag: string }) | null;
  /** Page that the press opens. */
  openUrl?: string | undefined;
  /** What the person saw on what was pressed. */
  label: string;
}

const ZONE = '+0800';
const PICKERS = ['date_picker', 'picker_time', 'picker_datetime'];
const SHAPES: Record<string, RegExp> = {
  date_picker: /^\d{4}-\d{2}-\d{2}$/,
  picker_time: /^\d{2}:\d{2}$/,
  picker_datetime: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/,
};

/**
 * What a phone would send for this gesture on this card (feishu.md §4.1), in the shapes that are set.
 * @throws RequestRefused for what no phone lets a person do: nothing of that name, disabled, required and empty,
 * not among the options, too long
 */
export function actionOf(card: unknown, gesture: Gesture, shapes: Shapes): Action {
  const found = findComponent(card, gesture.name);
  if (!found) throw new RequestRefused(`卡片上没有名为 ${gesture.name} 的组件`);
  const { component, form } = found;
  const label = textOf(component) || gesture.name;
  const { openUrl, hasCallback, value } = behavioursOf(component);
  if (component.disabled === true && !gesture.force) throw new RequestRefused(`「${label}」不可用`);
  if (form && component.tag !== 'button')
    throw new RequestRefused(`「${gesture.name}」在表单里，要按表单的提交按钮`);
  if (form && component.form_action_type === 'reset') return { callback: null, label };
  const silent = component.tag === 'checker' || openUrl !== undefined;
  if (silent && !hasCallback && !submits(component)) return { callback: null, openUrl, label };
  if (gesture.form_value && !submits(component))
    throw new RequestRefused(`「${label}」不提交表单，不能带 form_value`);
  const ofForm = form && submits(component);
  const carries = value !== undefined && !(ofForm && shapes.form_button_value === 'left-out');
  const callback = {
    ...(carries && { value }),
    tag: String(component.tag),
    name: gesture.name,
    timezone: 'Asia/Shanghai',
    ...(ofForm ? { form_value: submitted(form, gesture, shapes) } : picked(component, gesture, shapes)),
  };
  return { callback, openUrl, label };
}

function submits(component: CardObject): boolean {
  return component.form_action_type === 'submit';
}

/** Every field of the form as it stands on the screen at the moment of submitting. */
function submitted(form: CardObject, gesture: Gesture, shapes: Shapes): Record<string, FieldValue> {
  const { name: button, form_value: given = {}, force } = gesture;
  const fields = formFields(form);
  const unknown = Object.keys(given).filter((name) => !fields.some((field) => field.name === name));
  if (unknown.length && !force) throw new RequestRefused(`表单里没有这些字段：${unknown.join('、')}`);
  const extra = force ? Object.fromEntries(unknown.map((name) => [name, given[name] ?? ''])) : {};
  const shown = fields.flatMap((field) => {
    const value = given[field.name] ?? field.initial;
    if (!force) refuseUnfit(field, value, field.name in given);
    const sent = shaped(field, withZone(field.tag, value), shapes);
    return sent === undefined ? [] : [[field.name, sent] as const];
  });
  const echoed = shapes.form_button === 'echoed' ? { [button]: '' } : {};
  return { ...Object.fromEntries(shown), ...echoed, ...extra };
}

function shaped(field: FormField, value: FieldValue | undefined, shapes: Shapes): FieldValue | undefined {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) {
    if (shapes.form_empty === 'left-out') return undefined;
    if (shapes.form_empty === 'empty-word') return '';
    return value ?? (field.tag === 'input' ? '' : undefined);
  }
  if (typeof value === 'boolean' && shapes.form_ticks === 'words') return String(value);
  return Array.isArray(value) && shapes.form_lists === 'words' ? JSON.stringify(value) : value;
}

/** What a component outside a form sends: input_value, checked or option; a button nothing. */
function picked(
  component: CardObject,
  { option, force }: Gesture,
  { picked_image }: Shapes,
): Record<string, FieldValue> {
  if (component.tag === 'button' || component.tag === 'interactive_container') return {};
  const field = { ...fieldOf(component), required: true };
  if (!force) refuseUnfit(field, option, true);
  const sent = withZone(field.tag, option) ?? '';
  if (component.tag === 'input') return { input_value: sent };
  if (component.tag === 'checker') return { checked: sent };
  if (component.tag !== 'select_img') return { option: sent };
  return { options: picked_image === 'list' ? [sent].flat().map(String) : sent };
}

function refuseUnfit(field: FormField, value: FieldValue | undefined, touched: boolean): void {
  const refuse = (why: string) => {
    throw new RequestRefused(`「${field.name}」${why}`);
  };
  if (field.disabled && touched) refuse('不可用');
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) {
    if (field.required && !field.disabled) refuse('必填');
    return;
  }
  if (field.tag === 'checker') {
    if (typeof value !== 'boolean') refuse('只能是 true 或 false');
    return;
  }
  if (Array.isArray(value) !== field.multiple) refuse(field.multiple ? '要一组选项' : '只能有一个值');
  const shape = SHAPES[field.tag];
  for (const one of [value].flat().map(String)) {
    if (shape && !shape.test(one.replace(` ${ZONE}`, ''))) refuse(`的格式不对：${one}`);
    const option = field.options?.find((each) => each.value === one);
    if (field.options && !option) refuse(`没有选项 ${one}`);
    if (option?.disabled) refuse(`的选项 ${one} 不可选`);
    if (field.maxLength !== undefined && [...one].length > field.maxLength)
      refuse(`最多 ${field.maxLength} 个字`);
  }
}

/** Days and times go out with the zone of the phone. */
function withZone<T extends FieldValue | undefined>(tag: string, value: T): T | string {
  const plain = typeof value === 'string' && value !== '' && PICKERS.includes(tag) && !value.endsWith(ZONE);
  return plain ? `${value} ${ZONE}` : value;
}

function behavioursOf(component: CardObject): { openUrl?: string; hasCallback: boolean; value?: unknown } {
  const list: CardObject[] = Array.isArray(component.behaviors) ? component.behaviors : [];
  const link = list.find((each) => each.type === 'open_url');
  const callback = list.find((each) => each.type === 'callback');
  return {
    hasCallback: callback !== undefined,
    ...(link && { openUrl: String(link.default_url ?? '') }),
    ...(callback && { value: callback.value }),
  };
}

function textOf(component: CardObject): string {
  const { text } = component;
  return typeof text === 'object' && text !== null && 'content' in text ? String(text.content) : '';
}

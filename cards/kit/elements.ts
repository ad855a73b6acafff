/**
 * Builders for the part of Feishu card JSON 2.0 that our cards use. In 2.0 an unknown attribute is an error,
 * so every shape is closed; what may stand where (forms at the root only, inputs in forms only, tables at the
 * root only) is said by the types.
 */
import { fitName, fitNames, plain, type SafeMd } from './text';

export interface PlainText {
  tag: 'plain_text';
  content: string;
}
export interface Markdown {
  tag: 'markdown';
  content: string;
  text_size?: 'notation' | 'heading';
}
export interface Rule {
  tag: 'hr';
}
export interface Image {
  tag: 'img';
  img_key: string;
  alt: PlainText;
  scale_type: 'crop_center';
  size: string;
  corner_radius: string;
  preview: boolean;
}
export interface Button {
  tag: 'button';
  name: string;
  type: ButtonLook;
  size?: 'medium' | 'large';
  width?: 'fill';
  text: PlainText;
  disabled?: boolean;
  confirm?: { title: PlainText; text: PlainText };
  behaviors: { type: 'callback'; value: Readonly<Record<string, string | number>> }[];
}
export interface SubmitButton extends Button {
  form_action_type: 'submit';
}
/** What a button's weight says: `main` one a card, `danger` for trouble, `plain` for the lesser ones. */
export type ButtonLook = 'primary_filled' | 'danger' | 'default' | 'text';

export interface Column<E> {
  tag: 'column';
  width: 'weighted' | 'auto';
  weight?: 1 | 2 | 3 | 4 | 5;
  vertical_align: 'top' | 'center';
  elements: E[];
}
export interface ColumnSet<E> {
  tag: 'column_set';
  flex_mode: 'none' | 'flow';
  horizontal_spacing?: string;
  columns: Column<E>[];
}
export interface Panel<E> {
  tag: 'collapsible_panel';
  expanded: boolean;
  header: { title: PlainText };
  vertical_spacing: string;
  elements: E[];
}
export interface Form {
  tag: 'form';
  name: string;
  vertical_spacing: string;
  elements: InForm[];
}

export interface Option {
  text: PlainText;
  value: string;
}
interface Field {
  name: string;
  required?: boolean;
}
export interface Input extends Field {
  tag: 'input';
  width: 'fill';
  label?: PlainText;
  label_position?: 'top';
  placeholder: PlainText;
  default_value?: string;
  max_length: number;
  input_type?: 'multiline_text';
  rows?: number;
  auto_resize?: boolean;
}
export interface Select extends Field {
  tag: 'select_static';
  width: 'fill';
  placeholder: PlainText;
  options: Option[];
  initial_option?: string;
}
export interface MultiSelect extends Field {
  tag: 'multi_select_static';
  width: 'fill';
  placeholder: PlainText;
  options: Option[];
}
export interface DatePicker extends Field {
  tag: 'date_picker';
  width: 'fill';
  placeholder: PlainText;
}

export interface TableColumn {
  name: string;
  display_name: string;
  data_type: 'text' | 'options';
  width?: string;
  horizontal_align?: 'left' | 'right';
}
type Cell = string | { text: string; color: TagColour }[];
export interface Table {
  tag: 'table';
  page_size: number;
  freeze_first_column: true;
  row_height: 'low' | 'auto';
  header_style: { bold: boolean; background_style: 'grey' };
  columns: TableColumn[];
  rows: Record<string, Cell>[];
}
export interface Chart {
  tag: 'chart';
  height: string;
  color_theme: 'brand';
  chart_spec: Readonly<Record<string, unknown>>;
}
export type TagColour = 'neutral' | 'blue' | 'orange' | 'green' | 'red';

type Leaf = Markdown | Rule | Image;
/** What may stand in a column or a panel outside a form. */
export type InCard = Leaf | Button | ColumnSet<InCard> | Panel<InCard>;
/** What may stand in a form. */
export type InForm =
  | Leaf
  | Input
  | Select
  | MultiSelect
  | DatePicker
  | SubmitButton
  | ColumnSet<InForm>
  | Panel<InForm>;
/** What may stand in the body of a card. */
export type RootElement = InCard | Form | Table | Chart;

export const text = (content: string, limit?: number): PlainText => ({
  tag: 'plain_text',
  content: plain(content, limit),
});
export const markdown = (content: SafeMd, size?: Markdown['text_size']): Markdown => ({
  tag: 'markdown',
  content: content.toString(),
  ...(size && { text_size: size }),
});
export const hr = (): Rule => ({ tag: 'hr' });

interface ColumnPart<E> {
  elements: E[];
  /** Share of the width; without it the column is as wide as what it holds. */
  weight?: 1 | 2 | 3 | 4 | 5;
}
/** Things side by side, staying side by side on a phone. */
export const columns = <E>(parts: ColumnPart<E>[], align: 'top' | 'center' = 'center'): ColumnSet<E> => ({
  tag: 'column_set',
  flex_mode: 'none',
  horizontal_spacing: '8px',
  columns: parts.map(({ elements, weight }) => ({
    tag: 'column',
    width: weight ? 'weighted' : 'auto',
    ...(weight && { weight }),
    vertical_align: align,
    elements,
  })),
});

/** Things one after the other, going on in the next line where the screen ends. */
export const flow = <E>(elements: E[]): ColumnSet<E> => ({
  ...columns(elements.map((element) => ({ elements: [element] }))),
  flex_mode: 'flow',
});

/** A folded part that opens with a tap. */
export const panel = <E>(title: string, elements: E[]): Panel<E> => ({
  tag: 'collapsible_panel',
  expanded: false,
  header: { title: text(title) },
  vertical_spacing: '8px',
  elements,
});

/** A form: sends all its fields with its submit button. Must hold one. */
export const form = (name: string, elements: InForm[]): Form => ({
  tag: 'form',
  name,
  vertical_spacing: '12px',
  elements,
});

/** What a select as wide as the card shows on its one line with large letters, in Chinese characters. */
const SELECT_WIDTH = 13;
export const option = (value: string, label: string): Option => ({
  text: text(fitName(label, SELECT_WIDTH)),
  value,
});

/** Options out of a list of names, no two of which look alike however they are cut. */
export function options(named: readonly { code: string; name: string }[]): Option[] {
  const lines = fitNames(
    named.map(({ name }) => name),
    SELECT_WIDTH,
  );
  return named.map(({ code, name }, n) => option(code, lines[n] ?? name));
}

/** `initial` must be one of the options' values; anything else is left out, since Feishu would refuse it. */
export function select(
  name: string,
  options: Option[],
  { placeholder, initial, required }: { placeholder: string; initial?: string | null; required?: boolean },
): Select {
  const known = options.some((one) => one.value === initial);
  return {
    tag: 'select_static',
    name,
    width: 'fill',
    placeholder: text(placeholder),
    options,
    ...(initial && known && { initial_option: initial }),
    ...(required && { required }),
  };
}

/** Several at once; inside a form only. A phone does not submit it empty. */
export const multiSelect = (name: string, options: Option[], placeholder: string): MultiSelect => ({
  tag: 'multi_select_static',
  name,
  width: 'fill',
  placeholder: text(placeholder),
  options,
  required: true,
});

interface InputOptions {
  placeholder: string;
  maxLength: number;
  label?: string;
  value?: string;
  multiline?: boolean;
  /** Lines seen before it grows; 3. */
  rows?: number;
  required?: boolean;
}
export const input = (name: string, o: InputOptions): Input => ({
  tag: 'input',
  name,
  width: 'fill',
  ...(o.label && { label: text(o.label), label_position: 'top' as const }),
  placeholder: text(o.placeholder),
  ...(o.value && { default_value: o.value.slice(0, o.maxLength) }),
  max_length: o.maxLength,
  ...(o.multiline && { input_type: 'multiline_text' as const, rows: o.rows ?? 3, auto_resize: true }),
  ...(o.required && { required: true }),
});

export const datePicker = (name: string, placeholder: string): DatePicker => ({
  tag: 'date_picker',
  name,
  width: 'fill',
  placeholder: text(placeholder),
});

export const table = (columnsOf: TableColumn[], rows: Table['rows'], pageSize = 10): Table => ({
  tag: 'table',
  page_size: pageSize,
  freeze_first_column: true,
  row_height: 'auto',
  header_style: { bold: true, background_style: 'grey' },
  columns: columnsOf,
  rows,
});

/** A photo cut to a square; a tap shows it whole. `key` is of an image that this app uploaded. */
export const photo = (key: string, alt: string, side: 100 | 140 = 100): Image => ({
  tag: 'img',
  img_key: key,
  alt: text(alt),
  scale_type: 'crop_center',
  size: `${side}px ${side}px`,
  corner_radius: '6px',
  preview: true,
});

/** Up to three photos in a row. */
export const photoRow = (keys: string[], alt: string): ColumnSet<InCard> =>
  columns<InCard>(
    keys.slice(0, 3).map((key) => ({ elements: [photo(key, alt)] })),
    'top',
  );

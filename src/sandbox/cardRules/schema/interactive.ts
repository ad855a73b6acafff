import { z } from 'zod';
import {
  base,
  behaviors,
  callbacks,
  confirm,
  fieldWidth,
  i18n,
  icon,
  multiUrl,
  padding,
  plainText,
  shortText,
  styledText,
} from './values';

/**
 * Components a person presses or fills in (official pages 交互组件, JSON 2.0). The historical `value`, `url`,
 * `multi_url` and `action_type` are left out: a 2.0 button that carries only `value` never calls back.
 */

const common = {
  ...base,
  name: z.string().min(1).optional(),
  disabled: z.boolean().optional(),
  confirm: confirm.optional(),
};
const called = { ...common, behaviors: callbacks.optional() };
const field = {
  ...called,
  required: z.boolean().optional(),
  width: fieldWidth.optional(),
  placeholder: shortText.optional(),
};
const select = { ...field, type: z.enum(['default', 'text']).optional() };

export const button = z.strictObject({
  tag: z.literal('button'),
  ...common,
  behaviors: behaviors.optional(),
  type: z
    .enum([
      'default',
      'primary',
      'danger',
      'text',
      'primary_text',
      'danger_text',
      'primary_filled',
      'danger_filled',
      'laser',
    ])
    .optional(),
  size: z.enum(['tiny', 'small', 'medium', 'large']).optional(),
  width: fieldWidth.optional(),
  text: shortText.optional(),
  icon: icon.optional(),
  hover_tips: plainText.optional(),
  disabled_tips: plainText.optional(),
  form_action_type: z.enum(['submit', 'reset']).optional(),
});

const input = z
  .strictObject({
    tag: z.literal('input'),
    ...field,
    disabled_tips: plainText.optional(),
    label: plainText.optional(),
    label_position: z.enum(['top', 'left']).optional(),
    default_value: z.string().optional(),
    i18n_default_value: i18n(z.string()).optional(),
    max_length: z.int().min(1).max(1000).optional(),
    input_type: z.enum(['text', 'multiline_text', 'password']).optional(),
    show_icon: z.boolean().optional(),
    rows: z.int().min(1).optional(),
    auto_resize: z.boolean().optional(),
    max_rows: z.int().min(1).optional(),
  })
  .refine(({ default_value = '', max_length = 1000 }) => [...default_value].length <= max_length, {
    error: 'default_value is longer than max_length',
    path: ['default_value'],
  });

interface Choice {
  value: string;
  text?: { content?: string };
}

/** Two options of one value cannot be told apart when they are pressed. */
const optionsOf = <T extends z.ZodType<{ value?: string }>>(option: T) =>
  z.array(option).refine((all) => new Set(all.map((o) => o.value)).size === all.length, {
    error: 'option values must be unique',
  });

const among = (options: Choice[] | undefined, value: string | undefined): boolean =>
  value === undefined || (options ?? []).some((o) => o.value === value || o.text?.content === value);

const option = z.strictObject({ text: plainText, value: z.string(), icon: icon.optional() });
const personOption = z.strictObject({ value: z.string() });

const selectStatic = z
  .strictObject({
    tag: z.literal('select_static'),
    ...select,
    options: optionsOf(option),
    initial_option: z.string().optional(),
    /** Counted from 1; 0 shows none. */
    initial_index: z.int().min(0).optional(),
  })
  .refine((s) => among(s.options, s.initial_option), {
    error: 'initial_option is not among the options',
    path: ['initial_option'],
  })
  .refine((s) => (s.initial_index ?? 0) <= s.options.length, {
    error: 'initial_index is beyond the options',
    path: ['initial_index'],
  });

const multiSelectStatic = z
  .strictObject({
    tag: z.literal('multi_select_static'),
    ...select,
    options: optionsOf(option),
    selected_values: z.array(z.string()).optional(),
  })
  .refine((s) => (s.selected_values ?? []).every((value) => s.options.some((o) => o.value === value)), {
    error: 'selected_values are not among the options',
    path: ['selected_values'],
  });

/** Without options everyone in the chat can be picked, so an initial person need not be listed. */
const selectPerson = z
  .strictObject({
    tag: z.literal('select_person'),
    ...select,
    options: optionsOf(personOption).optional(),
    initial_option: z.string().optional(),
  })
  .refine((s) => !s.options?.length || among(s.options, s.initial_option), {
    error: 'initial_option is not among the options',
    path: ['initial_option'],
  });

const multiSelectPerson = z
  .strictObject({
    tag: z.literal('multi_select_person'),
    ...select,
    options: optionsOf(personOption).optional(),
    selected_values: z.array(z.string()).optional(),
  })
  .refine((s) => !s.options?.length || (s.selected_values ?? []).every((v) => among(s.options, v)), {
    error: 'selected_values are not among the options',
    path: ['selected_values'],
  });

/** A calendar day or minute as the picker writes it; 31 February is refused. */
const moment = (shape: string, pattern: RegExp, sample: (text: string) => string) =>
  z.string().refine((text) => pattern.test(text) && isRealDay(sample(text)), { error: `expected ${shape}` });
const isRealDay = (day: string): boolean => {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
};
const TIME = '([01]\\d|2[0-3]):[0-5]\\d';

const datePicker = z.strictObject({
  tag: z.literal('date_picker'),
  ...field,
  initial_date: moment('yyyy-MM-dd', /^\d{4}-\d{2}-\d{2}$/, (day) => day).optional(),
});

const startsSomewhere = { error: 'placeholder is required without an initial value', path: ['placeholder'] };

const pickerTime = z
  .strictObject({
    tag: z.literal('picker_time'),
    ...field,
    initial_time: z
      .string()
      .regex(new RegExp(`^${TIME}$`), { error: 'expected HH:mm' })
      .optional(),
  })
  .refine((p) => p.placeholder || p.initial_time, startsSomewhere);

const pickerDatetime = z
  .strictObject({
    tag: z.literal('picker_datetime'),
    ...field,
    initial_datetime: moment('yyyy-MM-dd HH:mm', new RegExp(`^\\d{4}-\\d{2}-\\d{2} ${TIME}$`), (minute) =>
      minute.slice(0, 10),
    ).optional(),
  })
  .refine((p) => p.placeholder || p.initial_datetime, startsSomewhere);

const checker = z.strictObject({
  tag: z.literal('checker'),
  ...called,
  checked: z.boolean().optional(),
  text: styledText.optional(),
  overall_checkable: z.boolean().optional(),
  button_area: z
    .strictObject({
      pc_display_rule: z.enum(['always', 'on_hover']).optional(),
      buttons: z.array(button).max(3).optional(),
    })
    .optional(),
  checked_style: z
    .strictObject({
      show_strikethrough: z.boolean().optional(),
      opacity: z.number().min(0).max(1).optional(),
    })
    .optional(),
  padding: padding.optional(),
  hover_tips: plainText.optional(),
  disabled_tips: plainText.optional(),
});

const overflow = z.strictObject({
  tag: z.literal('overflow'),
  ...base,
  name: z.string().min(1).optional(),
  width: fieldWidth.optional(),
  confirm: confirm.optional(),
  behaviors: callbacks.optional(),
  options: z
    .array(
      z.strictObject({
        text: shortText.optional(),
        multi_url: multiUrl.optional(),
        value: z.string().optional(),
      }),
    )
    .min(1)
    .refine(
      (all) => {
        const values = all.flatMap((o) => (o.value === undefined ? [] : [o.value]));
        return new Set(values).size === values.length;
      },
      { error: 'option values must be unique' },
    ),
});

const selectImg = z.strictObject({
  tag: z.literal('select_img'),
  ...called,
  required: z.boolean().optional(),
  disabled_tips: plainText.optional(),
  multi_select: z.boolean().optional(),
  layout: z.enum(['stretch', 'bisect', 'trisect']).optional(),
  can_preview: z.boolean().optional(),
  aspect_ratio: z.enum(['1:1', '16:9', '4:3']).optional(),
  options: optionsOf(
    z.strictObject({
      img_key: z.string(),
      i18n_img_key: i18n(z.string()).optional(),
      value: z.string(),
      disabled: z.boolean().optional(),
      disabled_tips: plainText.optional(),
      hover_tips: plainText.optional(),
    }),
  ),
});

export const interactiveComponents = [
  button,
  input,
  selectStatic,
  multiSelectStatic,
  selectPerson,
  multiSelectPerson,
  datePicker,
  pickerTime,
  pickerDatetime,
  checker,
  overflow,
  selectImg,
] as const;

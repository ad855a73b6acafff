import { z } from 'zod';
import { contentComponents } from './content';
import { interactiveComponents } from './interactive';
import {
  base,
  behaviors,
  colour,
  confirm,
  cornerRadius,
  fallback,
  horizontalAlign,
  iconWith,
  layout,
  length,
  multiUrl,
  padding,
  plainText,
  spacing,
  text,
  verticalAlign,
} from './values';

/** Components that hold others (official pages 容器组件, JSON 2.0); what may stand in what is in rules/places.ts. */

const elements = z.array(z.lazy((): z.ZodType => component));
const jump = z.strictObject({ multi_url: multiUrl });

const form = z.strictObject({
  tag: z.literal('form'),
  ...base,
  ...layout,
  name: z.string().min(1, { error: "form's name is required and can not be empty string" }),
  elements,
  fallback: fallback.optional(),
});

const column = z.strictObject({
  tag: z.literal('column'),
  ...base,
  ...layout,
  background_style: colour.optional(),
  width: length({ px: [16, 600], words: ['auto', 'weighted'] }).optional(),
  weight: z.int().min(1).max(5).optional(),
  action: jump.optional(),
  elements: elements.optional(),
});

const columnSet = z.strictObject({
  tag: z.literal('column_set'),
  ...base,
  horizontal_spacing: spacing.optional(),
  horizontal_align: horizontalAlign.optional(),
  flex_mode: z.enum(['none', 'stretch', 'flow', 'bisect', 'trisect']).optional(),
  background_style: colour.optional(),
  action: jump.optional(),
  columns: z.array(column),
});

const interactiveContainer = z.strictObject({
  tag: z.literal('interactive_container'),
  ...base,
  ...layout,
  width: length({ px: [16, 999], words: ['fill', 'auto'] }).optional(),
  height: length({ px: [10, 999], words: ['auto'] }).optional(),
  background_style: colour.optional(),
  has_border: z.boolean().optional(),
  border_color: colour.optional(),
  corner_radius: cornerRadius.optional(),
  behaviors: behaviors.min(1),
  hover_tips: plainText.optional(),
  disabled: z.boolean().optional(),
  disabled_tips: plainText.optional(),
  confirm: confirm.optional(),
  elements,
});

const panelHeader = z.strictObject({
  title: text({ tags: ['plain_text', 'markdown'] }),
  background_color: colour.optional(),
  width: z.enum(['fill', 'auto', 'auto_when_fold']).optional(),
  vertical_align: verticalAlign.optional(),
  padding: padding.optional(),
  icon: iconWith({
    size: z
      .string()
      .regex(/^\d+px \d+px$/)
      .optional(),
  }).optional(),
  icon_position: z.enum(['left', 'right', 'follow_text']).optional(),
  icon_expanded_angle: z.literal([-180, -90, 90, 180]).optional(),
});

const collapsiblePanel = z.strictObject({
  tag: z.literal('collapsible_panel'),
  ...base,
  ...layout,
  expanded: z.boolean().optional(),
  background_color: colour.optional(),
  header: panelHeader,
  border: z.strictObject({ color: colour.optional(), corner_radius: cornerRadius.optional() }).optional(),
  elements,
});

/** Any component of JSON 2.0; an unknown `tag` is refused. */
export const component = z.discriminatedUnion('tag', [
  ...contentComponents,
  ...interactiveComponents,
  form,
  columnSet,
  interactiveContainer,
  collapsiblePanel,
]);

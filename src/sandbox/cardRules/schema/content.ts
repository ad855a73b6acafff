import { z } from 'zod';
import {
  base,
  colour,
  cornerRadius,
  fallback,
  fieldWidth,
  horizontalAlign,
  i18n,
  icon,
  length,
  padding,
  plainText,
  styledText,
  textSize,
  verticalAlign,
} from './values';

/** Components that show and do nothing (official pages 展示组件, JSON 2.0; historical attributes left out). */

const div = z.strictObject({
  tag: z.literal('div'),
  ...base,
  text: styledText.optional(),
  icon: icon.optional(),
  width: length({ px: [16, 999], words: ['fill', 'auto'] }).optional(),
});

const markdown = z.strictObject({
  tag: z.literal('markdown'),
  ...base,
  content: z.string(),
  i18n_content: i18n(z.string()).optional(),
  text_size: textSize.optional(),
  text_align: horizontalAlign.optional(),
  icon: icon.optional(),
});

const imageSize = z.string().refine(
  (size) => {
    const px = size.split(' ').map((side) => Number(/^(\d+)px$/.exec(side)?.[1]));
    return (
      ['stretch', 'large', 'medium', 'small', 'tiny'].includes(size) ||
      (px.length === 2 && px.every((side) => side >= 1 && side <= 1000))
    );
  },
  { error: 'expected stretch, large, medium, small, tiny or "[1,1000]px [1,1000]px"' },
);

const img = z.strictObject({
  tag: z.literal('img'),
  ...base,
  img_key: z.string(),
  i18n_img_key: i18n(z.string()).optional(),
  alt: plainText,
  title: plainText.optional(),
  corner_radius: cornerRadius.optional(),
  scale_type: z.enum(['crop_center', 'crop_top', 'fit_horizontal']).optional(),
  size: imageSize.optional(),
  transparent: z.boolean().optional(),
  preview: z.boolean().optional(),
});

const imgCombination = z.strictObject({
  tag: z.literal('img_combination'),
  ...base,
  combination_mode: z.enum(['double', 'triple', 'bisect', 'trisect']),
  combination_transparent: z.boolean().optional(),
  corner_radius: cornerRadius.optional(),
  img_list: z.array(
    z.strictObject({
      img_key: z.string(),
      i18n_img_key: i18n(z.string()).optional(),
      transparent: z.boolean().optional(),
    }),
  ),
});

const hr = z.strictObject({ tag: z.literal('hr'), ...base });

const avatar = {
  size: z.enum(['extra_small', 'small', 'medium', 'large']).optional(),
  show_avatar: z.boolean().optional(),
  show_name: z.boolean().optional(),
};

const person = z.strictObject({
  tag: z.literal('person'),
  ...base,
  ...avatar,
  user_id: z.string(),
  style: z.enum(['normal', 'capsule']).optional(),
});

const personList = z.strictObject({
  tag: z.literal('person_list'),
  ...base,
  ...avatar,
  persons: z.array(z.strictObject({ id: z.string() })),
  drop_invalid_user_id: z.boolean().optional(),
  lines: z.int().min(1).optional(),
  icon: icon.optional(),
});

const chart = z.strictObject({
  tag: z.literal('chart'),
  ...base,
  chart_spec: z.record(z.string(), z.unknown()),
  aspect_ratio: z.enum(['1:1', '2:1', '4:3', '16:9']).optional(),
  color_theme: z.enum(['brand', 'rainbow', 'complementary', 'converse', 'primary']).optional(),
  preview: z.boolean().optional(),
  height: length({ px: [1, 999], words: ['auto'] }).optional(),
});

const tableColumn = z.strictObject({
  name: z.string().min(1),
  display_name: z.string().optional(),
  data_type: z.enum(['text', 'lark_md', 'markdown', 'options', 'number', 'persons', 'date']),
  width: length({ px: [80, 600], words: ['auto'], percent: [1, 100] }).optional(),
  horizontal_align: horizontalAlign.optional(),
  vertical_align: verticalAlign.optional(),
  format: z
    .strictObject({
      precision: z.int().min(0).max(10).optional(),
      symbol: z.string().max(1).optional(),
      separator: z.boolean().optional(),
    })
    .optional(),
  date_format: z.string().optional(),
});

const table = z.strictObject({
  tag: z.literal('table'),
  ...base,
  page_size: z.int().min(1).max(10).optional(),
  row_height: length({ px: [32, 124], words: ['low', 'middle', 'high', 'auto'] }).optional(),
  row_max_height: length({ px: [32, 999] }).optional(),
  freeze_first_column: z.boolean().optional(),
  header_style: z
    .strictObject({
      text_align: horizontalAlign.optional(),
      text_size: z.enum(['normal', 'heading']).optional(),
      background_style: z.enum(['none', 'grey']).optional(),
      text_color: z.enum(['default', 'grey']).optional(),
      bold: z.boolean().optional(),
      lines: z.int().min(1).optional(),
    })
    .optional(),
  /** Feishu silently hides what follows the 50th column; here it is refused. */
  columns: z.array(tableColumn).min(1).max(50),
  rows: z.array(z.record(z.string(), z.unknown())),
});

const audio = z.strictObject({
  tag: z.literal('audio'),
  ...base,
  file_key: z.string().min(1),
  i18n_file_key: i18n(z.string()).optional(),
  audio_id: z.string().optional(),
  disabled: z.boolean().optional(),
  disabled_tips: plainText.optional(),
  show_progress_bar: z.boolean().optional(),
  show_time: z.boolean().optional(),
  time_display: z.enum(['default', 'both']).optional(),
  time_position: z.enum(['end', 'start']).optional(),
  border: z.strictObject({ color: colour.optional(), corner_radius: cornerRadius.optional() }).optional(),
  style: z.enum(['normal', 'flat', 'speak']).optional(),
  padding: padding.optional(),
  background_style: colour.optional(),
  fill_color: colour.optional(),
  fallback: fallback.optional(),
  width: fieldWidth.optional(),
});

export const contentComponents = [
  div,
  markdown,
  img,
  imgCombination,
  hr,
  person,
  personList,
  chart,
  table,
  audio,
] as const;

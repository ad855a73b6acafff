import { z } from 'zod';
import { component } from './containers';
import { i18n, icon, LOCALES, layout, multiUrl, padding, plainText, text } from './values';

/** The frame of a card: configuration, link, header, body (official page 卡片 JSON 2.0 结构). */

const perPlatform = z.strictObject({
  default: z.number().optional(),
  android: z.number().optional(),
  ios: z.number().optional(),
  pc: z.number().optional(),
});

const config = z.strictObject({
  update_multi: z.literal(true, { error: 'update_multi must be true in cards of schema V2' }).optional(),
  enable_forward: z.boolean().optional(),
  enable_forward_interaction: z.boolean().optional(),
  width_mode: z.enum(['default', 'compact', 'fill']).optional(),
  summary: z
    .strictObject({ content: z.string().optional(), i18n_content: i18n(z.string()).optional() })
    .optional(),
  locales: z.array(z.enum(LOCALES)).optional(),
  use_custom_translation: z.boolean().optional(),
  streaming_mode: z.boolean().optional(),
  streaming_config: z
    .strictObject({
      print_frequency_ms: perPlatform.optional(),
      print_step: perPlatform.optional(),
      print_strategy: z.enum(['fast', 'delay']).optional(),
    })
    .optional(),
  style: z
    .strictObject({
      text_size: z
        .record(
          z.string(),
          z.strictObject({
            default: z.string().optional(),
            pc: z.string().optional(),
            mobile: z.string().optional(),
          }),
        )
        .optional(),
      color: z
        .record(z.string(), z.strictObject({ light_mode: z.string(), dark_mode: z.string() }))
        .optional(),
    })
    .optional(),
});

const title = text({ tags: ['plain_text', 'lark_md'] });

const textTag = z.strictObject({
  tag: z.literal('text_tag'),
  element_id: z.string().optional(),
  text: plainText,
  color: z
    .enum([
      'neutral',
      'blue',
      'turquoise',
      'lime',
      'orange',
      'violet',
      'indigo',
      'wathet',
      'green',
      'yellow',
      'red',
      'purple',
      'carmine',
    ])
    .optional(),
});
/** Feishu shows three and drops the rest without a word; here a fourth is refused. */
const textTags = z.array(textTag).max(3);

const header = z.strictObject({
  title,
  subtitle: title.optional(),
  text_tag_list: textTags.optional(),
  i18n_text_tag_list: i18n(textTags).optional(),
  template: z
    .enum([
      'blue',
      'wathet',
      'turquoise',
      'green',
      'yellow',
      'orange',
      'red',
      'carmine',
      'violet',
      'purple',
      'indigo',
      'grey',
      'default',
    ])
    .optional(),
  icon: icon.optional(),
  padding: padding.optional(),
});

export const cardSchema = z.strictObject({
  schema: z.literal('2.0', { error: 'schema must be the string "2.0"' }),
  config: config.optional(),
  card_link: multiUrl.optional(),
  header: header.optional(),
  body: z.strictObject({ ...layout, elements: z.array(component) }).optional(),
});

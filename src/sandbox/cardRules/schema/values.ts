import { z } from 'zod';

/** The small values of card JSON 2.0: lengths, links, texts, icons, confirmations, behaviours. */

export const LOCALES = [
  'zh_cn',
  'en_us',
  'ja_jp',
  'zh_hk',
  'zh_tw',
  'id_id',
  'vi_vn',
  'th_th',
  'pt_br',
  'es_es',
  'ko_kr',
  'de_de',
  'fr_fr',
  'it_it',
  'ru_ru',
  'ms_my',
] as const;

/** `{zh_cn: …, en_us: …}`; another language is an unknown attribute. */
export const i18n = (value: z.ZodType) =>
  z.strictObject(Object.fromEntries(LOCALES.map((locale) => [locale, value.optional()])));

interface LengthRule {
  /** Smallest and largest px. */
  px: [number, number];
  words?: readonly string[];
  percent?: [number, number];
  /** A margin may write 0 without its unit. */
  bareZero?: boolean;
}

function fitsLength(text: string, rule: LengthRule): boolean {
  if (rule.words?.includes(text) || (rule.bareZero && text === '0')) return true;
  const match = /^(-?\d+(?:\.\d+)?)(px|%)$/.exec(text);
  const range = match?.[2] === 'px' ? rule.px : rule.percent;
  return range !== undefined && Number(match?.[1]) >= range[0] && Number(match?.[1]) <= range[1];
}

const describe = ({ px, words = [], percent }: LengthRule): string =>
  [...words, `[${px.join(',')}]px`, ...(percent ? [`[${percent.join(',')}]%`] : [])].join(' or ');

/** One length such as `12px`, or one of the given words. */
export const length = (rule: LengthRule) =>
  z.string().refine((text) => fitsLength(text, rule), { error: `expected ${describe(rule)}` });

const sides = (rule: LengthRule) =>
  z
    .string()
    .refine(
      (text) =>
        [1, 2, 4].includes(text.split(' ').length) && text.split(' ').every((s) => fitsLength(s, rule)),
      { error: `expected 1, 2 or 4 values of ${describe(rule)}` },
    );

export const margin = sides({ px: [-99, 99], bareZero: true });
/** The docs give both [0,99] and [-99,99]: what is below 0 is for rules/styles.ts. */
export const padding = sides({ px: [-99, 99], bareZero: true });
export const spacing = length({ px: [0, 99], words: ['small', 'medium', 'large', 'extra_large'] });
export const fieldWidth = length({ px: [100, Number.POSITIVE_INFINITY], words: ['default', 'fill'] });
export const cornerRadius = length({ px: [0, Number.POSITIVE_INFINITY], percent: [0, 100] });

/** Checked against the palette and the card's own names in rules/styles.ts. */
export const colour = z.string();
export const textSize = z.string();
export const horizontalAlign = z.enum(['left', 'center', 'right']);
export const verticalAlign = z.enum(['top', 'center', 'bottom']);

/** What every component may carry; format and uniqueness of `element_id` are in rules/names.ts. */
export const base = { element_id: z.string().optional(), margin: margin.optional() };

export const layout = {
  direction: z.enum(['vertical', 'horizontal']).optional(),
  padding: padding.optional(),
  horizontal_spacing: spacing.optional(),
  horizontal_align: horizontalAlign.optional(),
  vertical_spacing: spacing.optional(),
  vertical_align: verticalAlign.optional(),
};

const LINK = /^(https?|lark):\/\/\S+$/;
/** Only http, https and the client's own lark:// open; every other scheme does nothing on a phone. */
export const link = z.string().regex(LINK, { error: 'link must start with http:// or https://' });
/** A link of one platform may be left empty. */
export const platformLink = z.union([z.literal(''), link], {
  error: 'link must start with http:// or https://',
});

const platformLinks = {
  pc_url: platformLink.optional(),
  ios_url: platformLink.optional(),
  android_url: platformLink.optional(),
};

export const multiUrl = z
  .strictObject({ url: platformLink.optional(), ...platformLinks })
  .refine((urls) => urls.url || (urls.pc_url && urls.ios_url && urls.android_url), {
    error: 'url is required unless pc_url, ios_url and android_url are all given',
  });

const characters = (max: number) =>
  z.string().refine((text) => [...text].length <= max, {
    error: `at most ${max} characters`,
  });

interface TextRule {
  tags?: readonly [string, ...string[]];
  max?: number;
  more?: Record<string, z.ZodType>;
}

/** A text object; `content` may be left out only where `i18n_content` stands in for it. */
export function text({ tags = ['plain_text'], max = Number.POSITIVE_INFINITY, more = {} }: TextRule = {}) {
  const content = characters(max);
  return z
    .strictObject({
      tag: z.enum(tags),
      element_id: z.string().optional(),
      content: content.optional(),
      i18n_content: i18n(content).optional(),
      ...more,
    })
    .refine((value) => value.content !== undefined || value.i18n_content !== undefined, {
      error: 'content is required',
    });
}

export const plainText = text();
/** Placeholders, and the text of a button. */
export const shortText = text({ max: 100 });
/** Texts which `div` and `checker` style. */
export const styledText = text({
  tags: ['plain_text', 'lark_md'],
  more: {
    text_size: textSize.optional(),
    text_color: colour.optional(),
    text_align: horizontalAlign.optional(),
    lines: z.int().min(1).optional(),
  },
});

export const iconWith = (more: Record<string, z.ZodType> = {}) =>
  z
    .strictObject({
      tag: z.enum(['standard_icon', 'custom_icon']),
      token: z.string().min(1).optional(),
      color: colour.optional(),
      img_key: z.string().optional(),
      i18n_img_key: i18n(z.string()).optional(),
      ...more,
    })
    .refine((icon) => (icon.tag === 'standard_icon' ? icon.token : icon.img_key) !== undefined, {
      error: 'a standard_icon needs token, a custom_icon needs img_key',
    });
export const icon = iconWith();

/** Without a title, old clients do nothing at all when the button is pressed. */
export const confirm = z.strictObject({ title: plainText, text: plainText });

const callback = z.strictObject({
  type: z.literal('callback'),
  /** The platform also takes a string, the SDKs do not (200671). */
  value: z.record(z.string(), z.unknown(), { error: 'value of a callback must be an object' }),
});
const openUrl = z.strictObject({ type: z.literal('open_url'), default_url: link, ...platformLinks });

export const callbacks = z.array(callback);
/** Only buttons and interactive containers may also open a link. */
export const behaviors = z.array(z.discriminatedUnion('type', [callback, openUrl]));

/** What a client too old for the component shows in its place. */
export const fallback = z.union([
  z.literal('drop'),
  z.strictObject({ tag: z.literal('fallback_text'), text: plainText }),
]);

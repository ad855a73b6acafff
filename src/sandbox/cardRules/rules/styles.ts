import { isObject, refuse, refuseParse, SUB } from '../fault';
import { htmlTags, markdownTexts } from './markdown';
import type { Rule } from './rule';

/**
 * Colours and text sizes. Feishu shows an unknown size as `normal` and some unknown colours as black without a
 * word (and refuses others with "invalid color"); here a slip of the pen is always refused.
 */

const HUE =
  /^(blue|carmine|green|indigo|lime|grey|orange|purple|red|sunflower|turquoise|violet|wathet|yellow)(-(50|[1-9]00|350))?$/;
const GREY = /^grey-(00|650|950|1000)$/;
const RGBA = /^rgba?\(\s*\d{1,3}(\s*,\s*\d{1,3}){2}(\s*,\s*[\d.]+)?\s*\)$/;
const WORDS = ['default', 'white', 'bg-white', 'light_grey', 'neutral', 'laser', 'none'];
const SIZES = [
  'heading-0',
  'heading-1',
  'heading-2',
  'heading-3',
  'heading-4',
  'heading',
  'normal',
  'notation',
  'xxxx-large',
  'xxx-large',
  'xx-large',
  'x-large',
  'large',
  'medium',
  'small',
  'x-small',
];
const COLOUR_KEYS = [
  'color',
  'text_color',
  'background_style',
  'background_color',
  'border_color',
  'fill_color',
];

/** A colour of the official palette, or rgba(). */
export const isColour = (value: string): boolean =>
  WORDS.includes(value) || HUE.test(value) || GREY.test(value) || RGBA.test(value);

/** Names the card itself defines under `config.style`. */
function ownNames(card: unknown, kind: 'color' | 'text_size'): string[] {
  const config = isObject(card) && isObject(card.config) ? card.config : {};
  const style = isObject(config.style) ? config.style : {};
  return Object.keys(isObject(style[kind]) ? style[kind] : {});
}

export const colours: Rule = ({ card, nodes }) => {
  const own = ownNames(card, 'color');
  const wrong = (value: unknown): boolean =>
    typeof value === 'string' && !isColour(value) && !own.includes(value);
  for (const { node, path } of nodes) {
    const key = COLOUR_KEYS.find((each) => wrong(node[each]));
    if (key) return refuse(SUB.structure, card, [...path, key], 'invalid color', node[key]);
  }
  for (const { text, path } of markdownTexts(nodes)) {
    const bad = [...htmlTags(text, 'font'), ...htmlTags(text, 'text_tag')].find((tag) =>
      wrong(tag.get('color')),
    );
    if (bad) return refuse(SUB.structure, card, path, 'invalid color', bad.get('color'));
  }
  return null;
};

export const textSizes: Rule = ({ card, nodes }) => {
  const known = [...SIZES, ...ownNames(card, 'text_size')];
  const bad = nodes.find(({ node }) => typeof node.text_size === 'string' && !known.includes(node.text_size));
  return bad
    ? refuse(SUB.structure, card, [...bad.path, 'text_size'], 'unknown text_size', bad.node.text_size)
    : null;
};

/** The docs give both [0,99] and [-99,99]; the narrower is safe under either. */
export const paddings: Rule = ({ card, nodes, ctx }) => {
  if (ctx.takeDoubtful) return null;
  const bad = nodes.find(({ node }) => typeof node.padding === 'string' && node.padding.includes('-'));
  return bad ? refuseParse(card, [...bad.path, 'padding'], 'expected 1, 2 or 4 values of [0,99]px') : null;
};

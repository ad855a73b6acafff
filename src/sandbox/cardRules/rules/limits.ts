import { type CardFault, refuse, SUB } from '../fault';
import { type CardNode, CONTAINER_TAGS, tagOf } from '../walk';
import { markdownTexts } from './markdown';
import type { Rule } from './rule';

export const MAX_CARD_BYTES = 30 * 1024;
export const MAX_ELEMENTS = 200;
export const MAX_CONTAINER_DEPTH = 5;
/** A fourth was already refused when measured (feishu.md §8), markdown tables included. */
export const MAX_TABLES = 3;
/** What the docs say. */
const DOCUMENTED_TABLES = 5;

/** A card's size counts in bytes of UTF-8: a Chinese character is three. */
export function checkSize(card: unknown): CardFault | null {
  const bytes = Buffer.byteLength(JSON.stringify(card), 'utf8');
  if (bytes <= MAX_CARD_BYTES) return null;
  const msg = `The length of the message content reaches its limit, ext=card has ${bytes} bytes, limit ${MAX_CARD_BYTES}`;
  return { code: 230025, msg };
}

/**
 * How Feishu counts is not documented. Everything with a tag, texts and icons too, is the most; what stands among
 * elements is the least.
 */
export const elementLimit: Rule = ({ card, nodes, ctx }) => {
  const counts = ctx.takeDoubtful
    ? ({ path }: CardNode) => path.at(-2) === 'elements'
    : ({ node }: CardNode) => tagOf(node) !== '';
  const count = nodes.filter(counts).length;
  return count <= MAX_ELEMENTS ? null : refuse(SUB.structure, card, [], 'element exceeds the limit', count);
};

/** Containers around a component and itself. Whether a column is one besides its column_set is not documented. */
const containersAt = ({ node, above }: CardNode, columnsCount: boolean): number =>
  [...above, node].map(tagOf).filter((tag) => CONTAINER_TAGS.has(tag) || (columnsCount && tag === 'column'))
    .length;

export const nestingLimit: Rule = ({ card, nodes, ctx }) => {
  const deep = nodes.find((each) => containersAt(each, !ctx.takeDoubtful) > MAX_CONTAINER_DEPTH);
  return deep
    ? refuse(
        SUB.structure,
        card,
        deep.path,
        `containers nest deeper than ${MAX_CONTAINER_DEPTH}`,
        tagOf(deep.node),
      )
    : null;
};

const MARKDOWN_TABLE = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$/gm;

export const tableLimit: Rule = ({ card, nodes, ctx }) => {
  const components = nodes.filter(({ node }) => tagOf(node) === 'table').length;
  const written = markdownTexts(nodes).flatMap(({ text }) => text.match(MARKDOWN_TABLE) ?? []).length;
  return components + written <= (ctx.takeDoubtful ? DOCUMENTED_TABLES : MAX_TABLES)
    ? null
    : refuse(SUB.structure, card, [], 'card table number over limit', 'table');
};

import type { z } from 'zod';
import { type CardFault, isObject, refuse, refuseParse, SUB } from './fault';
import { audioPlayers, chartSpecs, tableData } from './rules/data';
import { checkSize, elementLimit, nestingLimit, tableLimit } from './rules/limits';
import { elementIds, fieldsNamed, namesUnique } from './rules/names';
import { formButtons, formOnly, placement } from './rules/places';
import { imageKeys, markdownLinks, personIds } from './rules/references';
import type { CardContext, Rule } from './rules/rule';
import { colours, paddings, textSizes } from './rules/styles';
import { cardSchema } from './schema/card';
import { deeperThan, walk } from './walk';

/** Past this no legal card goes, and the recursion below stays shallow. */
const MAX_JSON_DEPTH = 64;
/** Tags of 1.0 that 2.0 took away. */
const V1_TAGS = ['note', 'action'];

const RULES: readonly Rule[] = [
  elementLimit,
  nestingLimit,
  tableLimit,
  placement,
  formOnly,
  formButtons,
  fieldsNamed,
  namesUnique,
  elementIds,
  chartSpecs,
  tableData,
  audioPlayers,
  colours,
  textSizes,
  paddings,
  markdownLinks,
  imageKeys,
  personIds,
];

const readAt = (card: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], card);

/** Feishu's words for what zod found; like Feishu, one fault at a time. */
function refuseShape(card: unknown, issue: z.core.$ZodIssue): CardFault {
  if (issue.code === 'unrecognized_keys') {
    return refuseParse(card, issue.path, `unknown property, property: ${issue.keys[0]}`);
  }
  if (issue.code === 'invalid_union' && issue.discriminator === 'tag') {
    const tag = String(readAt(card, issue.path));
    const at = issue.path.slice(0, -1);
    return V1_TAGS.includes(tag)
      ? refuse(
          SUB.v1Only,
          card,
          at,
          'cards of schema V2 no longer support this capability',
          `unsupported tag ${tag}`,
        )
      : refuseParse(card, at, `unknown tag ${tag}`);
  }
  return refuseParse(card, issue.path, issue.message);
}

/** Whether nothing but attributes unknown to their component stands behind an issue. */
function onlyUnknown(issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'unrecognized_keys') return true;
  return (
    issue.code === 'invalid_union' &&
    issue.errors.some((branch) => branch.length > 0 && branch.every(onlyUnknown))
  );
}

/**
 * Says why Feishu would not take a card (the parsed object of JSON 2.0), or null if it would. Stricter than the
 * platform where its behaviour is not documented, so that what passes here passes there. Source: feishu.md §5
 * and the component pages it cites.
 */
export function checkCard(card: unknown, ctx: CardContext): CardFault | null {
  if (!isObject(card)) return refuseParse(card, [], 'card must be a JSON object');
  if (deeperThan(card, MAX_JSON_DEPTH)) return refuseParse(card, [], 'card nests too deep');
  const tooLong = checkSize(card);
  if (tooLong) return tooLong;
  if (Object.keys(card).length === 0) return null;
  const shape = cardSchema.safeParse(card);
  const issue = shape.error?.issues.find((each) => !ctx.ignoreUnknown || !onlyUnknown(each));
  if (issue) return refuseShape(card, issue);
  const nodes = walk(card);
  for (const rule of RULES) {
    const fault = rule({ card, nodes, ctx });
    if (fault) return fault;
  }
  return null;
}

import { type CardPath, isObject, refuse, SUB } from '../fault';
import { tagOf } from '../walk';
import { htmlTags, markdownTexts, tableCells } from './markdown';
import type { Rule, RuleInput } from './rule';

interface Reference {
  id: unknown;
  path: CardPath;
}

const MARKDOWN_IMAGE = /!\[[^\][\n]*\]\(\s*([^)\s]*)/g;
const MARKDOWN_LINK = /(?<!!)\[[^\][\n]*\]\(\s*([^)\s]*)/g;
/** tel:// is documented for phone numbers in markdown. */
const OPENS = /^(https?|lark|tel):\/\/./;
const LINK_ATTRIBUTES = ['href', 'url', 'pc_url', 'ios_url', 'android_url', 'link'];

function images({ nodes }: RuleInput): Reference[] {
  const shown = nodes.flatMap(({ node, path }) => [
    ...('img_key' in node ? [{ id: node.img_key, path: [...path, 'img_key'] }] : []),
    ...Object.entries(isObject(node.i18n_img_key) ? node.i18n_img_key : {}).map(([locale, id]) => ({
      id,
      path: [...path, 'i18n_img_key', locale],
    })),
  ]);
  const written = markdownTexts(nodes).flatMap(({ text, path }) =>
    [...text.matchAll(MARKDOWN_IMAGE)].map((match) => ({ id: match[1], path })),
  );
  return [...shown, ...written];
}

/** Keys of other apps, of other messages and made-up ones all fail the whole send. */
export const imageKeys: Rule = (input) => {
  const unknown = images(input).find(({ id }) => !input.ctx.imageKeyKnown(String(id)));
  return unknown
    ? refuse(SUB.image, input.card, unknown.path, 'card contains invalid image keys', unknown.id)
    : null;
};

const ids = (value: unknown, path: CardPath): Reference[] =>
  (Array.isArray(value) ? value : [value]).map((id) => ({ id, path }));

/** People in one component; the options of person selects count too, though Feishu only hides bad ones. */
function peopleIn({ node, path, above }: RuleInput['nodes'][number]): Reference[] {
  switch (tagOf(node)) {
    case 'person':
      return [{ id: node.user_id, path: [...path, 'user_id'] }];
    case 'person_list':
      return node.drop_invalid_user_id === true
        ? []
        : (node.persons as { id: string }[]).map(({ id }, i) => ({
            id,
            path: [...path, 'persons', i, 'id'],
          }));
    case 'select_person':
    case 'multi_select_person':
      return [
        ...((node.options ?? []) as { value: string }[]).map(({ value }, i) => ({
          id: value,
          path: [...path, 'options', i, 'value'],
        })),
        ...ids(node.initial_option ?? node.selected_values ?? [], path),
      ];
    case 'table':
      return tableCells({ node, path, above })
        .filter(({ type }) => type === 'persons')
        .flatMap((cell) => ids(cell.value, cell.path));
    default:
      return [];
  }
}

function people({ nodes }: RuleInput): Reference[] {
  const mentioned = markdownTexts(nodes).flatMap(({ text, path }) =>
    [...htmlTags(text, 'at'), ...htmlTags(text, 'person')].flatMap((tag) =>
      (tag.get('id') ?? tag.get('ids') ?? tag.get('user_id') ?? tag.get('email') ?? '')
        .split(',')
        .filter((id) => id !== 'all')
        .map((id) => ({ id: id.trim(), path })),
    ),
  );
  return [...nodes.flatMap(peopleIn), ...mentioned];
}

/** One bad id anywhere fails the whole send. */
export const personIds: Rule = (input) => {
  const unknown = people(input).find(({ id }) => !input.ctx.openIdKnown(String(id)));
  return unknown
    ? refuse(SUB.person, input.card, unknown.path, 'invalid user resource(at/person)', unknown.id)
    : null;
};

/** A link without http(s) shows but does not open; links of components are checked with their shape. */
export const markdownLinks: Rule = ({ card, nodes }) => {
  for (const { text, path } of markdownTexts(nodes)) {
    const written = [...text.matchAll(MARKDOWN_LINK)].map((match) => match[1] ?? '');
    const tagged = ['a', 'link', 'number_tag', 'local_datetime']
      .flatMap((tag) => htmlTags(text, tag))
      .flatMap((tag) => LINK_ATTRIBUTES.flatMap((name) => tag.get(name) || []));
    const dead = [...written, ...tagged].find((target) => !OPENS.test(target));
    if (dead !== undefined) {
      return refuse(SUB.structure, card, path, 'link must start with http:// or https://', dead);
    }
  }
  return null;
};

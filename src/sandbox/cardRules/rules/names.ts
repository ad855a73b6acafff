import { refuse, SUB } from '../fault';
import { INTERACTIVE_TAGS, tagOf } from '../walk';
import type { Rule } from './rule';

/** In a form the name is the only thing that tells one answer from another. */
export const fieldsNamed: Rule = ({ card, nodes }) => {
  const nameless = nodes.find(
    ({ node, above }) =>
      INTERACTIVE_TAGS.has(tagOf(node)) && !node.name && above.some((each) => tagOf(each) === 'form'),
  );
  return nameless
    ? refuse(SUB.noName, card, nameless.path, 'name of a component in form is required', tagOf(nameless.node))
    : null;
};

export const namesUnique: Rule = ({ card, nodes }) => {
  const seen = new Set<unknown>();
  for (const { node, path } of nodes) {
    if (node.name === undefined || !(INTERACTIVE_TAGS.has(tagOf(node)) || tagOf(node) === 'form')) continue;
    if (seen.has(node.name)) {
      return refuse(SUB.structure, card, [...path, 'name'], 'name is not unique in the card', node.name);
    }
    seen.add(node.name);
  }
  return null;
};

const ELEMENT_ID = /^[A-Za-z][A-Za-z0-9_]{0,19}$/;

export const elementIds: Rule = ({ card, nodes }) => {
  const seen = new Set<unknown>();
  for (const { node, path } of nodes) {
    const id = node.element_id;
    if (id === undefined) continue;
    const wrong =
      (!ELEMENT_ID.test(String(id)) &&
        'elementID format error. Only alphabets, numbers, and underscores are allowed. It must start with an alphabet and not exceed 20 characters') ||
      (seen.has(id) && 'elementID is not unique in the card');
    if (wrong) return refuse(SUB.elementId, card, [...path, 'element_id'], wrong, id);
    seen.add(id);
  }
  return null;
};

import { type CardObject, refuse, SUB } from '../fault';
import { CONTAINER_TAGS, tagOf, walk } from '../walk';
import type { Rule } from './rule';

const within = (above: CardObject[], tag: string): boolean => above.some((each) => tagOf(each) === tag);

/** What must stand at the root, and what a container must not hold. */
export const placement: Rule = ({ card, nodes, ctx }) => {
  for (const { node, path, above } of nodes) {
    const tag = tagOf(node);
    const wrong =
      (tag === 'form' && above.length > 0 && 'form can only be placed at the root of the card') ||
      (tag === 'table' &&
        above.length > 0 &&
        !(ctx.takeDoubtful && above.every((each) => tagOf(each) === 'collapsible_panel')) &&
        'table can only be placed at the root of the card') ||
      // The release notes allow it, the field table forbids it: not to be relied upon.
      (tag === 'chart' && within(above, 'form') && !ctx.takeDoubtful && 'form can not contain chart') ||
      (tag === 'select_img' &&
        within(above, 'collapsible_panel') &&
        'collapsible_panel can not contain select_img');
    if (wrong) return refuse(SUB.structure, card, path, wrong, tag);
  }
  return null;
};

const FORM_ONLY_TAGS = ['multi_select_static', 'multi_select_person'];

/** Selects of several values, `required` and `form_action_type` mean something only inside a form. */
export const formOnly: Rule = ({ card, nodes }) => {
  for (const { node, path, above } of nodes) {
    if (within(above, 'form') || CONTAINER_TAGS.has(tagOf(node))) continue;
    const wrong =
      (FORM_ONLY_TAGS.includes(tagOf(node)) && 'multi select only in form') ||
      (node.multi_select === true && 'multi_select only in form') ||
      ('required' in node && 'required only in form') ||
      ('form_action_type' in node && 'formActionType only in form');
    if (wrong) return refuse(SUB.structure, card, path, wrong, tagOf(node));
  }
  return null;
};

/** A form nobody can send is useless; a button in it that neither submits nor resets is undocumented. */
export const formButtons: Rule = ({ card, nodes }) => {
  for (const { node: form, path } of nodes.filter(({ node }) => tagOf(node) === 'form')) {
    const buttons = walk(form).filter(({ node }) => tagOf(node) === 'button');
    if (!buttons.some(({ node }) => node.form_action_type === 'submit')) {
      return refuse(SUB.structure, card, path, 'form must contain a submit button', form.name);
    }
    const idle = buttons.find(({ node }) => node.form_action_type === undefined);
    if (idle) {
      const at = [...path, ...idle.path];
      return refuse(
        SUB.structure,
        card,
        at,
        'form_action_type is required for a button in form',
        idle.node.name,
      );
    }
  }
  return null;
};

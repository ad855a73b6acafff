import { el, setStyle } from '../dom';
import { headerColors } from './colors';
import { type Drawing, spacing } from './drawing';
import { type Json, obj, objects, str, words } from './read';
import { tagElement } from './text';

/** The coloured band: title (at most 4 lines), subtitle (1 line), at most 3 tags. Icons are not drawn. */
export function header(spec: Json, drawing: Drawing): HTMLElement {
  const template = str(spec, 'template') || 'default';
  const colors = headerColors(template);
  const tags = objects(spec, 'text_tag_list').slice(0, 3);
  const box = el(
    'header',
    { class: `card-header card-header-${template}`, 'data-template': template },
    el(
      'div',
      { class: 'card-title-row' },
      el('h3', { class: 'card-title' }, words(obj(spec, 'title'))),
      ...tags.map((tag) => tagElement(str(tag, 'color'), [words(obj(tag, 'text'))])),
    ),
  );
  const subtitle = words(obj(spec, 'subtitle'));
  if (subtitle) box.append(el('p', { class: 'card-subtitle' }, subtitle));
  setStyle(box, {
    background: colors.background,
    color: colors.text,
    padding: spacing(str(spec, 'padding')),
  });
  box.dataset.tag = 'header';
  drawing.root.dataset.template = template;
  return box;
}

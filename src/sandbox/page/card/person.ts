import { el } from '../dom';
import type { Drawing } from './drawing';
import { bool, type Json, objects, str } from './read';

export interface PersonLook {
  name: boolean;
  avatar: boolean;
  small?: boolean;
}

/** The last two characters stand in the round, as in Feishu for people without a picture. */
export function avatar(name: string): HTMLElement {
  return el('span', { class: 'avatar', 'aria-hidden': 'true' }, name.slice(-2) || '?');
}

export function personElement(openId: string, drawing: Drawing, look: PersonLook): HTMLElement {
  const name = drawing.host.personName(openId);
  const shown = name ?? `不认识的人 ${openId}`;
  const box = el('span', {
    class: `card-person${look.small ? ' card-person-small' : ''}`,
    'data-open-id': openId,
  });
  if (look.avatar) box.append(avatar(shown));
  if (look.name) box.append(el('span', { class: name ? '' : 'card-at-unknown' }, shown));
  return box;
}

export function person(spec: Json, drawing: Drawing): HTMLElement {
  const look = { avatar: bool(spec, 'show_avatar', true), name: bool(spec, 'show_name', false) };
  return el('div', { class: 'card-persons' }, personElement(str(spec, 'user_id'), drawing, look));
}

export function personList(spec: Json, drawing: Drawing): HTMLElement {
  const look = { avatar: bool(spec, 'show_avatar', true), name: bool(spec, 'show_name', true) };
  const all = objects(spec, 'persons').map((one) => personElement(str(one, 'id'), drawing, look));
  return el('div', { class: 'card-persons' }, ...all);
}

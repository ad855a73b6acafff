import { el, safeUrl } from '../dom';
import { openSheet } from '../sheet';
import type { Drawing, Press } from './drawing';
import { type Json, obj, objects, str, words } from './read';

/** Shows the component as busy, locks the card as Feishu does while an answer is awaited, and sends the press. */
export async function send(drawing: Drawing, node: HTMLElement, press: Press): Promise<void> {
  if (drawing.root.classList.contains('card-waiting')) return;
  drawing.root.classList.add('card-waiting');
  node.classList.add('card-busy');
  node.setAttribute('aria-busy', 'true');
  try {
    await drawing.host.press(press);
  } finally {
    drawing.root.classList.remove('card-waiting');
    node.classList.remove('card-busy');
    node.removeAttribute('aria-busy');
  }
}

/** A component that only opens a link never reaches the bot; the phone opens it by itself. */
export function openLink(spec: Json): boolean {
  const behaviors = objects(spec, 'behaviors');
  const link = behaviors.find((one) => str(one, 'type') === 'open_url');
  const url = link ? str(link, 'default_url') || str(link, 'pc_url') : str(spec, 'url');
  if (!url || !safeUrl(url)) return false;
  window.open(url, '_blank', 'noopener');
  return !behaviors.some((one) => str(one, 'type') === 'callback');
}

/** Asks first when the component has a `confirm`; true when there is nothing to ask or the person agreed. */
export function confirmed(spec: Json, drawing: Drawing): Promise<boolean> {
  const confirm = obj(spec, 'confirm');
  if (!confirm) return Promise.resolve(true);
  const title = words(obj(confirm, 'title'));
  return new Promise((resolve) => {
    let agreed = false;
    openSheet(drawing.host.screen(), { title, kind: 'dialog', onClose: () => resolve(agreed) }, (close) => {
      const yes = () => {
        agreed = true;
        close();
      };
      return [
        el('div', { class: 'dialog-text' }, el('h3', {}, title), el('p', {}, words(obj(confirm, 'text')))),
        el(
          'div',
          { class: 'dialog-buttons' },
          el('button', { type: 'button', class: 'dialog-no', onclick: close }, '取消'),
          el('button', { type: 'button', class: 'dialog-yes', 'data-first': true, onclick: yes }, '确定'),
        ),
      ];
    });
  });
}

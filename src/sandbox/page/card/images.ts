import { el, setStyle } from '../dom';
import { openSheet } from '../sheet';
import { type Drawing, spacing } from './drawing';
import { send } from './press';
import { bool, type Json, obj, objects, str, words } from './read';

const NAMED: Record<string, string> = {
  large: '160px 160px',
  medium: '80px 80px',
  small: '40px 40px',
  tiny: '16px 16px',
};

export function image(spec: Json, drawing: Drawing): HTMLElement {
  const scale = str(spec, 'scale_type') || 'crop_center';
  const size = NAMED[str(spec, 'size')] ?? str(spec, 'size');
  const [width, height] = /^(\d+px) (\d+px)$/.exec(size)?.slice(1) ?? [];
  const picture = pictureButton(
    str(spec, 'img_key'),
    words(obj(spec, 'alt')),
    drawing,
    bool(spec, 'preview', true),
  );
  picture.classList.add(`card-img-${scale}`);
  setStyle(picture, { width, height, 'border-radius': spacing(str(spec, 'corner_radius')) });
  const title = words(obj(spec, 'title'));
  return el(
    'div',
    { class: 'card-img' },
    title ? el('p', { class: 'card-img-title' }, title) : null,
    picture,
  );
}

export function imageCombination(spec: Json, drawing: Drawing): HTMLElement {
  const mode = str(spec, 'combination_mode') || 'double';
  const all = objects(spec, 'img_list').map((one) =>
    pictureButton(str(one, 'img_key'), '图片', drawing, true),
  );
  const box = el('div', { class: `card-combination card-combination-${mode}` }, ...all);
  setStyle(box, { 'border-radius': spacing(str(spec, 'corner_radius')) });
  return box;
}

/** A picture that opens large when pressed, if it may. */
function pictureButton(key: string, alt: string, drawing: Drawing, preview: boolean): HTMLElement {
  const src = drawing.host.imageUrl(key);
  const picture = el('img', { src, alt: alt || '图片' });
  picture.addEventListener('error', () =>
    picture.replaceWith(el('span', { class: 'card-img-missing' }, `图片不见了：${key}`)),
  );
  if (!preview) return el('div', { class: 'card-picture' }, picture);
  const show = () =>
    openSheet(drawing.host.screen(), { title: alt || '图片', kind: 'picture' }, (close) => [
      el(
        'button',
        { type: 'button', class: 'picture-large', 'aria-label': '关闭大图', onclick: close },
        el('img', { src, alt }),
      ),
    ]);
  return el(
    'button',
    { class: 'card-picture', type: 'button', 'aria-label': `看大图：${alt || '图片'}`, onclick: show },
    picture,
  );
}

/** Picking among pictures of the card. Several may be picked only inside a form. */
export function selectImage(spec: Json, drawing: Drawing): HTMLElement {
  const name = str(spec, 'name');
  const many = bool(spec, 'multi_select') && drawing.form !== null;
  const fields = drawing.form;
  let chosen: string[] = [];
  const buttons = objects(spec, 'options').map((option) => {
    const value = str(option, 'value');
    const node = el(
      'button',
      {
        type: 'button',
        class: 'card-picture',
        'data-name': name,
        'data-value': value,
        'aria-pressed': 'false',
        disabled: bool(spec, 'disabled'),
      },
      el('img', { src: drawing.host.imageUrl(str(option, 'img_key')), alt: value }),
    );
    node.addEventListener('click', () => {
      const had = chosen.includes(value);
      chosen = many ? (had ? chosen.filter((one) => one !== value) : [...chosen, value]) : [value];
      show();
      if (!fields) void send(drawing, node, { name, option: value });
    });
    return node;
  });
  const show = () => {
    for (const node of buttons)
      node.setAttribute('aria-pressed', String(chosen.includes(node.dataset.value ?? '')));
  };
  fields?.push({
    name,
    node: buttons[0] ?? document.body,
    required: bool(spec, 'required'),
    read: () => (many ? chosen : chosen[0]),
    fault: () => undefined,
    reset: () => {
      chosen = [];
      show();
    },
  });
  return el(
    'div',
    {
      class: `card-combination card-combination-${str(spec, 'layout') === 'trisect' ? 'trisect' : 'bisect'} card-select-img`,
    },
    ...buttons,
  );
}

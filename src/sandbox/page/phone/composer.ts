import { type Child, el } from '../dom';
import type { Said } from '../pageTypes';
import { openSheet } from '../sheet';
import { SAMPLE_PHOTOS, type SamplePhoto } from './samplePhotos';

/** Words the bot understands, offered as one tap. */
const WORDS = ['任务', '问题', '考核', '帮助'];

/** Places to send when nobody stands at a river; GCJ-02 as Feishu sends them. */
const PLACES = [
  { name: '汾河桥下游左岸', longitude: 111.2198, latitude: 35.6124 },
  { name: '古交镇汾河岸边', longitude: 111.2741, latitude: 35.6356 },
  { name: '龙兴镇雨洪排口旁', longitude: 111.2046, latitude: 35.6161 },
  { name: '浍河入汾口', longitude: 111.1703, latitude: 35.6035 },
];

export interface Composer {
  element: HTMLElement;
  /** Names the chat in the empty input. */
  talksTo(name: string): void;
}

/** The input row of a chat. `send` shows its own errors; the text comes back when it answers false. */
export function createComposer(screen: () => HTMLElement, send: (said: Said) => Promise<boolean>): Composer {
  const text = el('input', {
    class: 'say-text',
    type: 'text',
    placeholder: '发消息给 河长助手',
    'aria-label': '要说的话',
    maxlength: 2000,
  });
  const go = el('button', { class: 'say-send', type: 'button' }, '发送');
  const submit = async () => {
    const said = text.value.trim();
    if (!said) return text.focus();
    text.value = '';
    if (!(await send({ type: 'text', text: said })) && text.value === '') text.value = said;
  };
  go.addEventListener('click', () => void submit());
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing) void submit();
  });
  const chips = WORDS.map((word) =>
    el(
      'button',
      { type: 'button', class: 'say-word', onclick: () => void send({ type: 'text', text: word }) },
      word,
    ),
  );
  const photo = el(
    'button',
    { type: 'button', class: 'say-tool say-photo', onclick: () => photoSheet(screen(), send) },
    '照片',
  );
  const file = fileTool(send);
  const place = el(
    'button',
    { type: 'button', class: 'say-tool say-place', onclick: () => placeSheet(screen(), send) },
    '位置',
  );
  const element = el(
    'div',
    { class: 'say' },
    el('div', { class: 'say-row' }, text, go),
    el(
      'div',
      { class: 'say-row say-tools' },
      photo,
      place,
      file,
      el('div', { class: 'say-words' }, ...chips),
    ),
  );
  return {
    element,
    talksTo(name) {
      text.placeholder = `发消息给 ${name}`;
    },
  };
}

/** A workbook handed to the bot in the chat. */
function fileTool(send: (said: Said) => Promise<boolean>): HTMLElement {
  const file = el('input', { type: 'file', class: 'photo-file', 'aria-label': '发文件' });
  file.addEventListener('change', async () => {
    const chosen = file.files?.[0];
    if (chosen) await send({ type: 'file', name: chosen.name, base64: await base64(chosen) });
    file.value = '';
  });
  return el('label', { class: 'say-tool photo-own' }, '文件', file);
}

function photoSheet(screen: HTMLElement, send: (said: Said) => Promise<boolean>): void {
  openSheet(screen, { title: '发照片' }, (close) => {
    const sendCanvas = async (canvas: HTMLCanvasElement) => {
      close();
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.86));
      if (blob) await send({ type: 'image', base64: await base64(blob) });
    };
    const sample = (photo: SamplePhoto) => {
      const canvas = photo.draw();
      return el(
        'button',
        {
          type: 'button',
          class: 'photo-sample',
          'data-photo': photo.name,
          onclick: () => void sendCanvas(canvas),
        },
        canvas,
        el('span', {}, photo.name),
      );
    };
    const file = el('input', {
      type: 'file',
      accept: 'image/*',
      class: 'photo-file',
      'aria-label': '从本机选照片',
    });
    file.addEventListener('change', async () => {
      const chosen = file.files?.[0];
      close();
      if (chosen) await send({ type: 'image', base64: await base64(chosen) });
    });
    return [
      el('div', { class: 'photo-samples' }, ...SAMPLE_PHOTOS.map(sample)),
      el('label', { class: 'sheet-done photo-own' }, '从本机选一张…', file),
    ];
  });
}

function base64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result).replace(/^data:[^,]*,/, '')));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('照片读不出来')));
    reader.readAsDataURL(blob);
  });
}

function placeSheet(screen: HTMLElement, send: (said: Said) => Promise<boolean>): void {
  openSheet(screen, { title: '发位置' }, (close) => {
    const choose = (place: (typeof PLACES)[number]) => {
      close();
      void send({ type: 'location', ...place });
    };
    const named = PLACES.map((place) =>
      el(
        'button',
        { type: 'button', class: 'sheet-option sheet-place', onclick: () => choose(place) },
        place.name,
        el('small', {}, `${place.longitude}, ${place.latitude}`),
      ),
    );
    return [el('div', { class: 'sheet-list' }, ...named), ownPlace(choose)];
  });
}

function ownPlace(choose: (place: (typeof PLACES)[number]) => void): Child {
  const name = el('input', { placeholder: '地名', value: '河边', 'aria-label': '地名' });
  const longitude = el('input', {
    type: 'number',
    step: 'any',
    min: -180,
    max: 180,
    placeholder: '经度',
    'aria-label': '经度',
    required: true,
  });
  const latitude = el('input', {
    type: 'number',
    step: 'any',
    min: -90,
    max: 90,
    placeholder: '纬度',
    'aria-label': '纬度',
    required: true,
  });
  const form = el('form', { class: 'own-place' }, name, longitude, latitude, el('button', {}, '发送'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    choose({
      name: name.value || '位置',
      longitude: Number(longitude.value),
      latitude: Number(latitude.value),
    });
  });
  return form;
}

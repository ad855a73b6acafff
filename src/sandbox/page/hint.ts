import { el } from './dom';
import { recall, store } from './remembered';

/** Tells a newcomer what to press on which phone, in the order of the story; closed once, it stays away. */
export function hintStrip(): HTMLElement {
  const steps = [
    '左边村级河长：在「巡河任务」上按「一切正常，提交」，或「发现问题」后发照片、填表',
    '中间镇联络员：「签收」，发照片，「反馈」',
    '按「+1 周」：中间收到「滞后提醒」；到下月初，右边收到全县考核',
  ];
  const strip = el('p', { class: 'hint' }, ...steps.map((step, i) => el('span', {}, `${'①②③'[i]} ${step}`)));
  const close = el('button', { type: 'button', 'aria-label': '收起提示' }, '×');
  close.addEventListener('click', () => {
    strip.hidden = true;
    store('hint', 'closed');
  });
  strip.hidden = recall('hint') === 'closed';
  strip.append(close);
  return strip;
}

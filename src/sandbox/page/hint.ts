import { el } from './dom';
import { recall, store } from './remembered';

/** One line that tells a newcomer what to press first; closed once, it stays away. */
export function hintStrip(): HTMLElement {
  const steps = [
    '左边手机是村级河长：在「巡河任务」卡片上按「一切正常，提交」或「发现问题」',
    '中间的手机看谁收到了什么',
    '上面的「到下一件事」「+1 天」让时间往前走',
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

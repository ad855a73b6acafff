import { api } from './api';
import { el } from './dom';
import type { ClockState } from './pageTypes';
import { chatTime, instant, shanghai } from './time';

export interface ClockBar {
  element: HTMLElement;
  /** The business time now, milliseconds since the epoch. */
  now(): number;
  reload(): Promise<void>;
}

/** The business clock and the buttons that move it on. It runs by itself and is only ever moved forward. */
export function createClockBar(moved: () => void, failed: (text: string) => void): ClockBar {
  let state: ClockState = { now: '', next: null };
  let heardAt = 0;
  const face = el('time', { class: 'clock-face' }, '…');
  const hour = el('button', { type: 'button', 'data-move': 'PT1H' }, '+1 小时');
  const day = el('button', { type: 'button', 'data-move': 'P1D' }, '+1 天');
  const next = el('button', { type: 'button', 'data-move': 'next' }, '到下一件事', el('small'));
  const buttons = [hour, day, next];
  const element = el('div', { class: 'clock', role: 'group', 'aria-label': '时钟' }, face, ...buttons);

  const now = () => (state.now ? instant(state.now) + performance.now() - heardAt : Number.NaN);
  const hear = (fresh: ClockState) => {
    state = fresh;
    heardAt = performance.now();
    next.disabled = state.next === null;
    next.title = state.next ? words(instant(state.next)) : '后面没有排定的事';
    const label = next.querySelector('small');
    if (label) label.textContent = state.next ? chatTime(instant(state.next), now()) : '没有了';
    tick();
  };
  const tick = () => {
    face.textContent = words(now());
    if (state.now) face.dateTime = new Date(now()).toISOString();
  };
  const move = async (to: Parameters<typeof api.moveClock>[0]) => {
    element.classList.add('clock-moving');
    for (const button of buttons) button.disabled = true;
    try {
      await api.moveClock(to);
    } catch (error) {
      failed(error instanceof Error ? error.message : String(error));
    } finally {
      element.classList.remove('clock-moving');
      for (const button of buttons) button.disabled = false;
      moved();
    }
  };
  hour.addEventListener('click', () => void move({ advance: 'PT1H' }));
  day.addEventListener('click', () => void move({ advance: 'P1D' }));
  next.addEventListener('click', () => void move({ to: 'next' }));
  setInterval(tick, 1000);
  return { element, now, reload: async () => hear(await api.clock()) };
}

function words(milliseconds: number): string {
  const t = shanghai(milliseconds);
  return `${t.year}年${Number(t.month)}月${Number(t.day)}日 ${t.weekday} ${t.hour}:${t.minute}`;
}

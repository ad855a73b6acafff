import { api } from './api';
import { el } from './dom';
import type { ClockState } from './pageTypes';
import { instant, shanghai } from './time';

export interface ClockBar {
  element: HTMLElement;
  /** The business time now, milliseconds since the epoch. */
  now(): number;
  reload(): Promise<void>;
}

/** Instants passed over in search of one at which something is seen: two weeks of jobs that find nothing due. */
const MOST_STEPS = 60;

export interface ClockBarOptions {
  moved(): void;
  failed(text: string): void;
  /** Whether anything was told since the page last looked. */
  news(): Promise<boolean>;
}

/** The business clock and the buttons that move it on. It runs by itself and is only ever moved forward. */
export function createClockBar({ moved, failed, news }: ClockBarOptions): ClockBar {
  let state: ClockState = { now: '', next: null };
  let heardAt = 0;
  const face = el('time', { class: 'clock-face' }, '…');
  const hour = el('button', { type: 'button', 'data-move': 'PT1H' }, '+1 小时');
  const day = el('button', { type: 'button', 'data-move': 'P1D' }, '+1 天');
  const week = el('button', { type: 'button', 'data-move': 'P7D' }, '+1 周');
  const next = el('button', { type: 'button', 'data-move': 'next' }, '到下一件事');
  const buttons = [hour, day, week, next];
  const element = el('div', { class: 'clock', role: 'group', 'aria-label': '时钟' }, face, ...buttons);

  const now = () => (state.now ? instant(state.now) + performance.now() - heardAt : Number.NaN);
  const hear = (fresh: ClockState) => {
    state = fresh;
    heardAt = performance.now();
    next.disabled = state.next === null;
    next.title = state.next ? '走到下一次有动静的时候' : '后面没有排定的事';
    tick();
  };
  const tick = () => {
    face.textContent = words(now());
    if (state.now) face.dateTime = new Date(now()).toISOString();
  };
  const move = async (go: () => Promise<unknown>) => {
    element.classList.add('clock-moving');
    for (const button of buttons) button.disabled = true;
    try {
      await go();
    } catch (error) {
      failed(error instanceof Error ? error.message : String(error));
    } finally {
      element.classList.remove('clock-moving');
      for (const button of buttons) button.disabled = false;
      moved();
    }
  };
  const advance = (duration: string) => void move(() => api.moveClock({ advance: duration }));
  const toNews = async () => {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const { next: later } = await api.moveClock({ to: 'next' });
      if (later === null || (await news())) return;
    }
  };
  hour.addEventListener('click', () => advance('PT1H'));
  day.addEventListener('click', () => advance('P1D'));
  week.addEventListener('click', () => advance('P7D'));
  next.addEventListener('click', () => void move(toNews));
  setInterval(tick, 1000);
  return { element, now, reload: async () => hear(await api.clock()) };
}

function words(milliseconds: number): string {
  const t = shanghai(milliseconds);
  return `${t.year}年${Number(t.month)}月${Number(t.day)}日 ${t.weekday} ${t.hour}:${t.minute}`;
}

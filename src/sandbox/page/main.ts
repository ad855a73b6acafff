import { api } from './api';
import { createClockBar } from './clockBar';
import { el } from './dom';
import { createFeed } from './feed';
import { hintStrip } from './hint';
import type { Person } from './pageTypes';
import { createPhone } from './phone/phone';
import { createPicker } from './phone/picker';
import { PHONES, pickPeople } from './pickPeople';
import { askedPeople, remember, rememberedPeople } from './remembered';
import { createTabs } from './tabs';

/** How often the page asks whether anything changed. */
const POLL_MS = 700;
const LABELS = ['左', '中', '右'];

let people: Person[] = [];
let seen = -1;
let holders: string[] = [];

const trouble = el('p', { class: 'trouble', role: 'alert', hidden: true });
const complain = (text: string | null) => {
  trouble.hidden = text === null;
  trouble.textContent = text ?? '';
};
/** A sentence that goes away by itself. */
function flash(text: string): void {
  const notice = el('p', { class: 'trouble', role: 'alert' }, text);
  trouble.after(notice);
  setTimeout(() => notice.remove(), 6000);
}
const feed = createFeed();
const clock = createClockBar({ moved: () => void look(true), failed: flash, news: feed.news });
const tabs = createTabs([...LABELS, '动态'], 'stage');
const slots = Array.from({ length: PHONES }, (_, i) => createSlot(i));

function createSlot(i: number) {
  const badge = el('span', { class: 'dot', hidden: true });
  const phone = createPhone({
    people: () => people,
    now: clock.now,
    unread: (count) => {
      badge.hidden = count === 0;
      badge.textContent = String(count);
      badge.setAttribute('aria-label', `${count} 条未读`);
      tabs.dot(i, count);
    },
    acted: () => void look(true),
  });
  const picker = createPicker(LABELS[i] ?? '', (openId) => hand(i, openId));
  picker.element.append(badge);
  return {
    phone,
    picker,
    element: el(
      'section',
      { class: 'slot', id: `stage-${i}`, 'aria-label': `${LABELS[i]}边手机` },
      picker.element,
      phone.element,
    ),
  };
}

/** Hands phone `i` to a person; whoever held it already gets the other's, so that nobody holds two. */
function hand(i: number, openId: string): void {
  const other = holders.indexOf(openId);
  const before = holders[i];
  if (other >= 0 && before) holders[other] = before;
  holders[i] = openId;
  remember(holders);
  void look(true);
}

function plates(): void {
  slots.forEach((slot, i) => {
    slot.picker.show(people, holders[i] ?? null);
    const person = people.find((one) => one.open_id === holders[i]);
    tabs.name(i, person?.name ?? LABELS[i] ?? '');
  });
}

let looking = false;
let again = false;

/** Asks whether anything changed and, if so (or when forced), fetches what is shown. Never runs twice at once. */
async function look(force = false): Promise<void> {
  if (looking) {
    again ||= force;
    return;
  }
  looking = true;
  try {
    const { seq } = await api.changes();
    if (force || seq !== seen) {
      await refresh();
      seen = seq;
    }
    complain(null);
  } catch (error) {
    complain(`连不上沙箱，正在重试。（${error instanceof Error ? error.message : String(error)}）`);
  } finally {
    looking = false;
  }
  if (!again) return;
  again = false;
  await look(true);
}

async function refresh(): Promise<void> {
  people = await api.people();
  await clock.reload();
  const wanted = holders.length > 0 ? holders : askedPeople();
  holders = pickPeople(people, wanted, rememberedPeople());
  plates();
  await Promise.all(slots.map((slot, i) => slot.phone.give(holders[i] ?? null)));
  await feed.reload(clock.now());
}

function start(): void {
  feed.element.id = `stage-${PHONES}`;
  document.body.append(
    el(
      'header',
      { class: 'top' },
      el(
        'h1',
        {},
        '河长助手',
        el('small', { class: 'top-note' }, '沙箱飞书 · 消息不会发到真的手机，样例里的人和事都是虚构的'),
      ),
      clock.element,
      tabs.feedToggle,
    ),
    trouble,
    hintStrip(),
    tabs.element,
    el('main', { class: 'stage', id: 'stage' }, ...slots.map((slot) => slot.element), feed.element),
  );
  tabs.choose(0);
  setInterval(() => void look(), POLL_MS);
  setInterval(
    () =>
      slots.forEach((slot) => {
        slot.phone.tick(clock.now());
      }),
    1000,
  );
  void look(true);
}

start();

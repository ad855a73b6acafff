/** 代巡: to the deputy, who accepts or not, and to the chief, who sees what came of it. */
import {
  type Card,
  type Day,
  dayWords,
  defineAction,
  frame,
  inline,
  int,
  join,
  localName,
  markdown,
  md,
  type RootElement,
  tag,
} from './kit';

export interface StandInView {
  id: number;
  version: number;
  today: Day;
  /** Who looks at it; anybody else has nothing to do with it. */
  side: 'chief' | 'deputy' | 'other';
  /** `over`: its days are past. */
  state: 'asked' | 'accepted' | 'declined' | 'ended' | 'over';
  /** By post. */
  chief: string;
  deputy: string;
  /** The one reach; null: all of the chief's. */
  where: string | null;
  from: Day;
  to: Day;
  reason: string;
}

const value = { standIn: int(), version: int() };
export const standInAccept = defineAction({ name: 'standIn.accept', value });
export const standInDecline = defineAction({ name: 'standIn.decline', value });
/** 收回 by the chief, 不再代巡 by the deputy. */
export const standInEnd = defineAction({ name: 'standIn.end', value });

const STATES = {
  asked: { tone: 'todo', words: '等同意', colour: 'blue' },
  accepted: { tone: 'done', words: '已同意', colour: 'green' },
  declined: { tone: 'closed', words: '没同意', colour: 'neutral' },
  ended: { tone: 'closed', words: '已结束', colour: 'neutral' },
  over: { tone: 'closed', words: '已到期', colour: 'neutral' },
} as const;

function buttons({ id, version, side, state }: StandInView): RootElement[] {
  const carried = { value: { standIn: id, version } };
  if (side === 'deputy' && state === 'asked') {
    return [
      standInAccept.button({ ...carried, label: '同意代巡' }),
      standInDecline.button({ ...carried, label: '不同意', look: 'text' }),
    ];
  }
  if (state !== 'asked' && state !== 'accepted') return [];
  return [standInEnd.button({ ...carried, label: side === 'chief' ? '收回' : '不再代巡', look: 'default' })];
}

export function renderStandIn(view: StandInView): Card {
  const { today, side, state, chief, deputy, where, from, to, reason } = view;
  if (side === 'other') {
    return frame({
      tone: 'closed',
      title: '代巡',
      tags: [tag('不归你办', 'neutral')],
      body: [markdown(md`这件事不归你办，不用管它。`)],
    });
  }
  const { tone, words, colour } = STATES[state];
  const whose = where === null ? md`全部河段` : inline(localName(where), 40);
  const days =
    from === to ? md`${dayWords(today, from)}` : md`${dayWords(today, from)}到${dayWords(today, to)}`;
  const help =
    side === 'deputy'
      ? { asked: '同意后，这几天的巡河任务发给你。', accepted: '巡河任务会发给你，照常提交就行。' }
      : { asked: '他同意以前，任务还是发给你。', accepted: '任务和提醒发给他；你自己巡了照样算你的。' };
  return frame({
    tone: side === 'chief' && state === 'asked' ? 'done' : tone,
    title: '代巡',
    place: side === 'deputy' ? chief : deputy,
    tags: [tag(words, colour)],
    body: [
      markdown(
        join([
          side === 'deputy'
            ? md`**${inline(chief, 40)}** 请你代巡 **${whose}**，${days}。`
            : md`请 **${inline(deputy, 40)}** 代巡 **${whose}**，${days}。`,
          md`原因：${inline(reason, 8)}。`,
        ]),
      ),
      ...buttons(view),
    ],
    ...((state === 'asked' || state === 'accepted') && { help: help[state] }),
  });
}

/** 请假 without a deputy: to the chief, who may end it, and to 县河长办, who sees what nobody will walk. */
import {
  type Card,
  type Day,
  dayWords,
  defineAction,
  folded,
  frame,
  inline,
  int,
  join,
  localName,
  markdown,
  md,
  tag,
} from './kit';

const MOST_ROWS = 20;

export interface LeaveView {
  id: number;
  version: number;
  today: Day;
  /** Who looks at it; anybody else has nothing to do with it. */
  side: 'chief' | 'office' | 'other';
  /** `over`: its days are past. */
  state: 'running' | 'ended' | 'over';
  /** By post. */
  chief: string;
  /** The one reach; null: all of the chief's. */
  where: string | null;
  from: Day;
  to: Day;
  /** Said to 县河长办: what falls due meanwhile and nobody walks. */
  uncovered: { reach: string; period: string; dueDay: Day }[];
}

/** 销假: by the chief, or by 县河长办. */
export const leaveEnd = defineAction({ name: 'leave.end', value: { leave: int(), version: int() } });

const STATES = {
  running: { words: '没人代巡', colour: 'orange' },
  ended: { words: '已销假', colour: 'neutral' },
  over: { words: '已到期', colour: 'neutral' },
} as const;

export function renderLeave(view: LeaveView): Card {
  const { id, version, today, side, state, chief, where, from, to, uncovered } = view;
  if (side === 'other') {
    return frame({
      tone: 'closed',
      title: '请假',
      tags: [tag('不归你办', 'neutral')],
      body: [markdown(md`这件事不归你办，不用管它。`)],
    });
  }
  const running = state === 'running';
  const whose = where === null ? md`全部河段` : inline(localName(where), 40);
  const days =
    from === to ? md`${dayWords(today, from)}` : md`${dayWords(today, from)}到${dayWords(today, to)}`;
  const { words, colour } = STATES[state];
  const office = side === 'office';
  return frame({
    tone: running ? (office && uncovered.length > 0 ? 'soon' : 'todo') : 'closed',
    title: '请假',
    place: chief,
    tags: [tag(words, colour)],
    body: [
      markdown(
        state === 'ended'
          ? md`**${whose}** 的请假已经结束，巡河照常。`
          : md`**${whose}**，${days}请假，没有人代巡。`,
      ),
      ...(office && running
        ? uncovered.length === 0
          ? [markdown(md`眼下没有落空的巡河。`)]
          : [
              markdown(md`这几天到期、没人巡的有 **${uncovered.length}次**：`),
              ...folded(
                uncovered,
                (one) =>
                  markdown(
                    join([
                      md`${inline(localName(one.reach), 40)} · ${inline(one.period, 20)}，${dayWords(today, one.dueDay)}到期`,
                    ]),
                  ),
                { most: MOST_ROWS, unit: '次' },
              ),
            ]
        : []),
      ...(running
        ? [leaveEnd.button({ value: { leave: id, version }, label: '销假', look: 'default' })]
        : []),
    ],
    ...(running && {
      help: office
        ? '这几天到期的不算谁未完成。要有人巡，请打电话商量，让他销假后发“代巡”请人。'
        : '这几天不发任务、不提醒，到期的不算你未完成。你自己巡了照样算。',
    }),
  });
}

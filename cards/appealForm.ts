/** 我要申诉: whoever is scored picks the line that is wrong and says why. */
import {
  type Card,
  code,
  type Day,
  dayWords,
  defineAction,
  fields,
  form,
  frame,
  grey,
  inline,
  input,
  int,
  join,
  markdown,
  md,
  optionalWords,
  options,
  pickedCode,
  select,
  tag,
  words,
} from './kit';

export const APPEAL_WORDS = 500;
const MOST_LINES = 15;

export type AppealFormView = {
  /** The score's id. */
  id: number;
  /** The round's. */
  version: number;
  today: Day;
  /** 2026年度. */
  period: string;
  /** 龙兴镇. */
  subject: string;
} & (
  | { state: 'notYours' }
  /** `why`: a sentence. */
  | { state: 'closed'; why: string }
  | {
      state: 'open';
      until: Day;
      /** Of a year its months; the only period otherwise. */
      months: { code: string; name: string }[];
      items: { code: string; name: string }[];
      /** What was lost: 10月 · 巡河履职 12.00/15.00; a 否决 has no points; what is 不适用 comes last. */
      lines: { what: string; points: string; reason: string }[];
      /** How many are contested already. */
      appealed: number;
    }
);

export const appealSubmit = defineAction({
  name: 'appeal.submit',
  value: { score: int(), version: int(), period: code(8) },
  unnamed: ['period'],
  form: () =>
    fields({
      month: optionalWords('哪个月', 8),
      item: pickedCode('哪一项', /^.{1,48}$/u),
      words: words('哪里不对', APPEAL_WORDS),
    }),
});

export function renderAppealForm(view: AppealFormView): Card {
  const { id, today, period, subject, state } = view;
  if (state === 'notYours') {
    return frame({
      tone: 'closed',
      title: '考核申诉',
      tags: [tag('不归你办', 'neutral')],
      body: [markdown(md`只有本人，或本单位的负责人能申诉。`)],
    });
  }
  const title = `${period}考核申诉`;
  if (state === 'closed') {
    return frame({ tone: 'closed', title, place: subject, body: [markdown(md`${inline(view.why, 60)}。`)] });
  }
  const { until, months, items, lines, appealed } = view;
  const nothing = items.length === 0;
  return frame({
    tone: 'todo',
    title,
    place: subject,
    when: [`${dayWords(today, until)}前`],
    body: [
      ...(appealed > 0 ? [markdown(grey(md`已申诉${appealed}项，一项只能申诉一次。`))] : []),
      ...(nothing
        ? [markdown(md`没有可申诉的项目。`)]
        : [
            markdown(
              join([
                ...lines
                  .slice(0, MOST_LINES)
                  .map(({ what, points, reason }) =>
                    points === ''
                      ? md`- **${inline(what, 30)}**，${grey(inline(reason, 60))}`
                      : md`- **${inline(what, 30)}** ${inline(points, 20)}，${grey(inline(reason, 60))}`,
                  ),
                lines.length > MOST_LINES ? grey(md`还有${lines.length - MOST_LINES}项，没有列出`) : null,
              ]),
            ),
            form('appeal', [
              ...(months.length > 1
                ? [select('month', options(months), { placeholder: '哪个月', required: true })]
                : []),
              select('item', options(items), { placeholder: '哪一项', required: true }),
              input('words', {
                label: '哪里不对',
                placeholder: '哪件事、哪天、应该怎么算',
                maxLength: APPEAL_WORDS,
                multiline: true,
                required: true,
              }),
              appealSubmit.submit({
                value: { score: id, version: view.version, period: months[0]?.code ?? '' },
                label: '提交申诉',
              }),
            ]),
          ]),
    ],
    help: '一次申诉一项。有照片的，提交后直接发到这里。',
  });
}

/** 是不是突出问题: to 县河长办, of a matter that a 约谈 did not mend in a unit that missed its year's target. Not pressed, nothing comes of it. */
import {
  type Card,
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
  localName,
  markdown,
  md,
  notYours,
  type RootElement,
  tag,
  words,
} from './kit';

const REASON_LIMIT = 300;
const MOST_STEPS = 12;

export interface LadderJudgeView {
  id: number;
  version: number;
  today: Day;
  unit: string;
  title: string;
  since: Day;
  steps: { day: Day; words: string }[];
  clears: string;
  state: 'open' | 'marked' | 'over' | 'notYours';
}

/** 认定为突出问题. */
export const judgeOutstanding = defineAction({
  name: 'judge.outstanding',
  value: { ladderCase: int(), version: int() },
  form: () => fields({ reason: words('理由', REASON_LIMIT) }),
});

function facts({ today, title, since, steps, clears }: LadderJudgeView): RootElement[] {
  return [
    markdown(
      join([
        md`**${inline(localName(title), 50)}**`,
        md`${dayWords(today, since)}起滞后；${inline(clears, 40)}就消除。`,
        ...steps
          .slice(-MOST_STEPS)
          .map((step) => grey(md`${dayWords(today, step.day)} ${inline(step.words, 30)}`)),
      ]),
    ),
  ];
}

export function renderLadderJudge(view: LadderJudgeView): Card {
  const { id, version, unit, state } = view;
  const title = '是不是突出问题';
  switch (state) {
    case 'notYours':
      return notYours(title, '', md`这件事不归你办，不用管它。`);
    case 'over':
      return frame({
        tone: 'done',
        title,
        place: unit,
        tags: [tag('已消除', 'green')],
        body: [...facts(view), markdown(md`这件事已经办完，不用认定了。`)],
      });
    case 'marked':
      return frame({
        tone: 'done',
        title,
        place: unit,
        tags: [tag('已认定', 'green')],
        body: [...facts(view), markdown(md`已认定为突出问题，督查草案由签发人审签。`)],
      });
    case 'open':
      return frame({
        tone: 'late',
        title,
        place: unit,
        tags: [tag('待认定', 'red')],
        body: [
          ...facts(view),
          markdown(
            md`约谈以后还没有办完，${inline(unit, 20)}去年的整治目标也没有完成。认定为突出问题的，起草督查。`,
          ),
          form('judge', [
            input('reason', {
              label: '理由',
              placeholder: '为什么是突出问题',
              maxLength: REASON_LIMIT,
              multiline: true,
              required: true,
            }),
            judgeOutstanding.submit({ value: { ladderCase: id, version }, label: '认定为突出问题' }),
          ]),
        ],
        help: '不认定就不用点，机器不会自己起草督查。',
      });
  }
}

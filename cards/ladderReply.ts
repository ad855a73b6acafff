/** 滞后的答复: to whoever decides about 说明情况 or 申请延期; then to who asked, with what was decided. */
import {
  type Card,
  type Day,
  type Deadline,
  datePicker,
  dayWords,
  defineAction,
  dueShort,
  dueWords,
  fields,
  flow,
  folded,
  form,
  frame,
  grey,
  type InCard,
  type InForm,
  inline,
  input,
  int,
  join,
  localName,
  markdown,
  md,
  notYours,
  optionalDay,
  optionalWords,
  type RootElement,
  said,
  tag,
  urgencyOf,
} from './kit';

const REASON_LIMIT = 300;
const MOST_CASES = 20;

export type LadderReplyView = Deadline & {
  id: number;
  version: number;
  /** 龙兴镇. */
  unit: string;
  /** 龙兴镇联络员. */
  by: string;
  on: Day;
  kind: '说明情况' | '申请延期' | '整改报告';
  words: string;
  until: Day | null;
  cases: { title: string; since: Day; rung: string }[];
  /** `waiting` as who asked sees it · `toDecide` as who decides does. */
  state: 'toDecide' | 'waiting' | 'approved' | 'refused' | 'notYours';
  decided: { by: string; on: Day; reason: string | null } | null;
};

const ON_REPLY = { reply: int(), version: int() };
const decision = () =>
  fields({ until: optionalDay('停到哪天'), reason: optionalWords('理由', REASON_LIMIT) });
/** 同意: the clock stands until a day. */
export const replyApprove = defineAction({ name: 'reply.approve', value: ON_REPLY, form: decision });
/** 不同意, with the reason. */
export const replyRefuse = defineAction({ name: 'reply.refuse', value: ON_REPLY, form: decision });

function facts({ today, kind, words, until, by, on, cases }: LadderReplyView): RootElement[] {
  const line = (one: LadderReplyView['cases'][number]): InCard =>
    markdown(
      join([
        md`${inline(localName(one.title), 50)}`,
        grey(md`${dayWords(today, one.since)}起过期，现在到${inline(one.rung, 8)}`),
      ]),
    );
  return [
    markdown(until === null ? md`**${kind}**` : md`**${kind}到${dayWords(today, until)}**`),
    ...said(`${by}，${dayWords(today, on)}`, words),
    ...folded(cases, line, { most: MOST_CASES, unit: '件' }),
  ];
}

function decideForm({ id, version, kind, until, today }: LadderReplyView): RootElement[] {
  const value = { reply: id, version };
  return [
    form('decide', [
      datePicker('until', until === null ? '同意的话，停到哪天' : `到哪天（默认${dayWords(today, until)}）`),
      input('reason', {
        label: '理由（不同意必写）',
        placeholder: '写给对方看',
        maxLength: REASON_LIMIT,
        multiline: true,
      }),
      flow<InForm>([
        replyApprove.submit({ value, label: '同意', fit: 'row' }),
        replyRefuse.submit({ value, label: '不同意', fit: 'row', look: 'default' }),
      ]),
    ]),
    markdown(
      grey(
        md`同意：到那天以前不升级。不同意：照原来的日子算。${kind === '说明情况' ? md`说明情况同意时要选日期。` : md``}`,
      ),
    ),
  ];
}

export function renderLadderReply(view: LadderReplyView): Card {
  const { today, due, unit, state, until, decided } = view;
  const title = '滞后的答复';
  const outcome = (): RootElement[] =>
    decided?.reason ? said(`理由（${decided.by}，${dayWords(today, decided.on)}）`, decided.reason) : [];
  switch (state) {
    case 'notYours':
      return notYours(title, '', md`这件事不归你办，不用管它。`);
    case 'toDecide':
      return frame({
        tone: urgencyOf(view),
        title,
        place: unit,
        when: [dueWords(today, due), dueShort(today, due)],
        tags: [tag('待批复', 'blue')],
        body: [...facts(view), ...decideForm(view)],
      });
    case 'waiting':
      return frame({
        tone: 'todo',
        title,
        place: unit,
        tags: [tag('等批复', 'neutral')],
        body: [...facts(view), markdown(grey(md`批复以前不升级。`))],
      });
    case 'approved':
      return frame({
        tone: 'done',
        title,
        place: unit,
        tags: [tag('已同意', 'green')],
        body: [
          ...facts(view),
          ...(until === null
            ? []
            : [markdown(md`**已同意**：${dayWords(today, until)}以前不升级。到时还没办完，接着算。`)]),
          ...outcome(),
        ],
      });
    case 'refused':
      return frame({
        tone: 'soon',
        title,
        place: unit,
        tags: [tag('没有同意', 'orange')],
        body: [...facts(view), markdown(md`**没有同意**，照原来的日子算，请抓紧办。`), ...outcome()],
      });
  }
}

/** 待交办、待批复: to 县河长办, and to 分局 for what is asked about an outfall. Every decision has its reason. */
import type { Seriousness } from '../entities/Problem';
import {
  type Card,
  choice,
  coloured,
  type Day,
  type Deadline,
  dayWords,
  defineAction,
  dueShort,
  dueWords,
  fields,
  flow,
  form,
  frame,
  type InForm,
  inline,
  input,
  localName,
  markdown,
  md,
  notYours,
  ON_PROBLEM,
  option,
  optionalWords,
  options,
  type ProblemFacts,
  pickedCode,
  problemFacts,
  type RootElement,
  SERIOUSNESS,
  said,
  select,
  tag,
  urgencyOf,
  words,
} from './kit';

const REASON_LIMIT = 300;

interface Named {
  code: string;
  name: string;
}
interface Registered {
  state: 'registered';
  seriousness: Seriousness;
  /** To whom it can go, and to whom it would go by the county's rules. */
  units: Named[];
  unit: string;
  /** Open problems on the same reach, with which it may be one. */
  others: Named[];
  /** 上报: who sent it up and why; `late` when that took longer than the rule allows. */
  sentUp: { by: string; on: Day; reason: string; late: boolean } | null;
}
interface Asked {
  state: 'asked';
  /** 延期到12月20日. */
  what: string;
  /** 古交镇联络员. */
  by: string;
  on: Day;
  reason: string;
  /** What it is due by now, in words: 12月4日前. */
  dueNow: string;
}
export type ProblemDeskView = Deadline & {
  id: number;
  version: number;
  facts: ProblemFacts;
} & (Registered | Asked | { state: 'over'; progress: string } | { state: 'notYours' });

const unitCode = (label: string) => pickedCode(label, /^\d{1,15}$/).transform(Number);
const reason = () => optionalWords('说明', REASON_LIMIT);

/** 交办. */
export const deskAssign = defineAction({
  name: 'desk.assign',
  value: ON_PROBLEM,
  form: () =>
    fields({ unit: unitCode('交给谁办'), seriousness: choice('轻重', SERIOUSNESS), reason: reason() }),
});
/** 不属实. */
export const deskDismiss = defineAction({
  name: 'desk.dismiss',
  value: ON_PROBLEM,
  form: () => fields({ reason: words('说明', REASON_LIMIT) }),
});
/** 合并. */
export const deskMerge = defineAction({
  name: 'desk.merge',
  value: ON_PROBLEM,
  form: () => fields({ other: unitCode('和哪件是同一件'), reason: reason() }),
});
const decided = () => fields({ reason: words('理由', REASON_LIMIT) });
/** 同意. */
export const deskGrant = defineAction({ name: 'desk.grant', value: ON_PROBLEM, form: decided });
/** 不同意. */
export const deskRefuse = defineAction({ name: 'desk.refuse', value: ON_PROBLEM, form: decided });

function registeredBody(view: ProblemDeskView & Registered): RootElement[] {
  const { id, version, today, facts, units, unit, others, seriousness, sentUp } = view;
  const small = { value: { problem: id, version }, look: 'default' as const, fit: 'row' as const };
  return [
    ...(seriousness === '重大' && !sentUp
      ? [markdown(coloured('red', md`报的是重大问题。你交办后才通知办理单位和它的负责人。`))]
      : []),
    ...(sentUp ? said(`上报原因（${sentUp.by}，${dayWords(today, sentUp.on)}）`, sentUp.reason) : []),
    ...(sentUp?.late ? [markdown(coloured('orange', md`上报超过了规定的时间。`))] : []),
    ...problemFacts(today, facts),
    form('assign', [
      select('unit', options(units), { placeholder: '交给谁办', initial: unit, required: true }),
      select(
        'seriousness',
        SERIOUSNESS.map((one) => option(one, one)),
        { placeholder: '轻重', initial: seriousness, required: true },
      ),
      ...(others.length > 0
        ? [select('other', options(others), { placeholder: '并到哪件（合并才选）' })]
        : []),
      input('reason', {
        placeholder: '说明（不属实必须写）',
        maxLength: REASON_LIMIT,
        multiline: true,
        rows: 1,
      }),
      deskAssign.submit({ value: { problem: id, version }, label: '交办' }),
      flow<InForm>([
        ...(others.length > 0 ? [deskMerge.submit({ ...small, label: '合并' })] : []),
        deskDismiss.submit({ ...small, label: '不属实' }),
      ]),
    ]),
  ];
}

function askedBody(view: ProblemDeskView & Asked): RootElement[] {
  const { id, version, today, facts, what, by, on, dueNow } = view;
  const value = { problem: id, version };
  return [
    markdown(md`${inline(by, 40)}申请 **${inline(what, 40)}**，现在的期限是${inline(dueNow, 20)}。`),
    ...said(`申请原因（${dayWords(today, on)}）`, view.reason),
    ...problemFacts(today, facts),
    form('decide', [
      input('reason', {
        placeholder: '同意或不同意，写明理由',
        maxLength: REASON_LIMIT,
        multiline: true,
        rows: 1,
        required: true,
      }),
      deskGrant.submit({ value, label: '同意' }),
      deskRefuse.submit({ value, label: '不同意', look: 'danger' }),
    ]),
  ];
}

export function renderProblemDesk(view: ProblemDeskView): Card {
  const { today, due, facts, state } = view;
  const title = state === 'asked' ? '待批复' : '待交办';
  if (state === 'notYours') return notYours(title, facts.reach, md`这件事不归你定，不用管它。`);
  if (state === 'over') {
    return frame({
      tone: 'done',
      title: '交办和批复',
      place: facts.reach,
      tags: [tag('已定', 'green')],
      body: [markdown(md`现在：${inline(view.progress, 40)}。`), ...problemFacts(today, facts)],
    });
  }
  return frame({
    tone: urgencyOf(view),
    title,
    place: facts.reach,
    when: [dueWords(today, due), dueShort(today, due)],
    tags: [
      tag('等你定', 'blue'),
      ...(state === 'registered' && view.seriousness === '重大' ? [tag('报为重大', 'red')] : []),
    ],
    summary: `${title}：${localName(facts.reach)}，${facts.category}`,
    body: state === 'asked' ? askedBody(view) : registeredBody(view),
    help: state === 'asked' ? '谁申请的谁不能批。理由会告诉申请人。' : '谁定都行，定了以后别人的卡片会变。',
  });
}

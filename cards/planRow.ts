/** 一个排污口的年度方案: put into the plan, or changed there with a reason. */
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
  markdown,
  md,
  notYours,
  optionalWords,
  pickedCode,
  tag,
} from './kit';
import { type Named, planFields, planInputs, yearSelect } from './yearPlan';

const REASON_LIMIT = 200;

export type PlanRowView = {
  outfall: string;
} & (
  | { state: 'notYours' }
  | {
      /** `applied` and `closed`: it cannot be changed now. */
      state: 'open' | 'applied' | 'closed';
      id: number;
      version: number;
      today: Day;
      town: string;
      /** Of whose plan it is; null: of none yet. */
      planYear: number | null;
      years: number[];
      type: string | null;
      measure: string | null;
      /** As the ledger has it, and which unit that is; null when it is none of the roster's. */
      lead: string | null;
      leadId: number | null;
      dueDay: Day | null;
      leads: Named[];
    }
);

/** 放进方案, 改方案. */
export const planChange = defineAction({
  name: 'plan.change',
  value: { outfall: int(), version: int() },
  form: () =>
    fields({
      year: pickedCode('年度', /^20\d\d$/).transform(Number),
      ...planFields,
      reason: optionalWords('为什么改', REASON_LIMIT),
    }),
});

export function renderPlanRow(view: PlanRowView): Card {
  const title = '整治方案';
  const { outfall, state } = view;
  if (state === 'notYours') return notYours(title, outfall, md`方案由分局、县河长办来排。`);
  const { id, version, today, town, planYear, years, type, measure, lead, leadId, dueDay, leads } = view;
  const due = dueDay === null ? '整治期限' : '期限改到哪天（不改不选）';
  const inPlan = planYear !== null;
  return frame({
    tone: state === 'open' ? 'todo' : 'closed',
    title,
    place: outfall,
    tags: [tag(inPlan ? `${planYear}年方案` : '还没排进方案', inPlan ? 'green' : 'neutral')],
    summary: `${title}：${outfall}`,
    body: [
      markdown(
        join([
          md`${grey(md`所属镇`)} ${inline(town, 30)}`,
          md`${grey(md`整治类型`)} ${inline(type ?? '还没定', 20)}`,
          md`${grey(md`整治措施`)} ${inline(measure ?? '还没定', 200)}`,
          md`${grey(md`牵头部门`)} ${inline(lead ?? '还没定', 40)}`,
          md`${grey(md`整治期限`)} ${dueDay === null ? '还没定' : dayWords(today, dueDay)}`,
        ]),
      ),
      ...(state === 'open'
        ? [
            form('plan', [
              yearSelect(years, planYear ?? years[0] ?? 0),
              ...planInputs(leads, { type, measure, lead: leadId, due }),
              ...(inPlan
                ? [input('reason', { placeholder: '为什么改', maxLength: REASON_LIMIT, required: true })]
                : []),
              planChange.submit({
                value: { outfall: id, version },
                label: inPlan ? '改方案' : '放进方案',
              }),
            ]),
          ]
        : [markdown(state === 'applied' ? md`正在销号，办完再改。` : md`已经销号，不用再改。`)]),
    ],
    ...(state === 'open' && inPlan && { help: '改了什么、谁改的、为什么，都会记在台账里。' }),
  });
}

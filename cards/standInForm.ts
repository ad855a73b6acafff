/**
 * 请人代巡: a chief says who walks, from when to when, and why. The deputy has to accept. With 没有人代 it is 请假, which
 * holds at once.
 */
import type { StandInReason } from '../entities/StandIn';
import {
  type Card,
  choice,
  type Day,
  datePicker,
  dayWords,
  defineAction,
  fields,
  folded,
  form,
  frame,
  inline,
  int,
  join,
  localName,
  markdown,
  md,
  option,
  optionalDay,
  options,
  pickedCode,
  type RootElement,
  row,
  select,
} from './kit';
import { leaveEnd } from './leave';
import { standInEnd } from './standIn';

const ALL = 'all';
const NOBODY = 'nobody';
const REASONS = ['请假', '出差', '生病', '其他'] as const satisfies readonly StandInReason[];
// Options count as elements, of which Feishu takes 200.
const MOST_PEOPLE = 40;
const MOST_REACHES = 30;
const MOST_RUNNING = 5;

export interface StandInFormView {
  /** The chief: a forwarded copy asks nobody. */
  person: number;
  version: number;
  today: Day;
  /** The chief's reaches. */
  reaches: { id: number; river: string; name: string }[];
  /** Whom one can ask. */
  people: { id: number; name: string }[];
  /** What waits for an answer or is in force, the earliest first. */
  running: {
    id: number;
    version: number;
    /** Null: 请假, and nobody walks. */
    who: string | null;
    where: string | null;
    from: Day;
    to: Day;
    accepted: boolean;
  }[];
}

/** 发出: asks, or takes leave. */
export const standInAsk = defineAction({
  name: 'standIn.ask',
  value: { person: int(), version: int() },
  form: () =>
    fields({
      deputy: pickedCode('请谁', /^(nobody|p\d{1,15})$/).transform((code) =>
        code === NOBODY ? null : Number(code.slice(1)),
      ),
      reach: pickedCode('哪段河', /^(all|r\d{1,15})$/).transform((code) =>
        code === ALL ? null : Number(code.slice(1)),
      ),
      from: optionalDay('从哪天'),
      to: optionalDay('到哪天'),
      reason: choice('原因', REASONS),
    }),
});

export function renderStandInForm(view: StandInFormView): Card {
  const { person, version, today, reaches, people, running } = view;
  const [only, ...others] = reaches;
  const body: RootElement[] = folded(
    running,
    (one) =>
      row(
        join([
          md`${one.who === null ? md`请假，没有人代` : inline(one.who, 40)}${one.where === null ? '' : md` · ${inline(localName(one.where), 40)}`}`,
          md`${dayWords(today, one.from)}到${dayWords(today, one.to)}${one.who === null ? '' : one.accepted ? '，已同意' : '，等他同意'}`,
        ]),
        one.who === null
          ? leaveEnd.button({
              value: { leave: one.id, version: one.version },
              label: '销假',
              fit: 'row',
              look: 'default',
            })
          : standInEnd.button({
              value: { standIn: one.id, version: one.version },
              label: '收回',
              fit: 'row',
              look: 'default',
            }),
      ),
    { most: MOST_RUNNING, unit: '个' },
  );
  if (!only) {
    return frame({
      tone: 'closed',
      title: '请人代巡',
      body: [...body, markdown(md`你没有要巡的河，不用请人代巡。`)],
    });
  }
  return frame({
    tone: 'todo',
    title: '请人代巡',
    place: others.length === 0 ? localName(`${only.river} · ${only.name}`) : `${reaches.length}段河`,
    body: [
      ...body,
      form('stand_in', [
        select(
          'deputy',
          [
            option(NOBODY, '没有人代（请假）'),
            ...options(people.slice(0, MOST_PEOPLE).map(({ id, name }) => ({ code: `p${id}`, name }))),
          ],
          {
            placeholder: '请谁',
            required: true,
          },
        ),
        select(
          'reach',
          [
            option(ALL, others.length === 0 ? only.name : '全部河段'),
            ...(others.length === 0
              ? []
              : options(
                  reaches.slice(0, MOST_REACHES).map(({ id, river, name }) => ({
                    code: `r${id}`,
                    name: localName(`${river} · ${name}`),
                  })),
                )),
          ],
          { placeholder: '哪段河', initial: ALL, required: true },
        ),
        datePicker('from', '从哪天（不选就从今天）'),
        datePicker('to', '到哪天'),
        select(
          'reason',
          REASONS.map((reason) => option(reason, reason)),
          { placeholder: '原因', required: true },
        ),
        standInAsk.submit({ value: { person, version }, label: '发出' }),
      ]),
    ],
    help: '他同意后，任务和提醒发给他，他巡的记作代巡。没有人代就选“没有人代”：这几天不催你，不算你未完成，县河长办会知道。',
  });
}

/** 巡河安排: 县河长办 stops the patrols of a stretch of river, lets them go on, or has it walked after heavy rain. */
import type { EmergencyKind } from '../entities/Emergency';
import type { SuspensionReason } from '../entities/PatrolSuspension';
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
  input,
  int,
  join,
  localName,
  markdown,
  md,
  option,
  optionalDay,
  options,
  pickedCode,
  row,
  select,
  tag,
  words,
} from './kit';
import { leaveEnd } from './leave';

const WHAT = {
  冰冻: '停巡：冰冻',
  汛情: '停巡：汛情',
  施工: '停巡：施工',
  其他: '停巡：其他',
  rain: '雨后巡河',
  'emergency-汛情': '应急：汛情，每天巡',
  'emergency-污染': '应急：污染，每天巡',
  'emergency-其他': '应急：其他，每天巡',
  dryCheck: '旱天查雨水口',
} as const satisfies Record<SuspensionReason | 'rain' | 'dryCheck' | `emergency-${EmergencyKind}`, string>;
const ORDERS = Object.keys(WHAT) as (keyof typeof WHAT)[];
const WORDS_LIMIT = 200;
const ALL = 'all';
const MOST_PLACES = 60;
const MOST_RUNNING = 10;
const MOST_AWAY = 5;

export type RiverOrdersView =
  | {
      state: 'office';
      person: number;
      version: number;
      today: Day;
      /** Towns as `t7`, reaches as `r12`. */
      places: { code: string; name: string }[];
      /** 停巡 that are not over. */
      running: {
        id: number;
        version: number;
        reason: SuspensionReason;
        where: string;
        from: Day;
        until: Day | null;
        words: string;
      }[];
      /** 请假 for which nobody walks, in force or to come. */
      away: { id: number; version: number; who: string; where: string | null; from: Day; to: Day }[];
    }
  | { state: 'notYours' };

/** 下达. */
export const ordersGive = defineAction({
  name: 'orders.give',
  value: { person: int(), version: int() },
  form: () =>
    fields({
      what: choice('要安排什么', ORDERS),
      where: pickedCode('哪里', /^(all|[tr]\d{1,15})$/).transform((code) => ({
        townId: code.startsWith('t') ? Number(code.slice(1)) : null,
        reachId: code.startsWith('r') ? Number(code.slice(1)) : null,
      })),
      from: optionalDay('从哪天停'),
      to: optionalDay('停到哪天'),
      words: words('原因', WORDS_LIMIT),
    }),
});
/** 恢复巡河. */
export const ordersResume = defineAction({
  name: 'orders.resume',
  value: { suspension: int(), version: int() },
});

export function renderRiverOrders(view: RiverOrdersView): Card {
  if (view.state === 'notYours') {
    return frame({
      tone: 'closed',
      title: '巡河安排',
      tags: [tag('不归你办', 'neutral')],
      body: [markdown(md`巡河安排由县河长办下达，不用管它。`)],
    });
  }
  const { person, version, today, places, running, away } = view;
  return frame({
    tone: running.length > 0 ? 'soon' : 'todo',
    title: '巡河安排',
    place: running.length > 0 ? `正在停巡${running.length}处` : '',
    body: [
      ...folded(
        running,
        (one) =>
          row(
            join([
              md`**${WHAT[one.reason]}** · ${inline(localName(one.where), 30)}`,
              md`${dayWords(today, one.from)}起${one.until === null ? '，还没定到哪天' : md`，到${dayWords(today, one.until)}`}`,
              inline(one.words, 60),
            ]),
            ordersResume.button({
              value: { suspension: one.id, version: one.version },
              label: '恢复',
              fit: 'row',
              look: 'default',
            }),
          ),
        { most: MOST_RUNNING, unit: '处' },
      ),
      ...folded(
        away,
        (one) =>
          row(
            join([
              md`**请假没人代** · ${inline(one.who, 30)}`,
              md`${one.where === null ? '全部河段' : inline(localName(one.where), 30)}，${dayWords(today, one.from)}到${dayWords(today, one.to)}`,
            ]),
            leaveEnd.button({
              value: { leave: one.id, version: one.version },
              label: '销假',
              fit: 'row',
              look: 'default',
            }),
          ),
        { most: MOST_AWAY, unit: '人' },
      ),
      form('orders', [
        select(
          'what',
          ORDERS.map((one) => option(one, WHAT[one])),
          { placeholder: '要安排什么', required: true },
        ),
        select('where', [option(ALL, '全县'), ...options(places.slice(0, MOST_PLACES))], {
          placeholder: '哪里',
          required: true,
        }),
        datePicker('from', '停巡从哪天（不选就从今天）'),
        datePicker('to', '停巡到哪天（不选就等恢复）'),
        input('words', { placeholder: '原因，写一句', maxLength: WORDS_LIMIT, required: true }),
        ordersGive.submit({
          value: { person, version },
          label: '下达',
          confirm: { title: '现在下达吗？', text: '马上生效，有关的河长会看到。' },
        }),
      ]),
    ],
    help: '停巡期间到期的任务作废，谁都不算未完成。其他的不用选日期；应急一直到结束。',
  });
}

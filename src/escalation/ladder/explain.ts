import { LadderCase, type MatterRef, RUNGS, type Rung, Unit } from '../../../entities';
import type { Reader } from '../../core/database';
import { addDays, dayInWords, dayOf } from '../../core/days';
import type { Deps } from '../deps';
import { type Matter, openMatters } from '../matters';
import { keyOf, overdueWorkdays } from '../rules';
import { withEvents } from './cases';
import { type LadderEvent, lifeOf } from './lifecycle';
import { frozenRules } from './noteEvents';
import { casesOfOutfalls } from './ofOutfalls';
import { advance, type FrozenRules, type Next } from './rules';
import { readStandings } from './standings';

/*
 * Why a case is on the ladder, in words for whoever it concerns: why this unit, why now, by which rule and which version
 * of it, on which records, what clears it, and what comes next and when. Told from the same rules that climb.
 */

export interface Explained {
  caseId: number;
  unit: string;
  title: string;
  rung: Rung;
  /** 突出问题, as a person found. */
  outstanding: boolean;
  /** The first day of the lag, and working days since. */
  sinceDay: string;
  overdueWorkdays: number;
  /** Why this unit. */
  whyUnit: string;
  /** The rule that it goes by, with its figures. */
  rule: string;
  /** 规则第几版: the policy under which the case began. */
  policyVersion: number;
  /** What it stands on: 交办单第12号，期限11月20日. */
  records: string[];
  /** What happened so far: `11月23日 提醒`. */
  steps: { day: string; words: string }[];
  clears: string;
  /** What comes next, and when. */
  next: string;
}

const RECORD: Partial<Record<LadderCase['matterType'], string>> = {
  task: '巡河任务',
  problem: '问题',
  outfall: '排污口',
  outfallTask: '排污口任务',
  lead: '排查线索',
  suspicion: '待核',
  promise: '承诺',
};

const RECORD_OF_PERIODS = (matter: Matter | null): string[] => {
  if (matter?.missed) return [`最近${matter.missed.periods}期的巡河任务，都记为未完成`];
  const [last] = matter?.gaps ?? [];
  return last === undefined ? [] : [`台账里本镇全部排污口的整治期限和完成情况，上月底低${last}个百分点`];
};

/** The rule of a kind of matter, with the figures under which the case began. */
function ruleOf({ matterType }: LadderCase, rules: FrozenRules): string {
  const { remindReplyWorkdays, circulateReplyWorkdays, missedInARow, behindPoints, behindMonths } = rules;
  const ladder = `提醒后${remindReplyWorkdays}个工作日不答复，起草通报；通报后${circulateReplyWorkdays}个工作日不报整改，起草约谈`;
  switch (matterType) {
    case 'missedPatrols':
      return `一期没巡先提醒；连着${missedInARow}期没巡，起草通报；通报后${circulateReplyWorkdays}个工作日不报整改，起草约谈`;
    case 'behindPlan':
      return `月底比应有进度低${behindPoints}个百分点算落后：第一个月提醒，第二个月起草通报，连着${behindMonths}个月起草约谈`;
    case 'suspicion':
      return rules.straight.falsehood === 'none'
        ? ladder
        : `经认定的弄虚作假，直接起草${rules.straight.falsehood}`;
    default:
      return `过了期限先提醒；${ladder}`;
  }
}

const WHY_STOPPED = {
  extension: '有了新的期限',
  explained: '说明已认可',
  department: '轮到别的单位办',
  suspension: '停巡',
  grace: '新任，头几天不追',
} as const;

/** Who signs a draft of each rung, and who decides about an answer. */
function nextWords(next: Next, rung: Rung, rules: FrozenRules, ofOutfalls: boolean): string {
  const { circulateBy, interviewBy, superviseBy } = rules;
  const issuer = { 2: ofOutfalls ? circulateBy.outfall : circulateBy.other, 3: interviewBy, 4: superviseBy };
  switch (next.is) {
    case 'cleared':
      return '已经办完，到此为止。';
    case 'stopped':
      return next.until === null
        ? `现在不升级：${WHY_STOPPED[next.why]}。`
        : `${dayInWords(next.until)}以前不升级：${WHY_STOPPED[next.why]}。`;
    case 'step':
      return `该${RUNGS[next.rung]}了，由${issuer[next.rung]}审签；没签就不算数。`;
    case 'wait':
      return next.rung === 1
        ? `${dayInWords(next.until)}发提醒。`
        : `${dayInWords(next.until)}还没办完，就起草${RUNGS[next.rung]}，报${issuer[next.rung]}审签。`;
    case 'waitFor':
      if (next.who === 'decider') return '答复正等批复，批复以前不升级。';
      if (next.who === 'issuer') return `通报已起草，等${issuer[2]}审签；没签就不算数。`;
      if (next.who === 'signer') {
        const drafted = (rung >= 3 ? 4 : 3) as 3 | 4;
        return `${RUNGS[drafted]}已起草，等${issuer[drafted]}审签；没签就不算数。`;
      }
      return rung === 0 ? '没有人能收到提醒，等县河长办补人。' : '由县河长办看下一步。';
  }
}

const STEP_WORDS: Partial<Record<LadderEvent['what'], string>> = {
  began: '开始滞后',
  reminded: '提醒',
  resumed: '接着算',
  asked: '答复，等批复',
  judge: '请县河长办认定是不是突出问题',
  outstanding: '认定突出问题',
};
const DOCUMENT_WORDS: Partial<Record<LadderEvent['what'], string>> = {
  drafted: '起草',
  issued: '签发',
  refused: '没有采取',
  withdrawn: '撤回',
  closed: '办结',
};

function stepWords(event: LadderEvent): string | null {
  if (event.what === 'stopped') return `${WHY_STOPPED[event.why]}，停`;
  if (event.what === 'decided') return event.approved ? '同意了答复' : '没有同意答复';
  if (event.what === 'replied') return '报整改';
  if ('rung' in event) {
    const done = DOCUMENT_WORDS[event.what];
    return done ? `${RUNGS[event.rung]}${done}` : null;
  }
  return STEP_WORDS[event.what] ?? null;
}

/** The cases in words as of an instant, in their order; read-only. */
export async function explainCases(
  reader: Reader,
  deps: Pick<Deps, 'policies' | 'calendar'>,
  rows: readonly LadderCase[],
  at: Date,
): Promise<Explained[]> {
  if (rows.length === 0) return [];
  const today = dayOf(at);
  const only = rows.map(({ matterType, matterId: id }) => ({ type: matterType as MatterRef['type'], id }));
  const matters = await openMatters(reader, deps, { today, only });
  const byKey = new Map(matters.map((matter) => [keyOf(matter), matter]));
  const rulesOf = await frozenRules(deps, rows);
  const standings = await readStandings(reader, deps, rows, matters, { today, rulesOf });
  const ofOutfalls = await casesOfOutfalls(reader, rows);
  const unitIds = [...new Set(rows.map(({ unitId }) => unitId))];
  const units = new Map((await reader.find(Unit, { id: unitIds })).map(({ id, name }) => [id, name]));
  return (await withEvents(reader, rows)).flatMap(({ row, events }): Explained[] => {
    const standing = standings.get(row.id);
    if (!standing) return [];
    const rules = rulesOf(row);
    const matter = byKey.get(`${row.matterType}:${row.matterId}`) ?? null;
    const { added, next } = advance(standing, events, rules, deps.calendar, today);
    const { rung, outstanding } = lifeOf([...events, ...added]);
    const unit = units.get(row.unitId) ?? '';
    const lastDueDay = addDays(row.sinceDay, -1);
    const record = RECORD[row.matterType];
    return [
      {
        caseId: row.id,
        unit,
        title: matter?.title ?? row.title,
        rung,
        outstanding,
        sinceDay: row.sinceDay,
        overdueWorkdays: overdueWorkdays(lastDueDay, today, deps.calendar),
        whyUnit: `这件事由${unit}负责`,
        rule: ruleOf(row, rules),
        policyVersion: row.policyVersion,
        records: record
          ? [`${record}第${row.matterId}号，期限${dayInWords(matter?.dueDay ?? lastDueDay)}`]
          : RECORD_OF_PERIODS(matter),
        steps: [...events, ...added].flatMap((event) => {
          const words = stepWords(event);
          return words === null ? [] : [{ day: event.day, words }];
        }),
        clears: matter?.clears ?? '办完',
        next: nextWords(next, rung, rules, ofOutfalls.has(row.id)),
      },
    ];
  });
}

/** The same of one case; null when there is none. */
export async function explainCase(
  reader: Reader,
  deps: Pick<Deps, 'policies' | 'calendar'>,
  caseId: number,
  at: Date,
): Promise<Explained | null> {
  const row = await reader.findOne(LadderCase, { id: caseId });
  return row ? ((await explainCases(reader, deps, [row], at))[0] ?? null) : null;
}

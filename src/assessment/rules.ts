import { bonusOf, confirmedOf, deductionsOf, type Policy, vetoOf } from '../core/policy';
import type { SheetName } from '../core/policySheets';
import type { EscalationFact } from './facts/escalations';
import { apart, lineOf } from './lines';
import {
  BONUS,
  CIRCULATED,
  CONFIRMED,
  evidenceOf,
  hundredths,
  INTERVIEWED,
  inPoints,
  type Line,
  notApplicable,
  PENDING,
  type Score,
  total,
  VETO,
} from './points';
import { type Item, itemsOf } from './sheet';
import type { Source } from './source';
import { SOURCES_OF } from './sources';
import { escalated } from './sources/escalations';
import { markOf, marksOf } from './sources/marks';
import { townsOwn } from './sources/patrol';
import type { ChiefFacts, DepartmentFacts, MarkFact, TaskFact, TownFacts } from './subjectFacts';

/*
 * The score sheets: 镇 (区域考核), 河长个人, and 县直部门 where the county scores them. Pure.
 *
 * What counts is what was due: tasks and problems whose due day lies in the period and is over. A task that can
 * still be entered late is not settled. One set is both
 * the numerator's and the denominator's, so no share can pass 100 %. Prefilled answers that nobody touched count
 * for and against nobody (experience.md, rule 5), and so they are not read at all. What was noticed about somebody
 * (待核) counts only once 县河长办 has found it 成立. Sources: domain.md §2, §0, §7.3.
 */

type Sheet = Policy['assessment'];
const NO_SOURCE = '还没有记录来源，不计入';

/** What every subject has, whatever the sheet. */
interface Judged {
  marks: readonly MarkFact[];
  escalations: readonly EscalationFact[];
}

const itemLine = <Facts extends Judged>(
  item: Item,
  sources: Readonly<Record<string, Source<Facts>>>,
  facts: Facts,
): Line => {
  if (item.kind === 'manual') return lineOf(item, markOf(facts.marks, item.key, item.scorer));
  const source = Object.hasOwn(sources, item.source) ? sources[item.source] : undefined;
  return source ? lineOf(item, source(facts)) : notApplicable(item.key, item.max, NO_SOURCE);
};

/** What can still be entered late, after the item that leaves it out. */
function pendingLine(tasks: readonly TaskFact[]): Line[] {
  const pending = tasks.filter((task) => task.pending);
  if (pending.length === 0) return [];
  const reason = `${pending.length} 次巡河算分时过了期限、还可以补录，没有计入`;
  return [{ ...notApplicable(PENDING, 0, reason), evidence: evidenceOf(['task', pending]) }];
}

/** 加分, each item to its maximum and all together to the policy's. */
function bonusLines(sheet: Sheet, { marks }: Pick<Judged, 'marks'>): Line[] {
  const { most, items } = bonusOf(sheet);
  let left = hundredths(most);
  return Object.entries(items).flatMap(([key, { name, max, scorer }]) => {
    const rule = `${BONUS}${key}`;
    const { points, reason, evidence } = marksOf(marks, rule, scorer);
    if (points === null) return [];
    const given = Math.max(0, Math.min(points, hundredths(max), left));
    left -= given;
    const cap = given < points ? `，${name}最多加 ${max} 分，合计最多加 ${most} 分` : '';
    return [apart(rule, given, `${reason}${cap}`, evidence)];
  });
}

/** 通报 and 约谈 in force, both together to the policy's limit. */
function escalationLines(sheet: Sheet, { escalations }: Judged): Line[] {
  const { most, circulated, interviewed } = deductionsOf(sheet);
  let left = hundredths(most);
  const kinds = [
    [CIRCULATED, '通报', circulated],
    [INTERVIEWED, '约谈', interviewed],
  ] as const;
  return kinds.flatMap(([rule, kind, each]) => {
    const { documents, evidence } = escalated(escalations, kind);
    if (documents === 0 || each === 0) return [];
    const taken = Math.min(left, documents * hundredths(each));
    left -= taken;
    const reason = `本期被${kind} ${documents} 次，每次扣 ${inPoints(hundredths(each))} 分，通报和约谈合计最多扣 ${inPoints(hundredths(most))} 分`;
    return [apart(rule, -taken, reason, evidence)];
  });
}

/**
 * What was found is a person's, not a reach's: whoever holds several posts has it on the sheet of each. None when
 * nothing was found 成立; what is 不成立, 存疑 or not settled is nowhere to be seen.
 */
function confirmedLine({ confirmed }: ChiefFacts, sheet: Sheet): Line[] {
  if (confirmed.length === 0) return [];
  const { each, most } = confirmedOf(sheet);
  const taken = Math.min(hundredths(most), confirmed.length * hundredths(each));
  const reason = `县河长办认定成立 ${confirmed.length} 件，每件扣 ${inPoints(hundredths(each))} 分，一期最多扣 ${inPoints(hundredths(most))} 分`;
  return [apart(CONFIRMED, -taken, reason, evidenceOf(['suspicion', confirmed]))];
}

const VETO_WORDS = {
  pollution: '认定对重特大水污染事件负有责任',
  section: '认定国考、省考断面因本辖区没有达到目标',
} as const;

/** Found by a named person: whatever the points, the grade is 不合格 (domain.md §2.3). */
function vetoLine(
  sheet: Sheet,
  { marks }: Pick<Judged, 'marks'>,
  confirmed: ChiefFacts['confirmed'] = [],
): Line[] {
  const on = vetoOf(sheet);
  const lies = on.falsehood ? confirmed.filter(({ falsehood }) => falsehood) : [];
  const found = (['pollution', 'section'] as const).flatMap((veto) => {
    const own = on[veto] ? marks.filter(({ rule }) => rule === `${VETO}.${veto}`) : [];
    return own.length > 0 ? [{ own, says: VETO_WORDS[veto] }] : [];
  });
  const says = [
    ...(lies.length > 0 ? [`县河长办认定弄虚作假 ${lies.length} 件`] : []),
    ...found.map((one) => `${one.says} ${one.own.length} 件`),
  ];
  if (says.length === 0) return [];
  const evidence = evidenceOf(['suspicion', lies], ['mark', found.flatMap(({ own }) => own)]);
  return [apart(VETO, 0, `${says.join('，')}，这一期定为不合格`, evidence)];
}

interface Subject<Facts> {
  of: SheetName;
  sources: Readonly<Record<string, Source<Facts>>>;
  /** Whose late entries the item `patrol` leaves out. */
  tasks: readonly TaskFact[];
  confirmed?: ChiefFacts['confirmed'];
}

function scored<Facts extends Judged>(
  sheet: Sheet,
  facts: Facts,
  subject: Subject<Facts>,
  deductions: readonly Line[] = [],
): Score {
  const { of, sources, tasks, confirmed } = subject;
  const lines = itemsOf(sheet, of).flatMap((item) => {
    const line = itemLine(item, sources, facts);
    const isPatrol = item.kind !== 'manual' && item.source === 'patrol';
    return isPatrol ? [line, ...pendingLine(tasks)] : [line];
  });
  return total(lines, sheet.grades, {
    bonuses: bonusLines(sheet, facts),
    deductions: [...escalationLines(sheet, facts), ...deductions],
    vetoes: vetoLine(sheet, facts, confirmed),
  });
}

export const scoreTown = (sheet: Sheet, facts: TownFacts): Score =>
  scored(sheet, facts, {
    of: 'town',
    sources: SOURCES_OF.town,
    tasks: townsOwn(facts),
  });

/** A unit of the county; its sheet may be left out, and then nothing of it is applicable. */
export const scoreDepartment = (sheet: Sheet, facts: DepartmentFacts): Score =>
  scored(sheet, facts, {
    of: 'department',
    sources: SOURCES_OF.department,
    tasks: [],
  });

export const scoreChief = (sheet: Sheet, facts: ChiefFacts): Score =>
  scored(
    sheet,
    facts,
    {
      of: 'chief',
      sources: SOURCES_OF.chief,
      tasks: facts.tasks,
      confirmed: facts.confirmed,
    },
    confirmedLine(facts, sheet),
  );

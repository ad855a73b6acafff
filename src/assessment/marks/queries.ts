import {
  AssessmentMark,
  AssessmentRun,
  AssessmentScore,
  MarkSheet,
  type Person,
  Unit,
} from '../../../entities';
import type { Reader } from '../../core/database';
import { unitByName } from '../../core/unitByName';
import { acting, OFFICE_ROLES, officeHands, peopleWith } from '../../roster';
import { earliest, freezeOf, laterDay } from '../asOf';
import type { Deps } from '../deps';
import { monthsOf, type Period, parsePeriod, periodBefore } from '../period';
import { frozenAt } from '../rounds/frozen';
import { subjectKey } from '../subjectKey';
import {
  inForce,
  isFreeToMark,
  type ManualItem,
  manualItems,
  markDay,
  roleOf,
  type Suggestion,
  suggestionOf,
  UNIT_SCORERS,
} from './rules';

type ReadDeps = Pick<Deps, 'policies' | 'calendar'>;

/** One item of one subject, and what was given. */
export interface MarkRow {
  item: ManualItem;
  score: AssessmentScore;
  mark: AssessmentMark | null;
  suggestion: Suggestion;
}

export interface WholeSheet {
  sheet: MarkSheet;
  period: Period;
  /** Who gives the marks; somebody else where the scorer's post is empty. */
  people: readonly Person[];
  /** 县河长办 acts since nobody holds the scorer's post. */
  instead: boolean;
  /** What each person may give. */
  rowsFor(person: Pick<Person, 'id' | 'unitId'>): MarkRow[];
  rows: readonly MarkRow[];
  /** Rows that nobody may give: all of them are of the subject's own unit. */
  nobody: number;
}

/** Who gives a scorer's marks: the holders of the role, the heads of the unit, 县河长办 where Feishu reaches none. */
async function scorersOf(
  reader: Reader,
  scorer: string,
): Promise<{ people: readonly Person[]; instead: boolean }> {
  const role = roleOf(scorer);
  const unit = role ? null : unitByName(await reader.find(Unit))(scorer);
  const byRole: Person[][] = [];
  if (role) byRole.push(await peopleWith(reader, { roles: [role] }));
  if (unit) {
    for (const one of UNIT_SCORERS) {
      byRole.push(await peopleWith(reader, { roles: [one], unitId: unit.id }));
    }
  }
  const own = acting(byRole).filter(({ openId }) => openId !== null);
  return own.length > 0
    ? { people: own, instead: false }
    : { people: await officeHands(reader), instead: true };
}

/** The scores to which marks are given: of the period, and of a quarter those of its months. */
async function scoresOf(
  reader: Reader,
  period: Period,
): Promise<{ runs: AssessmentRun[]; scores: AssessmentScore[] }> {
  const months = monthsOf(period)
    .filter(({ fromDay, toDay }) => fromDay >= period.fromDay && toDay <= period.toDay)
    .map(({ key }) => key);
  const runs = await reader.find(
    AssessmentRun,
    { period: [period.key, ...months] },
    { order: { period: 'ASC' } },
  );
  const scores = await reader.find(
    AssessmentScore,
    { runId: runs.map(({ id }) => id) },
    { order: { id: 'ASC' } },
  );
  return { runs, scores: [...new Map(scores.map((score) => [subjectKey(score), score])).values()] };
}

const markKey = (mark: Parameters<typeof subjectKey>[0], rule: string): string =>
  `${rule} ${subjectKey(mark)}`;

const ofMark = (mark: AssessmentMark): string => markKey(mark, mark.rule);

/** A sheet with all that it asks for and all that was given; null when there is no such sheet. */
export async function wholeSheet(
  reader: Reader,
  { policies }: Pick<Deps, 'policies'>,
  id: number,
): Promise<WholeSheet | null> {
  const sheet = await reader.findOne(MarkSheet, { id });
  if (!sheet) return null;
  const period = parsePeriod(sheet.period);
  const { runs, scores } = await scoresOf(reader, period);
  const version = runs.find(({ period: key }) => key === period.key) ?? runs.at(-1);
  const { assessment } = version ? await policies.at(version.policyVersion) : policies.current;
  const items = manualItems(assessment).filter(({ scorer }) => scorer === sheet.scorer);
  const given = await reader.find(AssessmentMark, {
    period: [sheet.period, periodBefore(period).key],
    rule: items.map(({ key }) => key),
  });
  const now = inForce(
    given.filter((mark) => mark.period === sheet.period),
    ofMark,
  );
  const before = inForce(
    given.filter((mark) => mark.period !== sheet.period),
    ofMark,
  );
  const { people, instead } = await scorersOf(reader, sheet.scorer);
  const rows = items.flatMap((item) =>
    scores
      .filter(({ subject }) => subject === item.of)
      .map((score): MarkRow => {
        const key = markKey(score, item.key);
        const suggestion = suggestionOf(item, before.get(key));
        return { item, score, mark: now.get(key) ?? null, suggestion };
      }),
  );
  const orphans = rows.filter(({ score }) => !people.some((person) => isFreeToMark(score, person)));
  const others =
    orphans.length > 0
      ? (await peopleWith(reader, { roles: OFFICE_ROLES })).filter(
          (person) =>
            !people.some((one) => one.id === person.id) &&
            orphans.some(({ score }) => isFreeToMark(score, person)),
        )
      : [];
  const nobodys = orphans.filter(({ score }) => !others.some((person) => isFreeToMark(score, person)));
  const all = rows.filter((row) => !nobodys.includes(row));
  return {
    sheet,
    period,
    people: [...people, ...others],
    instead,
    rows: all,
    nobody: nobodys.length,
    rowsFor(person) {
      const mayAll = people.some((one) => one.id === person.id);
      const mayOrphans = others.some((one) => one.id === person.id);
      if (!mayAll && !mayOrphans) return [];
      const own = mayAll ? all : orphans;
      return own.filter(({ score }) => isFreeToMark(score, person));
    },
  };
}

/**
 * From when on nothing that is given counts: the freeze of the period (asOf.ts), as the computation will find it.
 * `computed`: its scores have been frozen already.
 */
export async function marksUntil(
  reader: Reader,
  { policies, calendar }: ReadDeps,
  period: Period,
): Promise<Date> {
  const run = await reader.findOne(AssessmentRun, { period: period.key });
  const known = earliest(run?.frozenAt, await frozenAt(reader, period));
  if (known) return known;
  const { assessment } = run ? await policies.at(run.policyVersion) : policies.current;
  const [late] = await reader.query<{ day: string | null }>(
    "SELECT MAX(lateDay) AS day FROM patrol_task WHERE kind = 'period' AND dueDay >= ? AND dueDay <= ?",
    [period.fromDay, period.toDay],
  );
  return freezeOf(period, laterDay(late?.day ?? null, markDay(period, assessment, calendar)));
}

/** A sheet that waits, and who still has marks to give. */
export interface WaitingSheet {
  sheet: MarkSheet;
  left: number;
  responsible: readonly Person[];
}

export async function waitingMarkSheets(
  reader: Reader,
  deps: Pick<Deps, 'policies'>,
  ids?: readonly number[],
): Promise<WaitingSheet[]> {
  const open = await reader.find(
    MarkSheet,
    { state: 'open', ...(ids && { id: [...ids] }) },
    { order: { id: 'ASC' } },
  );
  const waiting: WaitingSheet[] = [];
  for (const { id } of open) {
    const whole = await wholeSheet(reader, deps, id);
    if (!whole) continue;
    const lacks = ({ mark }: MarkRow): boolean => mark === null;
    const left = whole.rows.filter(lacks).length;
    const responsible = whole.people.filter((person) => whole.rowsFor(person).some(lacks));
    if (left > 0) waiting.push({ sheet: whole.sheet, left, responsible });
  }
  return waiting;
}

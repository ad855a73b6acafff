import {
  AssessmentAppeal,
  AssessmentLine,
  AssessmentMark,
  AssessmentRound,
  AssessmentRun,
  AssessmentScore,
  AssessmentVersion,
  Person,
  type Role,
  type SubjectColumns,
} from '../../../entities';
import { marks, type Reader } from '../../core/database';
import { roundsOf } from '../../core/policy';
import type { RoundRules } from '../../core/policyRounds';
import { acting, peopleWith } from '../../roster';
import type { Deps } from '../deps';
import type { NamedLine } from '../itemNames';
import { isMonth, parsePeriod } from '../period';
import { isBonus, isDeduction, isItem, isLeftOut, isVeto, type Line, VETO } from '../points';
import { namesOf, storedLine } from '../queries';
import { subjectKey } from '../subjectKey';
import { addable } from './addable';
import {
  deskDueDay,
  dutyOf,
  isFreeToReview,
  isOwn,
  keepsRounds,
  type RoundDuty,
  reviewRoles,
  watchesRounds,
} from './rules';

/** The formal round that a run is the whole of; null for a 试算. */
export const roundOfRun = (reader: Reader, runId: number): Promise<AssessmentRound | null> =>
  reader.findOne(AssessmentRound, { runId });

/** The newest round; null while there was none. */
export async function newestRound(reader: Reader): Promise<AssessmentRound | null> {
  const [round] = await reader.find(AssessmentRound, {}, { order: { id: 'DESC' }, limit: 1 });
  return round ?? null;
}

/** The runs of a round: its own, and of a year that is made of months theirs. */
export async function runsOf(
  reader: Reader,
  { runId, period }: Pick<AssessmentRound, 'runId' | 'period'>,
): Promise<AssessmentRun[]> {
  const months = await reader.query<{ rule: string }>(
    `SELECT DISTINCT l.rule FROM assessment_line l JOIN assessment_score s ON s.id = l.scoreId
      WHERE s.runId = ? AND l.rule LIKE ?`,
    [runId, `${period}-%`],
  );
  const keys = months.map(({ rule }) => rule).filter(isMonth);
  const runs = [
    ...(await reader.find(AssessmentRun, { period: keys }, { order: { period: 'ASC' } })),
    await reader.findOne(AssessmentRun, { id: runId }),
  ];
  return runs.filter((run) => run !== null);
}

/** A line that can be contested or corrected, and the period it is of. */
export interface PeriodLine extends Line, NamedLine {}

/** What somebody decides about: no scaling, no 待补录, no month of a year; an item that is 不适用 may be so wrongly. */
const isDecided = ({ rule, max }: Pick<Line, 'rule' | 'max'>): boolean =>
  !isMonth(rule) &&
  (isItem({ rule }) ? max > 0 : isBonus({ rule }) || isDeduction({ rule }) || isVeto({ rule }));

/**
 * The lines of a score on which something was lost, and after them the items that are 不适用, each of its own period: of
 * a year that is made of months those of its months. `whole`: those with full points too.
 */
export async function contestable(
  reader: Reader,
  score: AssessmentScore,
  { whole = false } = {},
): Promise<PeriodLine[]> {
  const own = await reader.find(AssessmentLine, { scoreId: score.id }, { order: { id: 'ASC' } });
  const run = await reader.findOne(AssessmentRun, { id: score.runId });
  const months = own.map(({ rule }) => rule).filter(isMonth);
  const runs = await reader.find(AssessmentRun, { period: months }, { order: { period: 'ASC' } });
  const { subject, unitId, personId } = score;
  const ofMonths = (
    await reader.find(AssessmentScore, { runId: runs.map(({ id }) => id), subject, unitId, personId })
  ).filter((one) => subjectKey(one) === subjectKey(score));
  const lines = await reader.find(
    AssessmentLine,
    { scoreId: ofMonths.map(({ id }) => id) },
    { order: { id: 'ASC' } },
  );
  const all: PeriodLine[] = [
    ...runs.flatMap(({ id, period }) => {
      const scoreId = ofMonths.find(({ runId }) => runId === id)?.id;
      return lines
        .filter((line) => line.scoreId === scoreId)
        .map((line) => ({ ...storedLine(line), period, subject }));
    }),
    ...own.map((line) => ({ ...storedLine(line), period: run?.period ?? '', subject })),
  ];
  const open = all.filter((line) => isDecided(line) && (whole || isVeto(line) || line.points < line.max));
  return [...open.filter((line) => !isLeftOut(line)), ...open.filter(isLeftOut)];
}

/**
 * What there is to correct in a round: each item of anybody in it once a period, in the order of periods, and what can
 * be given though nobody has it.
 */
export async function amendable(
  reader: Reader,
  { policies }: Pick<Deps, 'policies'>,
  round: Pick<AssessmentRound, 'runId' | 'period'>,
): Promise<NamedLine[]> {
  const runs = await runsOf(reader, round);
  const ids = runs.map(({ id }) => id);
  const rows = await reader.query<NamedLine & { max: number }>(
    `SELECT r.period, s.subject, l.rule, MAX(l.max) AS max, MIN(l.id) AS firstId
       FROM assessment_line l JOIN assessment_score s ON s.id = l.scoreId JOIN assessment_run r ON r.id = s.runId
      WHERE s.runId IN (${marks(ids)})
      GROUP BY r.period, s.subject, l.rule ORDER BY r.period, firstId`,
    ids,
  );
  const lines: NamedLine[] = rows.filter(isDecided);
  for (const { period, policyVersion } of runs) {
    if (parsePeriod(period).kind === 'year') continue;
    const { assessment } = await policies.at(policyVersion);
    // Whose it is, is written beside it: the names are everybody's, and a town can be given all of it.
    lines.push(
      ...addable(assessment, 'town').map(({ rule }) => ({ period, subject: 'town' as const, rule })),
    );
  }
  return lines;
}

/** A 否决 or 扣分 in a round, that a person answers for before 公示. */
export interface Effect extends SubjectColumns, Pick<AssessmentLine, 'id' | 'rule' | 'points' | 'reason'> {
  scoreId: number;
  period: string;
}

export async function effectsOf(
  reader: Reader,
  round: Pick<AssessmentRound, 'runId' | 'period'>,
): Promise<Effect[]> {
  const ids = (await runsOf(reader, round)).map(({ id }) => id);
  const rows = await reader.query<Effect>(
    `SELECT l.id, l.rule, l.points, l.reason, s.id AS scoreId, r.period, s.subject, s.unitId, s.reachId, s.personId, s.level
       FROM assessment_line l JOIN assessment_score s ON s.id = l.scoreId JOIN assessment_run r ON r.id = s.runId
      WHERE s.runId IN (${marks(ids)}) AND (l.points < 0 OR l.rule = 'veto') ORDER BY s.subject DESC, l.id`,
    ids,
  );
  return rows.filter((row) => (isVeto(row) || isDeduction(row)) && !isMonth(row.rule));
}

/** 龙兴镇第二村村委会主任 · 汾河第二村段 and 龙兴镇第二村村委会主任 汾河第二村段 are one. */
const spoken = (text: string): string => text.replace(/[\s·]+/g, '');

/**
 * The scores of a round whose town or chief is called so: by the unit's name, by the chief's own or as the table says it,
 * with the reach where several are.
 */
export async function scoresNamed(
  reader: Reader,
  { runId }: Pick<AssessmentRound, 'runId'>,
  text: string,
): Promise<AssessmentScore[]> {
  const scores = await reader.find(AssessmentScore, { runId }, { order: { id: 'ASC' } });
  const names = await namesOf(reader, scores);
  const people = await reader.find(Person, { id: scores.flatMap(({ personId }) => personId ?? []) });
  const personNames = new Map(people.map(({ id, name }) => [id, name]));
  const asked = spoken(text);
  return scores.filter((score) => {
    const { name, reach } = names(score);
    const called = [name, personNames.get(score.personId ?? 0)].filter((one) => one !== undefined);
    return called.some((one) => [one, `${one}${reach ?? ''}`].map(spoken).includes(asked));
  });
}

/** Whether any of the scores is a person's of these roles to correct (`whyNoAmend`). */
export async function mayAmendAny(
  reader: Reader,
  roles: readonly Role[],
  scores: readonly AssessmentScore[],
): Promise<boolean> {
  if (keepsRounds(roles) || !watchesRounds(roles)) return keepsRounds(roles);
  const keepers = await peopleWith(reader, { roles: ['县河长办'] });
  return scores.some((score) => keepers.every((keeper) => isOwn(score, keeper)));
}

/** Whoever gave by hand what is contested. */
async function giversOf(
  reader: Reader,
  { period, rule }: Pick<AssessmentAppeal, 'period' | 'rule'>,
  score: AssessmentScore,
): Promise<number[]> {
  const given = await reader.find(AssessmentMark, {
    period,
    rule: rule === VETO ? [`${VETO}.pollution`, `${VETO}.section`] : rule,
    subject: score.subject,
    unitId: score.unitId,
    withdrawnAt: null,
  });
  return given.filter((mark) => subjectKey(mark) === subjectKey(score)).map(({ byId }) => byId);
}

/** What is decided about, and by which rules. */
interface Contested {
  rules: Required<RoundRules>;
  round: AssessmentRound;
  appeal: Pick<AssessmentAppeal, 'byId' | 'period' | 'rule'>;
  score: AssessmentScore;
}

/**
 * Who is free to decide about an appeal, of those who act; empty where nobody is. Whoever gave the contested points
 * themselves only where nobody else is free.
 */
export async function reviewersOf(
  reader: Reader,
  { rules, round, appeal, score }: Contested,
): Promise<readonly Person[]> {
  const byRole = await Promise.all(reviewRoles(rules).map((role) => peopleWith(reader, { roles: [role] })));
  const free = byRole.map((people) => people.filter((one) => isFreeToReview(round, appeal, score, one)));
  const givers = await giversOf(reader, appeal, score);
  const others = free.map((people) => people.filter(({ id }) => !givers.includes(id)));
  return acting([...others, ...free]);
}

/** Whether somebody may decide about it: anybody of the roles who is free, whomever it was sent to. */
export async function mayReview(
  reader: Reader,
  contested: Contested,
  { person, roles }: { person: Pick<Person, 'id' | 'unitId'>; roles: readonly Role[] },
): Promise<boolean> {
  const { rules, round, appeal, score } = contested;
  if (!roles.some((role) => reviewRoles(rules).includes(role))) return false;
  if (!isFreeToReview(round, appeal, score, person)) return false;
  const gave = (await giversOf(reader, appeal, score)).includes(person.id);
  return !gave || (await reviewersOf(reader, contested)).some(({ id }) => id === person.id);
}

/** A round that waits for 县河长办. */
export interface WaitingRound {
  round: AssessmentRound;
  duty: RoundDuty;
  dueDay: string;
}

type ReadDeps = Pick<Deps, 'policies' | 'calendar'>;

export async function waitingRounds(
  reader: Reader,
  { policies, calendar }: ReadDeps,
  { today, ids }: { today: string; ids?: readonly number[] },
): Promise<WaitingRound[]> {
  const rounds = await reader.find(
    AssessmentRound,
    { state: ['draft', 'notice'], ...(ids && { id: [...ids] }) },
    { order: { id: 'ASC' } },
  );
  const waiting: WaitingRound[] = [];
  for (const round of rounds) {
    const appeals = await reader.find(AssessmentAppeal, { roundId: round.id });
    const duty = dutyOf(round, appeals.filter(({ state }) => state === 'open').length, today);
    if (!duty) continue;
    const rules = roundsOf(await policies.at(round.policyVersion));
    const decided = appeals.flatMap(({ decidedAt }) => decidedAt ?? []).sort((a, b) => +b - +a)[0] ?? null;
    waiting.push({ round, duty, dueDay: deskDueDay(round, decided, { rules, calendar }) });
  }
  return waiting;
}

/** An appeal that waits, and who is free to decide about it. */
export interface WaitingAppeal {
  appeal: AssessmentAppeal;
  score: AssessmentScore;
  reviewers: readonly Person[];
}

export async function waitingAppeals(
  reader: Reader,
  { policies }: Pick<Deps, 'policies'>,
  ids?: readonly number[],
): Promise<WaitingAppeal[]> {
  const open = await reader.find(
    AssessmentAppeal,
    { state: 'open', ...(ids && { id: [...ids] }) },
    { order: { id: 'ASC' } },
  );
  if (open.length === 0) return [];
  const rounds = await reader.find(AssessmentRound, { id: open.map(({ roundId }) => roundId) });
  const scores = await reader.find(AssessmentScore, { id: open.map(({ scoreId }) => scoreId) });
  const waiting: WaitingAppeal[] = [];
  for (const appeal of open) {
    const round = rounds.find(({ id }) => id === appeal.roundId);
    const score = scores.find(({ id }) => id === appeal.scoreId);
    if (!round || !score) continue;
    const rules = roundsOf(await policies.at(round.policyVersion));
    waiting.push({ appeal, score, reviewers: await reviewersOf(reader, { rules, round, appeal, score }) });
  }
  return waiting;
}

/** Everything about one round for its card. */
export interface WholeRound {
  round: AssessmentRound;
  run: AssessmentRun;
  effects: Effect[];
  appeals: AssessmentAppeal[];
  /** The newest first. */
  versions: AssessmentVersion[];
}

export async function wholeRound(reader: Reader, id: number): Promise<WholeRound | null> {
  const round = await reader.findOne(AssessmentRound, { id });
  const run = round && (await reader.findOne(AssessmentRun, { id: round.runId }));
  if (!round || !run) return null;
  return {
    round,
    run,
    effects: await effectsOf(reader, round),
    appeals: await reader.find(AssessmentAppeal, { roundId: id }, { order: { id: 'ASC' } }),
    versions: await reader.find(AssessmentVersion, { roundId: id }, { order: { number: 'DESC' } }),
  };
}

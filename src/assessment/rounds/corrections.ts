import { AssessmentCorrection, type EvidenceRef, type SubjectColumns } from '../../../entities';
import { cut } from '../../core/cut';
import type { Reader } from '../../core/database';
import { groupBy } from '../../core/groupBy';
import type { Policy } from '../../core/policy';
import { apart } from '../lines';
import { isMonth, type Period } from '../period';
import {
  evidenceOf,
  inPoints,
  isBonus,
  isDeduction,
  isLeftOut,
  isVeto,
  type Line,
  SCALING,
  type Score,
  total,
  VETO,
} from '../points';
import { asUnit, type Scores } from '../scores';
import { subjectKey } from '../subjectKey';
import { ruleName } from '../words';

/** What a person decided one line comes to. */
export type Correction = SubjectColumns &
  Pick<AssessmentCorrection, 'id' | 'rule' | 'points' | 'reason' | 'appealId'>;

/** Those of each of the periods, oldest first. One statement. */
export async function corrections(
  reader: Reader,
  periods: readonly Pick<Period, 'key'>[],
): Promise<(period: Pick<Period, 'key'>) => readonly Correction[]> {
  const all = await reader.find(
    AssessmentCorrection,
    { period: periods.map(({ key }) => key) },
    { order: { id: 'ASC' } },
  );
  const ofPeriod = groupBy(all, ({ period }) => period);
  return ({ key }) => ofPeriod.get(key) ?? [];
}

/** What a reason of the database holds. */
const MOST = 500;

function corrected(line: Line, { id, points, reason, appealId }: Correction): Line[] {
  // A 否决 holds or it does not.
  if (isVeto(line)) return [];
  const decided: EvidenceRef[] = [
    appealId === null ? { kind: 'correction', id } : { kind: 'appeal', id: appealId },
  ];
  const said = `${appealId === null ? '更正' : '复核更正'}为 ${inPoints(points)} 分（原${isLeftOut(line) ? '不适用' : ` ${inPoints(line.points)} 分`}）：${reason}`;
  return [
    {
      ...line,
      points,
      // What was 不适用 counts by what was decided.
      applicable: line.applicable || isLeftOut(line),
      reason: cut(said, MOST),
      evidence: evidenceOf(
        ...[...line.evidence, ...decided].map(({ kind, id: of }) => [kind, [{ id: of }]] as const),
      ),
    },
  ];
}

/**
 * What a correction adds where no line says it: 加分 that was forgotten, 否决 that was found later. A 否决 is lifted by a
 * correction of `veto`, so it holds only if it was found after that.
 */
function added(lines: readonly Line[], corrections: ReadonlyMap<string, Correction>): Line[] {
  const all = [...corrections.values()];
  const liftedBy = corrections.get(VETO)?.id ?? 0;
  const bonuses = all.filter(
    (one) => isBonus(one) && one.points > 0 && !lines.some(({ rule }) => rule === one.rule),
  );
  const found = lines.some(isVeto)
    ? []
    : all.filter(({ rule, id }) => rule.startsWith(`${VETO}.`) && id > liftedBy).slice(-1);
  return [
    ...bonuses.map((one) => line(one.rule, one, `更正加 ${inPoints(one.points)} 分：${one.reason}`)),
    ...found.map((one) => line(VETO, one, `更正，定为不合格（${ruleName(one.rule)}）：${one.reason}`)),
  ];
}

const line = (rule: string, { id, points }: Correction, reason: string): Line =>
  apart(rule, points, cut(reason, MOST), [{ kind: 'correction', id }]);

/** One subject's score with its corrections, the total computed anew; the newest of a line holds. */
function correct<S extends Score>(
  score: S,
  corrections: ReadonlyMap<string, Correction>,
  grades: Policy['assessment']['grades'],
): S {
  const known = score.lines
    .filter(({ rule }) => rule !== SCALING)
    .flatMap((one) => {
      const decided = corrections.get(one.rule);
      return decided ? corrected(one, decided) : [one];
    });
  const lines = [...known, ...added(known, corrections)];
  // A year says how the mean came about; what is corrected of it is a 否决, which moves no points.
  const ofMonths = lines.some(({ rule }) => isMonth(rule));
  const reason = ofMonths ? score.lines.find(({ rule }) => rule === SCALING)?.reason : undefined;
  const isApart = (one: Line): boolean => isBonus(one) || isDeduction(one) || isVeto(one);
  return {
    ...score,
    ...total(
      lines.filter((one) => !isApart(one)),
      grades,
      {
        bonuses: lines.filter(isBonus),
        deductions: lines.filter(isDeduction),
        vetoes: lines.filter(isVeto),
      },
      reason,
    ),
  };
}

/** The period's scores with what people decided about their lines. Pure; without corrections nothing changes. */
export function correctScores(
  scores: Scores,
  corrections: readonly Correction[],
  grades: Policy['assessment']['grades'],
): Scores {
  if (corrections.length === 0) return scores;
  const bySubject = new Map<string, Map<string, Correction>>();
  for (const one of corrections) {
    const key = subjectKey(one);
    const own = bySubject.get(key) ?? new Map<string, Correction>();
    bySubject.set(key, own.set(one.rule, one));
  }
  const mend = <S extends Score>(score: S, key: string): S => {
    const own = bySubject.get(key);
    return own ? correct(score, own, grades) : score;
  };
  return {
    ...scores,
    towns: scores.towns.map((town) => mend(town, subjectKey(asUnit('town', town)))),
    chiefs: scores.chiefs.map((chief) => mend(chief, subjectKey({ subject: 'chief', ...chief }))),
    departments: scores.departments.map((one) => mend(one, subjectKey(asUnit('department', one)))),
  };
}

import { AssessmentRun, AssessmentScore, Unit } from '../../entities';
import type { Reader } from '../core/database';
import type { Policies } from '../core/policy';
import { type CellOut, type SheetOut, writeBook } from '../core/workbook';
import { type CitedRecord, inReadingOrder, readCited } from './cited';
import { itemNames, type NameOf } from './itemNames';
import { parsePeriod } from './period';
import { hundredthsOut } from './points';
import { describeScores, type ScoredSubject, shownBefore } from './queries';
import { WHO, who } from './whoColumns';
import { EVIDENCE_NAMES, periodTitle } from './words';

/** What an item of this row is called. */
type NameIn = (one: ScoredSubject, rule: string) => string;

const namesIn =
  (nameOf: NameOf, period: string): NameIn =>
  ({ score: { subject } }, rule) =>
    nameOf({ period, subject, rule });

function summary(subjects: readonly ScoredSubject[], units: ReadonlyMap<number, string>): SheetOut {
  return {
    name: '汇总',
    columns: [
      ...WHO,
      { heading: '所属单位', width: 20 },
      { heading: '得分', width: 10 },
      { heading: '等次', width: 10 },
      { heading: '比上期', width: 10 },
    ],
    rows: subjects.map((one) => [
      ...who(one),
      units.get(one.score.unitId) ?? '',
      hundredthsOut(one.score.score),
      one.score.grade,
      hundredthsOut(one.change),
    ]),
  };
}

function lines(subjects: readonly ScoredSubject[], nameOf: NameIn): SheetOut {
  return {
    name: '逐项得分',
    columns: [
      ...WHO,
      { heading: '项目', width: 20 },
      { heading: '得分', width: 10 },
      { heading: '满分', width: 10 },
      { heading: '适用', width: 8 },
      { heading: '怎么算的', width: 70 },
      { heading: '依据条数', width: 10 },
    ],
    rows: subjects.flatMap((one) =>
      one.lines.map(({ rule, points: got, max, applicable, reason, evidence }) => [
        ...who(one),
        nameOf(one, rule),
        hundredthsOut(got),
        hundredthsOut(max),
        applicable ? '是' : '否',
        reason,
        evidence.length,
      ]),
    ),
  };
}

const recordCells = ({ title, day, note }: CitedRecord): CellOut[] => [title, day, note];

async function evidence(
  reader: Reader,
  subjects: readonly ScoredSubject[],
  nameOf: NameIn,
): Promise<SheetOut> {
  const all = subjects.flatMap((one) => one.lines.flatMap((line) => line.evidence));
  const known = await readCited(reader, all);
  return {
    name: '依据',
    columns: [
      ...WHO,
      { heading: '项目', width: 20 },
      { heading: '记录', width: 14 },
      { heading: '编号', width: 10 },
      { heading: '是什么', width: 50 },
      { heading: '日期', width: 12 },
      { heading: '情况', width: 40 },
    ],
    rows: subjects.flatMap((one) =>
      one.lines.flatMap(({ rule, evidence: refs }) =>
        inReadingOrder(refs, known).map((record) => [
          ...who(one),
          nameOf(one, rule),
          EVIDENCE_NAMES[record.kind],
          record.id,
          ...recordCells(record),
        ]),
      ),
    ),
  };
}

/**
 * A round as a workbook: 汇总, 逐项得分, 依据; null when there is no such round.
 *
 * @param only these scores: what somebody may have of it; all when left out
 */
export async function exportAssessment(
  reader: Reader,
  policies: Pick<Policies, 'at'>,
  runId: number,
  only?: readonly number[],
): Promise<{ name: string; bytes: Buffer } | null> {
  const run = await reader.findOne(AssessmentRun, { id: runId });
  if (!run) return null;
  const period = parsePeriod(run.period);
  const scores = await reader.find(
    AssessmentScore,
    { runId, ...(only && { id: [...only] }) },
    { order: { id: 'ASC' } },
  );
  const towns = scores.filter(({ subject }) => subject === 'town');
  const chiefs = scores.filter(({ subject }) => subject === 'chief');
  const against = only && (await shownBefore(reader, period));
  const subjects = await describeScores(reader, period, [...towns, ...chiefs], against);
  const units = new Map((await reader.find(Unit)).map(({ id, name }) => [id, name]));
  const nameOf = namesIn(await itemNames(reader, policies, [period.key]), period.key);
  const bytes = await writeBook([
    summary(subjects, units),
    lines(subjects, nameOf),
    await evidence(reader, subjects, nameOf),
  ]);
  return { name: `考核-${periodTitle(period)}.xlsx`, bytes };
}

import { AssessmentRound, AssessmentRun, AssessmentScore, AssessmentVersion, Unit } from '../../entities';
import type { Reader } from '../core/database';
import { dayInFull, dayOf } from '../core/days';
import type { Policies } from '../core/policy';
import { type CellOut, notesSheet, type SheetStream, streamBook } from '../core/workbook';
import { type CitedRecord, inReadingOrder, readCited } from './cited';
import { itemNames, type NameOf } from './itemNames';
import { isRunning, type Period, parsePeriod } from './period';
import { hundredthsOut, type Line } from './points';
import { describeScores, type ScoredSubject, shownBefore } from './queries';
import { WHO, who } from './whoColumns';
import { EVIDENCE_NAMES, periodTitle, STANDING } from './words';

/** Scores whose lines are read at a time; of a year of a town one alone may cite thousands of records. */
const SCORES_READ = 50;
/** Records after which those that lines cite are read. */
const CITED_READ = 2_000;

/** What an item of this row is called. */
type NameIn = (one: ScoredSubject, rule: string) => string;

const namesIn =
  (nameOf: NameOf, period: string): NameIn =>
  ({ score: { subject } }, rule) =>
    nameOf({ period, subject, rule });

/** Subjects with their lines, some at a time; from the first again whenever they are asked for. */
type Subjects = () => AsyncGenerator<ScoredSubject>;

async function* rowsOf(
  subjects: AsyncIterable<ScoredSubject>,
  rowsOfOne: (one: ScoredSubject) => CellOut[][],
): AsyncGenerator<CellOut[]> {
  for await (const one of subjects) yield* rowsOfOne(one);
}

function summary(subjects: Subjects, units: ReadonlyMap<number, string>): SheetStream {
  return {
    name: '汇总',
    columns: [
      ...WHO,
      { heading: '所属单位', width: 20 },
      { heading: '得分', width: 10 },
      { heading: '等次', width: 10 },
      { heading: '比上期', width: 10 },
    ],
    rows: rowsOf(subjects(), (one) => [
      [
        ...who(one),
        units.get(one.score.unitId) ?? '',
        hundredthsOut(one.score.score),
        one.score.grade,
        hundredthsOut(one.change),
      ],
    ]),
  };
}

function lines(subjects: Subjects, nameOf: NameIn): SheetStream {
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
    rows: rowsOf(subjects(), (one) =>
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

interface LineOf {
  one: ScoredSubject;
  line: Line;
}

/** Lines with as many records as are read at a time. */
async function* together(subjects: AsyncIterable<ScoredSubject>): AsyncGenerator<LineOf[]> {
  let own: LineOf[] = [];
  let cited = 0;
  for await (const one of subjects) {
    for (const line of one.lines) {
      own.push({ one, line });
      cited += line.evidence.length;
      if (cited < CITED_READ) continue;
      yield own;
      own = [];
      cited = 0;
    }
  }
  yield own;
}

async function* evidenceRows(reader: Reader, subjects: Subjects, nameOf: NameIn): AsyncGenerator<CellOut[]> {
  for await (const some of together(subjects())) {
    const known = await readCited(
      reader,
      some.flatMap(({ line }) => line.evidence),
    );
    for (const { one, line } of some) {
      for (const record of inReadingOrder(line.evidence, known)) {
        yield [
          ...who(one),
          nameOf(one, line.rule),
          EVIDENCE_NAMES[record.kind],
          record.id,
          ...recordCells(record),
        ];
      }
    }
  }
}

const evidence = (reader: Reader, subjects: Subjects, nameOf: NameIn): SheetStream => ({
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
  rows: evidenceRows(reader, subjects, nameOf),
});

const subjectsOf = (
  reader: Reader,
  period: Period,
  scores: readonly AssessmentScore[],
  against: AssessmentRun | null | undefined,
): Subjects =>
  async function* () {
    for (let from = 0; from < scores.length; from += SCORES_READ) {
      yield* await describeScores(reader, period, scores.slice(from, from + SCORES_READ), against);
    }
  };

const STANDS = { ...STANDING, final: '已定稿' };

/** What the workbook is: the period, up to when, how it stands and by which rules; whoever it is handed on to has no card. */
async function notesOf(reader: Reader, run: AssessmentRun, period: Period): Promise<string[]> {
  const round = await reader.findOne(AssessmentRound, { runId: run.id });
  const [version] = round
    ? await reader.find(AssessmentVersion, { roundId: round.id }, { order: { number: 'DESC' }, limit: 1 })
    : [];
  const today = dayOf(run.computedAt);
  const runs = run.frozenAt === null && isRunning(period, today);
  return [
    `${periodTitle(period)}考核，截至${dayInFull(runs ? today : period.toDay)}${runs ? '，这一期还没结束' : ''}`,
    STANDS[round?.state ?? 'trial'],
    ...(version ? [`第${version.number}版，校验码 ${version.hash.slice(0, 12)}`] : []),
    period.kind === 'year'
      ? `各月按当月的规则算，等次按规则第${run.policyVersion}版`
      : `按规则第${run.policyVersion}版算`,
  ];
}

/**
 * A round as a workbook: 汇总, 逐项得分, 依据, 说明; null when there is no such round. Written while it is read, for a year of a
 * county has some 300,000 rows: 100,000 of them are within 200 MB (`npm run bench -- assessment`).
 *
 * @param only these scores: what somebody may have of it; all when left out
 */
export async function exportAssessment(
  reader: Reader,
  policies: Pick<Policies, 'at'>,
  runId: number,
  only?: readonly number[],
): Promise<{ name: string; pieces: AsyncIterable<Uint8Array> } | null> {
  const run = await reader.findOne(AssessmentRun, { id: runId });
  if (!run) return null;
  const period = parsePeriod(run.period);
  const scores = await reader.find(
    AssessmentScore,
    { runId, ...(only && { id: [...only] }) },
    { order: { id: 'ASC' } },
  );
  const inOrder = (['town', 'department', 'chief'] as const).flatMap((of) =>
    scores.filter(({ subject }) => subject === of),
  );
  const against = only && (await shownBefore(reader, period));
  const subjects = subjectsOf(reader, period, inOrder, against);
  const units = new Map((await reader.find(Unit)).map(({ id, name }) => [id, name]));
  const nameOf = namesIn(await itemNames(reader, policies, [period.key]), period.key);
  const pieces = streamBook([
    summary(subjects, units),
    lines(subjects, nameOf),
    evidence(reader, subjects, nameOf),
    notesSheet(await notesOf(reader, run, period)),
  ]);
  return { name: `考核-${periodTitle(period)}.xlsx`, pieces };
}

import { type AssessmentOwnLine, renderAssessmentOwn } from '../../../cards/assessmentOwn';
import {
  type AssessedRecord,
  EVIDENCE_NAMES,
  inReadingOrder,
  isBonus,
  isDeduction,
  isItem,
  isPending,
  isVeto,
  type Line,
  ownContent,
  readRecords,
  readTrend,
  ruleName,
} from '../../assessment';
import type { Reader } from '../../core/database';
import { groupBy } from '../../core/groupBy';
import type { Presenter } from '../frame';
import { dayInWords } from '../words';
import { roundWords, trendPoints } from './assessmentWords';

/** As many of a line as a card could show; the others are only counted. */
const MOST_SHOWN = 8;
/** A town's year has more than anybody reads: those that may have cost points are looked for among so many. */
const MOST_LOOKED_AT = 1_000;

const recordWords = ({ title, day, note }: AssessedRecord): string =>
  [title, day && dayInWords(day), note].filter(Boolean).join('，');

async function lineOf(reader: Reader, { rule, evidence, ...line }: Line): Promise<AssessmentOwnLine> {
  const kinds = groupBy(evidence, ({ kind }) => kind);
  const looked = [...kinds.values()].flatMap((refs) => refs.slice(0, MOST_LOOKED_AT));
  const known = await readRecords(reader, looked);
  return {
    ...line,
    title: ruleName(rule),
    evidence: [...kinds].map(([kind, refs]) => ({
      kind: EVIDENCE_NAMES[kind],
      total: refs.length,
      records: inReadingOrder(refs, known).slice(0, MOST_SHOWN).map(recordWords),
    })),
  };
}

async function linesOf(reader: Reader, lines: readonly Line[]): Promise<AssessmentOwnLine[]> {
  const shown: AssessmentOwnLine[] = [];
  for (const line of lines) shown.push(await lineOf(reader, line));
  return shown;
}

const oneOf = async (reader: Reader, line: Line | undefined): Promise<AssessmentOwnLine | null> =>
  line ? lineOf(reader, line) : null;

const sumOf = (lines: readonly Line[], of: 'points' | 'max'): number =>
  lines.filter(({ applicable }) => applicable).reduce((sum, line) => sum + line[of], 0);

const pointsOf = (lines: readonly Line[]): number => lines.reduce((sum, { points }) => sum + points, 0);

/** 本期考核: a town's score to its people, a chief's to the chief; nobody sees another's. */
export const assessmentOwn: Presenter = async (_deps, reader, { subject, recipient }) => {
  const content = await ownContent(reader, subject.id);
  if (!content) return null;
  const { score, name, reach, change, lines } = content.subject;
  const isTown = score.subject === 'town';
  const theirs = isTown ? score.unitId === recipient.unitId : score.personId === recipient.id;
  if (!theirs) return null;
  const late = lines.find(isPending);
  const vetoed = lines.find(isVeto);
  const items = lines.filter(isItem);
  const bonuses = lines.filter(isBonus);
  const deductions = lines.filter(isDeduction);
  return {
    card: renderAssessmentOwn({
      ...roundWords(content),
      id: subject.id,
      subject: reach ? `${name} · ${reach}` : name,
      score: score.score,
      change,
      grade: score.grade,
      countyMedian: isTown ? content.median : null,
      lines: await linesOf(reader, items),
      late: await oneOf(reader, late),
      apart: await linesOf(reader, [...bonuses, ...deductions]),
      vetoed: await oneOf(reader, vetoed),
      trend: trendPoints(await readTrend(reader, content.period, score)),
      sum: {
        points: sumOf(items, 'points'),
        max: sumOf(items, 'max'),
        bonus: pointsOf(bonuses),
        deductions: -pointsOf(deductions),
      },
    }),
    pictures: [],
  };
};

import { renderAssessmentOwn } from '../../../cards/assessmentOwn';
import {
  EVIDENCE_NAMES,
  evidenceByKind,
  isBonus,
  isDeduction,
  isItem,
  isPending,
  isVeto,
  type Line,
  ownContent,
  ruleName,
} from '../../assessment';
import type { Presenter } from '../frame';
import { roundWords } from './assessmentWords';

const lineOf = ({ rule, evidence, ...line }: Line) => ({
  ...line,
  title: ruleName(rule),
  evidence: [...evidenceByKind(evidence)].map(([kind, ids]) => ({ kind: EVIDENCE_NAMES[kind], ids })),
});

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
      subject: reach ? `${name} · ${reach}` : name,
      score: score.score,
      change,
      grade: score.grade,
      countyMedian: isTown ? content.median : null,
      lines: items.map(lineOf),
      late: late ? lineOf(late) : null,
      apart: [...bonuses, ...deductions].map(lineOf),
      vetoed: vetoed ? lineOf(vetoed) : null,
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

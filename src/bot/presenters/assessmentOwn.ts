import { type AssessmentOwnView, renderAssessmentOwn } from '../../../cards/assessmentOwn';
import type { AssessmentRound } from '../../../entities';
import {
  EVIDENCE_NAMES,
  evidenceByKind,
  isDeduction,
  isPending,
  isVeto,
  type Line,
  ownContent,
  ruleName,
  SCALING,
} from '../../assessment';
import { dayOf } from '../../core/days';
import { LEVEL_WORDS } from '../../patrol';
import type { Presenter } from '../frame';
import { roundWords } from './assessmentWords';

const lineOf = ({ rule, evidence, ...line }: Line) => ({
  ...line,
  title: ruleName(rule),
  evidence: [...evidenceByKind(evidence)].map(([kind, ids]) => ({ kind: EVIDENCE_NAMES[kind], ids })),
});

const sumOf = (lines: readonly Line[], of: 'points' | 'max'): number =>
  lines.filter(({ applicable }) => applicable).reduce((sum, line) => sum + line[of], 0);

/** How the formal round stands for whoever is scored in it. */
function roundOf(round: AssessmentRound, { id }: { id: number }, today: string): AssessmentOwnView['round'] {
  if (round.finalAt) return { state: 'final', on: dayOf(round.finalAt), today };
  const until = round.noticeUntil ?? today;
  const form = today > until ? null : { type: 'appealForm' as const, id, version: round.version };
  return { state: 'notice', until, today, form };
}

/** 本期考核: a town's score to its people, a chief's to the chief; nobody sees another's. */
export const assessmentOwn: Presenter = async (_deps, reader, { subject, recipient, at }) => {
  const content = await ownContent(reader, subject.id);
  if (!content) return null;
  const { score, name, reach, change, lines } = content.subject;
  const isTown = score.subject === 'town';
  const theirs = isTown ? score.unitId === recipient.unitId : score.personId === recipient.id;
  const { round } = content;
  if (!theirs || round?.state === 'draft') return null;
  const late = lines.find(isPending);
  const deducted = lines.find(isDeduction);
  const vetoed = lines.find(isVeto);
  const apart = [isPending, isDeduction, isVeto];
  const items = lines.filter((line) => line.rule !== SCALING && !apart.some((is) => is(line)));
  return {
    card: renderAssessmentOwn({
      ...roundWords(content),
      subject: reach ? `${name} · ${reach}` : name,
      score: score.score,
      change,
      grade: score.grade,
      countyMedian: isTown || round ? content.peerMedian : null,
      peers: isTown || !score.level ? '各镇' : `${LEVEL_WORDS[score.level]}河长`,
      round: round && roundOf(round, score, dayOf(at)),
      lines: items.map(lineOf),
      late: late ? lineOf(late) : null,
      deducted: deducted ? lineOf(deducted) : null,
      vetoed: vetoed ? lineOf(vetoed) : null,
      sum: {
        points: sumOf(items, 'points'),
        max: sumOf(items, 'max'),
        bonus: 0,
        deductions: deducted ? -deducted.points : 0,
      },
    }),
    pictures: [],
  };
};

import {
  type AssessmentOwnLine,
  type AssessmentOwnView,
  renderAssessmentOwn,
} from '../../../cards/assessmentOwn';
import type { AssessmentRound } from '../../../entities';
import {
  type CitedRecord,
  EVIDENCE_NAMES,
  inReadingOrder,
  isBonus,
  isDeduction,
  isItem,
  isPending,
  isVeto,
  itemNames,
  type Line,
  mayAppeal,
  nameWithReach,
  ownContent,
  readCited,
  readTrend,
} from '../../assessment';
import type { Reader } from '../../core/database';
import { dayInWords, dayOf } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import { LEVEL_WORDS } from '../../patrol';
import { rolesHeld } from '../../roster';
import type { Presenter } from '../frame';

import { roundWords, trendPoints } from './assessmentWords';

/** As many of a line as a card could show; the others are only counted. */
const MOST_SHOWN = 8;
/** A town's year has more than anybody reads: those that may have cost points are looked for among so many. */
const MOST_LOOKED_AT = 1_000;

const recordWords = ({ title, day, note }: CitedRecord): string =>
  [title, day && dayInWords(day), note].filter(Boolean).join('，');

type Known = Awaited<ReturnType<typeof readCited>>;

/** What the lines cite, as far as it is looked at: one statement a kind for the whole card. */
const knownOf = (reader: Reader, lines: readonly Line[]): Promise<Known> =>
  readCited(
    reader,
    lines.flatMap(({ evidence }) =>
      [...groupBy(evidence, ({ kind }) => kind).values()].flatMap((refs) => refs.slice(0, MOST_LOOKED_AT)),
    ),
  );

const lineWith =
  (known: Known, named: (rule: string) => string) =>
  ({ rule, evidence, ...line }: Line): AssessmentOwnLine => ({
    ...line,
    title: named(rule),
    evidence: [...groupBy(evidence, ({ kind }) => kind)].map(([kind, refs]) => ({
      kind: EVIDENCE_NAMES[kind],
      total: refs.length,
      records: inReadingOrder(refs, known).slice(0, MOST_SHOWN).map(recordWords),
    })),
  });

const sumOf = (lines: readonly Line[], of: 'points' | 'max'): number =>
  lines.filter(({ applicable }) => applicable).reduce((sum, line) => sum + line[of], 0);

const pointsOf = (lines: readonly Line[]): number => lines.reduce((sum, { points }) => sum + points, 0);
/** How the formal round stands for whoever is scored in it. @param contests whether the reader may contest a line */
function roundOf(
  round: AssessmentRound,
  { id }: { id: number },
  { today, contests }: { today: string; contests: boolean },
): AssessmentOwnView['round'] {
  if (round.finalAt) return { state: 'final', on: dayOf(round.finalAt), today };
  const until = round.noticeUntil ?? today;
  const over = today > until;
  const form = over || !contests ? null : { type: 'appealForm' as const, id, version: round.version };
  return { state: 'notice', until, today, over, form };
}

/** Whose middle a score is shown beside. */
const PEERS = { town: '各镇', department: '各部门', chief: '河长' } as const;

/** 本期考核: a unit's score to its people, a chief's to the chief; nobody sees another's. */
export const assessmentOwn: Presenter = async ({ policies }, reader, { subject, recipient, at }) => {
  const content = await ownContent(reader, subject.id);
  if (!content) return null;
  const { score, change, lines } = content.subject;
  const isUnit = score.subject !== 'chief';
  const theirs = isUnit ? score.unitId === recipient.unitId : score.personId === recipient.id;
  const { round } = content;
  if (!theirs || round?.state === 'draft') return null;
  const roles = await rolesHeld(reader, recipient.id);
  const contests = mayAppeal(score, recipient, { roles, policy: policies.current });
  const late = lines.find(isPending);
  const vetoed = lines.find(isVeto);
  const items = lines.filter(isItem);
  const bonuses = lines.filter(isBonus);
  const deductions = lines.filter(isDeduction);
  const period = content.period.key;
  const nameOf = await itemNames(reader, policies, [period]);
  const lineOf = lineWith(await knownOf(reader, lines), (rule) =>
    nameOf({ period, subject: score.subject, rule }),
  );
  return {
    card: renderAssessmentOwn({
      ...roundWords(content),
      id: subject.id,
      subject: nameWithReach(content.subject),
      score: score.score,
      change,
      grade: score.grade,
      countyMedian: isUnit || round ? content.peerMedian : null,
      peers: score.level ? `${LEVEL_WORDS[score.level]}河长` : PEERS[score.subject],
      round: round && roundOf(round, score, { today: dayOf(at), contests }),
      lines: items.map(lineOf),
      late: late ? lineOf(late) : null,
      apart: [...bonuses, ...deductions].map(lineOf),
      vetoed: vetoed ? lineOf(vetoed) : null,
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

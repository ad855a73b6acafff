import { AssessmentRound, AssessmentVersion } from '../../../entities';
import type { Reader } from '../../core/database';
import type { Period } from '../period';

/** The formal rounds that a period's scores are part of: its own, its quarter's and its year's. */
function keysOf({ key, kind }: Pick<Period, 'key' | 'kind'>): string[] {
  const year = key.slice(0, 4);
  if (kind === 'year') return [key];
  return kind === 'quarter' ? [key, year] : [key, `${year}-Q${Math.ceil(Number(key.slice(5)) / 3)}`, year];
}

/** When the draft of a formal round froze what counts in the period; null while nothing has. */
export async function frozenAt(reader: Reader, period: Pick<Period, 'key' | 'kind'>): Promise<Date | null> {
  const rounds = await reader.find(AssessmentRound, { period: keysOf(period) });
  const [first] = rounds.map((round) => round.frozenAt).sort((a, b) => a.getTime() - b.getTime());
  return first ?? null;
}

/** The runs that are drafts: nobody's but 县河长办's and 县政府's before 公示. */
export const draftedRuns = async (reader: Reader): Promise<ReadonlySet<number>> =>
  new Set((await reader.find(AssessmentRound, { state: 'draft' })).map(({ runId }) => runId));

/** The hash of the newest version that is 定稿; null while there is none. */
export async function finalHash(reader: Reader, period: string): Promise<string | null> {
  const round = await reader.findOne(AssessmentRound, { period, state: 'final' });
  if (!round) return null;
  const [newest] = await reader.find(
    AssessmentVersion,
    { roundId: round.id },
    { order: { number: 'DESC' }, limit: 1 },
  );
  return newest?.hash ?? null;
}

import { AssessmentRound, AssessmentVersion } from '../../../entities';
import type { Reader } from '../../core/database';
import type { Period } from '../period';

/** The formal rounds that a period's scores are part of: its own, and of a month its year's. */
const keysOf = ({ key, kind }: Pick<Period, 'key' | 'kind'>): string[] =>
  kind === 'month' ? [key, key.slice(0, 4)] : [key];

/** When the draft of a formal round froze what counts in the period; null while nothing has. */
export async function frozenAt(reader: Reader, period: Pick<Period, 'key' | 'kind'>): Promise<Date | null> {
  const rounds = await reader.find(AssessmentRound, { period: keysOf(period) });
  const [first] = rounds.map((round) => round.frozenAt).sort((a, b) => a.getTime() - b.getTime());
  return first ?? null;
}

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

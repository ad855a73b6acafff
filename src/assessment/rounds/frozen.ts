import { AssessmentRound, AssessmentVersion } from '../../../entities';
import type { Reader } from '../../core/database';
import type { Period } from '../period';

/** The formal rounds that a period's scores are part of: its own, its quarter's and its year's. */
function keysOf({ key, kind }: Pick<Period, 'key' | 'kind'>): string[] {
  const year = key.slice(0, 4);
  if (kind === 'year') return [key];
  return kind === 'quarter' ? [key, year] : [key, `${year}-Q${Math.ceil(Number(key.slice(5)) / 3)}`, year];
}

type Asked = Pick<Period, 'key' | 'kind'>;

/** When the drafts of formal rounds froze what counts in each of the periods; null while nothing has. One statement. */
export async function freezes(
  reader: Reader,
  periods: readonly Asked[],
): Promise<(period: Asked) => Date | null> {
  const rounds = await reader.find(AssessmentRound, { period: [...new Set(periods.flatMap(keysOf))] });
  return (period) => {
    const keys = keysOf(period);
    const own = rounds.filter((round) => keys.includes(round.period)).map((round) => round.frozenAt);
    return own.sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
  };
}

/** The same of one period. */
export const frozenAt = async (reader: Reader, period: Asked): Promise<Date | null> =>
  (await freezes(reader, [period]))(period);

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

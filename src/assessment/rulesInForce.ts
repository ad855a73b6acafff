import { AssessmentRun, PolicyVersion } from '../../entities';
import type { Reader } from '../core/database';
import { instantAt } from '../core/days';
import { Fault } from '../core/errors';
import type { Policy } from '../core/policy';
import type { Deps } from './deps';
import type { Period } from './period';

/**
 * The rules by which periods are judged: those by which one was judged already, else those in force when it began, on
 * its first day at 00:00. Rules of a later day judge later periods; the first ones that the county had also judge what
 * was before them. One statement.
 *
 * @returns throws Fault `assess.policy` when the rules by which it was judged are not there any more
 */
export async function rulesInForce(
  reader: Reader,
  current: number,
): Promise<(period: Period, judgedBy: number | null) => number> {
  const known = await reader.find(
    PolicyVersion,
    {},
    { columns: ['number', 'activatedAt'], order: { number: 'ASC' } },
  );
  return ({ key, fromDay }, judgedBy) => {
    if (judgedBy !== null) {
      const isKept = judgedBy === current || known.some(({ number }) => number === judgedBy);
      if (!isKept) throw new Fault('assess.policy', { period: key, version: judgedBy });
      return judgedBy;
    }
    const begin = instantAt(fromDay, '00:00');
    const inForce = known.filter(({ activatedAt }) => activatedAt <= begin).at(-1);
    return (inForce ?? known[0])?.number ?? current;
  };
}

/** The score sheets by which one period is judged. @throws Fault `assess.policy` as `rulesInForce` */
export async function sheetOf(
  reader: Reader,
  { policies }: Pick<Deps, 'policies'>,
  period: Period,
): Promise<Policy['assessment']> {
  const run = await reader.findOne(AssessmentRun, { period: period.key });
  const versionOf = await rulesInForce(reader, policies.current.version);
  return (await policies.at(versionOf(period, run?.policyVersion ?? null))).assessment;
}

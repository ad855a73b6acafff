import { Outfall, RuleWaiver, SettingApplication, Unit } from '../../../entities';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import { type Policy, planOf } from '../../core/policy';
import { readZones } from '../../zones';
import { type Check, checkLedger } from './check';
import { isGone } from './words';

const ZONE = '新绛经济技术开发区管委会';

/** The plan's rules over the ledger as it is now. Some reads, whatever the number of outfalls. */
export async function readCheck(
  reader: Reader,
  { policy, at }: { policy: Policy; at: Date },
): Promise<Check> {
  const units = await reader.find(Unit);
  const outfalls = await reader.find(Outfall, {}, { order: { id: 'ASC' } });
  const waivers = await reader.find(RuleWaiver, { withdrawnAt: null }, { order: { id: 'ASC' } });
  const today = dayOf(at);
  const zones = await readZones(reader, today);
  const applications = groupBy(
    await reader.find(SettingApplication, {}, { order: { id: 'ASC' } }),
    ({ outfallId }) => outfallId,
  );
  const names = new Map(units.map(({ id, name }) => [id, name]));
  return checkLedger(
    {
      outfalls: outfalls.filter((outfall) => !isGone(outfall)),
      limits: planOf(policy),
      today,
      townOf: ({ townId }) => names.get(townId) ?? '',
      zone: units.find(({ type }) => type === '管委会')?.name ?? ZONE,
      zonesOf: (outfall) => zones.at(outfall),
      applicationsOf: ({ id }) => applications.get(id) ?? [],
    },
    waivers,
  );
}

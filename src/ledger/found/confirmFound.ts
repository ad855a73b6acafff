import { type Outfall, Problem } from '../../../entities';
import type { Tx } from '../../core/database';
import { dayOf } from '../../core/days';
import { toPosition } from '../../core/workbook';
import { readZones, strictest, zoneWords } from '../../zones';
import { enterOutfall } from '../enterOutfall';
import { guardPlace } from '../guardPlace';
import { unapproved } from '../outfallClasses';
import { endFound, type FoundDecision, foundWaiting } from './rules';

export interface Confirmation extends FoundDecision {
  name: string;
  /** 二级分类, HJ 1312-2023. */
  class2: string;
  /** WGS84, degrees. */
  lon: number;
  lat: number;
}

/**
 * 确认入账: enters what was found into the ledger as 未溯源, with nothing but what is known of it. It is there, so the
 * ledger must have it; but where a zone refuses outfalls (clause （七）) it is entered as one to be closed, and as set
 * without approval.
 *
 * @returns the new outfall, the problem that is now about it, and the zone that refuses or limits it
 * @throws Fault `matter.gone`, `press.stale`, `press.form` when the class, the place or the name cannot be
 */
export async function confirmFound(
  tx: Tx,
  confirmation: Confirmation,
): Promise<{ outfall: Outfall; problemId: number; zone: ReturnType<typeof strictest> }> {
  const { name, class2, lon, lat, at, personId } = confirmation;
  const found = await foundWaiting(tx, confirmation);
  guardPlace(lon, lat);
  const { reachId, townId, problemId } = found;
  const position = toPosition(lon, lat, 'WGS84');
  const zone = strictest((await readZones(tx, dayOf(at))).at({ reachId, ...position }));
  const says = zone.zones.map(zoneWords);
  const problem = await tx.findOne(Problem, { id: problemId });
  const outfall = await enterOutfall(
    tx,
    {
      name,
      class2,
      townId,
      reachId,
      ...position,
      address: problem?.place ?? null,
      ownerType: '不明',
      tracing: '未溯源',
      ...(zone.control === '禁止' && {
        approval: unapproved(class2),
        remedyProblem: says.join('；'),
        remedyType: '依法取缔',
        retained: false,
      }),
    },
    {
      action: 'found',
      data: { foundId: found.id, problemId, ...(says.length > 0 && { zones: says }) },
      actor: `person:${personId}`,
      at,
    },
  );
  await endFound(tx, found, confirmation, { state: 'confirmed', outfallId: outfall.id });
  return { outfall, problemId, zone };
}

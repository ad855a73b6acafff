import { type FoundOutfall, Outfall, Problem, Reach, Unit } from '../../../entities';
import { audit } from '../../core/audit';
import type { Tx } from '../../core/database';
import { Fault } from '../../core/errors';
import { history } from '../../core/history';
import { doubtOf, fold, toPosition } from '../../core/workbook';
import { UNKNOWN_STAGE } from '../changeOutfall';
import { OUTFALL_CLASSES } from '../outfallClasses';
import { CodeMint, townPart } from '../outfallCodes';
import { endFound, type FoundDecision, foundWaiting } from './rules';

const NAME_LIMIT = 128;

export interface Confirmation extends FoundDecision {
  name: string;
  /** 二级分类, HJ 1312-2023. */
  class2: string;
  /** WGS84, degrees. */
  lon: number;
  lat: number;
}

/** Where something new can be: a slip of the finger is refused here, since nobody looks at it again. */
function guardPlace(lon: number, lat: number): void {
  const doubt = doubtOf(lon, lat);
  if (!doubt) return;
  const what = {
    swapped: '经度和纬度填反了，请对调',
    abroad: '坐标不在国内，请核对',
    far: `坐标离本县约${doubt.kind === 'far' ? doubt.km : ''}公里，请核对`,
  }[doubt.kind];
  throw new Fault('press.form', { what });
}

/**
 * 确认入账: enters what was found into the ledger as 未溯源, with nothing but what is known of it. Its national code is
 * the state's to give; its internal one is minted.
 *
 * @returns the new outfall and the problem that is now about it
 * @throws Fault `matter.gone`, `press.stale`, `press.form` when the class, the place or the name cannot be
 */
export async function confirmFound(
  tx: Tx,
  confirmation: Confirmation,
): Promise<{ outfall: Outfall; problemId: number }> {
  const { name, class2, lon, lat, at, personId } = confirmation;
  const found = await foundWaiting(tx, confirmation);
  const first = OUTFALL_CLASSES.find(({ classes }) => classes.some((one) => one.name === class2));
  if (!first) throw new Fault('press.form', { what: '“类别”没有这个选项，请重新选择' });
  guardPlace(lon, lat);
  if (Array.from(name).length > NAME_LIMIT) throw new Fault('press.form', { what: '名称最多写128个字' });
  const known = await tx.query<Pick<Outfall, 'name' | 'internalCode'>>(
    'SELECT name, internalCode FROM outfall',
  );
  if (known.some((one) => fold(one.name) === fold(name))) {
    throw new Fault('press.form', { what: '台账里已经有这个名称。是同一个口就选“并入”，不是就换个名称' });
  }
  const record = await recordOf(tx, found, known, {
    name,
    class1: first.name,
    class2,
    ...toPosition(lon, lat, 'WGS84'),
  });
  const { firstId: id } = await tx.insert(Outfall, record);
  const outfall = await tx.findOne(Outfall, { id });
  if (!outfall) throw new Error(`outfall ${id} is gone`);
  const row = { at, actor: `person:${personId}`, subjectType: 'outfall', subjectId: id };
  const data = { foundId: found.id, problemId: found.problemId };
  history(tx, { ...row, version: 1, action: 'found', state: UNKNOWN_STAGE, data });
  audit(tx, { ...row, action: 'outfall.found', detail: { ...data, internalCode: outfall.internalCode } });
  await endFound(tx, found, confirmation, { state: 'confirmed', outfallId: id });
  return { outfall, problemId: found.problemId };
}

async function recordOf(
  tx: Tx,
  found: FoundOutfall,
  known: readonly Pick<Outfall, 'internalCode'>[],
  given: Pick<Outfall, 'name' | 'class1' | 'class2' | 'lonE6' | 'latE6'>,
): Promise<Partial<Outfall>> {
  const [reach, town, problem] = await Promise.all([
    tx.findOne(Reach, { id: found.reachId }),
    tx.findOne(Unit, { id: found.townId }),
    tx.findOne(Problem, { id: found.problemId }),
  ]);
  if (!reach || !town) throw new Fault('matter.gone');
  return {
    ...given,
    internalCode: new CodeMint(known.map(({ internalCode }) => internalCode)).next(townPart(town)),
    townId: town.id,
    reachId: reach.id,
    river: reach.river,
    address: problem?.place ?? null,
    sourceCrs: 'WGS84',
    ownerType: '不明',
    tracing: '未溯源',
    version: 1,
  };
}

import { Outfall, Reach, Unit } from '../../entities';
import { audit } from '../core/audit';
import type { Reader, Tx } from '../core/database';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { fold } from '../core/workbook';
import { UNKNOWN_STAGE } from './changeOutfall';
import { OUTFALL_CLASSES } from './outfallClasses';
import { CodeMint, townPart } from './outfallCodes';

const NAME_LIMIT = 128;

/** What has to be known of an outfall that is entered by a press. */
export type OutfallEntry = Pick<
  Outfall,
  'name' | 'class2' | 'townId' | 'reachId' | 'lonE6' | 'latE6' | 'ownerType' | 'tracing'
> &
  Partial<Outfall>;

/** The outfall of this name; a name is one outfall, as in every import. */
export async function outfallNamed(reader: Reader, name: string): Promise<Outfall | null> {
  const known = await reader.query<Pick<Outfall, 'id' | 'name'>>('SELECT id, name FROM outfall');
  const found = known.find((one) => fold(one.name) === fold(name));
  return found ? reader.findOne(Outfall, { id: found.id }) : null;
}

/** 一级分类 of a 二级分类. @throws Fault `press.form` when it is none */
function class1Of(class2: string): string {
  const first = OUTFALL_CLASSES.find(({ classes }) => classes.some((one) => one.name === class2));
  if (!first) throw new Fault('press.form', { what: '“类别”没有这个选项，请重新选择' });
  return first.name;
}

/**
 * Enters a new outfall into the ledger. Its national code is the state's to give; its internal one is minted.
 *
 * @param action as the history of outfalls names it
 * @throws Fault `matter.gone`; `press.form` when the class is none, or the name too long or another's
 */
export async function enterOutfall(
  tx: Tx,
  entry: OutfallEntry,
  { action, data, actor, at }: { action: string; data: object; actor: string; at: Date },
): Promise<Outfall> {
  const class1 = class1Of(entry.class2);
  if (Array.from(entry.name).length > NAME_LIMIT)
    throw new Fault('press.form', { what: '名称最多写128个字' });
  const known = await tx.query<Pick<Outfall, 'name' | 'internalCode'>>(
    'SELECT name, internalCode FROM outfall',
  );
  if (known.some((one) => fold(one.name) === fold(entry.name))) {
    throw new Fault('press.form', { what: '台账里已经有这个名称。是同一个口就选“并入”，不是就换个名称' });
  }
  const [reach, town] = await Promise.all([
    tx.findOne(Reach, { id: entry.reachId }),
    tx.findOne(Unit, { id: entry.townId }),
  ]);
  if (!reach || !town) throw new Fault('matter.gone');
  const { firstId: id } = await tx.insert(Outfall, {
    ...entry,
    class1,
    internalCode: new CodeMint(known.map(({ internalCode }) => internalCode)).next(townPart(town)),
    river: reach.river,
    sourceCrs: 'WGS84',
    version: 1,
  });
  const outfall = await tx.findOne(Outfall, { id });
  if (!outfall) throw new Error(`outfall ${id} is gone`);
  const row = { at, actor, subjectType: 'outfall', subjectId: id };
  history(tx, { ...row, version: 1, action, state: outfall.remedyStage ?? UNKNOWN_STAGE, data });
  audit(tx, { ...row, action: `outfall.${action}`, detail: { ...data, internalCode: outfall.internalCode } });
  return outfall;
}

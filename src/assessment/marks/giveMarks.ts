import { AssessmentMark, Person } from '../../../entities';
import type { Tx } from '../../core/database';
import { Fault } from '../../core/errors';
import type { SheetName } from '../../core/policySheets';
import type { Deps } from '../deps';
import type { Period } from '../period';
import { whoseNames } from '../queries';
import { must, refuse } from '../rounds/advance';
import { advanceSheet } from './advanceSheet';
import { type MarkRow, marksUntil, type WholeSheet, wholeSheet } from './queries';
import { itemCode, whyNoMark } from './rules';

type CommandDeps = Pick<Deps, 'policies' | 'calendar'>;

/** How whoever is on a sheet is written. */
const CALLED: Record<SheetName, string> = { town: '镇的名称', chief: '河长的姓名', department: '部门的名称' };

/** A press on the card of a sheet. */
export interface SheetPress {
  sheetId: number;
  /** The item's code: `town:publicity`. */
  item: string;
  person: Pick<Person, 'id' | 'unitId'>;
  at: Date;
  /** The pressed card; its new state is the answer to the press. */
  messageId?: string | null;
}

interface Given {
  row: MarkRow;
  points: number;
  reason: string;
}

/** How many were given by a press, and how many of the period's sheet have no points yet. */
export interface Stands {
  given: number;
  left: number;
  period: Period;
}

/** @throws Fault `matter.gone`, `press.notYours`, `press.form` (the period is frozen) */
async function sheetToPress(
  tx: Tx,
  deps: CommandDeps,
  { sheetId, item, person, at }: SheetPress,
): Promise<{ whole: WholeSheet; own: MarkRow[] }> {
  const whole = await wholeSheet(tx, deps, sheetId);
  if (!whole) throw new Fault('matter.gone');
  const mine = whole.rowsFor(person);
  must(mine.length > 0);
  if (whole.sheet.state === 'closed' || at >= (await marksUntil(tx, deps, whole.period)))
    refuse('这一期的分数已经固定，不能再打分。确有错的，请在公示期间申诉或请县河长办更正');
  return { whole, own: mine.filter((row) => itemCode(row.item) === item) };
}

async function store(
  tx: Tx,
  { sheet, rows, period }: WholeSheet,
  given: readonly Given[],
  { action, person, at, messageId }: SheetPress & { action: 'given' | 'changed' },
): Promise<Stands> {
  const before = rows.filter(({ mark }) => mark !== null).length;
  const left = rows.length - before - given.filter(({ row }) => row.mark === null).length;
  await advanceSheet(tx, sheet, {
    action,
    state: left === 0 ? 'done' : 'open',
    actor: `person:${person.id}`,
    at,
    messageId,
    data: given.map(({ row: { item, score }, points }) => ({
      item: itemCode(item),
      scoreId: score.id,
      points,
    })),
  });
  const old = given.flatMap(({ row }) => row.mark?.id ?? []);
  if (old.length > 0) await tx.update(AssessmentMark, { id: old, withdrawnAt: null }, { withdrawnAt: at });
  await tx.insert(
    AssessmentMark,
    given.map(({ row: { item, score }, points, reason }) => ({
      period: sheet.period,
      subject: score.subject,
      unitId: score.unitId,
      reachId: score.reachId,
      personId: score.personId,
      level: score.level,
      rule: item.key,
      points,
      reason,
      byId: person.id,
      at,
      withdrawnAt: null,
    })),
  );
  return { given: given.length, left, period };
}

async function check(tx: Tx, given: readonly Given[]): Promise<void> {
  const names = await whoseNames(
    tx,
    given.map(({ row }) => row.score),
  );
  for (const { row, points, reason } of given) {
    const why = whyNoMark(row.item, { who: names(row.score), points, reason });
    if (why) refuse(why);
  }
}

/**
 * 提交: the points of those that the card showed. All of them or none: one that somebody gave meanwhile refuses the
 * whole page.
 *
 * @throws Fault `matter.gone`, `press.notYours` (another person's sheet, one's own unit), `press.stale`, `press.form`
 * (points out of range, less than the maximum without a reason, after the freeze)
 */
export async function giveMarks(
  tx: Tx,
  deps: CommandDeps,
  press: SheetPress & { given: readonly { scoreId: number; points: number; reason: string }[] },
): Promise<Stands> {
  const { whole, own } = await sheetToPress(tx, deps, press);
  const given = press.given.map(({ scoreId, points, reason }): Given => {
    const row = own.find(({ score }) => score.id === scoreId);
    if (!row) throw new Fault('press.notYours');
    if (row.mark !== null) throw new Fault('press.stale');
    return { row, points, reason };
  });
  const scored = new Set(given.map(({ row }) => row.score.id));
  if (scored.size === 0 || scored.size < given.length) throw new Fault('press.stale');
  await check(tx, given);
  return store(tx, whole, given, { ...press, action: 'given' });
}

/**
 * 其余按建议: whatever of an item has no points yet, by what the card suggests for each; under this person's name.
 *
 * @throws Fault as `giveMarks`
 */
export async function giveRest(
  tx: Tx,
  deps: CommandDeps,
  press: SheetPress & { version: number },
): Promise<Stands> {
  const { whole, own } = await sheetToPress(tx, deps, press);
  const left = own.filter(({ mark }) => mark === null);
  if (whole.sheet.version !== press.version || left.length === 0) throw new Fault('press.stale');
  const given = left.map((row): Given => ({ row, ...row.suggestion }));
  await check(tx, given);
  return store(tx, whole, given, { ...press, action: 'given' });
}

/**
 * 更正 before the freeze: a new mark in place of one that is taken back.
 *
 * @param press.whose a town, or a chief by name or post, with the reach where there are several
 * @returns whose it was, and how the sheet stands
 * @throws Fault as `giveMarks`; `press.form` when nobody or several are called so
 */
export async function changeMark(
  tx: Tx,
  deps: CommandDeps,
  press: SheetPress & { version: number; whose: string; points: number; reason: string },
): Promise<{ name: string; stands: Stands }> {
  const { whole, own } = await sheetToPress(tx, deps, press);
  if (whole.sheet.version !== press.version) throw new Fault('press.stale');
  const names = await whoseNames(
    tx,
    own.map(({ score }) => score),
  );
  const people = await tx.find(Person, { id: own.flatMap(({ score }) => score.personId ?? []) });
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  const wanted = press.whose.split(/[\s·]+/).filter(Boolean);
  const fits = own.filter(({ score }) =>
    wanted.every((part) => names(score).includes(part) || nameOf.get(score.personId ?? 0) === part),
  );
  const exact = fits.filter(({ score }) => names(score) === press.whose);
  const [row, ...more] = exact.length > 0 ? exact : fits;
  if (!row) return refuse(`这一项里没有“${press.whose}”，请写${CALLED[own[0]?.item.of ?? 'town']}`);
  if (more.length > 0)
    return refuse(
      `叫“${press.whose}”的不止一个，请${row.score.subject === 'chief' ? '把河段也写上' : '写全名称'}`,
    );
  if (row.mark?.points === press.points && row.mark.reason === press.reason)
    refuse('分数和理由都和原来一样，没有改');
  await check(tx, [{ row, points: press.points, reason: press.reason }]);
  const given = [{ row, points: press.points, reason: press.reason }];
  return { name: names(row.score), stands: await store(tx, whole, given, { ...press, action: 'changed' }) };
}

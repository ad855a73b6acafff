import { type Outfall, PlanDraft, type Rectification, type Role, Unit } from '../../entities';
import type { Reader, SqlValue, Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { refreshCards } from '../core/outbox';
import { importRoles, type Policies } from '../core/policy';
import { unitByName } from '../core/unitByName';
import { countyTypeOf } from '../ledger';
import { judgePlanRow, type RowDoubt } from './planRow';
import { advance, readStanding } from './record';

/** What is looked at: the outfalls of a town, of one of the county's types, that far with their 整治. */
export type PlanFilter = Pick<PlanDraft, 'year' | 'townId' | 'type' | 'stage'>;

/** As many as one card offers to put into the plan. */
export const PLAN_LOT = 20;

/** Who builds 年度方案: whoever may import it. */
export const mayPlan = (roles: readonly Role[], { current }: Pick<Policies, 'current'>): boolean =>
  roles.some((role) => importRoles(current).includes(role));

/** Begins, or goes on where the person left off; the next year's plan is made from November on. */
export async function openPlanDraft(tx: Tx, personId: number, at: Date): Promise<number> {
  const today = dayOf(at);
  const year = Number(today.slice(0, 4)) + (today.slice(5, 7) >= '11' ? 1 : 0);
  const fresh = { personId, year, townId: null, type: null, stage: null, skipped: 0, version: 1 };
  await tx.insert(PlanDraft, fresh, { ignore: true });
  const draft = await tx.findOne(PlanDraft, { personId });
  if (!draft) throw new Error(`person ${personId} has no plan draft`);
  return draft.id;
}

interface DraftPress {
  draftId: number;
  /** The version that the card was drawn from. */
  version: number;
  person: { id: number };
  roles: readonly Role[];
  at: Date;
  messageId?: string | null;
}

async function draftToPress(tx: Tx, policies: Pick<Policies, 'current'>, press: DraftPress) {
  const draft = await tx.findOne(PlanDraft, { id: press.draftId });
  if (!draft) throw new Fault('matter.gone');
  if (draft.personId !== press.person.id || !mayPlan(press.roles, policies)) {
    throw new Fault('press.notYours');
  }
  if (draft.version !== press.version) throw new Fault('press.stale');
  return draft;
}

async function change(tx: Tx, draft: PlanDraft, press: DraftPress, set: Partial<PlanDraft>): Promise<void> {
  const { id, version } = draft;
  const won = await tx.update(PlanDraft, { id, version }, { ...set, version: version + 1 });
  if (won === 0) throw new Fault('press.stale');
  const { at, messageId } = press;
  await refreshCards(tx, { subject: { type: 'planDraft', id }, at, exceptMessageId: messageId });
}

/** Looks at others, from their first. @throws Fault `matter.gone`, `press.notYours`, `press.stale` */
export async function filterPlan(
  tx: Tx,
  { policies }: { policies: Policies },
  press: DraftPress & { filter: PlanFilter },
): Promise<void> {
  await change(tx, await draftToPress(tx, policies, press), press, { ...press.filter, skipped: 0 });
}

/** 看下一批; after the last it begins again. @throws Fault `matter.gone`, `press.notYours`, `press.stale` */
export async function nextOfPlan(
  tx: Tx,
  { policies }: { policies: Policies },
  press: DraftPress,
): Promise<void> {
  const draft = await draftToPress(tx, policies, press);
  const { open } = await readPlanLists(tx, draft);
  const next = draft.skipped + PLAN_LOT;
  await change(tx, draft, press, { skipped: next < open.length ? next : 0 });
}

/** As much of an outfall as is shown of it while a plan is built. */
export type PlanLine = Pick<Outfall, 'id' | 'name' | 'remedyType' | 'remedyDueDay'> & { version: number };

type Row = PlanLine &
  Pick<Outfall, 'class1' | 'class2'> & {
    planYear: number | null;
    state: Rectification['state'] | null;
  };

/** What may still be put into the plan of that year, and what stands in it; of what is not done yet. */
export async function readPlanLists(
  reader: Reader,
  { year, townId, type, stage }: PlanFilter,
): Promise<{ open: PlanLine[]; planned: PlanLine[] }> {
  const params: SqlValue[] = [];
  const where = ["(o.remedyStage IS NULL OR o.remedyStage <> '完成整治')"];
  if (townId !== null) {
    where.push('o.townId = ?');
    params.push(townId);
  }
  if (stage === 'untyped') where.push('o.remedyType IS NULL');
  else if (stage !== null) {
    where.push('o.remedyStage = ?');
    params.push(stage);
  }
  const rows = await reader.query<Row>(
    `SELECT o.id, o.name, o.class1, o.class2, o.remedyType, o.remedyDueDay, COALESCE(r.version, 0) AS version,
            r.planYear, r.state
       FROM outfall o LEFT JOIN rectification r ON r.outfallId = o.id
      WHERE ${where.join(' AND ')} ORDER BY o.id`,
    params,
  );
  const seen = rows.filter((row) => type === null || countyTypeOf(row) === type);
  return {
    open: seen.filter(({ planYear, state }) => planYear !== year && (state ?? 'working') === 'working'),
    planned: seen.filter(({ planYear }) => planYear === year),
  };
}

/** What is given for all that are chosen; null: as the ledger has it. */
export interface PlanGiven {
  year: number;
  type: string | null;
  measure: string | null;
  lead: string | null;
  dueDay: string | null;
}

/** How putting outfalls into the plan went. */
export interface Planned {
  changed: number;
  /** What is worth a look, in sentences; an outfall that could not be changed any more is named there. */
  warnings: string[];
}

const MOST_FAULTS = 3;

/** The county's units by name, as a lead department is written. */
const unitNames = async (reader: Reader) => unitByName(await reader.find(Unit));

/**
 * 放进方案: several outfalls at once, all or none, with the checks of `import plan`.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form` naming the outfalls that lack something
 */
export async function planOutfalls(
  tx: Tx,
  { policies }: { policies: Policies },
  press: DraftPress & { outfallIds: readonly number[]; given: Omit<PlanGiven, 'year'> },
): Promise<Planned> {
  const draft = await draftToPress(tx, policies, press);
  const { person, at, messageId } = press;
  const given = { ...press.given, year: draft.year };
  const named = await unitNames(tx);
  const doubts: RowDoubt[] = [];
  let changed = 0;
  for (const id of press.outfallIds) {
    const one = await planOne(tx, id, { given, named, reason: null, person, at, messageId });
    doubts.push(...one.doubts);
    if (one.changed) changed += 1;
  }
  await change(tx, draft, press, {});
  return { changed, warnings: [...new Set(doubts.map(({ message }) => message))] };
}

/**
 * 改方案: one outfall, put into the plan or changed there; what stood in it already is changed with a reason.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form`
 */
export async function replan(
  tx: Tx,
  { policies }: { policies: Policies },
  press: Omit<DraftPress, 'draftId'> & { outfallId: number; given: PlanGiven; reason: string },
): Promise<Planned> {
  if (!mayPlan(press.roles, policies)) throw new Fault('press.notYours');
  const standing = await readStanding(tx, press.outfallId);
  if (!standing) throw new Fault('matter.gone');
  if (standing.record.version !== press.version) throw new Fault('press.stale');
  const inPlan = standing.record.version > 0 && standing.record.planYear !== null;
  if (inPlan && press.reason === '') throw new Fault('press.form', { what: '请写为什么改' });
  const { given, person, at, messageId } = press;
  const by = { given, named: await unitNames(tx), reason: press.reason || null, person, at, messageId };
  const { doubts, changed } = await planOne(tx, press.outfallId, by);
  const draft = await tx.findOne(PlanDraft, { personId: person.id });
  if (draft) await refreshCards(tx, { subject: { type: 'planDraft', id: draft.id }, at });
  return { changed: changed ? 1 : 0, warnings: doubts.map(({ message }) => message) };
}

async function planOne(
  tx: Tx,
  outfallId: number,
  by: {
    given: PlanGiven;
    named: (unit: string) => unknown;
    reason: string | null;
    person: { id: number };
    at: Date;
    messageId?: string | null;
  },
): Promise<{ doubts: RowDoubt[]; changed: boolean }> {
  const { given, named, reason, person, at, messageId } = by;
  const standing = await readStanding(tx, outfallId);
  if (!standing) throw new Fault('matter.gone');
  const { outfall } = standing;
  const type = given.type ?? outfall.remedyType;
  if (type === null) throw new Fault('press.form', { what: `“${outfall.name}”还没定整治类型，请选一个` });
  const { doubts, change: planned } = judgePlanRow({ ...given, type }, standing, named);
  const errors = doubts.filter(({ level }) => level === 'error').slice(0, MOST_FAULTS);
  if (errors.length > 0) {
    throw new Fault('press.form', { what: errors.map(({ message }) => message).join('；') });
  }
  if (!planned) return { doubts, changed: false };
  await advance(tx, standing, {
    step: 'plan',
    actor: `person:${person.id}`,
    at,
    messageId,
    set: planned.record,
    ledger: planned.ledger,
    ...(reason !== null && { reason }),
    data: planned.record,
  });
  return { doubts, changed: true };
}

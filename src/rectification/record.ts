import { CardMessage, Outfall, Rectification } from '../../entities';
import { audit } from '../core/audit';
import type { Reader, Tx } from '../core/database';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { redrawCards, refreshCards } from '../core/outbox';
import type { RectificationPress } from './deps';
import { nextState, STEPS, type Step, stateOf } from './lifecycle';

/** An outfall and how far its 整治 is; an outfall of which nobody has reported yet has a record of version 0. */
export interface Standing {
  outfall: Outfall;
  record: Rectification;
}

const yearOf = (day: string | null): number | null => (day === null ? null : Number(day.slice(0, 4)));

/** What nobody has done yet in a round of 整治: the first, and each after a 复排. */
export const FRESH_ROUND = {
  progress: null,
  progressAt: null,
  progressById: null,
  chain: null,
  signs: null,
  step: null,
  stepDay: null,
  checks: null,
  closedAt: null,
  lookBackDay: null,
} as const;

/** A record as it is before anything was written. */
const blank = ({ id, remedyDueDay }: Outfall): Rectification => ({
  id: 0,
  outfallId: id,
  planYear: yearOf(remedyDueDay),
  plannedDay: remedyDueDay,
  state: 'working',
  startedDay: null,
  roundAt: null,
  ...FRESH_ROUND,
  returnReason: null,
  returnedById: null,
  returns: 0,
  recurrences: 0,
  ask: null,
  version: 0,
});

export function standingOf(outfall: Outfall, stored: Rectification | null): Standing {
  return { outfall, record: { ...(stored ?? blank(outfall)), state: stateOf(outfall, stored) } };
}

/** Null when there is no such outfall. */
export async function readStanding(reader: Reader, outfallId: number): Promise<Standing | null> {
  const [outfall, stored] = await Promise.all([
    reader.findOne(Outfall, { id: outfallId }),
    reader.findOne(Rectification, { outfallId }),
  ]);
  return outfall && standingOf(outfall, stored);
}

/** What a press speaks of, where its step can be taken. @throws Fault `matter.gone` */
export async function standingToPress(tx: Tx, { outfallId }: RectificationPress): Promise<Standing> {
  const standing = await readStanding(tx, outfallId);
  if (!standing) throw new Fault('matter.gone');
  return standing;
}

/** Refuses a press that was drawn from another state. @throws Fault `press.stale` */
export function mustBeAt({ record }: Standing, step: Step, { version }: { version: number }): void {
  if (nextState(record.state, step) === null || record.version !== version) throw new Fault('press.stale');
}

interface Change {
  step: Step;
  /** `person:7`. */
  actor: string;
  at: Date;
  set?: Partial<Rectification>;
  /** What it changes in the ledger, whose history then says so. */
  ledger?: Partial<Outfall>;
  reason?: string;
  data?: unknown;
  messageId?: string | null;
  /** Whose lists show it, before and after. */
  seenBy?: readonly number[];
}

/**
 * One step: the record by compare-and-set, its history and audit, the ledger's columns with theirs, and every card
 * that shows it.
 *
 * @throws Fault `press.stale` when it cannot be taken from here, or somebody else was first
 */
export async function advance(tx: Tx, { outfall, record }: Standing, change: Change): Promise<Standing> {
  const { step, actor, at, set = {}, ledger = {}, reason, data, messageId, seenBy = [] } = change;
  const state = nextState(record.state, step);
  if (!state) throw new Fault('press.stale');
  const next: Rectification = { ...record, ...set, state, version: record.version + 1 };
  const id = await write(tx, record, next);
  const { action } = STEPS[step];
  history(tx, {
    subjectType: 'rectification',
    subjectId: id,
    version: next.version,
    at,
    actor,
    action,
    state,
    reason,
    data,
  });
  const detail = reason ? { reason } : undefined;
  audit(tx, {
    at,
    actor,
    action: `rectification.${action}`,
    subjectType: 'outfall',
    subjectId: outfall.id,
    detail,
  });
  const changed = await writeLedger(tx, outfall, ledger, { at, actor });
  await refreshCards(tx, { subject: { type: 'outfall', id: outfall.id }, at, exceptMessageId: messageId });
  const lists = await tx.find(CardMessage, {
    kind: 'rectifications',
    recipientId: [...new Set(seenBy)],
    retiredAt: null,
  });
  redrawCards(
    tx,
    lists.filter((card) => card.messageId !== messageId),
    at,
  );
  return { outfall: changed, record: { ...next, id } };
}

async function write(tx: Tx, record: Rectification, next: Rectification): Promise<number> {
  const { id: _, ...columns } = next;
  if (record.version === 0) {
    const { affected, firstId } = await tx.insert(Rectification, columns, { ignore: true });
    if (affected === 0) throw new Fault('press.stale');
    return firstId;
  }
  const { id, version } = record;
  if ((await tx.update(Rectification, { id, version }, columns)) === 0) throw new Fault('press.stale');
  return id;
}

/** What in the ledger really changes, with its history. */
async function writeLedger(
  tx: Tx,
  outfall: Outfall,
  given: Partial<Outfall>,
  { at, actor }: { at: Date; actor: string },
): Promise<Outfall> {
  const keys = (Object.keys(given) as (keyof Outfall)[]).filter((key) => given[key] !== outfall[key]);
  if (keys.length === 0) return outfall;
  const now = Object.fromEntries(keys.map((key) => [key, given[key]])) as Partial<Outfall>;
  const was = Object.fromEntries(keys.map((key) => [key, outfall[key]]));
  const { id, version } = outfall;
  const found = await tx.update(Outfall, { id, version }, { ...now, version: version + 1 });
  if (found === 0) throw new Fault('press.stale');
  const changed = { ...outfall, ...now, version: version + 1 };
  const row = { at, actor, subjectType: 'outfall', subjectId: id };
  const data = { was, now };
  history(tx, {
    ...row,
    version: changed.version,
    action: 'changed',
    state: changed.remedyStage ?? '待补',
    data,
  });
  audit(tx, { ...row, action: 'outfall.changed', detail: data });
  return changed;
}

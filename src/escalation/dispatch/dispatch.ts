import { LadderDispatch, type Person, type Role } from '../../../entities';
import { audit } from '../../core/audit';
import { JOB_PATIENCE, type Reader, type Tx } from '../../core/database';
import { dayOf, timeOf } from '../../core/days';
import { Fault } from '../../core/errors';
import { history } from '../../core/history';
import { enqueueMany, refreshCards } from '../../core/outbox';
import { ladderOf } from '../../core/policy';
import { takeTurn } from '../../core/turn';
import { namesIn, servingGroups } from '../../groups';
import { OFFICE_ROLES, officeHands, peopleWith, rolesHeld } from '../../roster';
import type { Deps } from '../deps';
import { recipientsOf } from '../documents/recipients';
import { readDispatch } from './figures';
import { dispatchWords, spanFor } from './rules';

/** What the outbox and the history call it. */
export const DISPATCH = 'dispatch';

/** Who sees the whole table: 县河长办 and the county's leaders. */
export const seesAllTowns = (roles: readonly Role[]): boolean =>
  roles.some((role) => OFFICE_ROLES.includes(role) || role === '县级河长');

/** 批准, 修改, 不发: 县河长办's. */
export const mayDispatch = (roles: readonly Role[]): boolean => roles.includes('县河长办');

/**
 * 调度通报 of the week or month before, by the policy: drafted for 县河长办 once, at the digest's time of the first
 * working day after it; after a gap of some working days as well. Clause （九）.
 *
 * @returns how many were drafted
 */
export async function draftDispatch(deps: Deps, at: Date): Promise<number> {
  const policy = deps.policies.current;
  const today = dayOf(at);
  const span = spanFor(today, ladderOf(policy).dispatch, deps.calendar);
  if (!span || !deps.calendar.isWorkday(today) || timeOf(at) < policy.messages.digestAt) return 0;
  if (await deps.db.read.findOne(LadderDispatch, { period: span.period })) return 0;
  return deps.db.transaction(async (tx) => {
    await takeTurn(tx, DISPATCH, at);
    const towns = await readDispatch(tx, deps, span, at);
    if (towns.length === 0) return 0;
    const { affected, firstId: id } = await tx.insert(
      LadderDispatch,
      {
        ...span,
        state: 'draft',
        words: dispatchWords(span, towns),
        editedById: null,
        towns,
        policyVersion: policy.version,
        createdAt: at,
        version: 1,
      },
      { ignore: true },
    );
    if (affected === 0) return 0;
    const step = { at, actor: 'job:dispatch', subjectType: DISPATCH, subjectId: id };
    history(tx, { ...step, version: 1, action: 'drafted', state: 'draft' });
    audit(tx, { ...step, action: 'dispatch.drafted', detail: { period: span.period } });
    const office = await officeHands(tx);
    await send(
      tx,
      id,
      office.map((person) => person.id),
      'task',
      at,
    );
    return 1;
  }, JOB_PATIENCE);
}

const send = (
  tx: Tx,
  id: number,
  people: readonly number[],
  messageClass: 'task' | 'notice',
  at: Date,
): Promise<void> =>
  enqueueMany(
    tx,
    [...new Set(people)].map((recipientId) => ({
      kind: 'dispatch',
      subject: { type: DISPATCH, id },
      recipientId,
      messageClass,
      at,
    })),
  );

export interface DispatchPress {
  dispatchId: number;
  version: number;
  person: Pick<Person, 'id'>;
  roles: readonly Role[];
  at: Date;
  messageId?: string | null;
}

async function advance(
  tx: Tx,
  press: DispatchPress,
  {
    action,
    set,
    reason = null,
    data = null,
  }: { action: string; set: Partial<LadderDispatch>; reason?: string | null; data?: unknown },
): Promise<void> {
  const { dispatchId: id, version, person, at, messageId } = press;
  const won = await tx.update(
    LadderDispatch,
    { id, version, state: 'draft' },
    { ...set, version: version + 1 },
  );
  if (won === 0) throw new Fault('press.stale');
  const step = { at, actor: `person:${person.id}`, subjectType: DISPATCH, subjectId: id };
  history(tx, { ...step, version: version + 1, action, state: set.state ?? 'draft', reason, data });
  audit(tx, { ...step, action: `dispatch.${action}`, detail: { reason } });
  await refreshCards(tx, { subject: { type: DISPATCH, id }, at, exceptMessageId: messageId });
}

async function dispatchToPress(
  tx: Tx,
  { dispatchId, version, roles }: DispatchPress,
): Promise<LadderDispatch> {
  const found = await tx.findOne(LadderDispatch, { id: dispatchId });
  if (!found) throw new Fault('matter.gone');
  if (!mayDispatch(roles)) throw new Fault('press.notYours');
  if (found.version !== version || found.state !== 'draft') throw new Fault('press.stale');
  return found;
}

/** 修改: the words; what stood there is in the history. @throws Fault `matter.gone`, `press.notYours`, `press.stale` */
export async function editDispatch(tx: Tx, press: DispatchPress & { words: string }): Promise<void> {
  const { words: was } = await dispatchToPress(tx, press);
  const { words, person } = press;
  await advance(tx, press, { action: 'edited', set: { words, editedById: person.id }, data: { was } });
}

/** 不发, with a reason. @throws Fault as `editDispatch` */
export async function refuseDispatch(tx: Tx, press: DispatchPress & { reason: string }): Promise<void> {
  await dispatchToPress(tx, press);
  const { reason } = press;
  await advance(tx, press, { action: 'refused', reason, set: { state: 'refused', reason } });
}

/**
 * 批准: to 县河长办 and the county's leaders whole, to each town's heads their own figures, to the county's group the
 * words alone; in working hours.
 *
 * @returns how many people and groups it goes to
 * @throws Fault as `editDispatch`, `press.form` when the words name somebody of the roster and go to a group
 */
export async function issueDispatch(
  tx: Tx,
  { policies }: Deps,
  press: DispatchPress,
): Promise<{ people: number; groups: number }> {
  const { towns, words } = await dispatchToPress(tx, press);
  const { at, person, dispatchId } = press;
  const groups = (await servingGroups(tx)).filter(({ unitId }) => unitId === null);
  if (groups.length > 0) {
    const people = await tx.query<{ name: string }>('SELECT name FROM person');
    const named = namesIn(
      words,
      people.map(({ name }) => name),
    );
    if (named.length > 0) {
      const what = `正文要发到群里，请先把人名改成岗位：${named.slice(0, 3).join('、')}`;
      throw new Fault('press.form', { what });
    }
  }
  await advance(tx, press, {
    action: 'issued',
    set: { state: 'issued', signedById: person.id, signedAt: at },
  });
  const leaders = await peopleWith(tx, { roles: [...OFFICE_ROLES, '县级河长'] });
  const people = new Set(leaders.filter(({ openId }) => openId !== null).map(({ id }) => id));
  // 县河长办 has the draft's card, which shows what became of it.
  for (const { id } of await officeHands(tx)) people.delete(id);
  for (const { unitId } of towns) {
    for (const { id } of await recipientsOf(tx, policies.current, unitId, dayOf(at))) people.add(id);
  }
  await send(tx, dispatchId, [...people], 'notice', at);
  await enqueueMany(
    tx,
    groups.map(({ id: recipientId }) => ({
      kind: 'groupDispatch',
      subject: { type: DISPATCH, id: dispatchId },
      recipientId,
      messageClass: 'notice',
      at,
    })),
  );
  return { people: people.size, groups: groups.length };
}

/** The newest one: a draft only to 县河长办. */
export async function newestDispatch(reader: Reader, roles: readonly Role[]): Promise<LadderDispatch | null> {
  const state = mayDispatch(roles) ? (['draft', 'issued'] as const) : (['issued'] as const);
  const [newest] = await reader.find(
    LadderDispatch,
    { state: [...state] },
    { order: { id: 'DESC' }, limit: 1 },
  );
  return newest ?? null;
}

/** What somebody sees of it: all towns, their own, or nothing. */
export async function dispatchFor(
  reader: Reader,
  { policies }: Pick<Deps, 'policies'>,
  dispatch: LadderDispatch,
  person: Pick<Person, 'id' | 'unitId'>,
): Promise<'all' | number | null> {
  const roles = await rolesHeld(reader, person.id);
  if (mayDispatch(roles)) return 'all';
  if (dispatch.state !== 'issued') return null;
  if (seesAllTowns(roles)) return 'all';
  const { headRoles, copyRoles } = policies.current.reminder;
  const acts = roles.some((role) => headRoles.includes(role) || copyRoles.includes(role));
  return acts && dispatch.towns.some(({ unitId }) => unitId === person.unitId) ? person.unitId : null;
}

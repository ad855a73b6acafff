import { StandIn, type StandInReason } from '../../entities';
import { audit } from '../core/audit';
import { marks, type Reader, type Tx } from '../core/database';
import { dayOf, daysBetween } from '../core/days';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { enqueue } from '../core/outbox';
import { standInDaysOf } from '../core/policy';
import { takeTurnOf } from '../core/turn';
import { postName } from '../roster';
import type { PatrolDeps } from './deps';

/** A reach whose patrols can be handed to somebody, and a person who can take them. */
export interface StandInChoices {
  reaches: { id: number; river: string; name: string }[];
  people: { id: number; name: string }[];
}

/** As many people as one list shows. */
const MOST_PEOPLE = 40;

interface PersonRow {
  id: number;
  name: string;
  title: string | null;
  unit: string | null;
}

/**
 * 王建国（第一村村委会主任）, short enough for the one line of a list: the first of several posts, without the town,
 * which the chief knows; the name alone where it says the post already.
 */
function chosenAs({ name, title, unit }: Omit<PersonRow, 'id'>, towns: readonly string[]): string {
  if (!title || (unit && name.startsWith(unit))) return name;
  const post = postName({ name, title: title.split('、')[0] ?? title, unit });
  const town = towns.find((one) => post.startsWith(one)) ?? '';
  return `${name}（${post.slice(town.length)}）`;
}

/**
 * What a chief can choose from: the reaches held today, and people whom Feishu reaches, those of the own unit first,
 * then those of the reaches' towns and the chiefs of other reaches there.
 */
export async function standInChoices(
  reader: Reader,
  { personId, day }: { personId: number; day: string },
): Promise<StandInChoices> {
  const reaches = await reader.query<{
    id: number;
    river: string;
    name: string;
    townId: number;
    town: string;
  }>(
    `SELECT DISTINCT r.id, r.river, r.name, r.townId, t.name AS town
       FROM post p JOIN reach r ON r.id = p.reachId JOIN unit t ON t.id = r.townId
      WHERE p.personId = ? AND p.fromDay <= ? AND (p.toDay IS NULL OR p.toDay >= ?) ORDER BY r.id`,
    [personId, day, day],
  );
  if (reaches.length === 0) return { reaches: [], people: [] };
  const towns = [...new Set(reaches.map(({ townId }) => townId))];
  const townNames = reaches.map(({ town }) => town);
  const people = await reader.query<PersonRow>(
    `SELECT h.id, h.name, h.title, u.name AS unit FROM person h LEFT JOIN unit u ON u.id = h.unitId
      WHERE h.openId IS NOT NULL AND h.id <> ? AND (
        h.unitId = (SELECT me.unitId FROM person me WHERE me.id = ?) OR h.unitId IN (${marks(towns)})
        OR h.id IN (SELECT p.personId FROM post p JOIN reach r ON r.id = p.reachId
                     WHERE r.townId IN (${marks(towns)}) AND p.fromDay <= ? AND (p.toDay IS NULL OR p.toDay >= ?)))
      ORDER BY CASE WHEN h.unitId = (SELECT me.unitId FROM person me WHERE me.id = ?) THEN 0 ELSE 1 END, h.id
      LIMIT ${MOST_PEOPLE}`,
    [personId, personId, ...towns, ...towns, day, day, personId],
  );
  return {
    reaches: reaches.map(({ id, river, name }) => ({ id, river, name })),
    people: people.map(({ id, ...named }) => ({ id, name: chosenAs(named, townNames) })),
  };
}

export interface StandInRequest {
  personId: number;
  at: Date;
  deputyId: number;
  /** Null: all of the chief's reaches. */
  reachId: number | null;
  /** Null: from today on. */
  fromDay: string | null;
  toDay: string | null;
  reason: StandInReason;
}

function checkedDays({ policies }: Pick<PatrolDeps, 'policies'>, { at, fromDay, toDay }: StandInRequest) {
  const today = dayOf(at);
  const most = standInDaysOf(policies.current);
  const from = fromDay ?? today;
  const refuse = (what: string): never => {
    throw new Fault('press.form', { what });
  };
  if (toDay === null) return refuse('请选代巡到哪一天');
  if (from < today) return refuse('代巡要从今天或以后开始，已经巡过的不能补授权');
  if (toDay < from) return refuse('结束日期早于开始日期，请重新选');
  if (daysBetween(from, toDay) >= most) return refuse(`一次最多请人代巡${most}天`);
  return { from, to: toDay };
}

/**
 * 请人代巡: asks the deputy, who has to accept. Nothing changes until then.
 *
 * @returns its id
 * @throws Fault `press.notYours` without a post on such a reach; `press.form` for days or a person that cannot be
 */
export async function askStandIn(tx: Tx, deps: PatrolDeps, request: StandInRequest): Promise<number> {
  const { personId, deputyId, reachId, reason, at } = request;
  const { from, to } = checkedDays(deps, request);
  await takeTurnOf(tx, personId);
  const { reaches, people } = await standInChoices(tx, { personId, day: dayOf(at) });
  if (reaches.length === 0) throw new Fault('press.notYours');
  if (reachId !== null && reaches.every(({ id }) => id !== reachId)) throw new Fault('press.notYours');
  if (people.every(({ id }) => id !== deputyId)) {
    throw new Fault('press.form', { what: '这个人现在不能代巡，请重新选' });
  }
  const before = await tx.find(StandIn, { chiefId: personId, state: ['asked', 'accepted'] });
  const clash = before.some(
    (one) =>
      one.fromDay <= to &&
      one.toDay >= from &&
      (one.reachId === null || reachId === null || one.reachId === reachId),
  );
  if (clash) throw new Fault('press.form', { what: '这几天已经请过人了，要换人请先收回' });
  const { firstId: id } = await tx.insert(StandIn, {
    chiefId: personId,
    deputyId,
    reachId,
    fromDay: from,
    toDay: to,
    reason,
    state: 'asked',
    askedAt: at,
    version: 1,
  });
  const step = { at, actor: `person:${personId}`, subjectType: 'standIn', subjectId: id };
  history(tx, { ...step, version: 1, action: 'asked', state: 'asked', reason });
  audit(tx, { ...step, action: 'standIn.ask', detail: { deputyId, reachId, from, to } });
  for (const recipientId of [deputyId, personId]) {
    await enqueue(tx, {
      kind: 'standIn',
      subject: { type: 'standIn', id },
      recipientId,
      messageClass: recipientId === personId ? 'answer' : 'task',
      at,
    });
  }
  return id;
}

/** Not answered by its last day: nobody walks for anybody. */
export const isOver = ({ toDay }: Pick<StandIn, 'toDay'>, today: string): boolean => toDay < today;

import { type Digest, LagNotice, Person, type Role, Unit } from '../../entities';
import { marks, type Reader, sqlInstant } from '../core/database';
import { dayOf, instantAt } from '../core/days';
import { groupBy } from '../core/groupBy';
import { leavesAbove } from '../patrol';
import { postNames, rolesHeld } from '../roster';
import { mayActOn } from './access';
import type { Deps } from './deps';
import { missingRoles, noticeRecipients, readHands, type Silence, tellableRoles } from './hands';
import { type Matter, openMatters } from './matters';
import { keyOf, lags } from './rules';

type ReadDeps = Pick<Deps, 'policies' | 'calendar'>;

const oldestFirst = (a: Matter, b: Matter): number =>
  Number(a.dueDay > b.dueDay) - Number(a.dueDay < b.dueDay);

export interface UrgeLine {
  by: string;
  title: string;
}

export interface AwayLine {
  who: string;
  fromDay: string;
  toDay: string;
}

export interface DigestContent {
  /** What it named and is still open and this person's. */
  matters: Matter[];
  urges: UrgeLine[];
  /** 请假 of chiefs below, for which nobody walks. */
  away: AwayLine[];
  /** The own unit's open 滞后提醒, for its heads. */
  behind: { count: number; noticeId: number; version: number } | null;
  /** Matters of 基线 of the own unit, for those who act for it. */
  baselineCount: number;
}

/** What a digest says now; null when a newer one took its place or nothing is left to say. */
export async function digestContent(
  reader: Reader,
  deps: ReadDeps,
  digest: Digest,
  at: Date,
): Promise<DigestContent | null> {
  const { personId, day } = digest;
  const days = await reader.query<{ day: string }>(
    'SELECT day FROM digest WHERE personId = ? ORDER BY day DESC LIMIT 50',
    [personId],
  );
  if (days[0] && days[0].day > day) return null;
  const previous = days.find((row) => row.day < day)?.day ?? null;
  const open = await openMatters(reader, deps, { today: dayOf(at), only: digest.matters });
  const matters = open.filter(({ responsible }) => responsible.includes(personId)).sort(oldestFirst);
  const urges = await urgeLines(reader, deps, matters, previous, day);
  const [notice] = await reader.find(LagNotice, { recipientId: personId, state: 'open' });
  const behind = notice
    ? { count: notice.matters.length, noticeId: notice.id, version: notice.version }
    : null;
  const away = await awayLines(reader, deps, { personId, previous, day, today: dayOf(at) });
  if (matters.length === 0 && !behind && away.length === 0) return null;
  return { matters, urges, away, behind, baselineCount: await baselineCount(reader, deps, personId) };
}

/** Who urged what between the previous digest's time and this one's. */
async function urgeLines(
  reader: Reader,
  { policies }: ReadDeps,
  matters: readonly Matter[],
  previous: string | null,
  day: string,
): Promise<UrgeLine[]> {
  if (matters.length === 0) return [];
  const { digestAt } = policies.current.messages;
  const rows = await reader.query<{ matterType: Matter['type']; matterId: number; byId: number }>(
    `SELECT u.matterType, u.matterId, u.byId FROM urge u
      WHERE u.matterId IN (${marks(matters)}) AND u.at >= ? AND u.at < ? ORDER BY u.at, u.id`,
    [
      ...matters.map(({ id }) => id),
      sqlInstant(previous === null ? new Date(0) : instantAt(previous, digestAt)),
      sqlInstant(instantAt(day, digestAt)),
    ],
  );
  const titles = new Map(matters.map((matter) => [keyOf(matter), matter.title]));
  const names = await postNames(
    reader,
    rows.map(({ byId }) => byId),
  );
  return rows.flatMap(({ matterType, matterId, byId }) => {
    const title = titles.get(keyOf({ type: matterType, id: matterId }));
    return title === undefined ? [] : [{ by: names.get(byId) ?? '', title }];
  });
}

/** Who took 请假 between the previous digest's time and this one's, and is away still. */
async function awayLines(
  reader: Reader,
  { policies }: ReadDeps,
  {
    personId,
    previous,
    day,
    today,
  }: { personId: number; previous: string | null; day: string; today: string },
): Promise<AwayLine[]> {
  const { messages, reminder } = policies.current;
  const before = instantAt(day, messages.digestAt);
  const after = previous === null ? null : instantAt(previous, messages.digestAt);
  const leaves = await leavesAbove(reader, { today, before, roles: reminder.copyRoles });
  const own = leaves.filter(
    ({ above, takenAt }) => above.includes(personId) && (after === null || takenAt >= after),
  );
  const names = await postNames(
    reader,
    own.map(({ chiefId }) => chiefId),
  );
  return own.map(({ chiefId, fromDay, toDay }) => ({ who: names.get(chiefId) ?? '', fromDay, toDay }));
}

async function baselineCount(reader: Reader, { policies }: ReadDeps, personId: number): Promise<number> {
  const person = await reader.findOne(Person, { id: personId });
  if (!person) return 0;
  const hands = await readHands(reader, policies.current);
  const acting = noticeRecipients(hands, person.unitId, policies.current);
  if (!acting.includes(personId)) return 0;
  return (await baselineOf(reader, person.unitId)).count;
}

export interface BaselineSum {
  count: number;
  /** The earliest due day; null when there is nothing. */
  oldest: string | null;
}

/** 基线 of a unit: overdue at import, still open, without a new date. */
export async function baselineOf(reader: Reader, unitId: number): Promise<BaselineSum> {
  const [row] = await reader.query<{ count: number; oldest: string | null }>(
    `SELECT COUNT(*) AS count, MIN(remedyDueDay) AS oldest FROM outfall
      WHERE townId = ? AND baselineDay IS NOT NULL AND remedyDueDay IS NOT NULL
        AND (remedyStage IS NULL OR remedyStage <> '完成整治') AND (remedyType IS NULL OR remedyType <> '无需整治')`,
    [unitId],
  );
  return { count: Number(row?.count ?? 0), oldest: row?.oldest ?? null };
}

export interface LagContent {
  notice: LagNotice;
  unit: string;
  /** What it names and lags still, the oldest first. */
  rows: { matter: Matter; who: string; urgedToday: boolean }[];
  /** Whether the recipient still acts for that unit. */
  isActing: boolean;
}

/** Who must act, by post. */
export const whoOf = ({ responsible, actedFor, who }: Matter, names: ReadonlyMap<number, string>): string =>
  `${who ?? names.get(responsible[0] ?? 0) ?? '还没有人负责'}${actedFor ? '（镇代办）' : ''}`;

/** What a 滞后提醒 says now to this recipient; null when there is no such notice. */
export async function lagContent(
  reader: Reader,
  deps: ReadDeps,
  { noticeId, recipientId, at }: { noticeId: number; recipientId: number; at: Date },
): Promise<LagContent | null> {
  const notice = await reader.findOne(LagNotice, { id: noticeId });
  const person = await reader.findOne(Person, { id: recipientId });
  if (!notice || !person) return null;
  const today = dayOf(at);
  const unit = await reader.findOne(Unit, { id: notice.unitId });
  const roles = await rolesHeld(reader, recipientId);
  const matters = (await openMatters(reader, deps, { today, only: notice.matters }))
    .filter((matter) => matter.dueDay < today && matter.unitId === notice.unitId)
    .sort(oldestFirst);
  const names = await postNames(
    reader,
    matters.map(({ responsible }) => responsible[0] ?? null),
  );
  const urged = await reader.query<{ type: Matter['type']; id: number }>(
    'SELECT matterType AS type, matterId AS id FROM urge WHERE byId = ? AND day = ?',
    [recipientId, today],
  );
  const urgedKeys = new Set(urged.map(keyOf));
  return {
    notice,
    unit: unit?.name ?? '',
    rows: matters.map((matter) => ({
      matter,
      who: whoOf(matter, names),
      urgedToday: urgedKeys.has(keyOf(matter)),
    })),
    isActing:
      notice.recipientId === recipientId && mayActOn(notice, { person, roles }, deps.policies.current),
  };
}

/** A town that lags while nobody of it can be told. */
export interface UnheardTown {
  name: string;
  why: Silence;
  /** The roles that are missing there. */
  roles: Role[];
  /** The oldest first. */
  rows: { matter: Matter; who: string }[];
}

/** What 县河长办 is told instead of those towns, as it is now. */
export async function unheardContent(reader: Reader, deps: ReadDeps, at: Date): Promise<UnheardTown[]> {
  const today = dayOf(at);
  const policy = deps.policies.current;
  const roles = tellableRoles(policy);
  const hands = await readHands(reader, policy);
  const lagging = groupBy(
    (await openMatters(reader, deps, { today })).filter((matter) =>
      lags(matter, today, deps.calendar, policy.reminder),
    ),
    ({ unitId }) => unitId,
  );
  const units = await reader.find(Unit, {}, { order: { code: 'ASC' } });
  const matters = units.flatMap(({ id }) => lagging.get(id) ?? []);
  const names = await postNames(
    reader,
    matters.map(({ responsible }) => responsible[0] ?? null),
  );
  return units.flatMap(({ id, name, type }): UnheardTown[] => {
    const behind = lagging.get(id);
    const why = hands.silence(id, roles);
    if (!behind || !why) return [];
    return [
      {
        name,
        why,
        roles: missingRoles(type, policy),
        rows: behind.sort(oldestFirst).map((matter) => ({ matter, who: whoOf(matter, names) })),
      },
    ];
  });
}

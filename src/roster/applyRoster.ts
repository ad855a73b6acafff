import { Person, PersonRole, Post, Reach, type Role, Unit } from '../../entities';
import { type AuditRow, auditMany } from '../core/audit';
import type { Tx } from '../core/database';
import { maskMobile, type Secrets } from '../core/secrets';
import { type Change, fold, type ImportOptions, updateMany } from '../core/workbook';
import type { RosterPlan } from './planRoster';
import { type PersonRecord, type PostKey, postKey, type ReachRecord, rolesOf } from './rosterSnapshot';

/** Turns keys into ids as rows come into being: units, then people and reaches, then posts. */
type Ids = (key: string) => number;

function idsOf(found: Iterable<readonly [string, number]>, what: string): Ids {
  const ids = new Map(found);
  return (key) => {
    const id = ids.get(key);
    if (id === undefined) throw new Error(`roster import: no ${what} ${key}`);
    return id;
  };
}

async function codeIds(tx: Tx, table: 'unit' | 'reach'): Promise<Ids> {
  const rows = await tx.query<{ id: number; code: string }>(`SELECT id, code FROM ${table}`);
  const ids = idsOf(
    rows.map(({ id, code }) => [fold(code), id]),
    table,
  );
  return (code) => ids(fold(code));
}

async function writeUnits(tx: Tx, { units }: RosterPlan): Promise<Ids> {
  await tx.insert(
    Unit,
    units.created.map(({ record }) => record),
  );
  await updateMany(tx, 'unit', units.updated);
  return codeIds(tx, 'unit');
}

async function writePeople(tx: Tx, { people }: RosterPlan, unitId: Ids, secrets: Secrets): Promise<Ids> {
  await tx.insert(
    Person,
    people.created.map(({ record: { name, title, unitCode }, mobile, mobileHash }) => ({
      name,
      title,
      unitId: unitId(unitCode),
      mobileHash,
      mobileCipher: secrets.encrypt(mobile),
      mobileMasked: maskMobile(mobile),
    })),
  );
  const columns = people.updated
    .map(({ id, set: { name, title, unitCode } }) => ({
      id,
      set: defined<Partial<Person>>({ name, title, unitId: idIf(unitId, unitCode) }),
    }))
    .filter(({ set }) => Object.keys(set).length > 0);
  await updateMany<Person>(tx, 'person', columns);
  const rows = await tx.query<{ id: number; mobileHash: string }>('SELECT id, mobileHash FROM person');
  const personId = idsOf(
    rows.map(({ id, mobileHash }) => [mobileHash, id]),
    'person',
  );
  await writeRoles(tx, people, personId);
  return personId;
}

async function writeRoles(tx: Tx, people: RosterPlan['people'], personId: Ids): Promise<void> {
  const added: { personId: number; role: Role }[] = [];
  for (const { record, mobileHash } of people.created) {
    for (const role of rolesOf(record.roles)) added.push({ personId: personId(mobileHash), role });
  }
  const changed = people.updated.filter(({ set }) => set.roles !== undefined);
  if (changed.length > 0) await tx.remove(PersonRole, { personId: changed.map(({ id }) => id) });
  for (const { id, set } of changed) {
    for (const role of rolesOf(set.roles ?? '')) added.push({ personId: id, role });
  }
  await tx.insert(PersonRole, added);
}

/** Parts refer to their larger reach, so the rows come first and the references after. */
async function writeReaches(tx: Tx, { reaches }: RosterPlan, unitId: Ids): Promise<Ids> {
  await tx.insert(
    Reach,
    reaches.created.map(({ record: { townCode, parentCode: _, ...columns } }) => ({
      ...columns,
      townId: unitId(townCode),
    })),
  );
  const reachId = await codeIds(tx, 'reach');
  const created = reaches.created
    .filter(({ record }) => record.parentCode !== null)
    .map(
      ({ record }): Pick<Change<ReachRecord>, 'id' | 'set'> => ({
        id: reachId(record.code),
        set: { parentCode: record.parentCode },
      }),
    );
  const changes = [...created, ...reaches.updated].map(
    ({ id, set: { townCode, parentCode, ...columns } }) => ({
      id,
      set: {
        ...columns,
        ...defined<Partial<Reach>>({
          townId: idIf(unitId, townCode),
          parentId: idIf(reachId, parentCode),
        }),
      },
    }),
  );
  await updateMany<Reach>(tx, 'reach', changes);
  return reachId;
}

async function writePosts(tx: Tx, { posts }: RosterPlan, reachId: Ids, personId: Ids): Promise<void> {
  await tx.insert(
    Post,
    posts.created.map(({ record: { reachCode, mobileHash, level, fromDay, toDay } }) => ({
      reachId: reachId(reachCode),
      personId: personId(mobileHash),
      level,
      fromDay,
      toDay,
    })),
  );
  await updateMany(tx, 'post', posts.updated);
}

async function postIds(tx: Tx): Promise<Ids> {
  const rows = await tx.query<PostKey & { id: number }>(
    `SELECT post.id, reach.code AS reachCode, post.level, person.mobileHash, post.fromDay
     FROM post JOIN reach ON reach.id = post.reachId JOIN person ON person.id = post.personId`,
  );
  return idsOf(
    rows.map((row) => [postKey(row), row.id]),
    'post',
  );
}

/** Leaves out what is not to be set. */
const defined = <T extends object>(set: T): T =>
  Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)) as T;

const idIf = (ids: Ids, key: string | null | undefined): number | undefined => (key ? ids(key) : undefined);

type Did = Pick<AuditRow, 'action' | 'subjectType' | 'subjectId' | 'detail'>;

const changed = <F>(subjectType: string, changes: readonly Change<F>[]): Did[] =>
  changes.map(({ id, set, was }) => ({
    action: `${subjectType}.changed`,
    subjectType,
    subjectId: id,
    detail: { was, now: set },
  }));

/** One audit row a record; phones appear nowhere in them. */
function deeds(plan: RosterPlan, unitId: Ids, personId: Ids, reachId: Ids, postId: Ids): Did[] {
  const made = (subjectType: string, subjectId: number, detail: unknown): Did => ({
    action: `${subjectType}.created`,
    subjectType,
    subjectId,
    detail,
  });
  return [
    ...plan.units.created.map(({ record }) => made('unit', unitId(record.code), record)),
    ...changed('unit', plan.units.updated),
    ...plan.people.created.map(({ record, mobileHash }) =>
      made('person', personId(mobileHash), record satisfies PersonRecord),
    ),
    ...changed('person', plan.people.updated),
    ...plan.reaches.created.map(({ record }) => made('reach', reachId(record.code), record)),
    ...changed('reach', plan.reaches.updated),
    ...plan.posts.created.map(({ record: { mobileHash, ...post } }) =>
      made('post', postId(postKey({ mobileHash, ...post })), { ...post, personId: personId(mobileHash) }),
    ),
    ...changed('post', plan.posts.updated),
  ];
}

/** Writes a plan: about twenty statements whatever its size, audit rows included. */
export async function applyRoster(
  tx: Tx,
  plan: RosterPlan,
  secrets: Secrets,
  { actor, at }: Pick<ImportOptions, 'actor' | 'at'>,
): Promise<void> {
  const unitId = await writeUnits(tx, plan);
  const personId = await writePeople(tx, plan, unitId, secrets);
  const reachId = await writeReaches(tx, plan, unitId);
  await writePosts(tx, plan, reachId, personId);
  const postId = await postIds(tx);
  const summary: Did = {
    action: 'roster.imported',
    subjectType: 'roster',
    subjectId: null,
    detail: plan.counts,
  };
  const done = [...deeds(plan, unitId, personId, reachId, postId), summary];
  await auditMany(
    tx,
    done.map((deed) => ({ at, actor, ...deed })),
  );
}

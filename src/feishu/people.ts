import { Person } from '../../entities';
import { auditMany } from '../core/audit';
import type { Database, Tx } from '../core/database';
import type { Logger } from '../core/log';
import type { Secrets } from '../core/secrets';
import type { FeishuGateway } from './gateway';

/** Feishu takes this many mobiles in one question. */
const BATCH = 50;

export interface PeopleDeps {
  db: Database;
  gateway: Pick<FeishuGateway, 'openIdsByMobile'>;
  secrets: Secrets;
  log: Logger;
}

/**
 * Asks Feishu for the open_id of everybody who has none yet, by mobile. What was found before a failure stays.
 *
 * @param at business time
 * @throws FeishuRefusal when Feishu does not answer
 */
export async function matchPeople(
  { db, gateway, secrets, log }: PeopleDeps,
  at: Date,
): Promise<{ matched: number; unmatched: number }> {
  const people = await db.read.find(Person, { openId: null }, { order: { id: 'ASC' } });
  let matched = 0;
  for (let n = 0; n < people.length; n += BATCH) {
    const batch = people.slice(n, n + BATCH);
    const mobiles = new Map(batch.map((person) => [person.id, secrets.decrypt(person.mobileCipher)]));
    const found = await gateway.openIdsByMobile([...mobiles.values()]);
    const known = batch.flatMap(({ id }) => {
      const openId = found.get(mobiles.get(id) ?? '');
      return openId ? [{ id, openId }] : [];
    });
    matched += await store(db, log, batch, known, at);
  }
  if (people.length > 0) log.info({ matched, unmatched: people.length - matched }, 'people matched');
  return { matched, unmatched: people.length - matched };
}

/** Somebody left the organisation: shown to 县河长办 with those whom Feishu does not find, and looked for again. */
export const forgetLeaver = (db: Database, openId: string, at: Date): Promise<number> =>
  db.transaction(async (tx) => {
    const left = await tx.find(Person, { openId }, { columns: ['id'] });
    await recordReach(tx, left, 'person.left', at);
    return tx.update(Person, { openId }, { openId: null, matchedAt: at });
  });

/** Whom a task reaches is whose it is: what is scored later goes by since when (`rosterThen`). */
const recordReach = (
  tx: Tx,
  people: readonly Pick<Person, 'id'>[],
  action: 'person.matched' | 'person.left',
  at: Date,
): Promise<void> =>
  auditMany(
    tx,
    people.map(({ id }) => ({ at, actor: 'job:people', action, subjectType: 'person', subjectId: id })),
  );

async function store(
  db: Database,
  log: Logger,
  asked: readonly Person[],
  found: readonly { id: number; openId: string }[],
  at: Date,
): Promise<number> {
  return db.transaction(async (tx) => {
    const taken = await tx.find(Person, { openId: found.map(({ openId }) => openId) });
    const used = new Set(taken.map(({ openId }) => openId));
    const matched: { id: number }[] = [];
    for (const { id, openId } of found) {
      if (used.has(openId)) {
        // Two numbers of one Feishu user, e.g. after a change of number: the office decides which row stays.
        log.warn({ personId: id }, 'open_id belongs to another person');
        continue;
      }
      used.add(openId);
      if ((await tx.update(Person, { id, openId: null }, { openId })) > 0) matched.push({ id });
    }
    await recordReach(tx, matched, 'person.matched', at);
    await tx.update(Person, { id: asked.map(({ id }) => id) }, { matchedAt: at });
    return matched.length;
  });
}

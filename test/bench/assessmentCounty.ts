/*
 * A county with years of patrols, seeded by a process of its own, so that what it needs is nobody's memory.
 *
 * Arguments: the database, how many chiefs, how many years before 2027.
 */
import 'reflect-metadata';
import { Person, Post, Reach, Unit } from '../../entities';
import { Database, sqlInstant } from '../../src/core/database';
import { addDays, instantAt } from '../../src/core/days';

export const TOWNS = 20;
const WEEKS = 52;

const [url = '', chiefs = '0', years = '0'] = process.argv.slice(2);

interface First {
  towns: number;
  people: number;
  reaches: number;
}

/** A village chief a reach, all towns alike. */
async function people(db: Database, count: number): Promise<First> {
  const all = Array.from({ length: count }, (_, n) => n);
  return db.transaction(async (tx) => {
    const { firstId: towns } = await tx.insert(
      Unit,
      Array.from({ length: TOWNS }, (_, n) => ({ code: `B${n}`, name: `第${n}镇`, type: '镇' as const })),
    );
    const townOf = (n: number): number => towns + (n % TOWNS);
    const { firstId: people } = await tx.insert(
      Person,
      all.map((n) => ({
        name: `第${n}村河长`,
        mobileCipher: 'x',
        mobileHash: `h${n}`,
        mobileMasked: '199****0000',
        unitId: townOf(n),
        openId: `ou_${n}`,
      })),
    );
    const { firstId: reaches } = await tx.insert(
      Reach,
      all.map((n) => ({ code: `B${n}`, river: '汾河', name: `第${n}村段`, townId: townOf(n) })),
    );
    await tx.insert(
      Post,
      all.map((n) => ({
        reachId: reaches + n,
        level: 'village',
        personId: people + n,
        fromDay: '2020-01-01',
      })),
    );
    return { towns, people, reaches };
  });
}

/**
 * One week: a task for everybody, which one in ten misses; one in 26 finds something, of which one in ten stays open.
 * From the rows that are there, since a million rows through the driver would take minutes.
 */
async function week(db: Database, { people, reaches }: First, n: number): Promise<void> {
  const dueDay = addDays('2026-12-27', -7 * n);
  const made = sqlInstant(instantAt(addDays(dueDay, -6), '00:05'));
  const at = sqlInstant(instantAt(dueDay, '10:00'));
  const chief = `(r.id - ${reaches})`;
  await db.transaction(async (tx) => {
    await tx.run(
      `INSERT INTO patrol_task (reachId, townId, level, kind, periodKey, startDay, dueDay, lateDay, assigneeId, state, policyVersion, createdAt, version)
       SELECT r.id, r.townId, 'village', 'period', 'w${n}', '${addDays(dueDay, -6)}', '${dueDay}', '${addDays(dueDay, 7)}',
              ${chief} + ${people}, CASE WHEN (${chief} + ${n}) % 10 > 0 THEN 'done' ELSE 'missed' END, 1, '${made}', 1
         FROM reach r`,
    );
    await tx.run(
      `INSERT INTO patrol (taskId, reachId, level, personId, result, channel, kind, occurredAt, recordedAt)
       SELECT id, reachId, level, assigneeId, 'normal', 'card', 'walk', '${at}', '${at}'
         FROM patrol_task WHERE state = 'done' AND dueDay = '${dueDay}'`,
    );
    await tx.run(
      `INSERT INTO problem (source, reachId, taskId, place, seriousness, finderId, townId, state, dueDay, returns, rebounds,
                            reports, occurredAt, recordedAt, assignedAt, answeredAt, closedAt, policyVersion, version)
       SELECT 'patrol', t.reachId, t.id, '桥下', '一般', t.assigneeId, t.townId,
              CASE WHEN ${chief} % 10 = 0 THEN 'accepted' ELSE 'closed' END, '${dueDay}', 0, 0,
              1, '${at}', '${at}', '${at}', CASE WHEN ${chief} % 10 = 0 THEN NULL ELSE '${at}' END,
              CASE WHEN ${chief} % 10 = 0 THEN NULL ELSE '${at}' END, 1, 1
         FROM reach r JOIN patrol_task t ON t.reachId = r.id AND t.level = 'village' AND t.periodKey = 'w${n}'
        WHERE (${chief} + ${n}) % 26 = 0`,
    );
    await tx.run(
      `INSERT INTO photo (messageId, sourceKey, personId, state, subjectType, subjectId, side, occurredAt, recordedAt)
       SELECT id, 'k', finderId, 'stored', 'problem', id, 'before', '${at}', '${at}' FROM problem WHERE occurredAt = '${at}'`,
    );
  });
}

async function main(): Promise<void> {
  const db = await Database.open({ url });
  await db.migrate();
  const first = await people(db, Number(chiefs));
  for (let n = 0; n < WEEKS * Number(years); n += 1) await week(db, first, n);
  await db.close();
  process.send?.({ ready: url });
}

process.on('disconnect', () => process.exit(0));
main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});

/* Our side of the callback bench: the whole bot over a seeded county, run as a child process. */
import 'reflect-metadata';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CardMessage, PatrolTask, Person } from '../../entities';
import { Presenters } from '../../src/bot';
import { type App, compose } from '../../src/compose';
import { readConfig } from '../../src/config';
import { addDays, dayOf } from '../../src/core/days';
import { createLog } from '../../src/core/log';
import type { Card, Component } from '../e2e/county';
import { buildOutfall, buildPerson, buildPost, buildReach, buildUnit } from '../factories';

/** Fewer chiefs than connections, so that two presses of one person do meet. */
const REACHES = 20;

export interface SeededPress {
  openId: string;
  messageId: string;
  value: unknown;
}

function submitValue(card: Card): Record<string, unknown> {
  const walk = (c: Component): Component[] => [
    c,
    ...[...(c.elements ?? []), ...(c.columns ?? [])].flatMap(walk),
  ];
  const button = (card.body?.elements ?? []).flatMap(walk).find((c) => c.name?.startsWith('patrol_submit'));
  return (button as unknown as { behaviors: { value: Record<string, unknown> }[] }).behaviors[0]?.value ?? {};
}

/** `count` open tasks, each with its card on a phone, the chiefs taking turns: every press is the one 一切正常. */
async function seed(app: App, count: number): Promise<SeededPress[]> {
  const { db, clock } = app.deps;
  const town = await buildUnit(db, { name: '基准镇' });
  const byChief: SeededPress[][] = [];
  const presenters = new Presenters(app.deps);
  const today = dayOf(clock.now());
  for (let n = 0; n < REACHES; n += 1) {
    const chief = await buildPerson(db, { unitId: town.id, roles: ['村级河长'], openId: `ou_bench_${n}` });
    const reach = await buildReach(db, { townId: town.id, code: `B-${n}` });
    await buildPost(db, { reachId: reach.id, personId: chief.id, level: 'village' });
    await buildOutfall(db, {
      townId: town.id,
      reachId: reach.id,
      name: `基准${n}号排口甲`,
      internalCode: `XJ-B${n}-0001`,
    });
    await buildOutfall(db, {
      townId: town.id,
      reachId: reach.id,
      name: `基准${n}号排口乙`,
      internalCode: `XJ-B${n}-0002`,
    });
    const each = Math.ceil(count / REACHES);
    const firstId = await db.transaction(async (tx) => {
      const { firstId } = await tx.insert(
        PatrolTask,
        Array.from({ length: each }, (_, k) => ({
          reachId: reach.id,
          townId: town.id,
          level: 'village' as const,
          periodKey: `B${k}`,
          startDay: today,
          dueDay: addDays(today, 6),
          lateDay: addDays(today, 13),
          assigneeId: chief.id,
          state: 'open' as const,
          policyVersion: 1,
          createdAt: clock.now(),
          version: 1,
        })),
      );
      await tx.insert(
        CardMessage,
        Array.from({ length: each }, (_, k) => ({
          messageId: `om_bench_${firstId + k}`,
          chatId: 'oc_bench',
          kind: 'patrolTask',
          subjectType: 'task',
          subjectId: firstId + k,
          recipientId: chief.id,
          sentAt: clock.now(),
        })),
      );
      return firstId;
    });
    const recipient = (await db.read.findOne(Person, { id: chief.id })) as Person;
    const subject = { type: 'task', id: firstId };
    const drawn = await presenters.render(
      db.read,
      { kind: 'patrolTask', subject, recipient, snapshot: null, at: clock.now() },
      false,
    );
    const value = submitValue(drawn?.card as Card);
    const press = (k: number): SeededPress => ({
      openId: `ou_bench_${n}`,
      messageId: `om_bench_${firstId + k}`,
      value: { ...value, task: firstId + k },
    });
    byChief.push(Array.from({ length: each }, (_, k) => press(k)));
  }
  const rounds = byChief[0]?.map((_, k) => byChief.map((presses) => presses[k] as SeededPress)) ?? [];
  return rounds.flat().slice(0, count);
}

async function main(): Promise<void> {
  const [url = '', count = '0'] = process.argv.slice(2);
  const dataDir = mkdtempSync(join(tmpdir(), 'river-bench-data-'));
  const config = readConfig({ DATABASE_URL: url, DATA_DIR: dataDir, LOG_LEVEL: 'info' }, { sandbox: true });
  const app = await compose(config, createLog('info'), { port: 0 });
  const presses = await seed(app, Number(count));
  process.send?.({ ready: app.address, app: app.sandbox?.app, presses });
  process.on('message', async (message) => {
    if (message !== 'count') return;
    const [row] = await app.deps.db.read.query<{ tasks: number; patrols: number }>(
      "SELECT (SELECT COUNT(*) FROM patrol_task WHERE state = 'done') AS tasks, (SELECT COUNT(*) FROM patrol) AS patrols",
    );
    process.send?.({ counted: row });
  });
  process.on('disconnect', () => process.exit(0));
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});

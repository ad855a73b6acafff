import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Delivery, type Person } from '../../entities';
import { countOf, until } from '../e2e/badDays';
import { BACKENDS } from '../factories';
import { Stage } from '../feishu/stage';
import { NIGHTLY, SEED, seeded } from './nightly';
import { built, Victim } from './process';
import type { SenderSettings } from './senderProcess';

const KILLS = (NIGHTLY ? 200 : 20) / BACKENDS.length;
const PEOPLE = 8;
/** Of a killed process; the bot's own is twenty seconds. */
const LEASE_MS = 800;
/** A call takes this long, so that most moments are within one. */
const LATENCY_MS = 25;

describe.each(BACKENDS)('a sender that is killed again and again, on %s', (backend) => {
  let stage: Stage;
  let dir: string;
  let victim: Victim | null = null;
  beforeAll(async () => {
    stage = await Stage.open(backend, '2026-10-12T09:00:00+08:00');
    dir = mkdtempSync(join(tmpdir(), 'kills-'));
  });
  afterAll(async () => {
    await victim?.kill();
    await stage.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it(
    `${KILLS} times at any moment under load: every message arrives, each once, however often it is sent`,
    async () => {
      const random = seeded(SEED);
      const journal = join(dir, 'journal');
      const settings: SenderSettings = {
        url: stage.db.url,
        app: { ...stage.sandbox.app, domain: stage.url },
        journal,
        at: stage.clock.now().toISOString(),
        leaseMs: LEASE_MS,
      };
      const program = built('senderProcess.ts');
      const start = async () => {
        victim = await Victim.start(program, [JSON.stringify(settings)]);
        return victim;
      };
      const people: (Person & { openId: string })[] = [];
      for (let n = 0; n < PEOPLE; n += 1) people.push(await stage.person(`1990000000${n}`));
      await stage.fault({ kind: 'latency', ms: LATENCY_MS, count: 1_000_000 });

      let asked = 0;
      for (let kill = 0; kill < KILLS; kill += 1) {
        for (let n = 0; n < PEOPLE * 6; n += 1) {
          asked += 1;
          await stage.ask(Number(people[n % PEOPLE]?.id), { subject: { type: 'task', id: asked } });
        }
        const doomed = await start();
        await pause(random() * 250);
        await doomed.kill();
      }
      await start();
      // Counted, not fetched: thousands of rows twenty times a second would starve the Feishu in this process.
      const waiting = () => countOf(stage.db, 'outbox_message');
      // The more were killed, the more is left for the last: on a busy machine each message takes its time.
      await until('the last message', async () => (await waiting()) === 0, 30_000 + asked * LATENCY_MS);

      const phones = await Promise.all(people.map(({ openId }) => stage.titles(openId)));
      const shown = phones.flat();
      const wanted = Array.from({ length: asked }, (_, n) => `task-${n + 1}`);
      expect({ seed: SEED, shown: shown.sort() }).toEqual({ seed: SEED, shown: wanted.sort() });
      expect(await stage.db.read.find(Delivery, { state: ['refused', 'unknown', 'dropped'] })).toEqual([]);

      // Sent more than once: only what was on its way when its process died, and under the same uuid.
      const sends = readFileSync(journal, 'utf8').trim().split('\n');
      const uuids = new Map<string, Set<string>>();
      for (const [title, uuid] of sends.map((line) => line.split(' ') as [string, string])) {
        uuids.set(title, (uuids.get(title) ?? new Set()).add(uuid));
      }
      expect([...uuids.values()].filter((of) => of.size > 1)).toEqual([]);
      process.stdout.write(
        `${KILLS} kills on ${backend}: ${asked} messages, ${sends.length - asked} sent again, shown ${shown.length}\n`,
      );
      expect(sends.length).toBeGreaterThan(asked);
      expect(sends.length - asked).toBeLessThanOrEqual(KILLS * 32);
    },
    90_000 + KILLS * 6_000,
  );
});

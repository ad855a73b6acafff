import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Libsql from 'libsql';
import { sealAudit, verifyAudit } from '../../src/core/audit';
import type { Database } from '../../src/core/database';
import { buttonOn, cardsOf, countOf, doubled, until } from './badDays';
import { ChildBot } from './child';
import { buttons, County, PNG, type Pressed, type ShownMessage } from './county';

/** How often it is killed; `KILLS=200` for a night. */
const KILLS = Number(process.env.KILLS ?? 9);
const OK = '一切正常，提交';

/** A month of waiting for the last message would not help: these can go, or nobody is there to get them. */
const UNSENT = 'recipientId IN (SELECT id FROM person WHERE openId IS NOT NULL)';
const IMPORTED = ['unit', 'person', 'person_role', 'reach', 'post', 'outfall'];

/** What a start that nobody disturbed leaves: the rows imported, the people of the sandbox, the tasks of each week. */
async function whatThereIs(county: County) {
  const { db } = county.app.deps;
  const rows: Record<string, number> = {};
  for (const table of IMPORTED) rows[table] = await countOf(db, table);
  const people = (await county.api<unknown[]>('GET', 'people')).length;
  return { ...rows, people, weekly: new Set(await weeksOf(db)) };
}

const weeksOf = async (db: Database): Promise<number[]> =>
  (
    await db.read.query<{ n: number }>(
      `SELECT COUNT(*) AS n FROM patrol_task WHERE periodKey LIKE '%-W%' GROUP BY periodKey`,
    )
  ).map(({ n }) => Number(n));

/** Events that the sandbox has still to push, those of a killed process included. */
function eventsOnTheWay(dataDir: string): number {
  const db = new Libsql(join(dataDir, 'sandbox.db'));
  const [row] = db.prepare('SELECT COUNT(*) AS n FROM event WHERE due_at IS NOT NULL').all() as {
    n: number;
  }[];
  db.close();
  return row?.n ?? 0;
}

/** What it is killed at, how many ms into it at random, and who is at work then. */
interface Moment {
  what: string;
  from: number;
  to: number;
  ready: boolean;
  work(bot: ChildBot): Promise<unknown>;
}

describe('kill -9', () => {
  it(
    'at any moment, and a new start: nothing is lost and nothing doubled',
    async () => {
      const undisturbed = await County.start({}, undefined, null);
      const whole = await whatThereIs(undisturbed);
      const { now } = await undisturbed.api<{ now: string }>('GET', 'clock');
      const nextMonday = { now: new Date(Date.parse(now) + 7 * 86_400_000 + 3_600_000).toISOString() };
      await undisturbed.stop();

      const accepted = new Set<string>();
      // A first start takes about two seconds: tables, county, people, tasks, messages.
      const start: Moment = {
        what: 'a start',
        from: 300,
        to: 3_000,
        ready: false,
        work: async () => undefined,
      };
      const presses: Moment = {
        what: 'presses',
        from: 0,
        to: 400,
        ready: true,
        work: (bot) => live(bot, accepted),
      };
      const week: Moment = {
        what: 'a week',
        from: 0,
        to: 3_000,
        ready: true,
        work: (bot) => bot.api('POST', 'clock', nextMonday),
      };
      const momentOf = (n: number) => (n < KILLS / 2 ? start : n < KILLS - 2 ? presses : week);

      const dataDir = mkdtempSync(join(tmpdir(), 'killed-'));
      const moments: string[] = [];
      for (let n = 0; n < KILLS; n += 1) {
        const { what, from, to, ready, work } = momentOf(n);
        const bot = ChildBot.start(dataDir);
        if (ready) await bot.ready;
        const after = Math.round(from + Math.random() * (to - from));
        moments.push(`${after} ms into ${what}`);
        const working = work(bot).catch((error: unknown) => {
          // Connections break when it is killed, and must not before.
          if (!bot.killed) throw error;
        });
        await pause(after);
        await bot.kill();
        await working;
      }

      const county = await County.start({}, dataDir);
      const { db } = county.app.deps;
      // What a killed process was about to send is its for twenty seconds, an event that it was pushing for ten.
      const everything = () =>
        until(
          'the last message',
          async () => {
            await county.settle();
            const unhandled = await countOf(db, 'inbox_event', `state = 'new'`);
            // Else what somebody said before a kill is answered a week later, and looks like a second task.
            const unpushed = eventsOnTheWay(dataDir);
            return (await countOf(db, 'outbox_message', UNSENT)) + unhandled + unpushed === 0;
          },
          40_000,
        );
      try {
        await everything();
        await county.api('POST', 'clock', nextMonday);
        await everything();
        expect({ moments, ...(await whatThereIs(county)) }).toEqual({ moments, ...whole });
        expect({ moments, faults: await doubled(county) }).toEqual({ moments, faults: [] });
        expect(await county.app.feishu.deliveries({ refused: true })).toEqual([]);
        expect(await countOf(db, 'person', 'openId IS NOT NULL AND privacySentAt IS NULL')).toBe(0);
        const halves = `(SELECT COUNT(*) FROM patrol p WHERE p.taskId = t.id) <> (t.state = 'done')`;
        expect(await countOf(db, 'patrol_task t', halves)).toBe(0);
        const walked = `id IN (SELECT personId FROM patrol) AND openId IN ('${[...accepted].join("','")}')`;
        expect(await countOf(db, 'person', walked)).toBe(accepted.size);
        await sealAudit(db);
        expect((await verifyAudit(db)).unsealed).toBe(0);
      } finally {
        await county.stop();
        rmSync(dataDir, { recursive: true, force: true });
      }
    },
    90_000 + KILLS * 15_000,
  );
});

/** People press and speak; whose patrol was acknowledged is noted. */
async function live(bot: ChildBot, accepted: Set<string>): Promise<void> {
  const people = await bot.api<{ open_id: string }[]>('GET', 'people');
  for (const { open_id } of people.sort(() => Math.random() - 0.5)) {
    const shown = cardsOf(await bot.api<ShownMessage[]>('GET', `people/${open_id}/messages`));
    const task = shown.find(({ content }) => buttons(content).some((button) => button.text?.content === OK));
    if (!task) continue;
    const asked = { message_id: task.message_id, name: buttonOn(task, OK).name };
    const pressed = await bot.api<Pressed>('POST', `people/${open_id}/actions`, asked);
    if (pressed.toast?.type === 'success') accepted.add(open_id);
    await bot.api('POST', `people/${open_id}/messages`, { type: 'image', base64: PNG });
    await bot.api('POST', `people/${open_id}/messages`, { type: 'text', text: '任务' });
  }
}

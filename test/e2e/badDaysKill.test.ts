import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sealAudit, verifyAudit } from '../../src/core/audit';
import { buttonOn, cardsOf, countOf, doubled, until } from './badDays';
import { ChildBot } from './child';
import { buttons, County, PNG, type Pressed, type ShownMessage } from './county';

/** How often it is killed; `KILLS=200` for a night. */
const KILLS = Number(process.env.KILLS ?? 9);
const OK = '一切正常，提交';

/** The sample county, as a start that nobody disturbed leaves it. */
const WHOLE = ['unit', 'person', 'person_role', 'reach', 'post', 'outfall', 'patrol_task'];
const countAll = async (county: County) =>
  Object.fromEntries(
    await Promise.all(WHOLE.map(async (table) => [table, await countOf(county.app.deps.db, table)] as const)),
  );

describe('kill -9', () => {
  it(
    'at any moment, and a new start: nothing is lost and nothing doubled',
    async () => {
      const undisturbed = await County.start();
      const whole = await countAll(undisturbed);
      const people = (await undisturbed.api<unknown[]>('GET', 'people')).length;
      await undisturbed.stop();

      const dataDir = mkdtempSync(join(tmpdir(), 'killed-'));
      const moments: string[] = [];
      const accepted = new Set<string>();
      const starting = Math.ceil(KILLS / 2);
      for (let n = 0; n < KILLS; n += 1) {
        const bot = ChildBot.start(dataDir);
        if (n < starting) {
          // The first start takes about two seconds here: tables, county, people, tasks, messages.
          const after = Math.round(300 + Math.random() * 2_700);
          moments.push(`${after} ms into a start`);
          await pause(after);
        } else {
          await bot.ready;
          const after = Math.round(Math.random() * 400);
          moments.push(`${after} ms into presses`);
          const living = live(bot, accepted);
          await pause(after);
          await bot.kill();
          await living;
        }
        await bot.kill();
      }

      const county = await County.start({}, dataDir);
      try {
        const { db } = county.app.deps;
        // What a killed process was about to send is its for twenty seconds; events it was pushing for ten.
        await until(
          'the last message',
          async () => {
            await county.settle();
            const waiting = `recipientId IN (SELECT id FROM person WHERE openId IS NOT NULL)`;
            return (
              (await countOf(db, 'outbox_message', waiting)) === 0 &&
              (await countOf(db, 'inbox_event', "state = 'new'")) === 0
            );
          },
          40_000,
        );
        expect({ moments, ...(await countAll(county)) }).toEqual({ moments, ...whole });
        expect(await county.api<unknown[]>('GET', 'people')).toHaveLength(people);
        expect({ moments, faults: await doubled(county) }).toEqual({ moments, faults: [] });
        expect(await county.app.feishu.deliveries({ refused: true })).toEqual([]);
        expect(await countOf(db, 'person', 'openId IS NOT NULL AND privacySentAt IS NULL')).toBe(0);
        const halves = `(SELECT COUNT(*) FROM patrol p WHERE p.taskId = t.id) <> (t.state = 'done')`;
        expect(await countOf(db, 'patrol_task t', halves)).toBe(0);
        for (const openId of accepted) {
          const task = await db.read.query(
            `SELECT t.id FROM patrol_task t JOIN patrol a ON a.taskId = t.id JOIN person p ON p.id = a.personId
            WHERE p.openId = ?`,
            [openId],
          );
          expect(task.length).toBeGreaterThan(0);
        }
        await sealAudit(db);
        expect((await verifyAudit(db)).unsealed).toBe(0);
      } finally {
        await county.stop();
      }
    },
    60_000 + KILLS * 6_000,
  );
});

/** People press and speak until the bot is gone; whose patrol was acknowledged is noted. */
async function live(bot: ChildBot, accepted: Set<string>): Promise<void> {
  try {
    const people = await bot.api<{ open_id: string }[]>('GET', 'people');
    for (const { open_id } of people.sort(() => Math.random() - 0.5)) {
      const shown = cardsOf(await bot.api<ShownMessage[]>('GET', `people/${open_id}/messages`));
      const task = shown.find(({ content }) =>
        buttons(content).some((button) => button.text?.content === OK),
      );
      if (!task) continue;
      const asked = { message_id: task.message_id, name: buttonOn(task, OK).name };
      const pressed = await bot.api<Pressed>('POST', `people/${open_id}/actions`, asked);
      if (pressed.toast?.type === 'success') accepted.add(open_id);
      await bot.api('POST', `people/${open_id}/messages`, { type: 'image', base64: PNG });
      await bot.api('POST', `people/${open_id}/messages`, { type: 'text', text: '任务' });
    }
  } catch (error) {
    // It was killed: the connection broke.
    if (!(error instanceof TypeError)) throw error;
  }
}

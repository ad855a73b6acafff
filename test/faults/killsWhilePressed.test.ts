import { setTimeout as pause } from 'node:timers/promises';
import { AuditEntry, Patrol, PatrolTask, type Person, Suggestion } from '../../entities';
import { Presenters } from '../../src/bot';
import { silentLog } from '../../src/core/log';
import { Policies } from '../../src/core/policy';
import { buttonOn, countOf, until } from '../e2e/badDays';
import type { Pressed, ShownMessage } from '../e2e/county';
import { BACKENDS, buildPost, buildReach, testCalendar, testPolicy, testSecrets } from '../factories';
import { Stage } from '../feishu/stage';
import { buildTask, NOW } from '../river';
import type { BotSettings } from './botProcess';
import { chiefOf, settingsOf } from './botStage';
import { NIGHTLY, SEED, seeded } from './nightly';
import { built, Victim } from './process';

const KILLS = (NIGHTLY ? 200 : 20) / BACKENDS.length;
const PEOPLE = 6;
const OK = '一切正常，提交';

interface Walk {
  task: PatrolTask;
  openId: string;
  messageId: string;
  /** Whether the phone said that it is done. */
  answered: boolean;
}

describe.each(BACKENDS)('a bot that is killed while people press and speak, on %s', (backend) => {
  let stage: Stage;
  let victim: Victim | null = null;
  let settings: BotSettings;
  beforeAll(async () => {
    stage = await Stage.open(backend, NOW.toISOString());
    settings = await settingsOf(stage);
  }, 60_000);
  afterAll(async () => {
    await victim?.kill();
    await stage.close();
  });

  const press = ({ openId, messageId }: Walk, name: string) =>
    stage.control<Pressed>('POST', `people/${openId}/actions`, { message_id: messageId, name });

  async function walks(chiefs: (Person & { openId: string })[]): Promise<Walk[]> {
    const made: Omit<Walk, 'messageId'>[] = [];
    for (let n = 0; n < KILLS * PEOPLE; n += 1) {
      const one = chiefs[n % PEOPLE] as Person & { openId: string };
      const reach = await buildReach(stage.db, { townId: stage.unit.id });
      await buildPost(stage.db, { reachId: reach.id, personId: one.id, level: 'village' });
      const task = await buildTask({ db: stage.db, reach, chief: one });
      const subject = { type: 'task', id: task.id };
      await stage.ask(one.id, { kind: 'patrolTask', subject });
      made.push({ task, openId: one.openId, answered: false });
    }
    const deps = {
      db: stage.db,
      policies: new Policies(stage.db, testPolicy()),
      calendar: testCalendar,
      clock: stage.clock,
      log: silentLog(),
      secrets: testSecrets,
    };
    await stage.sender({ renderers: new Presenters(deps) }).deliver(undefined, 60_000);
    const shown = await stage.db.read.query<{ subjectId: number; messageId: string }>(
      `SELECT subjectId, messageId FROM card_message WHERE kind = 'patrolTask'`,
    );
    const messageOf = new Map(shown.map(({ subjectId, messageId }) => [Number(subjectId), messageId]));
    return made.map((walk) => ({ ...walk, messageId: String(messageOf.get(walk.task.id)) }));
  }

  it(
    `${KILLS} times: what was answered is kept, what was not is there whole or not at all, and pressing again adds nothing`,
    async () => {
      const random = seeded(SEED);
      const program = built('botProcess.ts');
      const start = async () => {
        victim = await Victim.start(program, [JSON.stringify(settings)]);
        return victim;
      };
      const chiefs = await Promise.all(
        Array.from({ length: PEOPLE }, (_, n) => chiefOf(stage, `1990000100${n}`)),
      );
      const all = await walks(chiefs);
      const phone = await stage.control<ShownMessage[]>('GET', `people/${all[0]?.openId}/messages`);
      const card = phone.find(({ message_id }) => message_id === all[0]?.messageId) as ShownMessage;
      expect(buttonOn(card, OK).name).toMatch(/^patrol_submit/);
      const nameOf = ({ task }: Walk) =>
        buttonOn(card, OK).name.replace(`_${all[0]?.task.id}_`, `_${task.id}_`);

      let said = 0;
      for (let kill = 0; kill < KILLS; kill += 1) {
        const now = all.slice(kill * PEOPLE, (kill + 1) * PEOPLE);
        const doomed = await start();
        // Killed once some were answered and others are under way, however fast the machine is.
        const enough = Math.floor(random() * PEOPLE);
        let answered = 0;
        const live = now.map(async (walk, n) => {
          await pause(n * random() * 60);
          said += 1;
          const text = `意见 第${said}条`;
          const [pressed] = await Promise.all([
            press(walk, nameOf(walk)),
            stage.control('POST', `people/${walk.openId}/messages`, { type: 'text', text }),
          ]);
          walk.answered = pressed.toast?.type === 'success';
          answered += 1;
        });
        await until('some answers', async () => answered >= enough);
        await pause(random() * 40);
        await doomed.kill();
        await Promise.all(live);
        for (const walk of now) await isWhole(walk);
      }
      const lost = all.filter(({ answered }) => !answered);
      const kept = await countOf(stage.db, 'patrol');

      await start();
      for (const walk of lost) {
        const pressed = await press(walk, nameOf(walk));
        expect({
          seed: SEED,
          error: pressed.error,
          told: pressed.toast !== null || pressed.card !== null,
        }).toEqual({
          seed: SEED,
          error: null,
          told: true,
        });
        walk.answered = true;
      }
      for (const walk of all) await isWhole(walk);

      // Whatever was said is answered once: at once, or when Feishu has pushed it again.
      await until(
        'every answer',
        async () => {
          await stage.sandbox.settled();
          const again = stage.sandbox.nextDue();
          if (again && again > stage.clock.now()) stage.clock.moveTo(again);
          await stage.sandbox.runDue();
          const waiting = await countOf(stage.db, 'outbox_message');
          return (
            waiting + (await countOf(stage.db, 'inbox_event', `state = 'new'`)) === 0 &&
            !stage.sandbox.nextDue()
          );
        },
        90_000,
      );
      const heard = (await stage.db.read.find(Suggestion)).map(({ words }) => words);
      const wanted = Array.from({ length: said }, (_, n) => `第${n + 1}条`);
      expect({ seed: SEED, heard: heard.sort() }).toEqual({ seed: SEED, heard: wanted.sort() });
      const shown = (await Promise.all(chiefs.map(({ openId }) => stage.phone(openId)))).flat();
      const answers = shown.filter(({ from, msg_type }) => from === 'bot' && msg_type === 'text');
      expect({ seed: SEED, answers: answers.length }).toEqual({ seed: SEED, answers: said });
      process.stdout.write(
        `${KILLS} kills on ${backend} under presses: ${all.length} pressed, ${lost.length} not answered, ${kept - (all.length - lost.length)} of those kept\n`,
      );
    },
    120_000 + KILLS * 10_000,
  );

  /** Done with its patrol, its audit row and nothing double, or open with none of it; done in any case once answered. */
  async function isWhole({ task, answered }: Walk): Promise<void> {
    const { read } = stage.db;
    const patrols = (await read.find(Patrol, { taskId: task.id })).length;
    const audits = await read.find(AuditEntry, {
      action: 'task.done',
      subjectType: 'task',
      subjectId: task.id,
    });
    const state = (await read.findOne(PatrolTask, { id: task.id }))?.state;
    const there = { state, patrols, audits: audits.length };
    const done = { state: 'done', patrols: 1, audits: 1 };
    const open = { state: 'open', patrols: 0, audits: 0 };
    expect({ seed: SEED, task: task.id, answered, ...there }).toEqual({
      seed: SEED,
      task: task.id,
      answered,
      ...(answered || state === 'done' ? done : open),
    });
  }
});

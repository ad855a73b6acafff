import fc from 'fast-check';
import {
  HistoryEntry,
  Patrol,
  PatrolLeave,
  PatrolSuspension,
  PatrolTask,
  Post,
  StandIn,
} from '../../entities';
import { addDays, dayOf, instantAt } from '../../src/core/days';
import { Fault } from '../../src/core/errors';
import { openMatters } from '../../src/escalation';
import { closeMissed, generateTasks, resumePatrols, suspendPatrols } from '../../src/patrol';
import { BACKENDS, buildPerson, buildPost } from '../factories';
import { Hand, type Shown } from '../problem/pressing';
import { eachRiver, type River } from '../river';

/** What a form is filled with, whatever it asks for; a life says the day and the deputy. */
const WORDS = { words: '定了清淤', reason: '请假', days: '2', begun: '', ended: '', kind: 'walk' };
const FIRST = '2026-11-23';

/** The state that the rows of a task's history lead to, from its making on. */
const replay = (rows: readonly HistoryEntry[]): string =>
  rows.reduce((state, row) => {
    const ways: Record<string, [from: string[], to: string]> = {
      done: [['open'], 'done'],
      missed: [['open'], 'missed'],
      void: [['open'], 'void'],
      suspended: [['open', 'missed'], 'void'],
      resumed: [['void'], 'open'],
      postponed: [['open'], 'open'],
    };
    const way = ways[row.action];
    expect([row.action, way?.[0].includes(state)]).toEqual([row.action, true]);
    return way?.[1] ?? '';
  }, 'open');

describe.each(BACKENDS)('any life of patrol tasks over %s', (backend) => {
  let river: River;
  let hands: Hand[];
  eachRiver(backend, async (made) => {
    river = made;
    const { db, town, village } = river;
    const deputy = await buildPerson(db, { unitId: village.id, name: '村支书', title: '支书' });
    const next = await buildPerson(db, { unitId: village.id, name: '新河长', title: '河长' });
    const head = await buildPerson(db, { unitId: town.id, name: '镇河长', title: '镇级河长' });
    await buildPost(db, { reachId: river.townReach.id, personId: head.id, level: 'town' });
    hands = [river.chief, deputy, next, head, river.liaison, river.office].map((one) => new Hand(river, one));
  });

  const now = () => river.deps.clock.now();
  const tasks = () => river.db.read.find(PatrolTask, {}, { order: { id: 'ASC' } });

  /** Every button that anybody has on a card of an open task, on their own form of it, or about a 代巡. */
  async function buttons(): Promise<{ hand: Hand; shown: Shown; label: string }[]> {
    const open = (await tasks()).filter(({ state }) => state === 'open').slice(-3);
    const standIns = await river.db.read.find(StandIn, {}, { order: { id: 'DESC' }, limit: 1 });
    const cards = [
      ...open.flatMap(({ id }) => [['patrolTask', id] as const, ['patrolMore', id] as const]),
      ...standIns.map(({ id }) => ['standIn', id] as const),
    ];
    const found: { hand: Hand; shown: Shown; label: string }[] = [];
    for (const hand of hands) {
      const own = [
        ...cards,
        ['patrolMore', hand.person.id, 'person'] as const,
        ['standInForm', hand.person.id] as const,
      ];
      for (const [kind, id, type] of own) {
        const shown = await hand.sees(kind, id, type).catch(() => null);
        // What is found has a life of its own (test/problem/lives.test.ts).
        const labels = (shown?.buttons ?? []).filter((label) => !label.includes('发现问题'));
        if (shown) found.push(...labels.map((label) => ({ hand, shown, label })));
      }
    }
    return found;
  }

  async function press(button: number, { days, who }: { days: number; who: number }): Promise<void> {
    const all = await buttons();
    const chosen = all[button % Math.max(1, all.length)];
    if (!chosen) return;
    const { hand, shown, label } = chosen;
    const today = dayOf(now());
    const form = {
      ...WORDS,
      deputy: `p${hands[who % hands.length]?.person.id}`,
      to: addDays(today, days),
      day: addDays(today, -days),
      reason: label === '发出' ? '请假' : '路断了',
    };
    try {
      await hand.presses(label, shown, form);
    } catch (error) {
      // Only what was filled in may be found wanting.
      if (!(error instanceof Fault)) throw error;
      expect([label, error.code]).toEqual([label, 'press.form']);
    }
  }

  const inTown = () => ({ reachId: null, townId: river.town.id, by: 'cli', at: now() });

  async function stop(days: number): Promise<void> {
    const fromDay = addDays(dayOf(now()), -days);
    const order = {
      ...inTown(),
      fromDay,
      toDay: addDays(fromDay, 2 * days),
      reason: '汛情' as const,
      words: '涨水',
    };
    await river.db.transaction((tx) => suspendPatrols(tx, order));
  }

  async function resume(): Promise<void> {
    const [last] = await river.db.read.find(PatrolSuspension, {}, { order: { id: 'DESC' }, limit: 1 });
    if (!last) return;
    await river.db
      .transaction((tx) => resumePatrols(tx, { id: last.id, by: 'cli', at: now() }))
      .catch((error: unknown) => {
        if (!(error instanceof Fault)) throw error;
        expect(error.code).toBe('press.stale');
      });
  }

  /** The chief leaves with yesterday, or is followed by the next one from today on. */
  async function change(who: number): Promise<void> {
    const today = dayOf(now());
    const post = { reachId: river.reach.id, level: 'village' as const };
    await river.db.transaction((tx) =>
      tx.run('UPDATE post SET toDay = ? WHERE reachId = ? AND level = ? AND toDay IS NULL AND fromDay < ?', [
        addDays(today, -1),
        post.reachId,
        post.level,
        today,
      ]),
    );
    const next = hands[who % 3]?.person;
    const taken = await river.db.read.findOne(Post, { reachId: river.reach.id, fromDay: today });
    if (who % 2 === 0 && next && !taken)
      await buildPost(river.db, { ...post, personId: next.id, fromDay: today });
  }

  async function passes(days: number): Promise<void> {
    const from = now();
    const at = instantAt(addDays(dayOf(from), days), '00:05');
    river.deps.clock.moveTo(at);
    await closeMissed(river.deps, at);
    await generateTasks(river.deps, { from, at });
    expect(await generateTasks(river.deps, { from, at })).toBe(0);
    river.deps.clock.moveTo(instantAt(dayOf(at), '09:00'));
  }

  async function holds(): Promise<void> {
    const today = dayOf(now());
    const all = await tasks();
    const patrols = await river.db.read.find(Patrol, {});
    const rows = await river.db.read.find(
      HistoryEntry,
      { subjectType: 'task' },
      { order: { version: 'ASC' } },
    );
    for (const task of all) {
      const own = rows.filter(({ subjectId }) => subjectId === task.id);
      // Those made void from the start have no step behind them.
      if (own.length > 0) expect([task.id, replay(own)]).toEqual([task.id, task.state]);
      expect(own.map(({ version }) => version)).toEqual(own.map((_, n) => n + 2));
      expect(task.version).toBe(own.length + 1);
      expect(patrols.filter(({ taskId }) => taskId === task.id)).toHaveLength(task.state === 'done' ? 1 : 0);
      // An open task can be entered today, or ends with the next night.
      if (task.state === 'open') expect(task.lateDay >= today).toBe(true);
      const same = all.filter(
        (other) =>
          other.id !== task.id &&
          other.reachId === task.reachId &&
          other.level === task.level &&
          other.startDay <= (task.postponedFrom ?? task.dueDay) &&
          (other.postponedFrom ?? other.dueDay) >= task.startDay,
      );
      expect([task.periodKey, same.map(({ periodKey }) => periodKey)]).toEqual([task.periodKey, []]);
    }
    // Nobody is reminded of what they cannot do.
    for (const { type, id, responsible } of await openMatters(river.db.read, river.deps, { today })) {
      if (type !== 'task') continue;
      expect(responsible.length).toBeGreaterThan(0);
      for (const personId of responsible) {
        const hand = hands.find(({ person }) => person.id === personId);
        const labels = (await hand?.sees('patrolTask', id))?.buttons ?? [];
        expect([id, personId, labels.includes('一切正常，提交')]).toEqual([id, personId, true]);
      }
    }
  }

  const steps = fc.array(
    fc.record({
      what: fc.constantFrom('press', 'press', 'press', 'day', 'day', 'week', 'stop', 'resume', 'change'),
      button: fc.nat(10_000),
      days: fc.integer({ min: 0, max: 6 }),
      who: fc.nat(20),
    }),
    { minLength: 6, maxLength: 14 },
  );

  test('doubles nothing, blames nobody for what they cannot do, ends in time, and is told again by its history', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (life) => {
        await river.db.transaction(async (tx) => {
          for (const entity of [HistoryEntry, Patrol, PatrolTask, PatrolSuspension, StandIn, PatrolLeave]) {
            await tx.remove<object>(entity, {});
          }
          await tx.run('DELETE FROM post WHERE reachId = ?', [river.reach.id]);
        });
        const held = { reachId: river.reach.id, personId: river.chief.id, level: 'village' as const };
        await buildPost(river.db, held);
        river.deps.clock.moveTo(instantAt(FIRST, '09:00'));
        await generateTasks(river.deps, { from: null, at: now() });
        for (const { what, button, days, who } of life) {
          if (what === 'press') await press(button, { days, who });
          if (what === 'day') await passes(1);
          if (what === 'week') await passes(4 + days);
          if (what === 'stop') await stop(days);
          if (what === 'resume') await resume();
          if (what === 'change') await change(who);
          await holds();
        }
      }),
      { numRuns: backend === 'sqlite' ? Number(process.env.LIVES ?? 40) : 4, seed: 20_261_127 },
    );
  }, 180_000);
});

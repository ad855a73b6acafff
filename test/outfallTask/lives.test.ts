import fc from 'fast-check';
import {
  HistoryEntry,
  Outfall,
  OutfallRound,
  OutfallTask,
  Person,
  PersonRole,
  Photo,
  Problem,
  RainCheck,
  type Role,
} from '../../entities';
import { addDays, dayOf, instantAt } from '../../src/core/days';
import { Fault } from '../../src/core/errors';
import { openMatters } from '../../src/escalation';
import { closeMissedTasks, startRounds } from '../../src/outfallTask';
import { askAfterRain } from '../../src/patrol';
import { BACKENDS, buildOutfall, buildPerson, buildUnit } from '../factories';
import { Hand, type Shown } from '../problem/pressing';
import { eachRiver, type River } from '../river';

/** Before the gates are opened, and a quarter begins a month later. */
const FIRST = '2027-05-30';
/** What ends a task on its card. */
const ENDS = ['已打开', '已关上', '已监测', '无水', '有水'];

/** The state that the rows of a task's history lead to, from its making on. */
const replay = (rows: readonly HistoryEntry[]): string =>
  rows.reduce((state, { action }) => {
    // Every step ends it.
    expect([action, state]).toEqual([action, 'open']);
    expect(['done', 'missed', 'void']).toContain(action);
    return action;
  }, 'open');

describe.each(BACKENDS)('any life of 排污口任务 over %s', (backend) => {
  let river: River;
  let hands: Hand[];
  let contact: Person;
  let outfalls: Outfall[];
  eachRiver(backend, async (made) => {
    river = made;
    const { db, town, reach } = river;
    const works = await buildUnit(db, { name: '永丰焦化厂', type: '企业', divisionCode: null });
    const bureau = await buildUnit(db, { name: '新绛分局', type: '县直部门', divisionCode: null });
    const person = (unitId: number, role: Role) => buildPerson(db, { unitId, title: role, roles: [role] });
    contact = await person(works.id, '责任单位联系人');
    const watcher = await person(bureau.id, '分局');
    hands = [river.liaison, river.mayor, contact, watcher, river.office, river.chief].map(
      (one) => new Hand(river, one),
    );
    const own = { townId: town.id, reachId: reach.id, owner: '永丰焦化厂', ownerType: '企业' as const };
    const rain = { class1: '工业排污口', class2: '工矿企业雨洪排口', gate: '有' as const };
    outfalls = [
      river.outfall,
      await buildOutfall(db, { ...own, ...rain, name: '甲厂雨洪排口' }),
      await buildOutfall(db, { ...own, ...rain, name: '乙厂雨洪排口', owner: '乙厂' }),
      await buildOutfall(db, { ...own, class1: '工业排污口', class2: '工矿企业排污口', name: '甲厂排污口' }),
    ];
  });

  const now = () => river.deps.clock.now();
  const tasks = () => river.db.read.find(OutfallTask, {}, { order: { id: 'ASC' } });

  /** Every button that anybody has on a card of an open task. */
  async function buttons(): Promise<{ hand: Hand; shown: Shown; label: string }[]> {
    const open = (await tasks()).filter(({ state }) => state === 'open').slice(-4);
    const found: { hand: Hand; shown: Shown; label: string }[] = [];
    for (const hand of hands) {
      for (const { id } of open) {
        const shown = await hand.sees('outfallTask', id);
        found.push(...shown.buttons.map((label) => ({ hand, shown, label })));
      }
    }
    return found;
  }

  /** Pressed once, and once more from the same card by whoever is slow to see that it was taken. */
  async function press(button: number): Promise<void> {
    const all = await buttons();
    const chosen = all[button % Math.max(1, all.length)];
    if (!chosen) return;
    const { hand, shown, label } = chosen;
    if (button % 2 === 0) await hand.sendsPhoto();
    const before = (await tasks()).filter(({ state }) => state === 'open').length;
    await hand.presses(label, shown);
    const ended = (await tasks()).filter(({ state }) => state === 'open').length < before;
    const again = await hand.refused(label, shown);
    if (ended) expect(again).toBe('press.stale');
    else expect(again).toContain('还差一张照片');
  }

  async function order(what: 'dryCheck' | 'rain'): Promise<void> {
    const office = hands[4] as Hand;
    if (what === 'rain') {
      const rain = { reachId: null, townId: null, words: '大雨', source: null, by: 'cli', at: now() };
      await river.db.transaction((tx) => askAfterRain(tx, river.deps, rain));
      return;
    }
    const card = await office.sees('riverOrders', office.person.id);
    const given = { what: 'dryCheck', where: 'all', words: '一周没下雨' };
    await office.presses('下达', card, given).catch((error: unknown) => {
      if (!(error instanceof Fault)) throw error;
      expect(error.message).toContain('报过下雨');
    });
  }

  /** The ledger is corrected, or an outfall ends. */
  async function correct(which: number): Promise<void> {
    const outfall = outfalls[which % outfalls.length];
    if (!outfall) return;
    const changes: Partial<Outfall>[] = [
      { isKey: which % 2 === 0 },
      { gate: '无' },
      { gate: '有' },
      { remedyType: '依法取缔', remedyStage: '完成整治' },
    ];
    const change = changes[Math.floor(which / 4) % changes.length] ?? {};
    await river.db.transaction((tx) => tx.update(Outfall, { id: outfall.id }, change));
  }

  /** The enterprise's contact leaves the messenger or comes back; the town loses its liaison, and everybody. */
  async function change(who: number): Promise<void> {
    const { db, liaison, mayor } = river;
    await db.transaction(async (tx) => {
      if (who % 4 === 0) await tx.update(Person, { id: contact.id }, { openId: null });
      if (who % 4 === 1) await tx.update(Person, { id: contact.id }, { openId: contact.openId });
      if (who % 4 === 2) await tx.remove(PersonRole, { personId: liaison.id });
      if (who % 4 === 3) await tx.remove(PersonRole, { personId: [liaison.id, mayor.id] });
    });
  }

  async function passes(days: number): Promise<void> {
    const from = now();
    const at = instantAt(addDays(dayOf(from), days), '00:05');
    river.deps.clock.moveTo(at);
    await closeMissedTasks(river.deps, at);
    await startRounds(river.deps, { from, at });
    expect(await closeMissedTasks(river.deps, at)).toBe(0);
    expect(await startRounds(river.deps, { from, at })).toBe(0);
    river.deps.clock.moveTo(instantAt(dayOf(at), '09:00'));
  }

  async function holds(nightPassed: boolean): Promise<void> {
    const { read } = river.db;
    const today = dayOf(now());
    const all = await tasks();
    const rows = await read.find(HistoryEntry, { subjectType: 'outfallTask' }, { order: { version: 'ASC' } });
    for (const task of all) {
      const own = rows.filter(({ subjectId }) => subjectId === task.id);
      expect([task.id, replay(own)]).toEqual([task.id, task.state]);
      expect(own.map(({ version }) => version)).toEqual(own.map((_, n) => n + 2));
      expect(task.version).toBe(own.length + 1);
      // An open task can be entered today, or ends with the next night.
      if (task.state === 'open') expect(task.lateDay >= today).toBe(true);
      expect([task.doneById === null, task.doneAt === null]).toEqual(Array(2).fill(task.state !== 'done'));
      const same = all.filter(
        ({ id, outfallId, kind, periodKey }) =>
          id !== task.id &&
          outfallId === task.outfallId &&
          kind === task.kind &&
          periodKey === task.periodKey,
      );
      expect(same).toEqual([]);
    }
    const open = all.filter(({ state }) => state === 'open');
    if (nightPassed) {
      // Nothing is asked for twice at one outfall, whatever the ledger says of it meanwhile.
      const asked = open.map(({ outfallId, kind, startDay, dueDay }) => ({
        at: `${outfallId} ${kind}`,
        startDay,
        dueDay,
      }));
      for (const one of asked) {
        const twice = asked.filter(
          (other) =>
            other !== one &&
            other.at === one.at &&
            other.startDay <= one.dueDay &&
            other.dueDay >= one.startDay,
        );
        expect([one, twice]).toEqual([one, []]);
      }
    }
    const flowing = all.filter(({ flow }) => flow === 'flowing');
    expect(await read.find(Problem, { source: 'lead' })).toHaveLength(flowing.length);
    // Nobody is reminded of what they cannot do.
    for (const { type, id, responsible } of await openMatters(read, river.deps, { today })) {
      if (type !== 'outfallTask') continue;
      for (const personId of responsible) {
        const hand = hands.find(({ person }) => person.id === personId);
        const labels = (await hand?.sees('outfallTask', id))?.buttons ?? [];
        expect([id, personId, labels.some((label) => ENDS.includes(label))]).toEqual([id, personId, true]);
      }
      if (!nightPassed) continue;
      const task = all.find((one) => one.id === id);
      const outfall = await read.findOne(Outfall, { id: task?.outfallId ?? 0 });
      expect([id, outfall?.remedyStage === '完成整治']).toEqual([id, false]);
    }
  }

  const steps = fc.array(
    fc.record({
      what: fc.constantFrom(
        'press',
        'press',
        'press',
        'day',
        'week',
        'month',
        'dryCheck',
        'rain',
        'correct',
        'correct',
        'change',
      ),
      n: fc.nat(10_000),
    }),
    { minLength: 8, maxLength: 18 },
  );

  test('doubles nothing, blames nobody for what they cannot do, ends in time, and is told again by its history', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (life) => {
        await river.db.transaction(async (tx) => {
          for (const entity of [
            HistoryEntry,
            OutfallTask,
            OutfallRound,
            RainCheck,
            Photo,
            Problem,
            PersonRole,
          ]) {
            await tx.remove<object>(entity, {});
          }
          const roles: Role[] = ['镇联络员', '镇长', '责任单位联系人', '分局', '县河长办', '村级河长'];
          await tx.insert(
            PersonRole,
            hands.map(({ person }, n) => ({ personId: person.id, role: roles[n] ?? '村级河长' })),
          );
          await tx.update(Person, { id: contact.id }, { openId: contact.openId });
          for (const { id, isKey, gate, remedyType, remedyStage } of outfalls) {
            await tx.update(Outfall, { id }, { isKey, gate, remedyType, remedyStage });
          }
        });
        river.deps.clock.moveTo(instantAt(FIRST, '09:00'));
        await passes(2);
        for (const { what, n } of life) {
          if (what === 'press') await press(n);
          if (what === 'day') await passes(1);
          if (what === 'week') await passes(5 + (n % 6));
          if (what === 'month') await passes(25 + (n % 15));
          if (what === 'dryCheck' || what === 'rain') await order(what);
          if (what === 'correct') await correct(n);
          if (what === 'change') await change(n);
          await holds(what === 'day' || what === 'week' || what === 'month');
        }
        // Whatever came, a year and a half ends everything.
        await passes(550);
        const left = (await tasks()).filter(
          ({ startDay, state }) => state === 'open' && startDay < '2028-11-01',
        );
        expect(left.filter(({ lateDay }) => lateDay < dayOf(now()))).toEqual([]);
      }),
      { numRuns: backend === 'sqlite' ? Number(process.env.LIVES ?? 30) : 4, seed: 20_261_127 },
    );
  }, 180_000);
});

import fc from 'fast-check';
import { HistoryEntry, Problem, type ProblemState, type Role, SERIOUSNESS, SOURCES } from '../../entities';
import { Fault } from '../../src/core/errors';
import { openMatters } from '../../src/escalation';
import { actorOf, dueDayOf, mayDecide, mayHandle, mayVerify, replay } from '../../src/problem';
import { decidersAmong, rolesFor } from '../../src/problem/desk';
import { BACKENDS, buildPerson, buildUnit, testCalendar, testPolicy } from '../factories';
import { buildTask, eachRiver, type River, TODAY } from '../river';
import { Hand, newestProblem, type Shown } from './pressing';

const rules = { policy: testPolicy(), calendar: testCalendar };

test('a due day is never earlier than the rule of its seriousness, counted in working days', () => {
  const day = fc.integer({ min: 0, max: 700 }).map((n) => {
    const from = Date.parse('2026-01-01T00:00:00Z') + n * 86_400_000;
    return new Date(from).toISOString().slice(0, 10);
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...SERIOUSNESS),
      fc.constantFrom(...SOURCES),
      day,
      (seriousness, source, from) => {
        const due = dueDayOf({ seriousness, source }, from, rules);
        const heavy = seriousness === '较重' || seriousness === '重大';
        const least =
          source === 'complaint' ? (heavy ? 20 : 10) : rules.policy.problem.dueWorkdays[seriousness];
        expect(testCalendar.workdaysBetween(from, due)).toBe(least);
      },
    ),
  );
});

test('nobody is asked to decide what they cannot, or their own request', () => {
  const people = fc.uniqueArray(
    fc.record({
      id: fc.nat(5),
      openId: fc.constantFrom(null, 'ou_1'),
      roles: fc.subarray<Role>(['县河长办', '县政府', '分局']),
    }),
    { selector: ({ id }) => id },
  );
  const problem = fc.record({
    state: fc.constantFrom<ProblemState>('registered', 'assigned', 'accepted'),
    category: fc.constantFrom('排污口', '河岸'),
    outfallId: fc.constantFrom(null, 1),
    deskAt: fc.constant(new Date(0)),
    ask: fc.option(
      fc.record({
        kind: fc.constant('extend' as const),
        reason: fc.constant(''),
        byId: fc.nat(5),
        at: fc.constant(''),
        refused: fc.constant(null),
      }),
    ),
  });
  fc.assert(
    fc.property(problem, people, (it, all) => {
      const byRole = rolesFor(it).map((role) => all.filter(({ roles }) => roles.includes(role)));
      for (const id of decidersAmong(it, byRole)) {
        const { roles } = all.find((one) => one.id === id) ?? { roles: [] };
        expect(mayDecide(it, { id, roles })).toBe(true);
      }
    }),
  );
});

/** What a form is filled with, whatever it asks for. */
const WORDS = {
  words: '堆了垃圾',
  reason: '管网要停水才能修',
  spot: '村东头',
  category: '河岸',
  place: 'other',
};

describe.each(BACKENDS)('any life of a problem over %s', (backend) => {
  let river: River;
  let hands: Hand[];
  let units: string[];
  eachRiver(backend, async (made) => {
    river = made;
    const { db } = river;
    const water = await buildUnit(db, {
      code: 'SLJ',
      name: '县水利局',
      type: '县直部门',
      divisionCode: null,
    });
    const bureau = await buildUnit(db, { name: '新绛分局', type: '县直部门', divisionCode: null });
    const person = (unitId: number, role: Role) => buildPerson(db, { unitId, title: role, roles: [role] });
    const people = [
      river.chief,
      river.liaison,
      river.mayor,
      river.office,
      await person(river.office.unitId, '县河长办'),
      await person(water.id, '部门联络员'),
      await person(bureau.id, '分局'),
    ];
    hands = people.map((one) => new Hand(river, one));
    units = [String(water.id), String(river.town.id)];
  });

  const KINDS = ['problemForm', 'problemWork', 'problemVerify', 'problemDesk'] as const;

  /** Every button that anybody has on a card of this problem. */
  async function buttons(id: number): Promise<{ hand: Hand; shown: Shown; label: string }[]> {
    const found: { hand: Hand; shown: Shown; label: string }[] = [];
    for (const hand of hands) {
      for (const kind of KINDS) {
        const shown = await hand.sees(kind, id).catch(() => null);
        if (shown) found.push(...shown.buttons.map((label) => ({ hand, shown, label })));
      }
    }
    return found;
  }

  async function holds(id: number, least: { assignedAt: Date | null; dueDay: string | null }): Promise<void> {
    const problem = (await river.db.read.findOne(Problem, { id })) as Problem;
    const where = { subjectType: 'problem', subjectId: id };
    const rows = await river.db.read.find(HistoryEntry, where, { order: { version: 'ASC' } });
    expect(replay(rows)).toBe(problem.state);
    expect(rows.at(-1)).toMatchObject({ state: problem.state, version: problem.version });
    const same = problem.assignedAt?.getTime() === least.assignedAt?.getTime();
    if (same && problem.dueDay !== null && least.dueDay !== null) {
      expect(problem.dueDay >= least.dueDay).toBe(true);
    }
    const { policies } = river.deps;
    const today = TODAY;
    for (const matter of await openMatters(river.db.read, river.deps, {
      today,
      only: [{ type: 'problem', id }],
    })) {
      expect(matter.responsible.length).toBeGreaterThan(0);
      for (const personId of matter.responsible) {
        const person = hands.find((hand) => hand.person.id === personId)?.person;
        const actor = await actorOf(river.db.read, { id: personId, unitId: person?.unitId ?? 0 });
        const can = {
          decide: async () => mayDecide(problem, actor),
          handle: async () => mayHandle(problem, actor, policies.current),
          verify: () => mayVerify(river.db.read, problem, actor, today),
        }[matter.duty as 'decide' | 'handle' | 'verify'];
        expect([matter.duty, personId, await can()]).toEqual([matter.duty, personId, true]);
      }
    }
  }

  const choices = fc.array(
    fc.record({ button: fc.nat(10_000), serious: fc.nat(3), unit: fc.nat(1), photo: fc.boolean() }),
    {
      minLength: 6,
      maxLength: 12,
    },
  );

  test('keeps its history, its due day and its hands; no button that is shown is refused to whom it is shown', async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(choices, async (steps) => {
        n += 1;
        river.deps.clock.moveTo(new Date(river.deps.clock.now().getTime() + 60_000));
        const task = await buildTask(river, { periodKey: `life-${n}` });
        const [chief] = hands;
        if (!chief) return;
        await chief.presses('发现问题', await chief.sees('patrolTask', task.id));
        const { id } = await newestProblem(river);
        for (const { button, serious, unit, photo } of steps) {
          river.deps.clock.moveTo(new Date(river.deps.clock.now().getTime() + 1_000));
          const before = (await river.db.read.findOne(Problem, { id })) as Problem;
          const all = await buttons(id);
          const chosen = all[button % Math.max(1, all.length)];
          if (!chosen) break;
          const { hand, shown, label } = chosen;
          if (photo) await hand.sendsPhoto();
          const form = {
            ...WORDS,
            seriousness: SERIOUSNESS[serious] ?? '一般',
            unit: units[unit] ?? '',
            day: '2027-02-01',
          };
          try {
            await hand.presses(label, shown, form);
          } catch (error) {
            // Only what was filled in may be found wanting.
            if (!(error instanceof Fault)) throw error;
            expect([label, error.code]).toEqual([label, 'press.form']);
          }
          await holds(id, before);
        }
      }),
      { numRuns: backend === 'sqlite' ? 40 : 6, seed: 20_261_125 },
    );
  }, 120_000);
});

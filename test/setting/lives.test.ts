import fc from 'fast-check';
import {
  HistoryEntry,
  Outfall,
  SETTING_STATES,
  SettingApplication,
  type SettingState,
  Zone,
} from '../../entities';
import { openMatters } from '../../src/escalation';
import { isOpen, nextState, replay, STEPS, type Step } from '../../src/setting/lifecycle';
import { acceptedOn, mayAsk, mayDecline } from '../../src/setting/rules';
import { BACKENDS, buildPerson, buildUnit, testCalendar } from '../factories';
import { Hand, type Shown } from '../problem/pressing';
import { eachRiver, NOW, type River } from '../river';

const ALL = Object.keys(STEPS) as Step[];

test('every application that is open has a way on, and every end none', () => {
  for (const state of SETTING_STATES) {
    const ways = ALL.map((step) => nextState(state, step)).filter((next) => next !== null);
    expect([state, ways.length > 0]).toEqual([state, isOpen(state)]);
  }
});

test('whatever is tried, what the history tells is the state, and nothing is asked for twice', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ALL), { maxLength: 12 }), (steps) => {
      const entries = [{ action: 'submitted', state: 'submitted' }];
      let [state, asks] = ['submitted' as SettingState, 0];
      for (const step of steps) {
        const next = nextState(state, step);
        if (next === null || (step === 'ask' && asks > 0)) continue;
        if (step === 'ask') asks += 1;
        state = next;
        entries.push({ action: STEPS[step].action, state });
      }
      expect(replay(entries)).toBe(state);
      const again = { action: 'asked', state: 'asked' };
      if (asks > 0) expect(replay([...entries, again])).toBeNull();
    }),
  );
});

test('on every day 分局 can say what is missing, or it counts as accepted: never both, and never neither', () => {
  const day = fc.integer({ min: 0, max: 60 }).map((n) => {
    const from = Date.parse('2026-09-01T00:00:00Z') + n * 86_400_000;
    return new Date(from).toISOString().slice(0, 10);
  });
  fc.assert(
    fc.property(day, day, fc.boolean(), (receivedDay, today, asked) => {
      fc.pre(today >= receivedDay);
      const dueDay = testCalendar.addWorkdays(receivedDay, 5);
      const suppliedDay = asked ? receivedDay : null;
      const timed = { receivedDay, dueDay, suppliedDay, askedDay: asked ? receivedDay : null };
      const { acceptedDay, deemed } = acceptedOn(timed, today);
      expect(deemed).toBe(today > dueDay);
      expect(acceptedDay).toBe(deemed ? receivedDay : today);
      expect(mayAsk(timed, today)).toBe(!asked && !deemed);
      expect(mayDecline({ state: 'asked', dueDay }, { today, forbidden: false })).toBe(deemed);
      expect(mayDecline({ state: 'submitted', dueDay }, { today, forbidden: false })).toBe(!deemed);
      expect(mayDecline({ state: 'submitted', dueDay }, { today, forbidden: true })).toBe(true);
    }),
  );
});

describe.each(BACKENDS)('the life of any 设置申请 over %s', (backend) => {
  let river: River;
  let hands: Hand[];
  eachRiver(backend, async (given) => {
    river = given;
    const unit = await buildUnit(river.db, { name: '分局', type: '县直部门', divisionCode: null });
    const bureau = await buildPerson(river.db, { unitId: unit.id, title: '分局科长', roles: ['分局'] });
    hands = [
      new Hand(river, bureau),
      new Hand(river, river.liaison),
      new Hand(river, river.office),
      new Hand(river, river.chief),
    ];
    await river.db.transaction((tx) =>
      tx.insert(Zone, {
        code: 'QH-1',
        name: '限设河段',
        kind: '限制设置河段',
        control: '限制',
        basis: '区划',
        boundary: JSON.stringify([
          [
            [
              [111.23, 35.6],
              [111.24, 35.6],
              [111.24, 35.62],
              [111.23, 35.6],
            ],
          ],
        ]),
        version: 1,
      }),
    );
  });

  const WORDS = {
    why: '论证通过',
    missing: '缺报告',
    grounds: '不符合',
    supplied: '补了',
    reason: '按论证',
    outcome: '不予同意',
    no: '文1号',
  };
  /** Every button that anybody sees on its card. */
  async function buttons(id: number): Promise<{ hand: Hand; shown: Shown; label: string }[]> {
    const all = [];
    for (const hand of hands) {
      const shown = await hand.sees('setting', id);
      all.push(...shown.buttons.map((label) => ({ hand, shown, label })));
    }
    return all;
  }

  const choices = fc.record({
    lon: fc.constantFrom('111.2210', '111.2350'),
    steps: fc.array(
      fc.record({ button: fc.nat(1_000), days: fc.constantFrom(0, 1, 9), agreed: fc.boolean() }),
      { minLength: 3, maxLength: 9 },
    ),
  });

  test('keeps its history, its due day and its hands; no button that is shown is refused to whom it is shown', async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(choices, async ({ lon, steps }) => {
        n += 1;
        river.deps.clock.moveTo(new Date(NOW.getTime() + n * 40 * 86_400_000));
        const [, liaison] = hands;
        const shown = await liaison?.sees('settingForm', river.reach.id, 'reach');
        if (!liaison || !shown) return;
        const name = `第${n}号口`;
        await liaison.presses('提交申请', shown, {
          kind: '新设',
          name,
          class2: n % 2 === 0 ? '工矿企业排污口' : '城镇雨洪排口',
          where: `${lon}，35.6050`,
          volume: '10',
          owner: '甲公司',
          ownerType: '企业',
          words: '雨水',
        });
        const id = (await river.db.read.find(SettingApplication)).at(-1)?.id ?? 0;
        for (const { button, days, agreed } of steps) {
          river.deps.clock.moveTo(new Date(river.deps.clock.now().getTime() + days * 86_400_000 + 60_000));
          const shownNow = await buttons(id);
          const chosen = shownNow[button % Math.max(1, shownNow.length)];
          const now = (await river.db.read.findOne(SettingApplication, { id })) as SettingApplication;
          expect([now.state, chosen !== undefined]).toEqual([now.state, isOpen(now.state)]);
          if (!chosen) break;
          const outcome = agreed ? (now.mode === '审批' ? '同意' : '登记') : '不予同意';
          await chosen.hand.presses(chosen.label, chosen.shown, { ...WORDS, outcome });
          await holds(id, now);
        }
      }),
      { numRuns: backend === 'sqlite' ? 25 : 5, seed: 20_261_127 },
    );
  }, 240_000);

  async function holds(id: number, before: SettingApplication): Promise<void> {
    const now = (await river.db.read.findOne(SettingApplication, { id })) as SettingApplication;
    expect(now.version).toBe(before.version + 1);
    const entries = await river.db.read.find(
      HistoryEntry,
      { subjectType: 'setting', subjectId: id },
      { order: { version: 'ASC' } },
    );
    expect(entries.map(({ version }) => version)).toEqual(entries.map((_, k) => k + 1));
    expect(replay(entries)).toBe(now.state);
    expect(now.endedAt === null).toBe(isOpen(now.state));
    const matters = await openMatters(river.db.read, river.deps, {
      today: '2026-12-01',
      only: [{ type: 'setting', id }],
    });
    expect(matters.length).toBe(isOpen(now.state) ? 1 : 0);
    expect(matters.every(({ responsible }) => responsible.length > 0)).toBe(true);
    const outfall = await river.db.read.findOne(Outfall, { name: now.name });
    const agreed = now.state === 'granted' || now.state === 'registered';
    expect(outfall?.approval ?? null).toBe(agreed ? (now.mode === '审批' ? '已审批' : '已登记') : null);
    expect(now.outfallId).toBe(outfall?.id ?? null);
  }
});

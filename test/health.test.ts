import { InboxEvent } from '../entities';
import { type Health, readiness } from '../src/health';
import { clockAt, openTestDatabase, type TestDatabase, testCalendar } from './factories';

const MINUTE = 60_000;

describe('what /readyz says', () => {
  let db: TestDatabase;
  let ahead: number | null = null;
  let now = '2026-10-12T10:00:00+08:00';
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.drop());

  const look = async (name: string) => {
    const clock = clockAt(now);
    const health: Health = {
      db,
      clock,
      calendar: testCalendar,
      longestWorkdays: () => 30,
      probe: async () => undefined,
      feishuAnswers: () => true,
      heartbeat: () => clock.now(),
      jobsAhead: async () => null,
      machineNow: () => clock.now(),
      parts: () => [],
      aheadOfFeishuMs: () => ahead,
    };
    const { ready, degraded, checks } = await readiness(health);
    const check = checks.find((one) => one.name === name);
    return { ready, degraded, ok: check?.ok, found: check?.found };
  };

  it.each([
    [null, true, '还没有听到飞书的时间'],
    [30_000, true, '正常'],
    [-30_000, true, '正常'],
    [60 * MINUTE, false, '本机时钟比飞书快 60 分钟，请校准；按钮照飞书的时间判断，不受影响'],
    [-60 * MINUTE, false, '本机时钟比飞书慢 60 分钟，请校准；按钮照飞书的时间判断，不受影响'],
  ])(
    'of a machine %s ms ahead of Feishu: it goes on working, and is told when it is off',
    async (ms, ok, found) => {
      ahead = ms;
      expect(await look('clock')).toEqual({ ready: true, degraded: !ok, ok, found });
    },
  );

  it.each([
    ['2026-11-18', true, /^覆盖 2004–2026 年$/],
    ['2026-11-23', false, /现在起算的期限会到 2027 年，是暂定；请升级程序，或按国务院放假通知/],
    ['2027-01-04', false, /今年的期限都是暂定/],
  ])('of a holiday table that ends, on %s: before any deadline leaves it', async (day, ok, found) => {
    ahead = null;
    now = `${day}T10:00:00+08:00`;
    const state = await look('calendar');
    now = '2026-10-12T10:00:00+08:00';
    expect(state).toMatchObject({ ready: true, ok, degraded: day > '2026-12-31' });
    expect(state.found).toMatch(found);
  });

  it('of events that were given up: how many, and where they are listed', async () => {
    ahead = null;
    expect(await look('inbox')).toMatchObject({ ok: true, degraded: false });
    const at = new Date('2026-10-12T02:00:00Z');
    await db.transaction((tx) =>
      tx.insert(InboxEvent, {
        key: 'message:1',
        type: 'message',
        payload: {},
        receivedAt: at,
        nextAt: at,
        state: 'parked',
        attempts: 8,
      }),
    );
    expect(await look('inbox')).toEqual({
      ready: true,
      degraded: true,
      ok: false,
      found: '1 件事多次处理不成，已搁置，用命令 inbox 查看',
    });
  });
});

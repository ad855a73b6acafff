import { setImmediate as nextRound } from 'node:timers/promises';
import { pino } from 'pino';
import { silentLog } from '../../src/core/log';
import { Batcher } from '../../src/feishu/batcher';
import { sdkLogger, TokenCache } from '../../src/feishu/client';
import { backoffMs } from '../../src/feishu/delivery/attempts';
import { Lanes } from '../../src/feishu/lanes';
import { KeyedRates, RateWindows } from '../../src/feishu/rates';
import { Rounds } from '../../src/feishu/rounds';

describe('lanes', () => {
  test('run one key in order, several keys together, and no more than their width', async () => {
    const lanes = new Lanes<string>(2);
    const order: string[] = [];
    let running = 0;
    let most = 0;
    const work = (name: string) => async () => {
      running += 1;
      most = Math.max(most, running);
      await nextRound();
      order.push(name);
      running -= 1;
    };
    for (const name of ['a1', 'a2', 'b1', 'c1', 'a3']) lanes.run(name.slice(0, 1), work(name));
    expect(lanes.size).toBe(5);
    await lanes.atMost(0);
    expect(order.filter((name) => name.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(order).toHaveLength(5);
    expect(most).toBe(2);
  });
});

describe('a batcher', () => {
  test('writes together what comes together, and answers each', async () => {
    const written: number[][] = [];
    const batcher = new Batcher<number, number>(async (values) => {
      written.push(values);
      return values.map((n) => n * 10);
    });
    expect(await Promise.all([1, 2, 3].map((n) => batcher.add(n)))).toEqual([10, 20, 30]);
    expect(await batcher.add(4)).toBe(40);
    expect(written).toEqual([[1, 2, 3], [4]]);
  });

  test('gathers for a moment while nobody is held up by it', async () => {
    const written: number[][] = [];
    const write = async (values: number[]) => {
      written.push(values);
      return values;
    };
    const batcher = new Batcher<number, number>(write, 2, () => 100);
    const first = batcher.add(1);
    for (let round = 0; round < 3; round += 1) await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([first, batcher.add(2), batcher.add(3)]);
    expect(written).toEqual([[1, 2], [3]]);
  });

  test('a failed batch fails for all in it, and the next one goes on', async () => {
    let fail = true;
    const batcher = new Batcher<number, number>(async (values) => {
      if (!fail) return values;
      fail = false;
      throw new Error('away');
    });
    const both = await Promise.allSettled([batcher.add(1), batcher.add(2)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await batcher.add(3)).toBe(3);
  });
});

describe('rate windows', () => {
  test('let through no more than Feishu allows in any window', async () => {
    const window = new RateWindows([{ perMs: 60, most: 3 }]);
    // From before the first: a pause of this process after a turn makes the next one look early, but none of them late.
    const began = performance.now();
    for (let n = 0; n < 10; n += 1) {
      await window.pass();
      expect(performance.now() - began).toBeGreaterThanOrEqual(Math.floor(n / 3) * 60 - 1);
    }
  });

  test('leave a part to the urgent, and let go of who waits when all stops', async () => {
    const window = new RateWindows([{ perMs: 10_000, most: 10 }]);
    for (let n = 0; n < 9; n += 1) await window.pass(0.9);
    const stop = new AbortController();
    const routine = window.pass(0.9, stop.signal);
    expect(await window.pass()).toBe(true);
    stop.abort();
    expect(await routine).toBe(false);
  });

  test('count each person apart', async () => {
    const rates = new KeyedRates([{ perMs: 60_000, most: 1 }]);
    await Promise.all(Array.from({ length: 1_200 }, (_, person) => rates.pass(person)));
  });
});

describe('rounds', () => {
  test('log a failure when it begins and when it is over, and go on', async () => {
    const lines: { level: number; msg: string }[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
    let count = 0;
    const rounds = new Rounds('delivery', log, async () => {
      count += 1;
      if (count <= 2) throw new Error('database is away');
    });
    jest.useFakeTimers();
    rounds.start();
    await jest.advanceTimersByTimeAsync(4_000);
    const stopped = rounds.stop();
    await jest.advanceTimersByTimeAsync(2_000);
    await stopped;
    jest.useRealTimers();
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      [50, 'stopped working, will go on trying'],
      [30, 'works again'],
    ]);
  });

  test('run at once when woken, and not at all after they are stopped', async () => {
    let count = 0;
    const rounds = new Rounds('inbox', silentLog(), async () => {
      count += 1;
    });
    jest.useFakeTimers();
    rounds.start();
    await jest.advanceTimersByTimeAsync(100);
    expect(count).toBe(1);
    rounds.wake();
    await jest.advanceTimersByTimeAsync(50);
    expect(count).toBe(2);
    const stopped = rounds.stop();
    await jest.advanceTimersByTimeAsync(2_000);
    await stopped;
    rounds.wake();
    await jest.advanceTimersByTimeAsync(5_000);
    jest.useRealTimers();
    expect(count).toBe(2);
  });
});

describe('the client', () => {
  test('keeps tokens of its own, which can be forgotten', async () => {
    const tokens = new TokenCache();
    const key = Symbol('tenant-access-token');
    await tokens.set(key, 't-1', Date.now() + 60_000, { namespace: 'cli_1' });
    expect(await tokens.get(key, { namespace: 'cli_1' })).toBe('t-1');
    expect(await tokens.get(key, { namespace: 'cli_2' })).toBeUndefined();
    tokens.forget();
    expect(await tokens.get(key, { namespace: 'cli_1' })).toBeUndefined();
    await tokens.set(key, 't-2', Date.now() - 1, { namespace: 'cli_1' });
    expect(await tokens.get(key, { namespace: 'cli_1' })).toBeUndefined();
  });

  test('never logs what the SDK hangs on its errors, and never throws on it', () => {
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    const circular: Record<string, unknown> = { data: '{"text":"王村的话","mobile":"19900000001"}' };
    circular.self = circular;
    sdkLogger(log).error([circular, 'client ready', new Error('19900000001')]);
    expect(lines.join()).toContain('client ready');
    expect(lines.join()).not.toMatch(/王村|1990/);
  });
});

test('back-off doubles up to five minutes and spreads a crowd', () => {
  expect(backoffMs(0, 2)).toBe(1_000);
  expect(backoffMs(3, 2)).toBe(8_000);
  expect(backoffMs(40, 2)).toBe(300_000);
  expect(new Set([0, 1, 2, 3, 4].map((id) => backoffMs(3, id))).size).toBe(5);
});

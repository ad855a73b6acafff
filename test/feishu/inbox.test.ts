import { InboxEvent } from '../../entities';
import { silentLog } from '../../src/core/log';
import { type Handler, Inbox } from '../../src/feishu/inbound/inbox';
import { BACKENDS, clockAt, openTestDatabase, type TestDatabase } from '../factories';

const AT = '2026-10-12T10:00:00+08:00';

describe.each(BACKENDS)('the inbox on %s', (backend) => {
  let db: TestDatabase;
  let machine: number;
  let handled: unknown[];
  let failing: Error | null;
  let parked: unknown[];
  const inboxes: Inbox[] = [];

  beforeEach(async () => {
    db = await openTestDatabase(backend);
    machine = Date.now();
    handled = [];
    parked = [];
    failing = null;
  });
  afterEach(async () => {
    await Promise.all(inboxes.splice(0).map((inbox) => inbox.stop()));
    await db.drop();
  });

  const say: Handler = {
    lane: (payload) => (payload as { who: string }).who,
    run: async (payload) => {
      if (failing) throw failing;
      handled.push(payload);
    },
    parked: async (payload) => {
      parked.push(payload);
    },
  };
  const inbox = (handler = say): Inbox => {
    const made = new Inbox({
      db,
      clock: clockAt(AT),
      log: silentLog(),
      handlers: { say: handler },
      machine: () => new Date(machine),
    });
    inboxes.push(made);
    return made;
  };
  const event = (n: number, who = 'a') => ({ key: `message:${n}`, type: 'say', payload: { who, n } });
  const rows = () => db.read.find(InboxEvent, {}, { order: { id: 'ASC' } });

  test('takes an event once by its key, and forgets what was said once it is handled', async () => {
    const box = inbox();
    expect(await box.take(event(1))).toBe(true);
    expect(await box.take(event(1))).toBe(false);
    await box.settle();
    expect(await box.take(event(1))).toBe(false);
    await box.settle();
    expect(handled).toEqual([{ who: 'a', n: 1 }]);
    expect(await rows()).toMatchObject([{ key: 'message:1', state: 'done', payload: null, attempts: 1 }]);
  });

  test('handles what one person sent in the order it came', async () => {
    const slow: Handler = {
      ...say,
      run: async (payload) => {
        await new Promise((resolve) => setImmediate(resolve));
        handled.push((payload as { n: number }).n);
      },
    };
    const box = inbox(slow);
    await box.take(...[1, 2, 3, 4, 5].map((n) => event(n)));
    await box.settle();
    expect(handled).toEqual([1, 2, 3, 4, 5]);
  });

  test('three processes handle a hundred events, each once', async () => {
    const boxes = [inbox(), inbox(), inbox()];
    await boxes[0]?.take(...Array.from({ length: 100 }, (_, n) => event(n, `p${n % 7}`)));
    await Promise.all(boxes.map((box) => box.settle()));
    expect(handled).toHaveLength(100);
    expect((await rows()).every(({ state }) => state === 'done')).toBe(true);
  });

  test('tries again what failed, and parks it after eight tries where it can be seen', async () => {
    const box = inbox();
    failing = new Error('no such reach');
    await box.take(event(1));
    for (let n = 1; n <= 8; n += 1) {
      await box.settle(0);
      expect(await rows()).toMatchObject([{ attempts: n, lastError: 'no such reach' }]);
      machine += 1_000_000;
    }
    expect(await rows()).toMatchObject([{ state: 'parked', payload: { who: 'a', n: 1 } }]);
    expect(parked).toEqual([{ who: 'a', n: 1 }]);
    failing = null;
    await box.settle(0);
    expect(handled).toEqual([]);
  });

  test('a failure of one person’s message does not hold up another’s', async () => {
    const picky: Handler = {
      ...say,
      run: async (payload) => {
        if ((payload as { who: string }).who === 'a') throw new Error('not now');
        handled.push(payload);
      },
    };
    const box = inbox(picky);
    await box.take(event(1, 'a'), event(2, 'b'));
    await box.settle(0);
    expect(handled).toEqual([{ who: 'b', n: 2 }]);
  });

  test('what a killed process was handling is handled after its lease', async () => {
    const dying = inbox({ ...say, run: () => new Promise(() => undefined) });
    inboxes.pop();
    await dying.take(event(1));
    void dying.settle(0);
    while ((await rows())[0]?.attempts !== 1) await new Promise((resolve) => setImmediate(resolve));
    const survivor = inbox();
    await survivor.settle(0);
    expect(handled).toEqual([]);
    machine += 31_000;
    await survivor.settle(0);
    expect(handled).toEqual([{ who: 'a', n: 1 }]);
  });

  test('an event that nobody can handle is parked, not lost', async () => {
    const box = inbox();
    await box.take({ key: 'event:1', type: 'unheard-of', payload: {} });
    for (let n = 0; n < 8; n += 1) {
      await box.settle(0);
      machine += 1_000_000;
    }
    expect(await rows()).toMatchObject([{ state: 'parked', lastError: 'no handler for unheard-of' }]);
  });

  test('an event of which nobody can be told is told of again, and parked all the same in the end', async () => {
    let told = 0;
    const deaf: Handler = {
      ...say,
      run: async () => {
        throw new Error('no such reach');
      },
      parked: async () => {
        told += 1;
        throw new Error('nobody there');
      },
    };
    const box = inbox(deaf);
    await box.take(event(1));
    for (let n = 1; n <= 30; n += 1) {
      await box.settle(0);
      machine += 1_000_000;
    }
    expect(await rows()).toMatchObject([{ state: 'parked', lastError: 'no such reach' }]);
    expect(told).toBe(9);
  });

  test('what was parked is listed without what was said, and is handled when somebody asks for it', async () => {
    const box = inbox();
    failing = new Error('19900000001 has no such reach');
    await box.take(event(1));
    for (let n = 0; n < 8; n += 1) {
      await box.settle(0);
      machine += 1_000_000;
    }
    const [line] = await box.parked();
    expect(line).toMatchObject({ type: 'say', attempts: 8, receivedAt: '2026-10-12T02:00:00.000Z' });
    expect(JSON.stringify(line)).toContain('has no such reach');
    expect(JSON.stringify(line)).not.toMatch(/1990|who/);
    failing = null;
    await box.retry(Number(line?.id));
    await box.settle(0);
    expect(handled).toEqual([{ who: 'a', n: 1 }]);
    expect(await box.parked()).toEqual([]);
    await expect(box.retry(Number(line?.id))).rejects.toThrow('没有');
  });
});

import { SenderLease as LeaseRow } from '../../entities';
import { silentLog } from '../../src/core/log';
import { SenderLease } from '../../src/feishu/senderLease';
import { BACKENDS, openTestDatabase, type TestDatabase } from '../factories';
import { until } from '../until';
import { Stage } from './stage';

describe.each(BACKENDS)('which process sends (%s)', (backend) => {
  let db: TestDatabase;
  let now: number;
  beforeEach(async () => {
    db = await openTestDatabase(backend);
    now = Date.parse('2026-10-12T02:00:00Z');
  });
  afterEach(() => db.drop());

  /** A process on this database, by a clock that is `ahead` of the others. */
  const process = (name: string, ahead = 0) =>
    new SenderLease({ db, log: silentLog(), name, machine: () => new Date(now + ahead) });
  const pass = (seconds: number) => {
    now += seconds * 1_000;
  };
  /** As time goes by, everybody tries as often as they do. */
  const live = async (seconds: number, ...leases: SenderLease[]) => {
    for (let s = 0; s < seconds; s += 2) {
      pass(2);
      for (const lease of leases) await lease.tryAgain();
    }
  };

  it('is the first, as long as it lives', async () => {
    const [first, second] = [process('1@a'), process('2@b')];
    await first.tryAgain();
    await live(60, second, first);
    expect(first.state).toEqual({ sends: true, holder: '1@a' });
    expect(second.state).toEqual({ sends: false, holder: '1@a' });
  });

  it('is one of many that start together', async () => {
    const all = ['1@a', '2@a', '3@b', '4@b'].map((name) => process(name));
    await Promise.all(all.map((lease) => lease.tryAgain()));
    expect(all.filter(({ held }) => held)).toHaveLength(1);
  });

  it('is another within 15 seconds when the first is gone without a word', async () => {
    const [first, second] = [process('1@a'), process('2@b')];
    await first.tryAgain();
    await second.tryAgain();
    await live(14, second);
    expect(second.state).toEqual({ sends: true, holder: '2@b' });
    expect(first.held).toBe(false);
    await first.tryAgain();
    expect(first.state).toEqual({ sends: false, holder: '2@b' });
  });

  it('is another at its next try when the first stops', async () => {
    const [first, second] = [process('1@a'), process('2@b')];
    await first.tryAgain();
    await second.tryAgain();
    await first.stop();
    expect(await db.read.find(LeaseRow)).toEqual([]);
    await second.tryAgain();
    expect(second.held).toBe(true);
    // Who stops without the role takes nobody's away.
    await first.stop();
    expect(await db.read.find(LeaseRow)).toHaveLength(1);
  });

  it.each([-3_600_000, 3_600_000])(
    'stays one, and is followed as soon, by a clock %i ms off',
    async (ahead) => {
      const [first, second] = [process('1@a', ahead), process('2@b')];
      await first.tryAgain();
      for (let s = 0; s < 60; s += 2) {
        await live(2, first, second);
        expect([first, second].filter(({ held }) => held)).toHaveLength(1);
      }
      const [gone, left] = first.held ? [first, second] : [second, first];
      await live(14, left);
      expect(left.held).toBe(true);
      expect(gone.held).toBe(false);
    },
  );

  it('never are two, though one was long asleep', async () => {
    const [first, second] = [process('1@a'), process('2@b')];
    await first.tryAgain();
    await second.tryAgain();
    // Asleep: it cannot renew, and knows by the clock alone that its time is over before another may begin.
    for (let s = 0; s < 20; s += 1) {
      pass(1);
      await second.tryAgain();
      expect(first.held && second.held).toBe(false);
    }
  });
});

describe('a process that is not the sender', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.open();
  });
  afterEach(() => stage.close());

  it('sends nothing by itself, but what it is told to deliver', async () => {
    const other = new SenderLease({ db: stage.db, log: silentLog(), name: '1@elsewhere' });
    await other.tryAgain();
    const { id, openId } = await stage.person('19900000001');
    await stage.ask(id);
    stage.feishu.start();
    await until('it knows', () => stage.feishu.sender().holder === '1@elsewhere');
    stage.feishu.delivery.wake();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await stage.phone(openId)).toEqual([]);
    expect(await stage.feishu.delivery.deliver()).toMatchObject({ sent: 1 });
    await other.stop();
    await stage.ask(id, { subject: { type: 'task', id: 2 } });
    await until('it has taken over', async () => (await stage.phone(openId)).length === 2);
    expect(stage.feishu.sender().sends).toBe(true);
  });
});

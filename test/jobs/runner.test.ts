import { JobRun, Unit } from '../../entities';
import { createLog } from '../../src/core/log';
import { type Job, JobRunner } from '../../src/jobs/runner';
import { BACKENDS, openTestDatabase, type TestDatabase } from '../factories';

const shanghai = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);

/** A job that notes when it ran, and since when. */
function noting(name: string, times: string[]) {
  const runs: { at: Date; since: Date | null }[] = [];
  const job: Job = {
    name,
    times,
    run: async (at, since) => runs.push({ at, since }),
  };
  return { job, runs };
}

describe.each(BACKENDS)('the jobs of a county (%s)', (backend) => {
  let db: TestDatabase;
  const lines: string[] = [];
  const runnerOf = (...jobs: Job[]) =>
    new JobRunner(db, createLog('error', { write: (line) => void lines.push(line) }), jobs);
  beforeAll(async () => {
    db = await openTestDatabase(backend);
  });
  afterAll(() => db.drop());
  beforeEach(async () => {
    lines.length = 0;
    await db.transaction(async (tx) => {
      await tx.remove(JobRun, {});
      await tx.remove(Unit, {});
      await tx.run('DELETE FROM app_state');
    });
  });

  it('run when their time of day has come, and not again before the next', async () => {
    const { job, runs } = noting('digest', ['08:30']);
    const runner = runnerOf(job);
    await runner.runDue(shanghai('2026-11-23 08:00'));
    for (const time of ['08:10', '08:29', '08:30', '08:31', '23:59']) {
      await runner.runDue(shanghai(`2026-11-23 ${time}`));
    }
    await runner.runDue(shanghai('2026-11-24 00:01'));
    await runner.runDue(shanghai('2026-11-24 08:30'));
    expect(runs.map(({ at }) => at)).toEqual(
      ['2026-11-23 08:00', '2026-11-23 08:30', '2026-11-24 08:30'].map(shanghai),
    );
  });

  it('catch up once after a gap, and are told since when', async () => {
    const { job, runs } = noting('tasks', ['00:05', '12:00']);
    const runner = runnerOf(job);
    await runner.runDue(shanghai('2026-11-20 09:00'));
    await runner.runDue(shanghai('2026-11-27 09:00'));
    await runner.runDue(shanghai('2026-11-27 09:01'));
    expect(runs).toEqual([
      { at: shanghai('2026-11-20 09:00'), since: null },
      { at: shanghai('2026-11-27 09:00'), since: shanghai('2026-11-20 09:00') },
    ]);
  });

  it('called twice for the same instant change nothing, also in two processes', async () => {
    const { job, runs } = noting('tasks', ['00:05']);
    await runnerOf(job).runDue(shanghai('2026-11-23 09:00'));
    const reports = await runnerOf(job).runDue(shanghai('2026-11-23 09:00'));
    expect([reports, runs.length]).toEqual([[], 1]);
    await Promise.all([1, 2].map(() => runnerOf(job).tick(shanghai('2026-11-24 09:00'))));
    expect(await db.read.find(JobRun)).toMatchObject([
      { name: 'tasks', lastAt: shanghai('2026-11-24 09:00') },
    ]);
  });

  it('of which one fails do not stop: it is reported, logged and tried again, from where it last came', async () => {
    const before = noting('people', ['00:05']);
    const after = noting('digest', ['00:05']);
    const since: (Date | null)[] = [];
    let broken = true;
    const failing: Job = {
      name: 'tasks',
      times: ['00:05'],
      run: (_, last) =>
        db.transaction(async (tx) => {
          since.push(last);
          await tx.insert(Unit, { code: 'half', name: '龙兴镇', type: '镇', divisionCode: null });
          if (broken) throw new Error('no luck with 19900012345');
          return 5;
        }),
    };
    const runner = runnerOf(before.job, failing, after.job);
    const first = await runner.runDue(shanghai('2026-11-23 09:00'));
    expect(first).toEqual([
      { name: 'people', created: 1 },
      { name: 'tasks', created: 0, error: 'no luck with 199****2345' },
      { name: 'digest', created: 1 },
    ]);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ job: 'tasks', msg: 'job failed' }]);
    expect(await db.read.find(Unit)).toEqual([]);
    broken = false;
    expect(await runner.runDue(shanghai('2026-11-23 09:01'))).toEqual([{ name: 'tasks', created: 5 }]);
    expect([before.runs.length, after.runs.length, since]).toEqual([1, 1, [null, null]]);
  });

  describe('tick', () => {
    it('evaluates each of them once, in order, whatever the time of day', async () => {
      const order: string[] = [];
      const job = (name: string): Job => ({ name, times: ['23:59'], run: async () => order.push(name) });
      const runner = runnerOf(job('missed'), job('tasks'), job('digest'));
      expect(await runner.tick(shanghai('2026-11-23 09:00'))).toEqual([
        { name: 'missed', created: 1 },
        { name: 'tasks', created: 2 },
        { name: 'digest', created: 3 },
      ]);
      expect(await runner.lastTick()).toEqual(shanghai('2026-11-23 09:00'));
    });

    it('refuses an instant before the last one, also after a restart, and runs nothing', async () => {
      const { job, runs } = noting('tasks', ['00:05']);
      await runnerOf(job).tick(shanghai('2026-11-23 09:00'));
      await expect(runnerOf(job).tick(shanghai('2026-11-23 08:59'))).rejects.toMatchObject({
        code: 'tick.backwards',
        ours: false,
      });
      expect(runs).toHaveLength(1);
      await runnerOf(job).tick(shanghai('2026-11-23 09:00'));
      expect(runs).toHaveLength(2);
    });

    it('refuses an instant before what the running bot has already done', async () => {
      const { job } = noting('tasks', ['00:05']);
      await runnerOf(job).runDue(shanghai('2026-11-23 09:00'));
      await expect(runnerOf(job).tick(shanghai('2026-11-22 09:00'))).rejects.toThrow('不能回到');
    });
  });

  describe('of a real county, whose clock is the machine’s', () => {
    let now: Date;
    const realRunnerOf = (...jobs: Job[]) =>
      new JobRunner(db, createLog('error', { write: (line) => void lines.push(line) }), jobs, () => now);

    it('are not ticked before their time: it is refused, and nothing runs', async () => {
      now = shanghai('2026-11-26 10:00');
      const { job, runs } = noting('tasks', ['00:05']);
      await expect(realRunnerOf(job).tick(shanghai('2026-11-26 10:01'))).rejects.toMatchObject({
        code: 'tick.future',
        ours: false,
      });
      expect(runs).toEqual([]);
      await realRunnerOf(job).tick(now);
      expect(runs).toHaveLength(1);
    });

    it('that ran while the clock was ahead run by the clock again at once, and it is told', async () => {
      const { job, runs } = noting('tasks', ['00:05']);
      now = shanghai('2027-01-20 08:30');
      await realRunnerOf(job).runDue(now);
      expect(await realRunnerOf(job).ahead()).toBeNull();

      now = shanghai('2026-11-26 10:00');
      const runner = realRunnerOf(job);
      await runner.runDue(now);
      expect(runs[1]).toEqual({ at: now, since: null });
      expect(lines.map((line) => JSON.parse(line))).toMatchObject([
        { msg: 'jobs had run ahead of the machine clock' },
      ]);
      now = shanghai('2026-11-26 10:01');
      await runner.runDue(now);
      expect([runs.length, lines.length]).toEqual([2, 1]);
      expect(await realRunnerOf(job).ahead()).toEqual(shanghai('2027-01-20 08:30'));
      now = shanghai('2026-11-27 00:05');
      await runner.runDue(now);
      expect(runs[2]).toEqual({ at: now, since: shanghai('2026-11-26 10:00') });
    });

    it('are told of until the clock has come there, or somebody has looked and ticked', async () => {
      const { job } = noting('tasks', ['00:05']);
      const wasAhead = async () => {
        now = shanghai('2027-01-20 08:30');
        await realRunnerOf(job).tick(now);
        now = shanghai('2026-11-26 10:00');
      };
      await wasAhead();
      await realRunnerOf(job).tick(now);
      expect(await realRunnerOf(job).ahead()).toBeNull();
      await wasAhead();
      await realRunnerOf(job).runDue(now);
      await realRunnerOf(job).tick(now);
      expect(await realRunnerOf(job).ahead()).toBeNull();
      await wasAhead();
      await realRunnerOf(job).runDue(now);
      now = shanghai('2027-01-20 08:30');
      expect(await realRunnerOf(job).ahead()).toBeNull();
    });

    it('are not disturbed by a clock that is set right by a minute', async () => {
      const { job, runs } = noting('tasks', ['00:05']);
      now = shanghai('2026-11-26 10:01');
      await realRunnerOf(job).runDue(now);
      now = shanghai('2026-11-26 10:00');
      await realRunnerOf(job).runDue(now);
      expect([runs.length, await realRunnerOf(job).ahead()]).toEqual([1, null]);
    });
  });

  it('say at which instant the next of them is due', () => {
    const runner = runnerOf(noting('a', ['00:05']).job, noting('b', ['08:30', '14:00']).job);
    const next = (text: string) => runner.nextInstant(shanghai(text));
    expect(next('2026-11-23 00:04')).toEqual(shanghai('2026-11-23 00:05'));
    expect(next('2026-11-23 00:05')).toEqual(shanghai('2026-11-23 08:30'));
    expect(next('2026-11-23 08:31')).toEqual(shanghai('2026-11-23 14:00'));
    expect(next('2026-12-31 14:00')).toEqual(shanghai('2027-01-01 00:05'));
  });
});

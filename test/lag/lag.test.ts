import { LagSnapshot, Patrol, PatrolSuspension, PatrolTask, Problem } from '../../entities';
import { instantAt } from '../../src/core/days';
import { readSheets } from '../../src/core/workbook';
import { exportLag, keepSnapshots, lagAt, laggingOf, recordsOf } from '../../src/lag';
import { BACKENDS, buildOutfall, buildUnit } from '../factories';
import { at, buildProblem, buildTask, eachRiver, type River, TODAY } from '../river';

describe.each(BACKENDS)('滞后 (%s)', (backend) => {
  let river: River;
  let week = 0;
  eachRiver(backend, (fresh) => {
    river = fresh;
    week = 0;
  });

  /** A task of a week that ended on Sunday the 15th of November, to be entered until the 22nd. */
  const task = (given: Partial<PatrolTask> = {}): Promise<PatrolTask> => {
    week += 1;
    return buildTask(river, {
      periodKey: `2026-X${week}`,
      startDay: '2026-11-09',
      dueDay: '2026-11-15',
      lateDay: '2026-11-22',
      createdAt: at('2026-11-09', '00:05'),
      ...given,
    });
  };
  const walk = async (one: PatrolTask, day: string): Promise<void> => {
    await river.db.transaction(async (tx) => {
      await tx.insert(Patrol, {
        taskId: one.id,
        reachId: one.reachId,
        level: one.level,
        personId: river.chief.id,
        result: 'normal',
        channel: 'card',
        occurredAt: at(day, '10:00'),
        recordedAt: at(day, '10:00'),
      });
      await tx.update(PatrolTask, { id: one.id }, { state: 'done' });
    });
  };
  const now = at(TODAY, '09:10');
  const townOn = async (day?: string) => {
    const lag = await lagAt(river.db.read, river.deps, { at: now, ...(day !== undefined && { day }) });
    return lag.units.find(({ unit }) => unit.id === river.town.id);
  };

  it('counts a town’s patrols that were due, done, missed and can still be entered', async () => {
    await walk(await task(), '2026-11-14');
    await task({ state: 'missed' });
    await task({ lateDay: '2026-11-29' });
    await task({ dueDay: '2026-11-29' });
    await task({ state: 'void' });
    expect((await townOn())?.patrols).toEqual({ due: 3, done: 1, missed: 1, waiting: 1 });
  });

  it('says of a past day what was known on it, whatever was entered since', async () => {
    await keepSnapshots(river.deps, at('2026-11-19', '00:05'));
    await walk(await task(), '2026-11-20');
    expect((await townOn('2026-11-18'))?.patrols).toEqual({ due: 1, done: 0, missed: 0, waiting: 1 });
    await keepSnapshots(river.deps, at('2026-11-21', '00:05'));
    expect((await townOn('2026-11-20'))?.patrols).toEqual({ due: 1, done: 1, missed: 0, waiting: 0 });
  });

  it('counts what 停巡 made void later as it stood before', async () => {
    const one = await task({ state: 'void' });
    await river.db.transaction(async (tx) => {
      const { firstId } = await tx.insert(PatrolSuspension, {
        reachId: null,
        townId: river.town.id,
        fromDay: '2026-11-09',
        toDay: null,
        reason: '冰冻',
        words: '河面结冰',
        startedBy: 'cli',
        startedAt: at('2026-11-20', '10:00'),
        endedBy: null,
        endedAt: null,
      });
      await tx.update(PatrolTask, { id: one.id }, { suspensionId: firstId });
    });
    await keepSnapshots(river.deps, at('2026-11-19', '00:05'));
    expect((await townOn('2026-11-18'))?.patrols.due).toBe(1);
    expect((await townOn())?.patrols.due).toBe(0);
  });

  it('counts open and overdue problems by seriousness, and none that waits for its verifier as overdue', async () => {
    await buildProblem(river, { seriousness: '较重', dueDay: '2026-11-20' });
    await buildProblem(river, { seriousness: '较重', dueDay: '2026-12-20' });
    await buildProblem(river, { seriousness: '一般', state: 'answered', dueDay: '2026-11-20' });
    const town = await townOn();
    expect(town?.figures.problems).toMatchObject({
      较重: { open: 2, overdue: 1 },
      一般: { open: 1, overdue: 0 },
    });
  });

  it('keeps a past day’s overdue problem although its deadline was moved and it was closed since', async () => {
    const problem = await buildProblem(river, { dueDay: '2026-11-20' });
    await keepSnapshots(river.deps, at('2026-11-22', '00:05'));
    await river.db.transaction((tx) => tx.update(Problem, { id: problem.id }, { state: 'closed' }));
    await keepSnapshots(river.deps, at('2026-11-23', '00:05'));
    expect((await townOn('2026-11-21'))?.figures.problems.一般).toEqual({ open: 1, overdue: 1 });
    expect((await townOn('2026-11-22'))?.figures.problems.一般).toEqual({ open: 0, overdue: 0 });
  });

  it('adds no row for a day that changed nothing, and keeps a day once', async () => {
    await keepSnapshots(river.deps, at('2026-11-20', '00:05'));
    expect(await keepSnapshots(river.deps, at('2026-11-20', '00:05'))).toBe(0);
    expect(await keepSnapshots(river.deps, at('2026-11-21', '00:05'))).toBe(0);
    const rows = await river.db.read.find(LagSnapshot, { unitId: river.town.id });
    expect(rows.map(({ fromDay, toDay }) => [fromDay, toDay])).toEqual([['2026-11-19', '2026-11-20']]);
  });

  it('says that nothing is known of a day on which nothing was kept, instead of making it up', async () => {
    await keepSnapshots(river.deps, at('2026-11-18', '00:05'));
    await keepSnapshots(river.deps, at('2026-11-22', '00:05'));
    const lag = await lagAt(river.db.read, river.deps, { at: now, day: '2026-11-19' });
    expect(lag.units).toEqual([]);
    expect(lag.unknown.map(({ name }) => name)).toContain('龙兴镇');
  });

  it('counts outfalls past their deadline for the town and for the lead department, 基线 left out', async () => {
    const housing = await buildUnit(river.db, { name: '县住建局', type: '县直部门', divisionCode: null });
    const late = {
      townId: river.town.id,
      reachId: river.reach.id,
      remedyDueDay: '2026-10-31',
      leadDepartment: '住建局',
    };
    const one = await buildOutfall(river.db, { ...late, name: '白村散排口' });
    await buildOutfall(river.db, { ...late, name: '老账', baselineDay: '2026-09-01' });
    const { units } = await lagAt(river.db.read, river.deps, { at: now });
    const counts = units
      .filter(({ unit }) => [river.town.id, housing.id].includes(unit.id))
      .map((unit) => laggingOf(unit).outfalls);
    expect(counts).toEqual([1, 1]);
    const town = await townOn();
    if (!town) throw new Error('no town');
    const records = await recordsOf(
      river.db.read,
      town,
      (await lagAt(river.db.read, river.deps, { at: now })).span,
    );
    expect(records.filter(({ figure }) => figure === 'outfalls')).toMatchObject([
      { id: one.id, title: '白村散排口', dueDay: '2026-10-31' },
    ]);
  });

  it('opens every figure to as many records as it counts', async () => {
    await task({ state: 'missed' });
    await task({ lateDay: '2026-11-29' });
    await buildProblem(river, { dueDay: '2026-11-20' });
    await buildProblem(river, { source: 'complaint', dueDay: '2026-11-20' });
    const { units, span } = await lagAt(river.db.read, river.deps, { at: now });
    for (const unit of units) {
      const counts: Record<string, number> = {};
      for (const { figure } of await recordsOf(river.db.read, unit, span))
        counts[figure] = (counts[figure] ?? 0) + 1;
      const { findings, ...others } = laggingOf(unit);
      expect({ patrols: 0, problems: 0, outfalls: 0, complaints: 0, notices: 0, ...counts }).toMatchObject(
        others,
      );
      // A finding may rest on several outfalls.
      expect(counts.findings ?? 0).toBeGreaterThanOrEqual(findings);
    }
  });

  it('names a chief’s own patrols and the overdue problems in hand', async () => {
    await task({ state: 'missed' });
    const problem = await buildProblem(river, { handlerId: river.chief.id, dueDay: '2026-11-20' });
    const { chiefs } = await lagAt(river.db.read, river.deps, { at: now });
    expect(chiefs).toMatchObject([
      { personId: river.chief.id, patrols: { due: 1, missed: 1 }, problems: [problem.id] },
    ]);
  });

  it('is written as a workbook that says as of when', async () => {
    await task({ state: 'missed' });
    const bytes = await exportLag(river.db.read, river.deps, { at: now, writtenFor: '县河长办' });
    const sheets = await readSheets(bytes);
    expect(sheets.map(({ name }) => name)).toEqual(['说明', '各单位', '各河长', '逐件']);
  });

  it('takes only what falls into the year until told otherwise', async () => {
    await task({
      startDay: '2025-12-01',
      dueDay: '2025-12-07',
      lateDay: '2025-12-14',
      state: 'missed',
      createdAt: instantAt('2025-12-01', '00:05'),
    });
    expect((await townOn())?.patrols.due).toBe(0);
    const lag = await lagAt(river.db.read, river.deps, { at: now, fromDay: '2025-01-01' });
    expect(lag.units.find(({ unit }) => unit.id === river.town.id)?.patrols.due).toBe(1);
  });
});

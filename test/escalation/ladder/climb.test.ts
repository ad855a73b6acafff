import {
  HistoryEntry,
  LadderCase,
  PolicyVersion,
  Post,
  Rectification,
  type Role,
  Unit,
} from '../../../entities';
import { addDays } from '../../../src/core/days';
import { Policies, type Policy } from '../../../src/core/policy';
import { climb, type Due, lagNotices, markOutstanding, noteDocument } from '../../../src/escalation';
import { BACKENDS, buildOutfall, buildPerson, buildUnit, testPolicy } from '../../factories';
import { at, buildProblem, eachRiver, type River } from '../../river';
import { buildTask, deliver, MONDAY, requests } from '../world';

describe.each(BACKENDS)('the ladder on %s', (backend) => {
  let world: River;
  let drafted: Due[][];
  eachRiver(backend, (fresh) => {
    world = fresh;
    drafted = [];
  });

  /** Writes drafts as the documents of the ladder do: one a rung, unit and issuer, and tells the cases. */
  const documents = {
    async draft(
      tx: Parameters<typeof noteDocument>[0],
      deps: River['deps'],
      asked: { at: Date; due: readonly Due[] },
    ) {
      drafted.push([...asked.due]);
      for (const { caseId, rung } of asked.due) {
        const note = { caseIds: [caseId], documentId: 7, rung, at: asked.at, actor: 'job:ladder' };
        await noteDocument(tx, deps, { ...note, event: 'drafted' });
      }
      return asked.due.length;
    },
  };
  const pass = (day: string, deps = world.deps) => climb({ ...deps, documents } as never, at(day));
  /** A day as it goes: who lags is told, the machine looks, and what waits is sent. */
  const day = async (date: string): Promise<number> => {
    await lagNotices(world.deps, at(date));
    const changed = await pass(date);
    await deliver(world, date);
    return changed;
  };
  const days = async (...dates: string[]): Promise<void> => {
    for (const date of dates) await day(date);
  };
  const cases = () => world.db.read.find(LadderCase, {}, { order: { id: 'ASC' } });
  const only = async () => (await cases())[0] as LadderCase;
  const told = async () =>
    (
      await world.db.read.find(
        HistoryEntry,
        { subjectType: 'ladder' },
        { order: { subjectId: 'ASC', version: 'ASC' } },
      )
    ).map(({ action, data }) => `${(data as { day: string }).day.slice(5)} ${action}`);
  const press = (event: 'issued' | 'refused' | 'replied', date: string, rung: 2 | 3 = 2) =>
    world.db.transaction(async (tx) =>
      noteDocument(tx, world.deps, {
        caseIds: [(await only()).id],
        documentId: 7,
        rung,
        event,
        at: at(date, '10:00'),
        actor: 'person:1',
        ...(event === 'refused' && { reason: '情况有变' }),
      }),
    );
  const close = (id: number) =>
    world.db.transaction((tx) => tx.run(`UPDATE problem SET state = 'closed' WHERE id = ${id}`));

  it('takes a problem from the first day of lag to a 通报 that waits for its issuer, and clears it when it is done', async () => {
    const problem = await buildProblem(world);
    await day(MONDAY);
    expect(await only()).toMatchObject({
      unitId: world.town.id,
      matterType: 'problem',
      matterId: problem.id,
      round: 1,
      rung: 0,
      state: 'running',
      sinceDay: '2026-11-21',
      nextDay: MONDAY,
      policyVersion: 1,
    });
    await day('2026-11-24');
    expect(await only()).toMatchObject({ rung: 1, nextDay: '2026-12-01', waitsFor: null });
    await days('2026-11-30', '2026-12-01');
    expect(drafted).toEqual([
      [{ caseId: (await only()).id, unitId: world.town.id, rung: 2, issuer: '县河长办' }],
    ]);
    expect(await only()).toMatchObject({ rung: 1, nextDay: null, waitsFor: 'issuer' });
    await press('issued', '2026-12-02');
    expect(await only()).toMatchObject({ rung: 2, nextDay: '2026-12-17', waitsFor: null });
    await close(problem.id);
    await day('2026-12-03');
    expect(await only()).toMatchObject({
      rung: 2,
      state: 'cleared',
      nextDay: null,
      clearedAt: at('2026-12-03'),
    });
    expect(await told()).toEqual([
      '11-23 began',
      '11-23 reminded',
      '12-01 due',
      '12-01 drafted',
      '12-02 issued',
      '12-03 cleared',
    ]);
    expect((await only()).version).toBe(6);
  });

  it('counts 提醒 from the day on which it was sent, not from the one on which it was asked for', async () => {
    await buildProblem(world);
    await lagNotices(world.deps, at(MONDAY));
    await pass(MONDAY);
    await pass('2026-11-24');
    expect(await only()).toMatchObject({ rung: 0, nextDay: '2026-11-24' });
    await deliver(world, '2026-11-25');
    await pass('2026-11-26');
    expect(await only()).toMatchObject({ rung: 1, nextDay: '2026-12-03' });
  });

  it('waits for 县河长办 where nobody of the unit can be told', async () => {
    const { id: unitId } = await buildUnit(world.db, {
      name: '县水利局',
      type: '县直部门',
      divisionCode: null,
    });
    await buildProblem(world, { unitId });
    await day(MONDAY);
    expect(await only()).toMatchObject({ unitId, rung: 0, nextDay: null, waitsFor: 'office' });
    await buildPerson(world.db, { unitId, roles: ['部门负责人'] });
    await day('2026-11-24');
    expect(await only()).toMatchObject({ nextDay: '2026-11-24', waitsFor: null });
    await day('2026-11-25');
    expect(await only()).toMatchObject({ rung: 1, nextDay: '2026-12-02' });
  });

  it('gives each matter its present step once, when the machine was off over a weekend and more', async () => {
    await buildProblem(world);
    await days(MONDAY, '2026-11-24');
    await day('2026-12-04');
    await days('2026-12-07', '2026-12-08');
    expect((await told()).filter((line) => !line.endsWith('reminded'))).toEqual([
      '11-23 began',
      '12-04 due',
      '12-04 drafted',
    ]);
    expect(drafted).toHaveLength(1);
  });

  it('does everything once, run twice, and by two processes at once', async () => {
    await buildProblem(world);
    await lagNotices(world.deps, at(MONDAY));
    const runs = await Promise.all([pass(MONDAY), pass(MONDAY)]);
    expect(runs.sort()).toEqual([0, 1]);
    await deliver(world, MONDAY);
    await Promise.all([pass('2026-11-24'), pass('2026-11-24')]);
    await Promise.all([pass('2026-12-01'), pass('2026-12-01')]);
    expect(await pass('2026-12-01')).toBe(0);
    expect(await told()).toEqual(['11-23 began', '11-23 reminded', '12-01 due', '12-01 drafted']);
  });

  it('says that an issuer is waited for while nobody writes drafts, and asks once somebody does', async () => {
    await buildProblem(world);
    await days(MONDAY, '2026-11-24');
    await climb({ ...world.deps, documents: null }, at('2026-12-01'));
    await climb({ ...world.deps, documents: null }, at('2026-12-02'));
    expect(await only()).toMatchObject({ nextDay: null, waitsFor: 'issuer' });
    await pass('2026-12-03');
    expect(await told()).toEqual(['11-23 began', '11-23 reminded', '12-01 due', '12-03 drafted']);
  });

  it('drafts a refused 通报 again only after the days to answer in have passed anew', async () => {
    await buildProblem(world);
    await days(MONDAY, '2026-11-24', '2026-12-01');
    await press('refused', '2026-12-02');
    expect(await only()).toMatchObject({ rung: 1, nextDay: '2026-12-10', waitsFor: null });
    const [, , , , refused] = await world.db.read.find(
      HistoryEntry,
      { subjectType: 'ladder' },
      { order: { version: 'ASC' } },
    );
    expect(refused).toMatchObject({ action: 'refused', reason: '情况有变', actor: 'person:1' });
    await days('2026-12-03', '2026-12-09');
    expect(drafted).toHaveLength(1);
    await day('2026-12-10');
    expect(drafted).toHaveLength(2);
  });

  it('judges a case by the rules under which it began', async () => {
    await buildProblem(world);
    await days(MONDAY);
    const then = testPolicy();
    const now = { ...then, version: 2, ladder: { ...then.ladder, remindReplyWorkdays: 1 } } as Policy;
    await world.db.transaction((tx) =>
      tx.insert(PolicyVersion, {
        number: 1,
        hash: 'x',
        content: JSON.stringify(then),
        activatedAt: at('2026-01-01'),
      }),
    );
    const deps = { ...world.deps, policies: new Policies(world.db, now) };
    await pass('2026-11-24', deps);
    expect(await only()).toMatchObject({ policyVersion: 1, nextDay: '2026-12-01' });
  });

  it('begins from the bottom, one round up, when what was cleared lags again', async () => {
    const problem = await buildProblem(world);
    await days(MONDAY, '2026-11-24');
    await close(problem.id);
    await day('2026-11-25');
    await world.db.transaction((tx) =>
      tx.run(`UPDATE problem SET state = 'accepted' WHERE id = ${problem.id}`),
    );
    await day('2026-11-26');
    const [, second] = await cases();
    expect(second).toMatchObject({
      round: 2,
      rung: 0,
      state: 'running',
      sinceDay: '2026-11-26',
      clearedAt: null,
    });
  });

  it('stands still while the matter is another department’s, and begins there on its own', async () => {
    const problem = await buildProblem(world);
    const { id: unitId } = await buildUnit(world.db, {
      name: '县水利局',
      type: '县直部门',
      divisionCode: null,
    });
    await days(MONDAY, '2026-11-24');
    await world.db.transaction((tx) =>
      tx.run(`UPDATE problem SET unitId = ${unitId} WHERE id = ${problem.id}`),
    );
    await day('2026-11-25');
    const [town, department] = await cases();
    expect(town).toMatchObject({ state: 'stopped', stoppedFor: 'department', stoppedUntil: null, rung: 1 });
    expect(department).toMatchObject({ unitId, state: 'running', rung: 0 });
  });

  it('stands still until a new due day of the matter, and goes on where it stood', async () => {
    const problem = await buildProblem(world);
    await days(MONDAY, '2026-11-24');
    await world.db.transaction((tx) =>
      tx.run(`UPDATE problem SET dueDay = '2026-12-04' WHERE id = ${problem.id}`),
    );
    await day('2026-11-25');
    expect(await only()).toMatchObject({
      state: 'stopped',
      stoppedFor: 'extension',
      stoppedUntil: '2026-12-04',
      nextDay: '2026-12-07',
    });
    await days('2026-11-26', '2026-12-07');
    expect(await only()).toMatchObject({ state: 'running', rung: 1, round: 1, nextDay: '2026-12-11' });
  });

  it('never takes up what was overdue at import', async () => {
    await buildOutfall(world.db, {
      townId: world.town.id,
      reachId: world.reach.id,
      remedyType: '规范化建设',
      remedyDueDay: '2026-06-30',
      baselineDay: '2026-09-01',
    });
    await days(MONDAY, '2026-11-24', '2026-12-04');
    expect(await cases()).toEqual([]);
  });

  it('goes on with a town that was renamed', async () => {
    await buildProblem(world);
    await days(MONDAY, '2026-11-24');
    await world.db.transaction((tx) => tx.update(Unit, { id: world.town.id }, { name: '龙兴街道' }));
    await day('2026-12-01');
    expect(await only()).toMatchObject({ rung: 1, waitsFor: 'issuer' });
  });

  it('leaves the case of a town that was merged to stand still, and begins with the town that took it over', async () => {
    const problem = await buildProblem(world);
    await days(MONDAY, '2026-11-24');
    const taken = await buildUnit(world.db, { name: '泽掌镇', code: '140825101' });
    await world.db.transaction((tx) =>
      tx.run(`UPDATE problem SET townId = ${taken.id}, unitId = ${taken.id} WHERE id = ${problem.id}`),
    );
    await day('2026-11-25');
    expect(await cases()).toMatchObject([
      { unitId: world.town.id, state: 'stopped', stoppedFor: 'department' },
      { unitId: taken.id, state: 'running', rung: 0 },
    ]);
    await close(problem.id);
    await day('2026-11-26');
    expect((await cases()).map(({ state }) => state)).toEqual(['cleared', 'cleared']);
  });

  it('asks for the 通报 of a 重大 problem at once, without waiting for an answer to 提醒', async () => {
    await buildProblem(world, { seriousness: '重大', outfallId: world.outfall.id });
    await day(MONDAY);
    expect(drafted).toEqual([
      [{ caseId: (await only()).id, unitId: world.town.id, rung: 2, issuer: '分局' }],
    ]);
  });

  it('asks 县河长办 whether it is 突出问题 once the year’s target is missed after a 约谈, and drafts a 督查 only on their tick', async () => {
    const { town, reach, office, db, deps } = world;
    const planned = { townId: town.id, reachId: reach.id, remedyType: '规范整治' as const };
    // Put off into next year, which last year's target does not follow; most others are done, so the town is not behind.
    const late = await buildOutfall(db, { ...planned, remedyDueDay: '2027-06-30' });
    for (let n = 0; n < 9; n += 1) {
      await buildOutfall(db, { ...planned, remedyDueDay: '2025-12-20', remedyStage: '完成整治' });
    }
    await db.transaction((tx) =>
      tx.insert(Rectification, {
        outfallId: late.id,
        planYear: 2025,
        plannedDay: '2025-12-20',
        state: 'working',
        returns: 0,
        recurrences: 0,
        version: 1,
      }),
    );
    await buildProblem(world);
    await days(MONDAY, '2026-11-24', '2026-12-01');
    await press('issued', '2026-12-02');
    await day('2026-12-17');
    await press('issued', '2026-12-18', 3);
    const mark = (roles: Role[]) =>
      db.transaction((tx) =>
        markOutstanding(tx, deps, {
          caseId: one.id,
          reason: '群众反映强烈',
          by: { id: office.id, roles },
          at: at('2026-12-22', '10:00'),
        }),
      );
    const one = await only();
    await lagNotices(deps, at('2026-12-21'));
    await pass('2026-12-21');
    const asked = (await requests(world, 'ladderJudge')).map(({ recipientId, subjectId }) => [
      recipientId,
      subjectId,
    ]);
    expect(asked).toEqual([[office.id, one.id]]);
    await deliver(world, '2026-12-21');
    await day('2026-12-22');
    expect(await requests(world, 'ladderJudge')).toEqual([]);
    expect(await only()).toMatchObject({ rung: 3, waitsFor: 'office' });
    await expect(mark(['镇长'])).rejects.toMatchObject({ code: 'press.notYours' });
    await mark(['县河长办']);
    await day('2026-12-23');
    expect(drafted.at(-1)).toEqual([{ caseId: one.id, unitId: town.id, rung: 4, issuer: '县政府' }]);
    expect(await only()).toMatchObject({ rung: 3, waitsFor: 'signer' });
  });

  describe('of a post that misses period after period', () => {
    const week = (dueDay: string, state: 'missed' | 'done' | 'open' | 'void') =>
      buildTask(world, { startDay: addDays(dueDay, -6), dueDay, lateDay: addDays(dueDay, 7), state });

    it('reminds after the first and drafts a 通报 after the second, in the town’s name', async () => {
      await week('2026-11-08', 'done');
      await week('2026-11-15', 'missed');
      await week('2026-11-29', 'open');
      await day(MONDAY);
      expect(await only()).toMatchObject({
        matterType: 'missedPatrols',
        unitId: world.town.id,
        sinceDay: '2026-11-16',
      });
      expect((await only()).title).toContain('上一期没巡河');
      await day('2026-11-24');
      expect(await only()).toMatchObject({ rung: 1, nextDay: '2026-12-07' });
      await week('2026-11-22', 'missed');
      await day('2026-11-30');
      expect(await only()).toMatchObject({ rung: 1, nextDay: '2026-12-01' });
      await day('2026-12-01');
      expect(drafted).toEqual([
        [{ caseId: (await only()).id, unitId: world.town.id, rung: 2, issuer: '县河长办' }],
      ]);
    });

    it('is cleared by the next patrol; what was 停巡 counts neither way', async () => {
      await week('2026-11-08', 'missed');
      await week('2026-11-15', 'void');
      await days(MONDAY, '2026-11-24');
      expect(await only()).toMatchObject({ state: 'running' });
      await week('2026-11-22', 'done');
      await day('2026-11-25');
      expect(await only()).toMatchObject({ state: 'cleared' });
    });

    it('stands still while the river cannot be walked', async () => {
      await week('2026-11-15', 'missed');
      await days(MONDAY, '2026-11-24');
      await world.db.transaction((tx) =>
        tx.run(
          `INSERT INTO patrol_suspension (fromDay, toDay, reason, words, startedBy, startedAt, version)
           VALUES ('2026-11-25', '2026-12-31', '冰冻', '封河', 'cli', '2026-11-25 00:00:00.000', 1)`,
        ),
      );
      await day('2026-11-26');
      expect(await only()).toMatchObject({
        state: 'stopped',
        stoppedFor: 'suspension',
        stoppedUntil: '2026-12-31',
      });
    });

    it('does not charge a holder who came afterwards in the first days', async () => {
      await week('2026-11-15', 'missed');
      await days(MONDAY, '2026-11-24');
      await world.db.transaction(async (tx) => {
        await tx.update(Post, { personId: world.chief.id }, { toDay: '2026-11-24' });
        const personId = world.liaison.id;
        await tx.insert(Post, {
          reachId: world.reach.id,
          personId,
          level: 'village',
          fromDay: '2026-11-25',
          toDay: null,
        });
      });
      await day('2026-11-25');
      expect(await only()).toMatchObject({
        state: 'stopped',
        stoppedFor: 'grace',
        stoppedUntil: '2026-12-08',
      });
    });
  });

  describe('of a town that is behind its plan', () => {
    const outfalls = async (done: number, due: number, total: number) => {
      await world.db.transaction((tx) => tx.run('DELETE FROM outfall'));
      for (let n = 0; n < total; n += 1) {
        await buildOutfall(world.db, {
          townId: world.town.id,
          reachId: world.reach.id,
          remedyType: '规范化建设',
          remedyDueDay: n < due ? '2026-10-20' : '2027-06-30',
          remedyStage: n < done ? '完成整治' : null,
        });
      }
    };
    const behind = async () => (await cases()).filter(({ matterType }) => matterType === 'behindPlan');

    it('takes it up after the end of a month, until it has caught up', async () => {
      await outfalls(1, 5, 10);
      await days(MONDAY);
      expect(await behind()).toMatchObject([
        { sinceDay: '2026-11-01', title: '排污口整治比应有进度低40个百分点' },
      ]);
      await outfalls(4, 5, 10);
      await day('2026-11-24');
      expect(await behind()).toMatchObject([{ state: 'cleared' }]);
    });

    it('asks 分局 for a 通报 after the second month', async () => {
      await outfalls(1, 5, 10);
      await days(MONDAY, '2026-11-24');
      expect(await behind()).toMatchObject([{ rung: 1, nextDay: '2026-12-01' }]);
      await day('2026-12-01');
      expect(drafted.flat().find(({ issuer }) => issuer === '分局')).toMatchObject({
        rung: 2,
        unitId: world.town.id,
      });
    });
  });
});

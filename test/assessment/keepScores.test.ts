import {
  AssessmentRun,
  AssessmentScore,
  AuditEntry,
  CardMessage,
  OutboxMessage,
  Patrol,
  PatrolTask,
} from '../../entities';
import { assess, keepScores, monthlyAssessment } from '../../src/assessment';
import { closeMissed } from '../../src/patrol';
import { BACKENDS } from '../factories';
import { at } from '../river';
import { addTask, addWalked, eachWorld, type World } from './world';

describe.each(BACKENDS)('scores while late entry is open, on %s', (backend) => {
  let world: World;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });

  /** What the job does each day at the digest's time; the night before, what can no longer be entered is closed. */
  const morning = async (day: string) => {
    await closeMissed(world.deps, at(day, '00:05'));
    const told = await monthlyAssessment(world.deps, at(day));
    return told + (await keepScores(world.deps, at(day)));
  };
  const requests = async () =>
    (await world.db.read.find(OutboxMessage, {}, { order: { id: 'ASC' } })).map(
      ({ mode, kind, recipientId }) => `${mode} ${kind} ${recipientId}`,
    );
  /** Delivery took everything that waited, and it arrived. */
  const deliver = async (day: string) => {
    const waiting = await world.db.read.find(OutboxMessage, { mode: 'send' });
    await world.db.transaction(async (tx) => {
      await tx.insert(
        CardMessage,
        waiting.map(({ id, kind, subjectType, subjectId, recipientId }) => ({
          kind,
          subjectType,
          subjectId,
          recipientId,
          messageId: `om_${day}_${id}`,
          chatId: 'oc_1',
          sentAt: at(day, '09:00'),
          shownHash: null,
          retiredAt: null,
        })),
      );
      await tx.remove(OutboxMessage, {});
    });
  };
  const enterLate = (taskId: number, day: string) =>
    world.db.transaction(async (tx) => {
      await tx.insert(Patrol, {
        taskId,
        reachId: world.reach.id,
        level: 'village',
        personId: world.chief.id,
        result: 'normal',
        channel: 'card',
        occurredAt: at('2026-10-30', '10:00'),
        recordedAt: at(day, '10:00'),
      });
      await tx.update(PatrolTask, { id: taskId }, { state: 'done' });
    });
  const lastWeek = () =>
    addTask(world, '2026-10-31', { startDay: '2026-10-26', lateDay: '2026-11-04', state: 'open' });
  const own = async () => {
    const [score] = await world.db.read.find(AssessmentScore, { subject: 'chief' });
    return score?.score;
  };

  it('leave an open week out, and redraw the cards in place when it is entered late', async () => {
    await addTask(world, '2026-10-18', { state: 'missed' });
    const task = await lastWeek();
    expect(await morning('2026-11-02')).toBe(3);
    expect(await own()).toBe(0);
    await deliver('2026-11-02');
    await enterLate(task, '2026-11-02');
    expect(await morning('2026-11-03')).toBe(0);
    expect(await own()).toBe(6_250);
    expect((await requests()).sort()).toEqual(
      [
        `replace assessmentOwn ${world.chief.id}`,
        `replace assessmentOwn ${world.mayor.id}`,
        `replace assessmentSummary ${world.office.id}`,
      ].sort(),
    );
  });

  it('count it as 未完成 only on the day after late entry ended, and then leave the month alone', async () => {
    await addWalked(world, '2026-10-18');
    await lastWeek();
    await morning('2026-11-02');
    await morning('2026-11-04');
    expect(await own()).toBe(10_000);
    await morning('2026-11-05');
    expect(await own()).toBe(6_250);
    // 人工评分 is given until the 6th: the month freezes after it.
    await morning('2026-11-07');
    await addTask(world, '2026-10-25', { lateDay: '2026-11-04', state: 'missed' });
    await morning('2026-11-09');
    expect(await own()).toBe(6_250);
  });

  it('catch up after a gap over the day on which late entry ended', async () => {
    await addWalked(world, '2026-10-18');
    await lastWeek();
    await morning('2026-11-02');
    await morning('2026-11-20');
    expect(await own()).toBe(6_250);
  });

  it('change nothing by a doubled run, or by two at once', async () => {
    await addWalked(world, '2026-10-18');
    const task = await lastWeek();
    await morning('2026-11-02');
    await deliver('2026-11-02');
    await enterLate(task, '2026-11-02');
    await Promise.all([morning('2026-11-03'), morning('2026-11-03')]);
    const audits = (await world.db.read.find(AuditEntry, { action: 'assessment.computed' })).length;
    const asked = await requests();
    expect(await morning('2026-11-03')).toBe(0);
    expect(await requests()).toEqual(asked);
    expect(audits).toBe(2);
    expect(await world.db.read.find(AuditEntry, { action: 'assessment.computed' })).toHaveLength(2);
  });

  it('tell somebody who could not be scored before, once', async () => {
    const task = await lastWeek();
    expect(await morning('2026-11-02')).toBe(0);
    expect(await requests()).toEqual([]);
    await enterLate(task, '2026-11-02');
    expect(await morning('2026-11-03')).toBe(3);
    await deliver('2026-11-03');
    expect(await morning('2026-11-04')).toBe(0);
    expect(await requests()).toEqual([]);
  });

  it('come once more where the card is too old to be changed and the score is another', async () => {
    await addWalked(world, '2026-10-18');
    await addTask(world, '2026-10-31', { lateDay: '2026-11-30', state: 'open' });
    await morning('2026-11-02');
    await deliver('2026-11-02');
    await morning('2026-12-01');
    const again = (await requests()).filter((one) => one.includes(` ${world.chief.id}`));
    expect(again).toEqual([`send assessmentOwn ${world.chief.id}`]);
  });

  it('send no card of a month that was only computed by a command', async () => {
    await addWalked(world, '2026-10-18');
    const task = await lastWeek();
    await assess(world.deps, { period: '2026-10', at: at('2026-11-01') });
    await enterLate(task, '2026-11-02');
    expect(await keepScores(world.deps, at('2026-11-03'))).toBe(0);
    expect(await requests()).toEqual([]);
    expect((await world.db.read.find(AssessmentRun))[0]).toMatchObject({ computedAt: at('2026-11-03') });
  });
});

import { ALL } from '../../../entities';
import { whatIfScores } from '../../../src/assessment';
import type { Tx } from '../../../src/core/database';
import type { Policy } from '../../../src/core/policy';
import { climb, type Due, lagNotices, noteDocument, whatIfSteps } from '../../../src/escalation';
import { BACKENDS, testPolicy } from '../../factories';
import { at, buildProblem, eachRiver, type River } from '../../river';
import { buildTask, deliver, MONDAY } from '../world';

describe.each(BACKENDS)('a past span under another file of rules (%s)', (backend) => {
  let river: River;
  eachRiver(backend, (fresh) => {
    river = fresh;
  });

  const documents = {
    async draft(tx: Tx, deps: River['deps'], { at: when, due }: { at: Date; due: readonly Due[] }) {
      for (const { caseId, rung } of due) {
        const note = { caseIds: [caseId], documentId: 7, rung, at: when, actor: 'job:ladder' };
        await noteDocument(tx, deps, { ...note, event: 'drafted' });
      }
      return due.length;
    },
  };
  const live = async (...days: string[]): Promise<void> => {
    for (const day of days) {
      await lagNotices(river.deps, at(day));
      await climb({ ...river.deps, documents } as never, at(day));
      await deliver(river, day);
    }
  };
  const TO_DECEMBER = [
    MONDAY,
    '2026-11-24',
    '2026-11-25',
    '2026-11-26',
    '2026-11-27',
    '2026-11-30',
    '2026-12-01',
    '2026-12-02',
  ];
  const span = { from: '2026-11-01', to: '2026-12-02' };
  const under = (change: Partial<Policy>) => {
    const policy: Policy = { ...testPolicy(), version: 2, ...change };
    return whatIfSteps(river.db.read, river.deps, { policy, ...span });
  };

  it('says which 通报 would have come earlier, and by which figure', async () => {
    await buildProblem(river);
    await live(...TO_DECEMBER);
    const { steps, cases, unclear } = await under({
      ladder: { ...testPolicy().ladder, remindReplyWorkdays: 2 },
    });
    expect({ cases, unclear }).toEqual({ cases: 1, unclear: 0 });
    expect(steps).toMatchObject([
      { unit: '龙兴镇', was: '通报 2026-12-01', would: '通报 2026-11-26', why: '提醒后答复的工作日5→2' },
    ]);
  });

  it('says which would not have come', async () => {
    await buildProblem(river);
    await live(...TO_DECEMBER);
    const { steps } = await under({ ladder: { ...testPolicy().ladder, remindReplyWorkdays: 20 } });
    expect(steps).toMatchObject([{ was: '通报 2026-12-01', would: null }]);
  });

  it('finds nothing that moves under the same rules', async () => {
    await buildProblem(river);
    await buildTask(river, { state: 'missed', dueDay: '2026-11-15', lateDay: '2026-11-22' });
    await live(...TO_DECEMBER);
    expect(await under({})).toMatchObject({ steps: [], cases: 2, unclear: 0 });
  });

  it('touches nothing', async () => {
    await buildProblem(river);
    await live(...TO_DECEMBER);
    const all = () => Promise.all(ALL.map((entity) => river.db.read.find<object>(entity)));
    const before = JSON.stringify(await all());
    await under({ ladder: { ...testPolicy().ladder, remindReplyWorkdays: 2 } });
    const policy = testPolicy();
    await whatIfScores(river.deps, { policy, ...span, at: at('2026-12-02') });
    expect(JSON.stringify(await all())).toBe(before);
  });

  it('says whose score another sheet moves, and by which lines', async () => {
    await buildTask(river, { state: 'missed', dueDay: '2026-11-15', lateDay: '2026-11-22' });
    await buildProblem(river, {
      dueDay: '2026-11-20',
      state: 'closed',
      answeredAt: at('2026-11-19'),
      closedAt: at('2026-11-19'),
    });
    const policy = testPolicy();
    const town = { ...policy.assessment.town, patrol: 30 };
    const moved = await whatIfScores(river.deps, {
      policy: { ...policy, assessment: { ...policy.assessment, town } },
      ...span,
      at: at('2026-12-02'),
    });
    expect(moved.map(({ period, subject }) => [period, subject])).toEqual([['2026-11', '龙兴镇']]);
    expect(moved[0]?.lines.length).toBeGreaterThan(0);
    expect(moved[0]?.was.score).not.toBe(moved[0]?.would.score);
  });
});

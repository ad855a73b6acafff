import { ALL, AssessmentCorrection, AssessmentMark } from '../../../entities';
import { whatIfScores } from '../../../src/assessment';
import type { Tx } from '../../../src/core/database';
import type { Policy } from '../../../src/core/policy';
import { climb, type Due, lagNotices, noteDocument, whatIfSteps } from '../../../src/escalation';
import { askDecision, decideAsk } from '../../../src/problem';
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

  const handledIn = (seriousness: '一般' | '较重', workdays: number): Partial<Policy> => {
    const { problem } = testPolicy();
    return { problem: { ...problem, dueWorkdays: { ...problem.dueWorkdays, [seriousness]: workdays } } };
  };
  const inTime = { state: 'closed' as const, answeredAt: at('2026-11-19'), closedAt: at('2026-11-19') };

  it('says what would have lagged with fewer days for handling it, though it never did', async () => {
    await buildProblem(river, inTime);
    await buildProblem(river, { ...inTime, seriousness: '较重', dueDay: '2026-12-04' });
    await live(...TO_DECEMBER);
    expect(await under(handledIn('一般', 3))).toEqual({
      cases: 0,
      problems: 2,
      unclear: 0,
      steps: [
        {
          unit: '龙兴镇',
          matter: '交办单：桥下50米（河岸）',
          caseId: null,
          was: null,
          would: '提醒 2026-11-12',
          why: '一般问题办理的工作日10→3',
        },
      ],
    });
  });

  it('moves the steps of what lagged with its due day: earlier ones, or none', async () => {
    await buildProblem(river);
    await live(...TO_DECEMBER);
    expect((await under(handledIn('一般', 8))).steps).toMatchObject([
      { was: '提醒 2026-11-23', would: '提醒 2026-11-19', why: '一般问题办理的工作日10→8' },
      { was: '通报 2026-12-01', would: '通报 2026-11-27' },
    ]);
    expect((await under(handledIn('一般', 20))).steps).toMatchObject([
      { was: '提醒 2026-11-23', would: null },
      { was: '通报 2026-12-01', would: null },
    ]);
    expect((await under(handledIn('较重', 3))).steps).toEqual([]);
  });

  it('keeps the day to which a 延期 was approved, and what was asked for before it began to lag', async () => {
    const { id } = await buildProblem(river);
    const { db, deps, liaison, office } = river;
    const by = (person: typeof office, role: '镇联络员' | '县河长办', day: string, version: number) => ({
      person: { ...person, roles: [role] },
      problemId: id,
      version,
      at: at(day, '10:00'),
      reason: '下雨',
    });
    const ask = { kind: 'extend' as const, day: '2026-11-26', unitId: null, intoId: null };
    await db.transaction((tx) =>
      askDecision(tx, deps, { ...by(liaison, '镇联络员', '2026-11-10', 1), ...ask }),
    );
    await db.transaction((tx) =>
      decideAsk(tx, deps, { ...by(office, '县河长办', '2026-11-11', 2), granted: true }),
    );
    await live(...TO_DECEMBER);
    expect((await under(handledIn('一般', 3))).steps).toEqual([]);
    expect((await under(handledIn('一般', 1))).steps).toMatchObject([
      { was: '提醒 2026-11-27', would: '提醒 2026-11-10' },
    ]);
  });

  it('tells no step of a problem that should have lagged and had no case', async () => {
    await buildProblem(river);
    expect(await under(handledIn('一般', 3))).toMatchObject({ steps: [], problems: 1, unclear: 1 });
  });

  it('touches nothing', async () => {
    await buildProblem(river);
    await live(...TO_DECEMBER);
    const all = () => Promise.all(ALL.map((entity) => river.db.read.find<object>(entity)));
    const before = JSON.stringify(await all());
    await under({ ladder: { ...testPolicy().ladder, remindReplyWorkdays: 2 }, ...handledIn('一般', 3) });
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

  it('keeps what people gave as a share of the item, and what they decided about a line', async () => {
    await buildTask(river, { state: 'missed', dueDay: '2026-11-15', lateDay: '2026-11-22' });
    const { id: unitId } = river.town;
    const town = { subject: 'town' as const, unitId, reachId: null, personId: null, level: null };
    const by = { byId: river.office.id, at: at('2026-12-01') };
    await river.db.transaction(async (tx) => {
      await tx.insert(AssessmentMark, {
        ...town,
        ...by,
        period: '2026-11',
        rule: 'organisation',
        points: 150,
        reason: '经费晚',
        withdrawnAt: null,
      });
      await tx.insert(AssessmentCorrection, {
        ...town,
        ...by,
        period: '2026-11',
        rule: 'patrol',
        points: 1500,
        reason: '封路有通知',
        roundId: 1,
        appealId: null,
      });
    });
    const policy = testPolicy();
    const sheet = { ...policy.assessment.town, organisation: 1, publicity: 4, patrol: 30, rectification: 15 };
    const [moved] = await whatIfScores(river.deps, {
      policy: { ...policy, assessment: { ...policy.assessment, town: sheet } },
      ...span,
      at: at('2026-12-02'),
    });
    expect(moved).toMatchObject({ subject: '龙兴镇', was: { score: 97.73 }, would: { score: 99.31 } });
    expect(moved?.lines).toMatchObject([
      { name: '巡河履职', was: 15, would: 30, max: { was: 15, would: 30 } },
      { name: '组织保障', was: 1.5, would: 0.75, max: { was: 2, would: 1 } },
    ]);
  });
});

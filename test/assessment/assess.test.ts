import {
  AssessmentLine,
  AssessmentRun,
  AssessmentScore,
  AuditEntry,
  CardMessage,
  OutboxMessage,
  Patrol,
  Post,
  Reach,
  Suspicion,
} from '../../entities';
import { type AssessmentResult, assess } from '../../src/assessment';
import { packEvidence, unpackEvidence } from '../../src/assessment/evidence';
import { BACKENDS, buildPerson, buildPost, buildReach, testPolicy } from '../factories';
import { at } from '../river';
import { addProblem, addTask, addWalked, adopt, eachWorld, type World } from './world';

describe.each(BACKENDS)('assess on %s', (backend) => {
  let world: World;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });

  const run = (period: string, options: Partial<Parameters<typeof assess>[1]> = {}) =>
    assess(world.deps, { period, at: at('2026-11-02'), ...options });
  const townOf = (result: AssessmentResult, name = '龙兴镇') => {
    const found = result.towns.find((town) => town.name === name);
    if (!found) throw new Error(`no town ${name}`);
    return found;
  };
  const line = (score: { lines: AssessmentResult['towns'][number]['lines'] } | undefined, rule: string) =>
    score?.lines.find((one) => one.rule === rule);

  it('answers in the shape of the contract, with points in two decimals and every record cited', async () => {
    const tasks = [await addWalked(world, '2026-10-11'), await addWalked(world, '2026-10-18')];
    const missed = await addTask(world, '2026-10-25', { state: 'missed' });
    const problem = await addProblem(world, { returns: 1 });
    const result = await run('2026-10');
    expect(result).toMatchObject({
      period: '2026-10',
      policyVersion: 1,
      running: false,
      asOf: '2026-10-31T16:00:00.000Z',
    });
    expect(townOf(result)).toMatchObject({ code: '140825100', score: 84.44, grade: '良好' });
    expect(line(townOf(result), 'patrol')).toEqual({
      rule: 'patrol',
      points: 10,
      max: 15,
      applicable: true,
      reason: '到期应巡 3 次，完成 2 次，未完成 1 次',
      evidence: [...tasks, missed].map((id) => ({ kind: 'task', id })),
    });
    expect(line(townOf(result), 'problemRebound')).toMatchObject({
      points: 8,
      evidence: [{ kind: 'problem', id: problem }],
    });
    expect(townOf(result, '古交镇')).toMatchObject({ score: null, grade: '不适用' });
    expect(result.chiefs).toMatchObject([
      {
        reach: 'FH-01',
        level: 'village',
        name: '第一村河长',
        unit: '龙兴镇第一村',
        grade: '良好',
        score: 88.89,
      },
    ]);
    const [chief] = result.chiefs;
    expect(chief?.lines.reduce((sum, { points }) => sum + Math.round(points * 100), 0)).toBe(8889);
  });

  it('counts what is 上报 as found and as nobody’s lateness, and 重大 only once it was confirmed', async () => {
    const waits = { state: 'registered', answeredAt: null, closedAt: null } as const;
    const sentUp = await addProblem(world, waits);
    await addProblem(world, {
      ...waits,
      assignedAt: null,
      acceptedAt: null,
      dueDay: null,
      seriousness: '重大',
    });
    const result = await run('2026-10');
    expect(line(townOf(result), 'problemOnTime')).toMatchObject({ applicable: false });
    const [chief] = result.chiefs;
    expect(line(chief, 'finding')?.evidence).toEqual([{ kind: 'problem', id: sentUp }]);
    expect(line(chief, 'closing')).toMatchObject({ applicable: false });
  });

  it('takes off what 县河长办 found 成立 in the period, with what it was, and nothing that was not found so', async () => {
    for (const day of ['2026-10-04', '2026-10-11']) await addWalked(world, day);
    const scored = async () => (await run('2026-10')).chiefs[0];
    const noticed = (about: string, given: Partial<Suspicion>) =>
      world.db.transaction(async (tx) => {
        const { firstId } = await tx.insert(Suspicion, {
          kind: 'late-entry',
          about,
          personId: world.chief.id,
          words: '补记了3次巡河',
          photoIds: [],
          state: 'settled',
          replyDueDay: '2026-10-12',
          settledAt: at('2026-10-20'),
          at: at('2026-10-09'),
          version: 3,
          ...given,
        });
        return firstId;
      });
    await noticed('a', { verdict: '不成立' });
    await noticed('b', { verdict: '存疑' });
    await noticed('c', { state: 'toSettle', settledAt: null });
    await noticed('d', { verdict: '成立', settledAt: at('2026-11-01', '00:00') });
    await noticed('e', { verdict: '成立', personId: world.mayor.id });
    const clean = await scored();
    expect(clean?.score).toBe(100);
    expect(line(clean, 'confirmed')).toBeUndefined();
    const id = await noticed('f', { verdict: '成立', settledAt: at('2026-10-31', '23:59') });
    expect(await scored()).toMatchObject({ score: 95, grade: '优秀' });
    expect(line(await scored(), 'confirmed')).toEqual({
      rule: 'confirmed',
      points: -5,
      max: 0,
      applicable: false,
      reason: '县河长办认定成立 1 件，每件扣 5 分，一期最多扣 10 分',
      evidence: [{ kind: 'suspicion', id }],
    });
    const lie = await noticed('g', { verdict: '弄虚作假' });
    const vetoed = await scored();
    expect(vetoed).toMatchObject({ score: 90, grade: '不合格' });
    expect(line(vetoed, 'confirmed')?.evidence).toEqual(
      [id, lie].map((one) => ({ kind: 'suspicion', id: one })),
    );
    expect(line(vetoed, 'veto')).toEqual({
      rule: 'veto',
      points: 0,
      max: 0,
      applicable: false,
      reason: '县河长办认定弄虚作假 1 件，这一期定为不合格',
      evidence: [{ kind: 'suspicion', id: lie }],
    });
    expect(await run('2026-10', { verify: true })).toMatchObject({ verified: { identical: true } });
  });

  it('counts a problem that came back after 销号 in 反弹', async () => {
    await addProblem(world, { rebounds: 1 });
    expect(line(townOf(await run('2026-10')), 'problemRebound')).toMatchObject({ points: 8 });
  });

  it('counts a task in the period of its due day, and only once that day is over', async () => {
    await addWalked(world, '2026-11-01');
    const done = await addWalked(world, '2026-11-22');
    const open = await addTask(world, '2026-11-15');
    await addWalked(world, '2026-11-29');
    await addTask(world, '2026-11-23');
    const result = await run('2026-11', { at: at('2026-11-23', '12:00') });
    expect(result).toMatchObject({ running: true, asOf: '2026-11-23T04:00:00.000Z' });
    expect(line(townOf(result), 'patrol')?.evidence).toHaveLength(3);
    expect(line(townOf(result), 'patrol')?.evidence).toEqual(
      expect.arrayContaining([
        { kind: 'task', id: done },
        { kind: 'task', id: open },
      ]),
    );
    expect(line(townOf(await run('2026-10')), 'patrol')?.applicable).toBe(false);
  });

  it('takes a late entry in full, and says that it was late', async () => {
    await addWalked(world, '2026-10-25', { recorded: '2026-10-28' });
    await addWalked(world, '2026-10-18', { recorded: '2026-10-18' });
    const patrol = line(townOf(await run('2026-10')), 'patrol');
    expect(patrol).toMatchObject({ points: 15, reason: '到期应巡 2 次，完成 2 次（补录 1 次）' });
  });

  it('leaves a town’s patrols with it when the reach moves to another town later', async () => {
    await addWalked(world, '2026-10-11');
    const before = await run('2026-10');
    await world.db.transaction((tx) => tx.update(Reach, { id: world.reach.id }, { townId: world.other.id }));
    expect(JSON.stringify(await run('2026-10'))).toBe(JSON.stringify(before));
    expect(townOf(before).score).toBe(100);
  });

  it('leaves out void tasks, drafts and withdrawn problems', async () => {
    await addTask(world, '2026-10-11', { state: 'void' });
    await addProblem(world, { state: 'draft', dueDay: null });
    await addProblem(world, { state: 'withdrawn' });
    expect(townOf(await run('2026-10')).score).toBeNull();
  });

  it('credits the holder who walked; the co-holder is 不适用', async () => {
    const second = await buildPerson(world.db, { unitId: world.town.id, name: '第二位河长' });
    await buildPost(world.db, { reachId: world.reach.id, personId: second.id, level: 'village' });
    await addWalked(world, '2026-10-11', { by: second.id });
    const { chiefs } = await run('2026-10');
    expect(chiefs.map(({ name, score }) => [name, score])).toEqual([
      ['第一村河长', null],
      ['第二位河长', 100],
    ]);
  });

  it('counts a week against the successor who holds the post on its due day, not against whoever left', async () => {
    // A county without a grace for new holders.
    world.deps.policies.current.patrol.graceWorkdays = 0;
    await addTask(world, '2026-10-11', { startDay: '2026-10-05', state: 'missed' });
    await world.db.transaction((tx) =>
      tx.update(Post, { personId: world.chief.id }, { toDay: '2026-10-07' }),
    );
    const next = await buildPerson(world.db, { unitId: world.town.id, name: '新任河长' });
    const post = { reachId: world.reach.id, personId: next.id, level: 'village' as const };
    await buildPost(world.db, { ...post, fromDay: '2026-10-08' });
    const { chiefs } = await run('2026-10');
    expect(chiefs.map(({ name, score }) => [name, score])).toEqual([
      ['第一村河长', null],
      ['新任河长', 0],
    ]);
    expect(line(chiefs[0], 'patrol')?.reason).toBe('任职期间没有到期的巡河任务');
  });

  it('counts a week of an empty post against nobody, and says which', async () => {
    const id = await addTask(world, '2026-10-11', { startDay: '2026-10-05', state: 'open' });
    await addWalked(world, '2026-10-04');
    await world.db.transaction((tx) =>
      tx.update(Post, { personId: world.chief.id }, { toDay: '2026-10-07' }),
    );
    const result = await run('2026-10');
    expect(result.chiefs.map(({ score }) => score)).toEqual([100]);
    expect(townOf(result).score).toBe(100);
    expect(result.vacant).toEqual([{ kind: 'task', id }]);
  });

  it('measures nobody by what a co-holder found, or a successor', async () => {
    const second = await buildPerson(world.db, { unitId: world.town.id, name: '第二位河长' });
    const post = { reachId: world.reach.id, personId: second.id, level: 'village' as const };
    await buildPost(world.db, post);
    await addProblem(world, { finderId: second.id, state: 'accepted' });
    const [first] = (await run('2026-10')).chiefs;
    expect(first).toMatchObject({ name: '第一村河长', score: null });
    await world.db.transaction(async (tx) => {
      await tx.update(Post, { personId: world.chief.id }, { toDay: '2026-10-08' });
      await tx.update(Post, { personId: second.id }, { fromDay: '2026-10-09' });
    });
    const { chiefs } = await run('2026-10');
    expect(chiefs.map(({ name, score }) => [name, score])).toEqual([
      ['第一村河长', null],
      ['第二位河长', 40],
    ]);
  });

  it('measures a town chief by what they found on a reach below, photo and all', async () => {
    const above = await buildReach(world.db, { townId: world.town.id, code: 'FH-00' });
    const chief = await buildPerson(world.db, { unitId: world.town.id, name: '龙兴镇河长' });
    await buildPost(world.db, { reachId: above.id, personId: chief.id, level: 'town' });
    await world.db.transaction((tx) => tx.update(Reach, { id: world.reach.id }, { parentId: above.id }));
    const taskId = await addTask(world, '2026-10-31', {
      reachId: above.id,
      level: 'town',
      assigneeId: chief.id,
      state: 'done',
    });
    await world.db.transaction((tx) =>
      tx.insert(Patrol, {
        taskId,
        reachId: above.id,
        level: 'town',
        personId: chief.id,
        result: 'problem',
        channel: 'card',
        occurredAt: at('2026-10-09', '10:00'),
        recordedAt: at('2026-10-09', '10:00'),
      }),
    );
    await addProblem(world, { taskId, finderId: chief.id, photo: false, state: 'accepted' });
    const own = (await run('2026-10')).chiefs.find(({ name }) => name === '龙兴镇河长');
    const points = own?.lines.flatMap(({ rule, applicable, points }) => (applicable ? [[rule, points]] : []));
    expect(points).toEqual([
      ['patrol', 30],
      ['record', 0],
      ['finding', 20],
      ['closing', 0],
    ]);
  });

  it('asks for a photo only where something was found', async () => {
    const found = await addWalked(world, '2026-10-11', { result: 'problem' });
    await addWalked(world, '2026-10-18');
    await addProblem(world, { taskId: found, photo: false });
    expect(line((await run('2026-10')).chiefs[0], 'record')).toMatchObject({ points: 5, max: 10 });
  });

  it('judges a period by the rules in force when it began; the first rules count from the beginning', async () => {
    const policy = testPolicy();
    await adopt(world, policy, '2026-09-20');
    const stricter = { ...policy, version: 2, assessment: { ...policy.assessment, town: { patrol: 100 } } };
    await adopt(world, stricter, '2026-10-01');
    await adopt(world, { ...policy, version: 3 }, '2026-10-31');
    await addWalked(world, '2026-09-13');
    await addWalked(world, '2026-10-11');
    const october = await run('2026-10');
    expect(october.policyVersion).toBe(2);
    expect(townOf(october).lines.map(({ rule }) => rule)).toEqual(['patrol', 'scaling']);
    expect((await run('2026-11')).policyVersion).toBe(3);
    expect((await run('2026-09')).policyVersion).toBe(1);
    expect((await run('2026-Q4')).policyVersion).toBe(2);
    expect((await run('2026')).policyVersion).toBe(1);
  });

  it('does not let rules of the last evening, or of the first morning, judge the month', async () => {
    const policy = testPolicy();
    await adopt(world, policy, '2026-01-01');
    await addWalked(world, '2026-10-11');
    const before = await run('2026-10');
    const second = { ...policy, version: 2, assessment: { ...policy.assessment, chief: { record: 100 } } };
    await adopt(world, second, '2026-10-01', '00:01');
    expect(JSON.stringify(await run('2026-10'))).toBe(JSON.stringify(before));
    expect((await run('2026-11')).policyVersion).toBe(2);
  });

  it('refuses a period that has not begun, one written wrongly, and a county without a roster', async () => {
    await expect(run('2026-12')).rejects.toMatchObject({ code: 'assess.future' });
    await expect(run('2027')).rejects.toMatchObject({ code: 'assess.future' });
    await expect(run('10月')).rejects.toMatchObject({ code: 'assess.period' });
    await world.db.transaction(async (tx) => {
      for (const table of ['unit', 'post']) await tx.run(`DELETE FROM ${table}`);
    });
    await expect(run('2026-10')).rejects.toMatchObject({ code: 'assess.empty' });
  });

  describe('stores its result', () => {
    const rows = async () => ({
      runs: await world.db.read.find(AssessmentRun),
      scores: await world.db.read.find(AssessmentScore, {}, { order: { id: 'ASC' } }),
      lines: await world.db.read.find(AssessmentLine, {}, { order: { id: 'ASC' } }),
      audits: (await world.db.read.find(AuditEntry)).length,
    });

    it('with every line and its evidence, and changes nothing when nothing changed', async () => {
      await addWalked(world, '2026-10-11');
      const result = await run('2026-10');
      const stored = await rows();
      expect(stored.runs).toMatchObject([{ period: '2026-10', policyVersion: 1 }]);
      const town = stored.scores.find(
        ({ unitId, subject }) => subject === 'town' && unitId === world.town.id,
      );
      const own = stored.lines.filter(({ scoreId }) => scoreId === town?.id);
      expect(
        own.map(({ evidence, points, ...l }) => [l.rule, points / 100, unpackEvidence(evidence)]),
      ).toEqual(townOf(result).lines.map(({ rule, points, evidence }) => [rule, points, evidence]));
      expect(JSON.stringify(await run('2026-10', { at: at('2026-11-05') }))).toBe(JSON.stringify(result));
      expect(await rows()).toEqual(stored);
    });

    it('as of the period’s end once it is over, though nothing is new since it ran', async () => {
      await run('2026-11', { at: at('2026-11-29') });
      const running = (await rows()).runs.at(-1);
      await run('2026-11', { at: at('2026-12-02') });
      expect((await rows()).runs.at(-1)).toEqual({ ...running, computedAt: at('2026-12-02') });
      await run('2026-11', { at: at('2026-12-03') });
      expect((await rows()).runs.at(-1)).toMatchObject({ computedAt: at('2026-12-02') });
    });

    it('in place of the one before, under the same ids, and redraws the cards that show it', async () => {
      await addTask(world, '2026-10-11', { state: 'missed' });
      await run('2026-10');
      const before = await rows();
      const card = (subjectType: string, subjectId: number, recipientId: number): Partial<CardMessage> => ({
        kind: subjectType === 'assessmentRun' ? 'assessmentSummary' : 'assessmentOwn',
        subjectType,
        subjectId,
        recipientId,
        messageId: `om_${subjectType}`,
        chatId: 'oc_1',
        sentAt: at('2026-11-02', '09:00'),
        shownHash: null,
        retiredAt: null,
      });
      await world.db.transaction((tx) =>
        tx.insert(CardMessage, [
          card('assessmentRun', before.runs[0]?.id ?? 0, world.office.id),
          card('assessmentScore', before.scores[0]?.id ?? 0, world.mayor.id),
        ]),
      );
      await addWalked(world, '2026-10-18');
      await run('2026-10', { at: at('2026-11-05') });
      const after = await rows();
      expect(after.runs).toMatchObject([{ id: before.runs[0]?.id, computedAt: at('2026-11-05') }]);
      expect(after.scores.map(({ id }) => id)).toEqual(before.scores.map(({ id }) => id));
      expect(after.lines).toHaveLength(before.lines.length);
      expect(after.scores[0]).toMatchObject({ score: 6250 });
      expect(
        (await world.db.read.find(OutboxMessage)).map(({ mode, kind }) => `${mode} ${kind}`).sort(),
      ).toEqual(['replace assessmentOwn', 'replace assessmentSummary']);
    });

    it('once when two computations run at once', async () => {
      await addWalked(world, '2026-10-11');
      await Promise.all([run('2026-10'), run('2026-10')]);
      const { runs, scores } = await rows();
      expect(runs).toHaveLength(1);
      expect(scores).toHaveLength(3);
    });
  });

  describe('--verify', () => {
    it('says whether what is stored comes out again, and writes nothing', async () => {
      await addWalked(world, '2026-10-11');
      expect((await run('2026-10', { verify: true })).verified).toEqual({ stored: false, identical: false });
      expect(await world.db.read.find(AssessmentRun)).toEqual([]);
      await run('2026-10');
      expect((await run('2026-10', { verify: true })).verified).toEqual({ stored: true, identical: true });
      await addTask(world, '2026-10-18', { state: 'missed' });
      expect((await run('2026-10', { verify: true })).verified).toEqual({ stored: true, identical: false });
    });
  });

  it('sends the office its summary, and the head and the chief their own, when asked to', async () => {
    await addWalked(world, '2026-10-11');
    await run('2026-10', { publishCards: true });
    const sent = await world.db.read.find(OutboxMessage, {}, { order: { id: 'ASC' } });
    expect(sent.map(({ kind, recipientId, messageClass }) => [kind, recipientId, messageClass])).toEqual([
      ['assessmentSummary', world.office.id, 'task'],
      ['assessmentOwn', world.mayor.id, 'task'],
      ['assessmentOwn', world.chief.id, 'task'],
    ]);
  });
});

describe('evidence in the database', () => {
  it('comes back as it went in, and ten thousand tasks stay under MySQL’s 64 KB', () => {
    const refs = Array.from({ length: 10_400 }, (_, n) => ({
      kind: 'task' as const,
      id: 5_000_000 + n * 37,
    }));
    const packed = packEvidence([...refs, { kind: 'problem', id: 7 }]);
    expect(unpackEvidence(packed)).toEqual([...refs, { kind: 'problem', id: 7 }]);
    expect(JSON.stringify(packed).length).toBeLessThan(60_000);
    expect(unpackEvidence(packEvidence([]))).toEqual([]);
  });
});

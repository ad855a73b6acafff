import { LadderCase, LadderReply, LagNotice, type Person } from '../../../entities';
import { Fault } from '../../../src/core/errors';
import {
  answerLag,
  climb,
  decideReply,
  digests,
  explainCases,
  lagNotices,
  openMatters,
} from '../../../src/escalation';
import { BACKENDS, buildPerson, buildUnit } from '../../factories';
import { at, buildProblem, eachRiver, type River } from '../../river';
import { deliver, MONDAY, requests } from '../world';

describe.each(BACKENDS)('an answer to 提醒 on %s', (backend) => {
  let world: River;
  eachRiver(backend, async (fresh) => {
    world = fresh;
  });

  const day = async (date: string): Promise<void> => {
    await lagNotices(world.deps, at(date));
    await climb({ ...world.deps, documents: null }, at(date));
    await deliver(world, date);
  };
  const cases = () => world.db.read.find(LadderCase, {}, { order: { id: 'ASC' } });
  const noticeOf = async () =>
    (await world.db.read.findOne(LagNotice, { recipientId: world.mayor.id })) as LagNotice;
  const answer = async (given: Partial<Parameters<typeof answerLag>[2]> = {}) => {
    const notice = await noticeOf();
    return world.db.transaction((tx) =>
      answerLag(tx, world.deps, {
        noticeId: notice.id,
        caseId: null,
        kind: '申请延期',
        words: '挖机腾不出来',
        untilDay: '2026-12-11',
        by: { person: world.liaison, roles: ['镇联络员'] },
        at: at('2026-11-25', '10:00'),
        ...given,
      }),
    );
  };
  const reply = async () =>
    (await world.db.read.find(LadderReply, {}, { order: { id: 'ASC' } }))[0] as LadderReply;
  const decide = async (approved: boolean, given: Partial<Parameters<typeof decideReply>[2]> = {}) => {
    const { id, version } = await reply();
    return world.db.transaction((tx) =>
      decideReply(tx, world.deps, {
        replyId: id,
        version,
        approved,
        untilDay: null,
        reason: '',
        by: { id: world.office.id, roles: ['县河长办'] },
        at: at('2026-11-26', '10:00'),
        messageId: 'om_x',
        ...given,
      }),
    );
  };
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error) => (error instanceof Fault ? error.code : String(error)),
    );

  beforeEach(async () => {
    await buildProblem(world);
    await day(MONDAY);
    await day('2026-11-24');
  });

  it('goes to 县河长办, and the case waits for its decision meanwhile', async () => {
    expect(await answer()).toEqual({ cases: 1, deciders: ['县河长办'] });
    expect((await cases())[0]).toMatchObject({ waitsFor: 'decider', nextDay: null, rung: 1 });
    expect((await requests(world, 'ladderReply')).map(({ recipientId }) => recipientId)).toEqual([
      world.office.id,
    ]);
    await day('2026-12-04');
    expect((await cases())[0]).toMatchObject({ waitsFor: 'decider', rung: 1 });
  });

  it('stops the clock until its day once it is approved, and who asked is told', async () => {
    await answer();
    await deliver(world, '2026-11-25');
    await decide(true);
    expect(await reply()).toMatchObject({
      state: 'approved',
      untilDay: '2026-12-11',
      decidedById: world.office.id,
    });
    expect((await cases())[0]).toMatchObject({
      state: 'stopped',
      stoppedFor: 'extension',
      stoppedUntil: '2026-12-11',
      nextDay: '2026-12-14',
    });
    expect((await requests(world, 'ladderReply')).map(({ recipientId }) => recipientId)).toEqual([
      world.liaison.id,
    ]);
    await day('2026-11-27');
    expect((await cases())[0]).toMatchObject({ state: 'stopped', stoppedUntil: '2026-12-11' });
    await day('2026-12-14');
    expect((await cases())[0]).toMatchObject({ state: 'running', nextDay: '2026-12-17' });
  });

  it('changes nothing when it is refused, which needs a reason', async () => {
    await answer();
    expect(await codeOf(decide(false))).toBe('press.form');
    await decide(false, { reason: '人手够' });
    expect((await cases())[0]).toMatchObject({ state: 'running', waitsFor: null, nextDay: '2026-12-01' });
    expect(await reply()).toMatchObject({ state: 'refused', reason: '人手够' });
  });

  it('needs a day to stop until when an explanation is approved, and may get another than was asked for', async () => {
    await answer({ kind: '说明情况', untilDay: '2026-12-11' });
    expect(await reply()).toMatchObject({ kind: '说明情况', untilDay: null });
    expect(await codeOf(decide(true))).toBe('press.form');
    await decide(true, { untilDay: '2026-12-04' });
    expect((await cases())[0]).toMatchObject({ stoppedFor: 'explained', stoppedUntil: '2026-12-04' });
  });

  it('is split by who decides: 分局 about outfalls, 县河长办 about the rest', async () => {
    const { id: unitId } = await buildUnit(world.db, {
      name: '市生态环境局新绛分局',
      type: '县直部门',
      divisionCode: null,
    });
    const branch = await buildPerson(world.db, { unitId, roles: ['分局'] });
    await buildProblem(world, { outfallId: world.outfall.id });
    await day('2026-11-25');
    expect(await answer({ at: at('2026-11-25', '11:00') })).toEqual({
      cases: 2,
      deciders: ['县河长办', '分局'],
    });
    expect((await requests(world, 'ladderReply')).map(({ recipientId }) => recipientId)).toEqual([
      world.office.id,
      branch.id,
    ]);
    const asBranch = { by: { id: branch.id, roles: ['分局' as const] } };
    expect(await codeOf(decide(true, asBranch))).toBe('press.notYours');
  });

  it('may speak of one matter, and is not given twice while it waits', async () => {
    await buildProblem(world, { place: '桥东' });
    await day('2026-11-25');
    const [, second] = await cases();
    await answer({ caseId: (second as LadderCase).id });
    expect((await cases()).map(({ waitsFor }) => waitsFor)).toEqual([null, 'decider']);
    expect(await codeOf(answer({ caseId: (second as LadderCase).id }))).toBe('press.form');
    expect(await answer()).toMatchObject({ cases: 1 });
  });

  it('is taken only from those who act for the unit, with a day to come, and decided by somebody else, once', async () => {
    const by = (person: Person, role: '镇长' | '村级河长') => ({ by: { person, roles: [role] } });
    expect(await codeOf(answer(by(world.chief, '村级河长')))).toBe('press.notYours');
    expect(await codeOf(answer({ untilDay: null }))).toBe('press.form');
    expect(await codeOf(answer({ untilDay: '2026-11-25' }))).toBe('press.form');
    await answer();
    expect(await codeOf(decide(true, { by: { id: world.liaison.id, roles: ['县河长办'] } }))).toBe(
      'press.notYours',
    );
    expect(await codeOf(decide(true, { by: { id: world.mayor.id, roles: ['镇长'] } }))).toBe(
      'press.notYours',
    );
    const { version } = await reply();
    await decide(true);
    expect(await codeOf(decide(false, { version, reason: '晚了' }))).toBe('press.stale');
  });

  it('reminds whoever decides, as a matter with a due day', async () => {
    await answer();
    const [matter] = (await openMatters(world.db.read, world.deps, { today: '2026-11-25' })).filter(
      ({ type }) => type === 'ladderReply',
    );
    expect(matter).toMatchObject({
      duty: 'grant',
      dueDay: '2026-11-26',
      responsible: [world.office.id],
      unitId: null,
    });
    await digests(world.deps, at('2026-11-27'));
    expect((await requests(world, 'digest')).map(({ recipientId }) => recipientId)).toContain(
      world.office.id,
    );
  });

  it('tells in one look why this unit, by which rule of which version, what clears it and what comes next', async () => {
    await answer();
    const told = await explainCases(world.db.read, world.deps, await cases(), at('2026-11-25', '11:00'));
    const [problem] = await cases();
    expect(told).toEqual([
      {
        caseId: problem?.id,
        unit: '龙兴镇',
        title: '交办单：桥下50米（河岸）',
        rung: 1,
        outstanding: false,
        sinceDay: '2026-11-21',
        overdueWorkdays: 3,
        whyUnit: '这件事由龙兴镇负责',
        rule: '过了期限先提醒；提醒后5个工作日不答复，起草通报；通报后10个工作日不报整改，起草约谈',
        policyVersion: 1,
        records: [`问题第${problem?.matterId}号，期限11月20日`],
        steps: [
          { day: MONDAY, words: '开始滞后' },
          { day: MONDAY, words: '提醒' },
          { day: '2026-11-25', words: '答复，等批复' },
        ],
        clears: '处理后反馈并附照片',
        next: '答复正等批复，批复以前不升级。',
      },
    ]);
    await decide(false, { reason: '人手够' });
    const [after] = await explainCases(world.db.read, world.deps, await cases(), at('2026-11-26', '11:00'));
    expect(after?.next).toBe('12月1日还没办完，就起草通报，报县河长办审签。');
  });
});

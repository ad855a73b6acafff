import {
  AssessmentCorrection,
  AssessmentMark,
  AssessmentVersion,
  OutboxMessage,
  PolicyVersion,
} from '../../../entities';
import { amendRound, assess } from '../../../src/assessment';
import { assessmentRound } from '../../../src/bot/presenters/assessmentRound';
import { BACKENDS, buildPerson, clockAt, testPolicy } from '../../factories';
import { at } from '../../river';
import { addTask, addWalked, adopt, eachWorld, type World } from '../world';
import { type Desk, deskOf } from './desk';

const policy = testPolicy();
policy.assessment.rounds = { every: 'month' };

const DRAFT = '2026-11-13';
const NOTICE = '2026-11-16';
const AFTER = '2026-11-24';

describe.each(BACKENDS)('更正 of 加分 and 否决 after 定稿 (%s)', (backend) => {
  let world: World;
  let desk: Desk;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });

  beforeEach(async () => {
    await adopt(world, policy, '2026-09-01');
    await addWalked(world, '2026-10-11');
    await addTask(world, '2026-10-18', { state: 'missed' });
    const office = { unitId: world.office.unitId, roles: ['县河长办' as const] };
    desk = deskOf(world, policy, await buildPerson(world.db, { ...office, title: '县河长办副主任' }));
  });

  const finished = async () => {
    await desk.draft(DRAFT);
    await desk.publish(NOTICE);
    await desk.finalise(AFTER);
  };
  /** 表扬加分 that was confirmed in time. */
  const commended = (points: number) =>
    world.db.transaction((tx) =>
      tx.insert(AssessmentMark, {
        period: '2026-10',
        subject: 'town',
        unitId: world.town.id,
        reachId: null,
        personId: null,
        level: null,
        rule: 'bonus.commended',
        points,
        reason: '市里通报表扬',
        byId: world.office.id,
        at: at('2026-11-02'),
        withdrawnAt: null,
      }),
    );
  const amend = async (rule: string, points: number, { period = '2026-10', whose = '龙兴镇' } = {}) => {
    const press = await desk.press(AFTER);
    const given = { whose, period, rule, points, reason: '文件送来晚了' };
    await world.db.transaction((tx) => amendRound(tx, desk.deps, { ...press, ...given }));
    await desk.rescored(AFTER);
  };
  const bonus = async () =>
    (
      await world.db.read.query<{ points: number; reason: string }>(
        "SELECT points, reason FROM assessment_line WHERE scoreId = ? AND rule = 'bonus.commended'",
        [(await desk.townScore()).id],
      )
    )[0];
  const offered = async () => {
    const bot = { ...world.deps, ...desk.deps, clock: clockAt(at(AFTER).toISOString()) };
    const drawn = await assessmentRound(bot, world.db.read, {
      subject: { type: 'assessmentRound', id: (await desk.the()).id },
      recipient: world.office,
      snapshot: null,
      at: at(AFTER),
    });
    return JSON.stringify(drawn?.card);
  };
  const isReproduced = async () => {
    const { verified } = await assess(desk.deps, { period: '2026-10', at: at('2027-03-01'), verify: true });
    expect(verified).toEqual({ stored: true, identical: true });
  };

  it('gives 加分 that was forgotten, as a new version, and takes it back', async () => {
    await finished();
    expect((await desk.townScore()).score).toBe(6_250);
    expect(await offered()).toContain('"表扬加分"');
    expect(await offered()).toContain('镇或河长，写法同表里');
    await expect(amend('patrol', 0, { whose: '没有的镇' })).rejects.toThrow('请写镇的全称或河长姓名');
    await amend('bonus.commended', 300);
    expect((await desk.townScore()).score).toBe(6_550);
    expect(await bonus()).toEqual({ points: 300, reason: '更正加 3 分：文件送来晚了' });
    await isReproduced();
    await expect(amend('bonus.commended', 300)).rejects.toThrow('和现在一样');
    await amend('bonus.commended', 0);
    expect((await desk.townScore()).score).toBe(6_250);
    const versions = await world.db.read.find(AssessmentVersion, {}, { order: { number: 'ASC' } });
    expect(versions.map(({ reason }) => reason)).toEqual([null, '文件送来晚了', '文件送来晚了']);
    expect(versions[2]?.hash).toBe(versions[0]?.hash);
  });

  it('is told to whoever it is about, and to nobody else', async () => {
    await finished();
    const told = async () =>
      (await world.db.read.find(OutboxMessage, { kind: 'assessmentOwn' }, { order: { id: 'ASC' } })).map(
        ({ recipientId }) => recipientId,
      );
    const before = await told();
    await world.db.transaction((tx) => tx.update(OutboxMessage, {}, { state: 'sent', pendingSlot: null }));
    await amend('veto.pollution', 0);
    expect((await told()).slice(before.length)).toEqual([world.mayor.id]);
  });

  it('changes 加分 that was wrong, within what the sheet allows, to nothing where there should be none', async () => {
    await commended(300);
    await finished();
    expect((await desk.townScore()).score).toBe(6_550);
    await amend('bonus.commended', 500);
    expect((await desk.townScore()).score).toBe(6_750);
    await expect(amend('bonus.commended', 501)).rejects.toThrow('这一项应在 0 到 5 之间');
    await amend('bonus.commended', 0);
    expect((await desk.townScore()).score).toBe(6_250);
    expect(await bonus()).toEqual({ points: 0, reason: '更正为 0 分（原 3 分）：文件送来晚了' });
    await isReproduced();
  });

  it('counts an item that was 不适用 by what it is given, with what it was in the sentence', async () => {
    await finished();
    await amend('publicity', 300);
    // 7.5 of 15, 5 of 5, and now 3 of 3.
    expect((await desk.townScore()).score).toBe(6_739);
    const [line] = await world.db.read.query(
      "SELECT points, applicable, reason FROM assessment_line WHERE scoreId = ? AND rule = 'publicity'",
      [(await desk.townScore()).id],
    );
    expect(line).toEqual({ points: 300, applicable: 1, reason: '更正为 3 分（原不适用）：文件送来晚了' });
    expect(await offered()).toContain('"宣传报送"');
    await isReproduced();
  });

  it('gives no more than all 加分 together may be', async () => {
    const wider = structuredClone(policy);
    wider.assessment.bonus = {
      most: 5,
      items: {
        commended: { name: '表扬加分', max: 5, scorer: '县河长办' },
        spread: { name: '经验推广', max: 3, scorer: '县河长办' },
      },
    };
    await world.db.transaction((tx) => tx.update(PolicyVersion, {}, { content: JSON.stringify(wider) }));
    desk = deskOf(world, wider, world.office);
    await commended(400);
    await finished();
    await expect(amend('bonus.spread', 101)).rejects.toThrow('这一项应在 0 到 1 之间');
    await amend('bonus.spread', 100);
    expect((await desk.townScore()).score).toBe(6_750);
  });

  it('finds a 否决 later, and lifts it; of towns only what is of towns', async () => {
    await finished();

    await expect(amend('veto', 0)).rejects.toThrow('没有这一项');
    await expect(amend('veto.pollution', 100)).rejects.toThrow('否决没有分数，请写 0');
    await amend('veto.pollution', 0);
    expect(await desk.townScore()).toMatchObject({ score: 6_250, grade: '不合格' });
    expect(await offered()).toContain('撤销否决');
    await isReproduced();
    await expect(amend('veto.pollution', 0)).rejects.toThrow('已经是不合格');
    await amend('veto', 0);
    expect(await world.db.read.query("SELECT id FROM assessment_line WHERE rule = 'veto'")).toEqual([]);
    await isReproduced();
    expect(await world.db.read.find(AssessmentCorrection)).toHaveLength(2);
  });

  it('knows no 加分 or 否决 that the county’s sheet has not', async () => {
    await finished();
    await expect(amend('bonus.other', 100)).rejects.toThrow('没有这一项');
    // Off in this county.
    await expect(amend('veto.section', 0)).rejects.toThrow('没有这一项');
    await expect(amend('bonus.commended', 100, { period: '2026-09' })).rejects.toThrow('没有这一项');
  });
});

import { AssessmentRun, AssessmentVersionScore, Suspicion } from '../../../entities';
import { amendRound, assess, contestable, dropEffect } from '../../../src/assessment';
import { BACKENDS, buildPerson, testPolicy } from '../../factories';
import { at } from '../../river';
import { addTask, addWalked, adopt, eachWorld, type World } from '../world';
import { type Desk, deskOf } from './desk';

const policy = testPolicy();
policy.assessment.rounds = { every: 'year' };
/** Ten working days after 31 December. */
const DRAFT = '2027-01-18';
const NOTICE = '2027-01-19';
const LAST = '2027-01-26';
const AFTER = '2027-01-27';
const MONTHS = Array.from({ length: 12 }, (_, n) => `2026-${String(n + 1).padStart(2, '0')}`);

describe.each(BACKENDS)('a round over a year of months (%s)', (backend) => {
  let world: World;
  let desk: Desk;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });

  beforeEach(async () => {
    const reviewer = await buildPerson(world.db, {
      unitId: world.office.unitId,
      title: '县河长办副主任',
      roles: ['县河长办'],
    });
    desk = deskOf(world, policy, reviewer);
    await adopt(world, policy, '2025-12-01');
    // Each month two of three are walked; in March none.
    for (const month of MONTHS) {
      await addTask(world, `${month}-20`, { state: 'missed' });
      for (const day of [`${month}-06`, `${month}-13`])
        await (month === '2026-03' ? addTask(world, day, { state: 'missed' }) : addWalked(world, day));
    }
  });

  const lie = (day: string) =>
    world.db.transaction((tx) =>
      tx.insert(Suspicion, {
        kind: 'late-entry',
        about: `late-entry:${day}`,
        words: '补记',
        photoIds: [],
        personId: world.chief.id,
        replyDueDay: day,
        at: at(day),
        state: 'settled',
        verdict: '弄虚作假',
        settledAt: at(day),
      }),
    );
  const effects = () =>
    world.db.read.query<{ id: number; period: string; rule: string }>(
      "SELECT l.id, r.period, l.rule FROM assessment_line l JOIN assessment_score s ON s.id = l.scoreId JOIN assessment_run r ON r.id = s.runId WHERE l.rule IN ('veto', 'confirmed') ORDER BY r.id, l.id",
    );

  it('stores every month with it, each with its own freeze, and what is contested is a line of a month', async () => {
    await desk.draft(DRAFT);
    const runs = await world.db.read.find(AssessmentRun, {}, { order: { period: 'ASC' } });
    expect(runs.map(({ period }) => period)).toEqual(['2026', ...MONTHS]);
    expect(runs.every(({ frozenAt }) => frozenAt !== null)).toBe(true);
    const score = await desk.chiefScore();
    const monthly = await world.db.read.query<{ score: number }>(
      'SELECT s.score FROM assessment_score s JOIN assessment_run r ON r.id = s.runId WHERE s.personId = ? AND r.period LIKE ?',
      [world.chief.id, '2026-%'],
    );
    expect(monthly).toHaveLength(12);
    const mean = monthly.reduce((sum, one) => sum + one.score, 0) / 12;
    expect(Math.abs((score.score ?? 0) - mean)).toBeLessThanOrEqual(0.5);
    const lines = await contestable(world.db.read, score);
    expect([...new Set(lines.map(({ period }) => period))]).toEqual(MONTHS);
    expect(lines.filter(({ rule }) => rule === 'patrol')).toHaveLength(12);
    // What is 不适用 may be so wrongly, and stands behind what was lost.
    const isLeftOut = lines.map(({ applicable }) => !applicable);
    expect(isLeftOut).toEqual([...isLeftOut].sort((a, b) => Number(a) - Number(b)));
    expect(lines.filter(({ rule, applicable }) => rule === 'finding' && !applicable)).toHaveLength(12);
  });

  it('goes from an appeal on March to a final table in which March and the year moved, and is recomputed to the byte', async () => {
    await desk.draft(DRAFT);
    await desk.publish(NOTICE);
    const before = (await desk.chiefScore()).score ?? 0;
    await expect(desk.appeal(LAST, { period: '2026', rule: '2026-03' })).rejects.toThrow('没有这一项');
    await desk.appeal(LAST, { period: '2026-03', rule: 'patrol' });
    await expect(desk.finalise(AFTER)).rejects.toThrow('还有1件申诉');
    await desk.decide(AFTER, 3000);
    await expect(desk.finalise(AFTER)).rejects.toThrow('正在重算');
    await desk.rescored(AFTER);
    const after = (await desk.chiefScore()).score ?? 0;
    expect(after).toBeGreaterThan(before);
    await desk.finalise(AFTER);
    const kept = await world.db.read.find(AssessmentVersionScore, { personId: world.chief.id });
    expect(kept).toHaveLength(13);
    expect(kept.find(({ period }) => period === '2026')?.score).toBe(after);
    for (const period of ['2026', '2026-03', '2026-07']) {
      const { verified } = await assess(desk.deps, { period, at: at('2027-06-01'), verify: true });
      expect([period, verified]).toEqual([period, { stored: true, identical: true }]);
    }
  });

  it('a 否决 of a month that an appeal lifts is lifted of the year, and the year still says how its mean came about', async () => {
    await lie('2026-05-20');
    await desk.draft(DRAFT);
    await desk.confirm(NOTICE);
    await desk.publish(NOTICE);
    expect(await desk.chiefScore()).toMatchObject({ grade: '不合格' });
    await desk.appeal(LAST, { period: '2026-05', rule: 'veto' });
    await desk.decide(AFTER, 0);
    await desk.rescored(AFTER);
    expect((await effects()).filter(({ rule }) => rule === 'veto')).toEqual([]);
    expect((await desk.chiefScore()).grade).not.toBe('不合格');
    const [scaling] = await world.db.read.query<{ reason: string }>(
      "SELECT reason FROM assessment_line WHERE rule = 'scaling' AND scoreId = ?",
      [(await desk.chiefScore()).id],
    );
    expect(scaling?.reason).toContain('12 个月的得分加起来');
  });

  it('a 否决 that only the year is freed of leaves its sentence; a month’s 扣分 that is not taken counts in neither', async () => {
    await lie('2026-05-20');
    await desk.draft(DRAFT);
    const listed = await effects();
    expect(listed.map(({ period, rule }) => `${period} ${rule}`)).toEqual(
      expect.arrayContaining(['2026-05 confirmed', '2026-05 veto', '2026 veto']),
    );
    const drop = async (wanted: string) => {
      const lineId = (await effects()).find(({ period, rule }) => `${period} ${rule}` === wanted)?.id ?? 0;
      const press = await desk.press(NOTICE);
      await world.db.transaction((tx) => dropEffect(tx, { ...press, lineId, reason: '另案处理' }));
      await desk.rescored(NOTICE);
    };
    const before = (await desk.chiefScore()).score ?? 0;
    await drop('2026-05 confirmed');
    expect((await desk.chiefScore()).score ?? 0).toBeGreaterThan(before);
    await drop('2026 veto');
    expect((await effects()).map(({ period, rule }) => `${period} ${rule}`)).toContain('2026-05 veto');
    const { id, grade } = await desk.chiefScore();
    expect(grade).not.toBe('不合格');
    const [scaling] = await world.db.read.query<{ reason: string }>(
      "SELECT reason FROM assessment_line WHERE rule = 'scaling' AND scoreId = ?",
      [id],
    );
    expect(scaling?.reason).toContain('12 个月的得分加起来');
  });

  it('is given 加分 once final in a month, whose total moves the year’s', async () => {
    await desk.draft(DRAFT);
    await desk.publish(NOTICE);
    await desk.finalise(AFTER);
    const before = (await desk.townScore()).score ?? 0;
    const amend = async (period: string) => {
      const press = await desk.press(AFTER);
      const given = { whose: '龙兴镇', period, rule: 'bonus.commended', points: 480, reason: '漏了表扬' };
      await world.db.transaction((tx) => amendRound(tx, desk.deps, { ...press, ...given }));
      await desk.rescored(AFTER);
    };
    await expect(amend('2026')).rejects.toThrow('没有这一项');
    await amend('2026-04');
    // 4.8 points of one month in twelve.
    expect((await desk.townScore()).score).toBe(before + 40);
    for (const period of ['2026', '2026-04']) {
      const { verified } = await assess(desk.deps, { period, at: at('2027-06-01'), verify: true });
      expect([period, verified]).toEqual([period, { stored: true, identical: true }]);
    }
  });

  it('is corrected once final by the name that the table says, the unit’s, or the person’s with the reach', async () => {
    await desk.draft(DRAFT);
    await desk.publish(NOTICE);
    await desk.finalise(AFTER);
    const amend = async (whose: string) => {
      const press = await desk.press(AFTER);
      const given = { whose, period: '2026-03', rule: 'patrol', points: 99_900, reason: '漏计' };
      await world.db.transaction((tx) => amendRound(tx, desk.deps, { ...press, ...given }));
    };
    for (const known of [
      '龙兴镇',
      '第一村河长',
      '龙兴镇第一村河长',
      '第一村河长 龙兴镇第一村段',
      '龙兴镇第一村河长 · 龙兴镇第一村段',
    ])
      await expect(amend(known)).rejects.toThrow('这一项应在 0 到');
    for (const unknown of ['龙兴', '第一村', '%', '龙兴镇第一村段', ''])
      await expect(amend(unknown)).rejects.toThrow('表里没有');
  });
});

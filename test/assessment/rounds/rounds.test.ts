import {
  AssessmentAppeal,
  AssessmentCorrection,
  AssessmentRound,
  AssessmentRun,
  AssessmentScore,
  AssessmentVersion,
  AssessmentVersionLine,
  AssessmentVersionScore,
  HistoryEntry,
  InboxEvent,
  OutboxMessage,
  type Person,
  type Role,
  Suspicion,
} from '../../../entities';
import {
  amendRound,
  appealLine,
  assess,
  confirmEffects,
  decideAppeal,
  draftRound,
  dropEffect,
  finaliseRound,
  keepScores,
  publishRound,
  replayAppeal,
  replayRound,
  rescore,
} from '../../../src/assessment';
import type { Tx } from '../../../src/core/database';
import { Policies } from '../../../src/core/policy';
import { openMatters } from '../../../src/escalation';
import { BACKENDS, buildPerson, testPolicy } from '../../factories';
import { at, sendAll, waiting } from '../../river';
import { addTask, addWalked, adopt, eachWorld, type World } from '../world';

/** Every month, so that October's round needs no year. */
const policy = testPolicy();
policy.assessment.rounds = { every: 'month' };

const DRAFT = '2026-11-13';
const NOTICE = '2026-11-16';
/** The last day of 公示. */
const LAST = '2026-11-23';
const AFTER = '2026-11-24';

describe.each(BACKENDS)('a formal round (%s)', (backend) => {
  let world: World;
  let reviewer: Person;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });
  const deps = () => ({ ...world.deps, policies: new Policies(world.db, policy) });

  beforeEach(async () => {
    await adopt(world, policy, '2026-09-01');
    await addWalked(world, '2026-10-11');
    await addTask(world, '2026-10-18', { state: 'missed' });
    reviewer = await buildPerson(world.db, {
      unitId: world.office.unitId,
      title: '县河长办副主任',
      roles: ['县河长办'],
    });
  });

  const the = async (): Promise<AssessmentRound> =>
    (await world.db.read.findOne(AssessmentRound, {})) as AssessmentRound;
  const press = async (person: Person, day: string, roles: Role[] = ['县河长办']) => {
    const { id: roundId, version } = await the();
    return { roundId, version, person, roles, at: at(day, '10:00') };
  };
  const tx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => world.db.transaction(work);
  const chiefScore = async (): Promise<AssessmentScore> =>
    (await world.db.read.findOne(AssessmentScore, { subject: 'chief' })) as AssessmentScore;
  const townScore = async (): Promise<AssessmentScore> =>
    (await world.db.read.findOne(AssessmentScore, {
      unitId: world.town.id,
      subject: 'town',
    })) as AssessmentScore;

  const draft = () => draftRound(deps(), at(DRAFT));
  const publish = async (day = NOTICE) =>
    tx(async (t) => publishRound(t, deps(), await press(world.office, day)));
  const appeal = async (given: Partial<Parameters<typeof appealLine>[2]> = {}) => {
    const { id: scoreId } = await chiefScore();
    const asked = {
      scoreId,
      period: '2026-10',
      rule: 'patrol',
      words: '那天封路，没法巡',
      person: world.chief,
      roles: ['村级河长'] as Role[],
      at: at(LAST, '17:00'),
      ...given,
    };
    return tx((t) => appealLine(t, deps(), asked));
  };
  const decide = async (points: number | null, by = reviewer, day = AFTER) => {
    const found = (await world.db.read.findOne(AssessmentAppeal, { state: 'open' })) as AssessmentAppeal;
    const { id: appealId, version } = found;
    const roles: Role[] = ['县河长办'];
    const reason = '封路有通知';
    return tx((t) =>
      decideAppeal(t, deps(), { appealId, version, points, reason, person: by, roles, at: at(day, '11:00') }),
    );
  };
  const rescored = async (day = AFTER) => rescore(deps(), (await the()).id, at(day, '11:05'));
  const finalise = async (day = AFTER) =>
    tx(async (t) => finaliseRound(t, deps(), await press(world.office, day)));
  const matters = async (day: string) =>
    (await openMatters(world.db.read, deps(), { today: day })).filter(({ type }) =>
      type.startsWith('assessment'),
    );
  const refused = (what: string) => ({ message: expect.stringContaining(what) });

  it('is drafted ten working days after its period, once, and waits for 县河长办', async () => {
    expect(await draftRound(deps(), at('2026-11-12'))).toBe(0);
    expect(await draft()).toBe(2);
    expect(await draft()).toBe(0);
    expect(await waiting(world.db)).toEqual([
      `assessmentRound→${world.office.id}`,
      `assessmentRound→${reviewer.id}`,
    ]);
    expect(await the()).toMatchObject({ period: '2026-10', state: 'draft', stale: false });
    expect(await matters(DRAFT)).toMatchObject([
      { duty: 'announce', title: '2026年10月考核待公示', dueDay: '2026-11-20' },
    ]);
  });

  it('is not drafted of what was over before the county began, nor where the policy wants none', async () => {
    await world.db.transaction((t) =>
      t.run("UPDATE policy_version SET activatedAt = '2026-11-05 00:00:00.000'"),
    );
    expect(await draft()).toBe(0);
    const none = testPolicy();
    none.assessment.rounds = { every: 'none' };
    expect(await draftRound({ ...world.deps, policies: new Policies(world.db, none) }, at(DRAFT))).toBe(0);
    expect(await the()).toBeNull();
  });

  it('keeps the freeze of what nothing could alter any more before the draft', async () => {
    await draft();
    const run = await world.db.read.findOne(AssessmentRun, { period: '2026-10' });
    const round = await world.db.read.findOne(AssessmentRound, { period: '2026-10' });
    expect(run?.frozenAt?.getTime()).toBeLessThan(Number(round?.frozenAt));
  });

  it('does not change by what is entered after the draft, nor by computing again', async () => {
    await addTask(world, '2026-10-25', { lateDay: '2026-11-20' });
    await draft();
    const before = await chiefScore();
    await world.db.transaction((t) =>
      t.run("UPDATE patrol_task SET state = 'missed' WHERE dueDay = '2026-10-25'"),
    );
    await keepScores(deps(), at('2026-11-21'));
    await assess(deps(), { period: '2026-10', at: at('2026-11-21') });
    expect(await chiefScore()).toEqual(before);
  });

  it('is published by a named person: each gets their own row, the leaders the whole table', async () => {
    const governor = await buildPerson(world.db, { unitId: world.office.unitId, roles: ['县政府'] });
    await draft();
    await sendAll(world.db);
    await expect(
      tx(async (t) => publishRound(t, deps(), await press(world.mayor, NOTICE, ['镇长']))),
    ).rejects.toMatchObject({ code: 'press.notYours' });
    expect(await publish()).toEqual({ until: LAST, people: 3 });
    expect((await waiting(world.db)).sort()).toEqual(
      [
        `assessmentOwn→${world.chief.id}`,
        `assessmentOwn→${world.mayor.id}`,
        `assessmentSummary→${governor.id}`,
      ].sort(),
    );
    await expect(publish()).rejects.toMatchObject({ code: 'press.stale' });
  });

  it('is not published before its 否决 and 扣分 are confirmed; one that is not taken has no effect', async () => {
    await world.db.transaction((t) =>
      t.insert(Suspicion, {
        kind: 'late-entry',
        about: 'late-entry:1',
        words: '补记',
        photoIds: [],
        personId: world.chief.id,
        replyDueDay: '2026-10-12',
        at: at('2026-10-09'),
        state: 'settled',
        verdict: '弄虚作假',
        settledAt: at('2026-10-20'),
      }),
    );
    await draft();
    expect(await chiefScore()).toMatchObject({ grade: '不合格' });
    await expect(publish()).rejects.toMatchObject(refused('请先确认否决和扣分'));
    const [veto] = await world.db.read.query<{ id: number }>(
      "SELECT id FROM assessment_line WHERE rule = 'veto'",
    );
    const dropped = { lineId: veto?.id ?? 0, reason: '另案处理' };
    await tx(async (t) => dropEffect(t, { ...(await press(world.office, NOTICE)), ...dropped }));
    await expect(publish()).rejects.toMatchObject(refused('正在重算'));
    await rescored(NOTICE);
    expect(await world.db.read.query("SELECT id FROM assessment_line WHERE rule = 'veto'")).toEqual([]);
    expect(await chiefScore()).toMatchObject({ score: 5750 });
    await tx(async (t) => confirmEffects(t, await press(world.office, NOTICE)));
    await publish();
    expect(await the()).toMatchObject({ state: 'notice', confirmedById: world.office.id });
  });

  it('takes an appeal from whoever is scored, once a line, until the last day of 公示', async () => {
    await draft();
    await expect(appeal()).rejects.toMatchObject(refused('还没有公示'));
    await publish();
    await expect(appeal({ person: world.mayor, roles: ['镇长'] })).rejects.toMatchObject({
      code: 'press.notYours',
    });
    await expect(appeal({ rule: 'waterQuality' })).rejects.toMatchObject(refused('没有这一项'));
    await expect(appeal({ at: at(AFTER, '08:00') })).rejects.toMatchObject(refused('申诉到11月23日为止'));
    await sendAll(world.db);
    const { id, dueDay } = await appeal();
    expect(dueDay).toBe('2026-11-30');
    // Not to whoever published it.
    expect(await waiting(world.db)).toEqual([`appeal→${reviewer.id}`]);
    await expect(appeal()).rejects.toMatchObject(refused('已经申诉过'));
    expect(await matters(AFTER)).toMatchObject([
      { type: 'assessmentAppeal', id, duty: 'review', responsible: [reviewer.id], dueDay: '2026-11-30' },
    ]);
    const { id: scoreId } = await townScore();
    await appeal({ scoreId, person: world.mayor, roles: ['镇长'] });
  });

  it('of two who press at once only one appeals a line', async () => {
    await draft();
    await publish();
    const both = await Promise.allSettled([appeal(), appeal()]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await world.db.read.find(AssessmentAppeal)).toHaveLength(1);
  });

  it('is reviewed by somebody else within the line’s points; 更正 moves the total, 维持 does not', async () => {
    await draft();
    await publish();
    await appeal();
    await expect(decide(1500, world.office)).rejects.toMatchObject({ code: 'press.notYours' });
    await expect(decide(3001)).rejects.toMatchObject(refused('应在 0 到 30 之间'));
    await expect(finalise()).rejects.toMatchObject(refused('还有1件申诉没有复核'));
    const before = (await chiefScore()).score ?? 0;
    await sendAll(world.db);
    await decide(3000);
    expect(await waiting(world.db)).toContain(`appeal→${world.chief.id}`);
    expect(await the()).toMatchObject({ stale: true });
    await expect(finalise()).rejects.toMatchObject(refused('正在重算'));
    await rescored();
    const after = await chiefScore();
    expect(after.score ?? 0).toBeGreaterThan(before);
    expect(await the()).toMatchObject({ stale: false });
    // Done again it changes nothing.
    await rescored();
    expect(await chiefScore()).toEqual(after);
    const verified = await assess(deps(), { period: '2026-10', at: at(AFTER), verify: true });
    expect(verified.verified).toEqual({ stored: true, identical: true });
    await expect(decide(0)).rejects.toThrow();
  });

  it('is final after 公示, with a copy of everything; a later 更正 is a version beside it', async () => {
    await draft();
    await publish();
    await appeal();
    await expect(finalise(LAST)).rejects.toMatchObject(refused('还有1件申诉'));
    await decide(null);
    await expect(finalise(LAST)).rejects.toMatchObject(refused('公示还没有结束'));
    expect((await matters(AFTER)).map(({ duty }) => duty)).toEqual(['finalise']);
    await sendAll(world.db);
    expect(await finalise()).toBe(2);
    expect((await waiting(world.db)).filter((one) => one.startsWith('assessmentOwn→'))).toHaveLength(2);
    await expect(appeal({ at: at(AFTER), rule: 'record' })).rejects.toMatchObject(refused('已经定稿'));
    const { read } = world.db;
    const lines = await read.find(AssessmentVersionLine);
    expect(lines.length).toBeGreaterThan(5);
    const amend = async (given: { whose?: string; points?: number } = {}) =>
      tx(async (t) =>
        amendRound(t, deps(), {
          ...(await press(world.office, '2026-12-01')),
          whose: '第一村河长',
          period: '2026-10',
          rule: 'patrol',
          points: 3000,
          reason: '漏了一次',
          ...given,
        }),
      );
    await expect(amend({ whose: '没有这个人' })).rejects.toMatchObject(refused('表里没有'));
    await expect(amend({ points: 99_900 })).rejects.toMatchObject(refused('应在 0 到 30 之间'));
    await amend();
    await rescored('2026-12-01');
    const versions = await read.find(AssessmentVersion, {}, { order: { number: 'ASC' } });
    expect(versions).toMatchObject([
      { number: 1, reason: null, byId: world.office.id },
      { number: 2, reason: '漏了一次', byId: world.office.id },
    ]);
    expect(versions[0]?.hash).not.toBe(versions[1]?.hash);
    const scores = await read.find(
      AssessmentVersionScore,
      { subject: 'chief' },
      { order: { versionId: 'ASC' } },
    );
    expect(scores[1]?.score ?? 0).toBeGreaterThan(scores[0]?.score ?? 0);
    expect(await read.find(AssessmentVersionLine, { versionId: versions[0]?.id })).toEqual(lines);
    const { verified } = await assess(deps(), { period: '2026-10', at: at('2027-03-01'), verify: true });
    expect(verified).toEqual({ stored: true, identical: true });
  });

  it('keeps a history from which its state can be told, and work for the inbox with each 更正', async () => {
    await draft();
    await publish();
    await appeal();
    await decide(3000);
    await rescored();
    await finalise();
    const of = (subjectType: string) =>
      world.db.read.find(HistoryEntry, { subjectType }, { order: { version: 'ASC' } });
    expect(replayRound(await of('assessmentRound'))).toBe('final');
    expect(replayAppeal(await of('assessmentAppeal'))).toBe('corrected');
    const [correction] = await world.db.read.find(AssessmentCorrection);
    expect(correction).toMatchObject({ period: '2026-10', rule: 'patrol', byId: reviewer.id });
    expect(await world.db.read.find(InboxEvent, { type: 'rescore' })).toHaveLength(1);
    expect(
      await world.db.read.find(OutboxMessage, { kind: 'appeal', recipientId: world.chief.id }),
    ).toHaveLength(1);
  });

  it('waits for nobody whom it would let judge themself: without a second person 县政府 reviews', async () => {
    await world.db.transaction((t) => t.run('DELETE FROM person_role WHERE personId = ?', [reviewer.id]));
    const governor = await buildPerson(world.db, { unitId: world.office.unitId, roles: ['县政府'] });
    await draft();
    await publish();
    await appeal();
    const [matter] = await matters(AFTER);
    expect(matter?.responsible).toEqual([governor.id]);
  });
});

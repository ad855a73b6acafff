import {
  AssessmentAppeal,
  AssessmentMark,
  AssessmentRound,
  AssessmentRun,
  AssessmentScore,
  OutboxMessage,
  type Person,
  type Role,
  type Unit,
} from '../../entities';
import {
  amendRound,
  appealLine,
  decideAppeal,
  draftRound,
  dropEffect,
  finaliseRound,
  publishRound,
  rescore,
} from '../../src/assessment';
import type { BotDeps } from '../../src/bot/frame';
import { assessmentOwn } from '../../src/bot/presenters/assessmentOwn';
import { assessmentRound } from '../../src/bot/presenters/assessmentRound';
import type { Tx } from '../../src/core/database';
import { createLog } from '../../src/core/log';
import { Policies, type Policy } from '../../src/core/policy';
import { BACKENDS, buildPerson, buildUnit, clockAt, testPolicy } from '../factories';
import { at } from '../river';
import { addWalked, adopt, eachWorld, type World } from './world';

const withSheet = (): Policy => {
  const policy = testPolicy();
  policy.assessment.rounds = { every: 'month' };
  policy.assessment.department = {
    problemOnTime: 60,
    工作协同: { max: 40, kind: 'manual', scorer: '县河长办' },
  };
  return policy;
};

const DRAFT = '2026-11-13';
const NOTICE = '2026-11-16';
const AFTER = '2026-11-24';
const OFFICE: Role[] = ['县河长办'];

/** 县河长办 sits in 县水利局, as in most counties. */
describe.each(BACKENDS)('a department of which 县河长办 is a part (%s)', (backend) => {
  let world: World;
  let bureau: Unit;
  let head: Person;
  let deputy: Person;
  let governor: Person;
  let policies: Policies;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });
  const deps = () => ({ ...world.deps, policies });
  const tx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => world.db.transaction(work);

  beforeEach(async () => {
    const { db, office } = world;
    const policy = withSheet();
    policies = new Policies(db, policy);
    bureau = await buildUnit(db, { name: '县住建局', code: 'ZJ', type: '县直部门', divisionCode: null });
    head = await buildPerson(db, { unitId: bureau.id, title: '住建局局长', roles: ['部门负责人'] });
    deputy = await buildPerson(db, { unitId: office.unitId, title: '县河长办副主任', roles: OFFICE });
    governor = await buildPerson(db, { unitId: world.town.id, title: '副县长', roles: ['县政府'] });
    await adopt(world, policy, '2026-09-01');
    await addWalked(world, '2026-10-11');
    await mark(bureau.id, '工作协同', 2_000, deputy);
    await mark(office.unitId, '工作协同', 3_500, governor);
  });

  const mark = (unitId: number, rule: string, points: number | null, by: Person) =>
    tx((t) =>
      t.insert(AssessmentMark, {
        period: '2026-10',
        subject: 'department',
        unitId,
        reachId: null,
        personId: null,
        level: null,
        rule,
        points,
        reason: '会商缺席',
        byId: by.id,
        at: at('2026-11-03'),
        withdrawnAt: null,
      }),
    );
  const the = async () => (await world.db.read.findOne(AssessmentRound, {})) as AssessmentRound;
  const press = async (person: Person, roles: Role[], day: string) => {
    const { id: roundId, version } = await the();
    return { roundId, version, person, roles, at: at(day, '10:00') };
  };
  const scoreOf = async (unitId: number): Promise<AssessmentScore> => {
    const run = (await world.db.read.findOne(AssessmentRun, { period: '2026-10' })) as AssessmentRun;
    const key = { runId: run.id, subject: 'department', unitId } as const;
    return (await world.db.read.findOne(AssessmentScore, key)) as AssessmentScore;
  };
  const published = async () => {
    await draftRound(deps(), at(DRAFT));
    const pressed = await press(world.office, OFFICE, NOTICE);
    await tx((t) => publishRound(t, deps(), pressed));
  };
  const finished = async () => {
    await published();
    const pressed = await press(world.office, OFFICE, AFTER);
    await tx((t) => finaliseRound(t, deps(), pressed));
  };
  const amend = async (person: Person, roles: Role[], whose: string, points = 4_000) => {
    const pressed = await press(person, roles, AFTER);
    const given = { whose, period: '2026-10', rule: '工作协同', points, reason: '签到表补来了' };
    await tx((t) => amendRound(t, deps(), { ...pressed, ...given }));
    await rescore(deps(), pressed.roundId, at(AFTER, '10:05'));
  };
  const bot = (): BotDeps => ({
    ...deps(),
    clock: clockAt(at(AFTER).toISOString()),
    log: createLog('silent'),
  });
  const roundCard = async (recipient: Person): Promise<string> => {
    const subject = { type: 'assessmentRound', id: (await the()).id };
    const request = { kind: '', subject, recipient, snapshot: null, at: at(AFTER) };
    return JSON.stringify((await assessmentRound(bot(), world.db.read, request))?.card);
  };

  it('is corrected after 定稿 by nobody of them: by 县政府, which corrects nothing else', async () => {
    await finished();
    await expect(amend(world.office, OFFICE, '县水利局')).rejects.toThrow('自己和本单位的分数请县政府更正');
    await expect(amend(governor, ['县政府'], '县住建局')).rejects.toThrow('这一行由县河长办更正');
    await expect(amend(head, ['部门负责人'], '县水利局')).rejects.toMatchObject({ code: 'press.notYours' });
    expect(await roundCard(governor)).toContain('round.amend');
    await amend(governor, ['县政府'], '县水利局');
    expect((await scoreOf(world.office.unitId)).score).toBe(10_000);
    await amend(world.office, OFFICE, '县住建局');
    expect((await scoreOf(bureau.id)).score).toBe(10_000);
  });

  it('is corrected by whoever of 县河长办 belongs elsewhere, where there is somebody', async () => {
    const elsewhere = await buildPerson(world.db, { unitId: bureau.id, roles: OFFICE });
    await finished();
    expect(await roundCard(governor)).not.toContain('round.amend');
    await expect(amend(governor, ['县政府'], '县水利局')).rejects.toThrow('这一行由县河长办更正');
    await expect(amend(world.office, OFFICE, '县水利局')).rejects.toThrow('本单位的分数请别人更正');
    await amend(elsewhere, OFFICE, '县水利局');
    expect((await scoreOf(world.office.unitId)).score).toBe(10_000);
  });

  it('keeps a 否决 in the draft that one of them would drop', async () => {
    await mark(world.office.unitId, 'veto.pollution', null, governor);
    await draftRound(deps(), at(DRAFT));
    const [effect] = await world.db.read.query<{ id: number }>(
      "SELECT id FROM assessment_line WHERE rule = 'veto'",
    );
    const pressed = await press(world.office, OFFICE, DRAFT);
    const drop = { ...pressed, lineId: effect?.id ?? 0, reason: '不是我们的' };
    await expect(tx((t) => dropEffect(t, drop))).rejects.toThrow('自己和本单位的请别人决定');
  });

  it('a 否决 found by 更正 after 定稿 waits for nobody’s confirmation', async () => {
    await finished();
    const pressed = await press(world.office, OFFICE, AFTER);
    const given = {
      whose: '县住建局',
      period: '2026-10',
      rule: 'veto.pollution',
      points: 0,
      reason: '有通报',
    };
    await tx((t) => amendRound(t, deps(), { ...pressed, ...given }));
    await rescore(deps(), pressed.roundId, at(AFTER, '10:05'));
    expect((await scoreOf(bureau.id)).grade).toBe('不合格');
    expect(await roundCard(world.office)).not.toContain('要有人确认才算数');
  });

  describe('申诉 on points that were given by hand', () => {
    const appeal = async () => {
      await published();
      const { id: scoreId } = await scoreOf(bureau.id);
      const line = { scoreId, period: '2026-10', rule: '工作协同', words: '有签到' };
      const by = { person: head, roles: ['部门负责人'] as Role[], at: at(NOTICE, '15:00') };
      await tx((t) => appealLine(t, deps(), { ...line, ...by }));
      const sent = await world.db.read.find(OutboxMessage, { kind: 'appeal' });
      return sent.map(({ recipientId }) => recipientId);
    };
    const decide = async (person: Person, roles: Role[]) => {
      const { id: appealId, version } = (await world.db.read.findOne(
        AssessmentAppeal,
        {},
      )) as AssessmentAppeal;
      const decision = { appealId, version, points: 4_000, reason: '有签到', at: at(AFTER, '10:00') };
      await tx((t) => decideAppeal(t, deps(), { ...decision, person, roles }));
    };

    it('is not decided by whoever gave them', async () => {
      expect(await appeal()).toEqual([governor.id]);
      await expect(decide(deputy, OFFICE)).rejects.toMatchObject({ code: 'press.notYours' });
      await decide(governor, ['县政府']);
    });

    it('is decided by them after all where nobody else is free', async () => {
      await world.db.transaction((t) => t.run("DELETE FROM person_role WHERE role = '县政府'", []));
      expect(await appeal()).toEqual([deputy.id]);
      await decide(deputy, OFFICE);
    });
  });

  it('shows who contests: its head has the form, everybody else of it is told whose it is', async () => {
    const liaison = await buildPerson(world.db, { unitId: bureau.id, roles: ['部门联络员'] });
    await published();
    const { id } = await scoreOf(bureau.id);
    const own = async (recipient: Person): Promise<string> => {
      const subject = { type: 'assessmentScore', id };
      const request = { kind: '', subject, recipient, snapshot: null, at: at(NOTICE, '15:00') };
      return JSON.stringify((await assessmentOwn(bot(), world.db.read, request))?.card);
    };
    expect(await own(head)).toContain('我要申诉');
    const told = await own(liaison);
    expect(told).not.toContain('我要申诉');
    expect(told).toContain('由本单位负责人申诉');
  });
});

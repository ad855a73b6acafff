import {
  AssessmentMark,
  AuditEntry,
  HistoryEntry,
  MarkProposal,
  OutboxMessage,
  type Person,
  type Role,
} from '../../../entities';
import {
  assess,
  confirmProposal,
  draftRound,
  monthlyAssessment,
  openMarkSheets,
  proposeMark,
  readCited,
  refuseProposal,
  waitingProposals,
  withdrawProposal,
} from '../../../src/assessment';
import type { Tx } from '../../../src/core/database';
import { Policies } from '../../../src/core/policy';
import { openMatters } from '../../../src/escalation';
import { postNames } from '../../../src/roster';
import { BACKENDS, buildPerson, buildUnit, testPolicy } from '../../factories';
import { at } from '../../river';
import { addTask, addWalked, adopt, eachWorld, type World } from '../world';

const DAY = '2026-11-02';
const policy = testPolicy();
policy.assessment.rounds = { every: 'month' };

describe.each(BACKENDS)('加分 and 否决 (%s)', (backend) => {
  let world: World;
  let second: Person;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });
  const deps = () => ({ ...world.deps, policies: new Policies(world.db, policy) });
  const tx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => world.db.transaction(work);

  beforeEach(async () => {
    await adopt(world, policy, '2026-09-01');
    await addWalked(world, '2026-10-11');
    await addTask(world, '2026-10-18', { state: 'missed' });
    second = await buildPerson(world.db, { unitId: world.office.unitId, roles: ['县河长办'] });
    await monthlyAssessment(deps(), at(DAY));
  });

  const office: Role[] = ['县河长办'];
  const propose = (given: Partial<Parameters<typeof proposeMark>[2]> = {}) =>
    tx((t) =>
      proposeMark(t, deps(), {
        period: '2026-10',
        whose: world.town.name,
        rule: 'bonus.commended',
        points: 300,
        document: '市河长办〔2026〕18号',
        words: '市里通报表扬',
        person: world.office,
        roles: office,
        at: at(DAY, '10:00'),
        ...given,
      }),
    );
  const press = async (person: Person, day: string, roles = office) => {
    const found = (await world.db.read.findOne(MarkProposal, {})) as MarkProposal;
    return { proposalId: found.id, version: found.version, person, roles, at: at(day, '11:00') };
  };
  const confirm = async (person = second, day = DAY, roles = office) =>
    tx(async (t) => confirmProposal(t, deps(), await press(person, day, roles)));
  const scored = async (day = DAY) => {
    const { towns } = await assess(deps(), { period: '2026-10', at: at(day, '12:00') });
    return towns.find(({ name }) => name === world.town.name);
  };
  const lineOf = async (rule: string, day = DAY) =>
    (await scored(day))?.lines.find((one) => one.rule === rule);

  it('goes by the sheets of its period: a department is given none before its first scored month', async () => {
    await buildUnit(world.db, { name: '县住建局', code: 'ZJ', type: '县直部门', divisionCode: null });
    const later = { ...structuredClone(policy), version: 2 };
    later.assessment.department = { problemOnTime: 60, problemRebound: 40 };
    await adopt(world, later, '2026-11-02');
    const policies = new Policies(world.db, later);
    const give = (period: string, day: string) =>
      tx((t) =>
        proposeMark(
          t,
          { ...deps(), policies },
          {
            period,
            whose: '县住建局',
            rule: 'bonus.commended',
            points: 300,
            document: '市河长办〔2026〕18号',
            words: '市里通报表扬',
            person: world.office,
            roles: office,
            at: at(day, '10:00'),
          },
        ),
      );
    const refusal = '没有找到“县住建局”，这一期请写镇的名称';
    await expect(give('2026-10', '2026-11-03')).rejects.toThrow(refusal);
    await expect(give('2026-11', '2026-11-03')).rejects.toThrow(refusal);
    expect(await give('2026-12', '2026-12-03')).toMatchObject({ dueDay: '2026-12-10' });
  });

  it('does not count before a second person confirmed it, and then with its document', async () => {
    const { id, dueDay } = await propose();
    expect(dueDay).toBe('2026-11-09');
    expect(await lineOf('bonus.commended')).toBeUndefined();
    const sent = await world.db.read.find(OutboxMessage, { kind: 'markProposal' });
    expect(sent.map(({ recipientId, subjectId }) => [recipientId, subjectId])).toEqual([[second.id, id]]);
    const matters = await openMatters(world.db.read, deps(), { today: DAY });
    expect(matters.filter(({ type }) => type === 'markProposal')).toMatchObject([
      { title: '确认考核：表扬加分', dueDay, responsible: [second.id] },
    ]);
    await confirm();
    expect(await lineOf('bonus.commended')).toMatchObject({
      points: 3,
      reason: '县河长办加分：市里通报表扬（市河长办〔2026〕18号）',
    });
    expect(await waitingProposals(world.db.read)).toEqual([]);
    const { evidence = [] } = (await lineOf('bonus.commended')) ?? {};
    const names = await postNames(world.db.read, [world.office.id, second.id]);
    expect([...(await readCited(world.db.read, evidence)).values()]).toMatchObject([
      { note: `${names.get(world.office.id)}填，${names.get(second.id)}确认，加3分` },
    ]);
    const steps = await world.db.read.find(HistoryEntry, { subjectType: 'markProposal', subjectId: id });
    expect(steps.map(({ action, actor }) => [action, actor])).toEqual([
      ['proposed', `person:${world.office.id}`],
      ['confirmed', `person:${second.id}`],
    ]);
    expect(await world.db.read.find(AuditEntry, { action: 'assessment.proposal.confirmed' })).toHaveLength(1);
  });

  it('is confirmed by nobody who entered it, belongs to the unit, or has no say', async () => {
    await propose();
    await expect(confirm(world.office)).rejects.toMatchObject({ code: 'press.notYours' });
    const local = await buildPerson(world.db, { unitId: world.town.id, roles: office });
    await expect(confirm(local)).rejects.toMatchObject({ code: 'press.notYours' });
    await expect(confirm(world.mayor, DAY, ['镇长'])).rejects.toMatchObject({ code: 'press.notYours' });
    expect(await world.db.read.find(AssessmentMark)).toEqual([]);
  });

  it('becomes one mark when two confirm it at once', async () => {
    const third = await buildPerson(world.db, { unitId: world.office.unitId, roles: office });
    await propose();
    const presses = await Promise.all([press(second, DAY), press(third, DAY)]);
    const results = await Promise.allSettled(
      presses.map((one) => tx((t) => confirmProposal(t, deps(), one))),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await world.db.read.find(AssessmentMark)).toHaveLength(1);
  });

  it('counts nowhere when it is refused, and whoever entered it is told why', async () => {
    await propose();
    await tx(async (t) => refuseProposal(t, { ...(await press(second, DAY)), reason: '表扬的是别的镇' }));
    expect(await lineOf('bonus.commended')).toBeUndefined();
    expect(await world.db.read.findOne(MarkProposal, {})).toMatchObject({
      state: 'refused',
      reason: '表扬的是别的镇',
      markId: null,
    });
    expect(
      (await world.db.read.find(OutboxMessage, { kind: 'markProposal' })).map((one) => one.recipientId),
    ).toContain(world.office.id);
    await expect(confirm()).rejects.toMatchObject({ code: 'press.stale' });
  });

  it('fails the grade by a 否决, whatever the points, until it is taken back', async () => {
    for (const day of ['2026-10-12', '2026-10-13', '2026-10-14']) await addWalked(world, day);
    await propose({ rule: 'veto.pollution', points: null, document: '调查报告3号', words: '没有按规定报告' });
    expect((await scored())?.grade).not.toBe('不合格');
    await confirm();
    const vetoed = await scored();
    expect(vetoed?.grade).toBe('不合格');
    expect(vetoed?.lines.find(({ rule }) => rule === 'veto')).toMatchObject({
      points: 0,
      reason: '认定对重特大水污染事件负有责任 1 件，这一期定为不合格',
      evidence: [{ kind: 'mark' }],
    });
    await tx(async (t) =>
      withdrawProposal(t, deps(), { ...(await press(world.office, '2026-11-03')), reason: '结论改了' }),
    );
    expect((await scored('2026-11-03'))?.grade).not.toBe('不合格');
    const [mark] = await world.db.read.find(AssessmentMark);
    expect(mark?.withdrawnAt).toEqual(at('2026-11-03', '11:00'));
  });

  it('is refused for what is out of range, unknown, one’s own, too late or entered already', async () => {
    await expect(propose({ points: 501 })).rejects.toThrow('最多加 5 分');
    await expect(propose({ points: 0 })).rejects.toThrow('大于 0');
    await expect(propose({ points: -100 })).rejects.toThrow('大于 0');
    await expect(propose({ points: null })).rejects.toThrow('没有这一项');
    await expect(propose({ rule: 'veto.section', points: null })).rejects.toThrow('没有这一项');
    await expect(propose({ rule: 'publicity' })).rejects.toThrow('没有这一项');
    await expect(propose({ whose: '没有的镇' })).rejects.toThrow('没有找到');
    await expect(propose({ period: '2026-09' })).rejects.toThrow('已经固定');
    await expect(propose({ roles: ['镇长'], person: world.mayor })).rejects.toMatchObject({
      code: 'press.notYours',
    });
    const local = await buildPerson(world.db, { unitId: world.town.id, roles: office });
    await expect(propose({ person: local })).rejects.toThrow('本单位');
    await propose();
    await expect(propose()).rejects.toThrow('已经填过');
    expect(await world.db.read.find(MarkProposal)).toHaveLength(1);
  });

  it('knows a chief by name, and asks for the reach where there are several posts', async () => {
    await propose({ whose: world.chief.name });
    expect(await world.db.read.findOne(MarkProposal, {})).toMatchObject({
      subject: 'chief',
      personId: world.chief.id,
      reachId: world.reach.id,
      level: 'village',
    });
    await confirm();
    const { chiefs } = await assess(deps(), { period: '2026-10', at: at(DAY, '12:00') });
    expect(chiefs[0]?.lines.find(({ rule }) => rule === 'bonus.commended')).toMatchObject({ points: 3 });
  });

  it('knows a chief by the post that every card calls them by, with the reach or without', async () => {
    const post = (await postNames(world.db.read, [world.chief.id])).get(world.chief.id) as string;
    await expect(propose({ whose: `${post} · 别的河段` })).rejects.toThrow('没有找到');
    await propose({ whose: `${post} · 汾河龙兴镇第一村段` });
    expect(await world.db.read.findOne(MarkProposal, {})).toMatchObject({ personId: world.chief.id });
    await expect(propose({ whose: post })).rejects.toThrow('已经填过');
  });

  it('does not wait where nobody else could confirm it', async () => {
    await tx((t) => t.run('DELETE FROM person_role WHERE personId = ?', [second.id]));
    await expect(propose()).rejects.toThrow('没有第二个人能确认');
  });

  it('is over with the freeze: nothing is confirmed or taken back any more, and what waited counts nowhere', async () => {
    await propose();
    await draftRound(deps(), at('2026-11-13'));
    await expect(confirm(second, '2026-11-13')).rejects.toThrow('已经固定');
    await openMarkSheets(deps(), at('2026-11-16'));
    expect(await world.db.read.findOne(MarkProposal, {})).toMatchObject({
      state: 'refused',
      decidedById: null,
      reason: '没有人在这一期分数固定前确认',
    });
    expect(await lineOf('bonus.commended', '2026-11-16')).toBeUndefined();
  });
});

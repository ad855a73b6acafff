import {
  AssessmentMark,
  AssessmentRound,
  AssessmentRun,
  AssessmentScore,
  MarkSheet,
  OutboxMessage,
  type Person,
  PersonRole,
  type Role,
  type Unit,
} from '../../entities';
import {
  appealLine,
  assess,
  comparePeriods,
  draftRound,
  exportAssessment,
  exportReport,
  monthlyAssessment,
  openMarkSheets,
  parsePeriod,
  proposeMark,
  publishRound,
  summaryContent,
  whatIfScores,
  wholeSheet,
} from '../../src/assessment';
import type { BotDeps, Presenter } from '../../src/bot/frame';
import { openAssessment } from '../../src/bot/openings';
import { assessmentOwn } from '../../src/bot/presenters/assessmentOwn';
import { assessmentSummary } from '../../src/bot/presenters/assessmentSummary';
import { markForm } from '../../src/bot/presenters/markForm';
import { createLog } from '../../src/core/log';
import { Policies, type Policy } from '../../src/core/policy';
import { readSheets } from '../../src/core/workbook';
import { BACKENDS, buildPerson, buildUnit, clockAt, testPolicy } from '../factories';
import { at } from '../river';
import { addProblem, addTask, addWalked, adopt, eachWorld, type World } from './world';

const withSheet = (): Policy => {
  const policy = testPolicy();
  policy.assessment.rounds = { every: 'month' };
  policy.assessment.department = {
    problemOnTime: 60,
    工作协同: { max: 40, kind: 'manual', scorer: '县河长办' },
  };
  return policy;
};
/** Marks and late entries are closed by then. */
const LATER = '2026-11-13';

describe.each(BACKENDS)('县直部门 with a sheet of their own (%s)', (backend) => {
  let world: World;
  let branch: Unit;
  let head: Person;
  let liaison: Person;
  let rules: Policy;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });
  const deps = () => ({ ...world.deps, policies: new Policies(world.db, rules) });

  beforeEach(async () => {
    rules = withSheet();
    branch = await buildUnit(world.db, {
      name: '市生态环境局新绛分局',
      code: 'FJ',
      type: '县直部门',
      divisionCode: null,
    });
    head = await buildPerson(world.db, { unitId: branch.id, title: '分局局长', roles: ['部门负责人'] });
    liaison = await buildPerson(world.db, { unitId: branch.id, title: '分局联络员', roles: ['部门联络员'] });
    await adopt(world, rules, '2026-09-01');
    await addWalked(world, '2026-10-11');
    // The town's own, in time; the department's, one in time and one late.
    await addProblem(world);
    await addProblem(world, { unitId: branch.id, handlerId: head.id });
    await addProblem(world, { unitId: branch.id, handlerId: head.id, answeredAt: at('2026-10-22') });
  });

  const mark = (points: number, day = '2026-11-03') =>
    world.db.transaction((tx) =>
      tx.insert(AssessmentMark, {
        period: '2026-10',
        subject: 'department',
        unitId: branch.id,
        reachId: null,
        personId: null,
        level: null,
        rule: '工作协同',
        points,
        reason: '会商缺席一次',
        byId: world.office.id,
        at: at(day),
        withdrawnAt: null,
      }),
    );
  const branchScore = async (period = '2026-10'): Promise<AssessmentScore> => {
    const run = (await world.db.read.findOne(AssessmentRun, { period })) as AssessmentRun;
    const key = { runId: run.id, subject: 'department', unitId: branch.id } as const;
    return (await world.db.read.findOne(AssessmentScore, key)) as AssessmentScore;
  };
  const draw = async (present: Presenter, type: string, id: number, recipient: Person) => {
    const bot: BotDeps = { ...deps(), clock: clockAt('2026-11-13T00:30:00Z'), log: createLog('silent') };
    const request = { kind: '', subject: { type, id }, recipient, snapshot: null, at: at(LATER) };
    const rendered = await present(bot, world.db.read, request);
    return rendered ? JSON.stringify(rendered.card) : null;
  };

  it('are scored by what they handled, by hand and as of the period’s end, and come out the same again', async () => {
    await mark(3_000);
    const { towns, departments } = await assess(deps(), { period: '2026-10', at: at(LATER) });
    expect(departments?.map(({ name, score, grade }) => [name, score, grade])).toEqual([
      ['市生态环境局新绛分局', 60, '合格'],
      ['县水利局', null, '不适用'],
    ]);
    expect(
      departments?.[0]?.lines.map(({ rule, points, max, reason }) => [rule, points, max, reason]),
    ).toEqual([
      ['problemOnTime', 30, 60, '到期 2 个问题，按期办结 1 个，逾期 1 个'],
      ['工作协同', 30, 40, '县河长办评分：会商缺席一次'],
      ['scaling', 0, 0, '适用项目得 60 分，满分 100 分，按 60 ÷ 100 × 100 折算'],
    ]);
    // What a department handles is no town's.
    expect(towns[0]?.lines.find(({ rule }) => rule === 'problemOnTime')?.reason).toBe(
      '到期 1 个问题，按期办结 1 个',
    );
    await mark(4_000, '2026-11-20');
    const again = await assess(deps(), { period: '2026-10', at: at('2026-12-01'), verify: true });
    expect(again.verified).toEqual({ stored: true, identical: true });
    expect(again.departments).toEqual(departments);
  });

  it('are in the year by the mean of their months', async () => {
    await addProblem(world, {
      unitId: branch.id,
      handlerId: head.id,
      occurredAt: at('2026-11-02'),
      recordedAt: at('2026-11-02'),
      assignedAt: at('2026-11-02'),
      answeredAt: at('2026-11-03'),
      dueDay: '2026-11-10',
    });
    const { departments } = await assess(deps(), { period: '2026', at: at('2027-01-20') });
    expect(departments?.map(({ name, score }) => [name, score])).toEqual([
      ['市生态环境局新绛分局', 75],
      ['县水利局', null],
    ]);
  });

  it('have no place in the scores, nor in their bytes, of a county without a sheet for them', async () => {
    rules = { ...testPolicy(), version: 1 };
    const result = await assess(deps(), { period: '2026-10', at: at(LATER) });
    expect(result).not.toHaveProperty('departments');
    const forms = await draw(markForm, 'person', world.office.id, world.office);
    expect(forms).toContain('镇名称，或河长姓名');
    expect(forms).not.toContain('部门');
    expect(await world.db.read.find(AssessmentScore, { subject: 'department' })).toEqual([]);
  });

  it('are told of their own score, and nobody else is, in the month’s 试算', async () => {
    await monthlyAssessment(deps(), at('2026-11-02'));
    const { id, runId } = await branchScore();
    const own = await world.db.read.find(OutboxMessage, { kind: 'assessmentOwn', subjectId: id });
    expect(own.map(({ recipientId }) => recipientId)).toEqual([head.id]);
    const card = await draw(assessmentOwn, 'assessmentScore', id, head);
    expect(card).toContain('市生态环境局新绛分局');
    expect(card).toContain('**问题按期办结**　30.00 / 60.00');
    expect(card).toContain('工作协同：不适用，还没有人工评分');
    expect(card).toContain('全县各部门中位');
    expect(await draw(assessmentOwn, 'assessmentScore', id, world.mayor)).toBeNull();
    const summary = await draw(assessmentSummary, 'assessmentRun', runId, world.office);
    expect(summary).toContain('**部门**');
    expect(summary).toContain('逾期 1 个');
    const opened = async (person: Person) => {
      const roles = (await world.db.read.find(PersonRole, { personId: person.id })).map(({ role }) => role);
      const bot: BotDeps = { ...deps(), log: createLog('silent') };
      return world.db.transaction((tx) =>
        openAssessment({ tx, person, roles, at: at('2026-11-03'), deps: bot }),
      );
    };
    expect([await opened(head), await opened(liaison), await opened(world.chief)]).toEqual([1, 1, 1]);
    const stranger = await buildPerson(world.db, { unitId: branch.id, roles: ['责任单位联系人'] });
    expect(await opened(stranger)).toBe(0);
  });

  it('stand in the workbook, the report and the comparison of periods', async () => {
    await mark(3_000);
    await assess(deps(), { period: '2026-09', at: at(LATER) });
    await assess(deps(), { period: '2026-10', at: at(LATER) });
    const { runId } = await branchScore();
    const written = await exportAssessment(world.db.read, deps().policies, runId);
    const parts: Uint8Array[] = [];
    for await (const piece of written?.pieces ?? []) parts.push(piece);
    const sheets = await readSheets(Buffer.concat(parts));
    const rows = (name: string) => sheets.find((sheet) => sheet.name === name)?.rows ?? [];
    expect(rows('汇总').map((row) => [row[0], row[1], row[4]])).toContainEqual([
      '部门',
      '市生态环境局新绛分局',
      60,
    ]);
    expect(rows('逐项得分').map((row) => [row[0], row[1], row[3], row[4]])).toContainEqual([
      '部门',
      '市生态环境局新绛分局',
      '工作协同',
      30,
    ]);
    const report = await exportReport(world.db.read, deps().policies, runId);
    expect(report?.name).toBe('考核情况-2026年10月.docx');
    const pair = { was: parsePeriod('2026-09'), now: parsePeriod('2026-10') };
    const compared = await comparePeriods(world.db.read, pair);
    expect(compared?.departments.map(({ name, score }) => [name, score.score])).toContainEqual([
      '市生态环境局新绛分局',
      6_000,
    ]);
    const summary = await summaryContent(world.db.read, runId, 10);
    expect(summary?.departments.map(({ name }) => name)).toEqual(['市生态环境局新绛分局', '县水利局']);
  });

  it('contest a line of theirs in 公示, by their head', async () => {
    await draftRound(deps(), at(LATER));
    const round = (await world.db.read.findOne(AssessmentRound, {})) as AssessmentRound;
    const office = { person: world.office, roles: ['县河长办'] as Role[], at: at('2026-11-16', '10:00') };
    await world.db.transaction((tx) =>
      publishRound(tx, deps(), { roundId: round.id, version: 1, ...office }),
    );
    const { id: scoreId } = await branchScore();
    const told = await world.db.read.find(OutboxMessage, { kind: 'assessmentOwn', subjectId: scoreId });
    expect(told.map(({ recipientId }) => recipientId)).toEqual([head.id]);
    const line = { scoreId, version: 2, period: '2026-10', rule: 'problemOnTime', words: '延期已批' };
    const appeal = (person: Person, roles: Role[]) =>
      world.db.transaction((tx) =>
        appealLine(tx, deps(), { ...line, person, roles, at: at('2026-11-17', '10:00') }),
      );
    await expect(appeal(liaison, ['部门联络员'])).rejects.toMatchObject({ code: 'press.notYours' });
    await expect(appeal(world.mayor, ['镇长'])).rejects.toMatchObject({ code: 'press.notYours' });
    expect(await appeal(head, ['部门负责人'])).toMatchObject({ dueDay: '2026-11-24' });
  });

  it('get their marks from whoever is not of them, and 加分 by their name', async () => {
    const governor = await buildPerson(world.db, { unitId: world.town.id, roles: ['县政府'] });
    await monthlyAssessment(deps(), at('2026-11-02'));
    await openMarkSheets(deps(), at('2026-11-02'));
    const { id } = (await world.db.read.findOne(MarkSheet, { scorer: '县河长办' })) as MarkSheet;
    const sheet = await wholeSheet(world.db.read, deps(), id);
    const scored = (person: Person) =>
      sheet
        ?.rowsFor(person)
        .filter(({ item }) => item.of === 'department')
        .map(({ score }) => score.unitId);
    // 县河长办 sits in 县水利局, which 县政府 scores.
    expect(scored(world.office)).toEqual([branch.id]);
    expect(scored(governor)).toEqual([world.office.unitId]);
    const propose = (whose: string) =>
      world.db.transaction((tx) =>
        proposeMark(tx, deps(), {
          period: '2026-10',
          whose,
          rule: 'bonus.commended',
          points: 100,
          document: '市河长办通报',
          words: '表扬',
          person: world.office,
          roles: ['县河长办'],
          at: at('2026-11-03', '10:00'),
        }),
      );
    await expect(propose('县水利局')).rejects.toThrow('不能给自己或本单位加分');
    expect(await propose('市生态环境局新绛分局')).toMatchObject({ dueDay: '2026-11-10' });
    delete rules.assessment.department;
    await expect(propose('市生态环境局新绛分局')).rejects.toThrow('没有找到');
  });

  it('are in the answer of what a sheet of their own would come to, and of what would be without it', async () => {
    const span = { from: '2026-10-01', to: '2026-10-31', at: at(LATER) };
    const without = { ...testPolicy(), version: 1 };
    const told = { subject: '市生态环境局新绛分局' };
    const [scored, unscored] = [
      { score: 50, grade: '不合格' },
      { score: null, grade: '不适用' },
    ];
    expect(await whatIfScores(deps(), { policy: without, ...span })).toMatchObject([
      { ...told, was: scored, would: unscored, lines: [{ rule: 'problemOnTime', was: 30, would: null }] },
    ]);
    rules = without;
    expect(await whatIfScores(deps(), { policy: withSheet(), ...span })).toMatchObject([
      { ...told, was: unscored, would: scored, lines: [{ name: '问题按期办结', was: null, would: 30 }] },
    ]);
  });

  it('are in the answer of what other rules would come to', async () => {
    await addTask(world, '2026-10-18', { state: 'missed' });
    const policy = withSheet();
    policy.assessment.department = { problemOnTime: 60, problemRebound: 40 };
    const span = { from: '2026-10-01', to: '2026-10-31', at: at(LATER) };
    const moved = await whatIfScores(deps(), { policy, ...span });
    expect(moved).toMatchObject([
      {
        subject: '市生态环境局新绛分局',
        was: { score: 50, grade: '不合格' },
        would: { score: 70, grade: '合格' },
        lines: [{ rule: 'problemRebound', was: null, would: 40, why: '办理 2 个问题，没有被退回' }],
      },
    ]);
  });
});

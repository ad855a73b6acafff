import { isBonus, isDeduction, isVeto, type Score } from '../../src/assessment/points';
import { scoreDepartment } from '../../src/assessment/rules';
import { type Facts, scoreAll } from '../../src/assessment/scores';
import type { SubjectMark } from '../../src/assessment/subjectFacts';
import type { Policy } from '../../src/core/policy';
import { testPolicy } from '../factories';
import { chief, DEPARTMENT, inOffice, NOTHING, problem, TOWN, task, term, walked } from './facts';

type Sheet = Policy['assessment'];
const plain = testPolicy().assessment;

let serial = 900;
const mark = (rule: string, points: number | null, given: Partial<SubjectMark> = {}): SubjectMark => {
  serial += 1;
  return {
    id: serial,
    subject: 'town',
    unitId: 1,
    reachId: null,
    level: null,
    personId: null,
    rule,
    points,
    reason: '',
    ...given,
  };
};
const ofChief = { subject: 'chief', reachId: 1, level: 'village', personId: 11 } as const;
const lineOf = (score: Score | undefined, rule: string) => score?.lines.find((line) => line.rule === rule);
const county = (more: Partial<Facts>, sheet: Sheet = plain) =>
  scoreAll(sheet, inOffice([term(11)], { towns: [TOWN], tasks: [walked(), walked(), task()], ...more }));

describe('what named persons give', () => {
  it('counts for whom it was given, under the item it was given for; the latest holds', () => {
    const marks = [
      mark('organisation', 150),
      mark('organisation', 100),
      mark('cooperation', 900, ofChief),
      mark('cooperation', 100, { ...ofChief, personId: 12 }),
      mark('organisation', 0, { unitId: 2 }),
    ];
    for (const given of [marks, [...marks].reverse()]) {
      const { towns, chiefs } = county({ marks: given });
      expect(lineOf(towns[0], 'organisation')).toMatchObject({
        points: 100,
        max: 200,
        reason: '县河长办评分',
        evidence: [{ kind: 'mark', id: marks[1]?.id }],
      });
      expect(lineOf(chiefs[0], 'cooperation')).toMatchObject({ points: 900, applicable: true });
    }
  });

  it('as a bonus adds to the total: each to its maximum, all together to the limit, with the records', () => {
    const item = { name: '表扬', max: 3, scorer: '县河长办' };
    const sheet = {
      ...plain,
      bonus: { most: 5, items: { commended: item, other: { ...item, name: '其他' } } },
    };
    const marks = [
      mark('bonus.commended', 200, { reason: '省里表扬' }),
      mark('bonus.commended', 200, { reason: '市里表扬' }),
      mark('bonus.other', 250),
    ];
    const was = county({}, sheet).towns[0];
    const [town] = county({ marks: [...marks].reverse() }, sheet).towns;
    expect(town?.score).toBe((was?.score ?? 0) + 500);
    expect(town?.lines.filter(isBonus)).toEqual([
      {
        rule: 'bonus.commended',
        points: 300,
        max: 0,
        applicable: false,
        reason: '县河长办加分：省里表扬；市里表扬，表扬最多加 3 分，合计最多加 5 分',
        evidence: marks.slice(0, 2).map(({ id }) => ({ kind: 'mark', id })),
      },
      expect.objectContaining({ points: 200, reason: '县河长办加分，其他最多加 3 分，合计最多加 5 分' }),
    ]);
    expect(county({ marks: [mark('bonus.other', 250)] }, sheet).towns[0]?.lines.find(isBonus)).toMatchObject({
      points: 250,
      reason: '县河长办加分',
    });
    expect(county({ marks: [mark('bonus.commended', -100)] }, sheet).towns[0]?.score).toBe(was?.score);
  });

  it('adds nothing where there is nothing to be scored by', () => {
    const { towns } = county({ tasks: [], marks: [mark('bonus.commended', 300)] });
    expect(towns[0]).toMatchObject({ score: null, grade: '不适用' });
    expect(towns[0]?.lines.find(isBonus)?.points).toBe(0);
  });

  it('as a veto fails the grade and leaves the points, where the county has that veto', () => {
    const marks = [mark('veto.pollution', null), mark('veto.section', null), mark('veto.section', null)];
    const was = county({}).towns[0];
    const [town] = county({ marks }).towns;
    expect(town).toMatchObject({ score: was?.score, grade: '不合格' });
    expect(town?.lines.filter(isVeto)).toEqual([
      {
        rule: 'veto',
        points: 0,
        max: 0,
        applicable: false,
        reason: '认定对重特大水污染事件负有责任 1 件，这一期定为不合格',
        evidence: [{ kind: 'mark', id: marks[0]?.id }],
      },
    ]);
    const all = { ...plain, veto: { falsehood: true, section: true } };
    expect(county({ marks }, all).towns[0]?.lines.find(isVeto)).toMatchObject({
      reason:
        '认定对重特大水污染事件负有责任 1 件，认定国考、省考断面因本辖区没有达到目标 2 件，这一期定为不合格',
      evidence: { length: 3 },
    });
    const none = { ...plain, veto: { falsehood: false, pollution: false } };
    const confirmed = [{ id: 1, personId: 11, falsehood: true }];
    expect(county({ marks }, none).towns[0]?.lines.some(isVeto)).toBe(false);
    expect(county({ confirmed }, none).chiefs[0]?.lines.some(isVeto)).toBe(false);
    expect(county({ confirmed }).chiefs[0]?.lines.find(isVeto)).toMatchObject({
      reason: '县河长办认定弄虚作假 1 件，这一期定为不合格',
    });
  });
});

describe('通报 and 约谈 in force', () => {
  const document = (id: number, kind: '通报' | '约谈') => ({ id, kind, day: '2026-11-20' });
  const signed = [document(9, '通报'), document(10, '通报'), document(12, '约谈'), document(13, '约谈')];
  const onPost = { reachId: 1, level: 'village', dueDay: '2026-11-15' } as const;
  const escalations = {
    ofUnits: new Map([[1, signed]]),
    ofPosts: signed.slice(0, 1).map((one) => ({ ...one, ...onPost })),
  };
  const taken = (score: Score | undefined) => score?.lines.filter(isDeduction);

  it('are taken off the total, each by its own figure and both together to the limit, with the documents', () => {
    const [was, is] = [county({}), county({ escalations })];
    expect(taken(is.towns[0])).toEqual([
      {
        rule: 'circulated',
        points: -400,
        max: 0,
        applicable: false,
        reason: '本期被通报 2 次，每次扣 2 分，通报和约谈合计最多扣 10 分',
        evidence: [9, 10].map((id) => ({ kind: 'document', id })),
      },
      {
        rule: 'interviewed',
        points: -600,
        max: 0,
        applicable: false,
        reason: '本期被约谈 2 次，每次扣 5 分，通报和约谈合计最多扣 10 分',
        evidence: [12, 13].map((id) => ({ kind: 'document', id })),
      },
    ]);
    expect([was.towns[0]?.score, is.towns[0]?.score]).toEqual([7500, 6500]);
    expect(taken(is.chiefs[0])).toMatchObject([{ rule: 'circulated', points: -200 }]);
    expect((was.chiefs[0]?.score ?? 0) - (is.chiefs[0]?.score ?? 0)).toBe(200);
    expect(taken(was.towns[0])).toEqual([]);
  });

  it('take off a 县直部门, too', () => {
    const facts = { ...NOTHING, problems: [problem()], escalations: signed.slice(2) };
    const sheet: Sheet = { ...plain, department: { problemOnTime: 100 } };
    const closed = { ...facts, problems: [problem({ state: 'closed', answeredDay: '2026-11-20' })] };
    expect(scoreDepartment(sheet, closed).score).toBe(9000);
    expect(scoreDepartment(sheet, facts).score).toBe(0);
  });

  it('are in no line where the county takes nothing for them', () => {
    const sheet = { ...plain, deductions: { circulated: 0, interviewed: 5, most: 10 } };
    expect(taken(county({ escalations }, sheet).towns[0])).toMatchObject([
      { rule: 'interviewed', points: -1000 },
    ]);
  });
});

describe('a 县直部门', () => {
  const facts = { ...NOTHING, tasks: [task()] };
  it('is scored by its own sheet, and by nothing where the county has none', () => {
    expect(scoreDepartment(plain, facts)).toEqual({ score: null, grade: '不适用', lines: [] });
    const sheet: Sheet = {
      ...plain,
      department: { problemOnTime: 60, 协同: { max: 40, kind: 'manual', scorer: '县河长办' } },
    };
    const due = problem({ state: 'closed', answeredDay: '2026-11-20' });
    const scored = scoreDepartment(sheet, { ...facts, problems: [due], marks: [mark('协同', 3000)] });
    expect(scored.lines.map(({ rule, points }) => [rule, points])).toEqual([
      ['problemOnTime', 6000],
      ['协同', 3000],
      ['scaling', 0],
    ]);
    expect(scored.score).toBe(9000);
  });

  it('is scored in the order of codes by what was given to it, and not at all where the county has no sheet', () => {
    const sheet: Sheet = { ...plain, department: { 协同: { max: 100, kind: 'manual', scorer: '县河长办' } } };
    const departments = [{ ...DEPARTMENT, unitId: 4, code: '202', name: '县住建局' }, DEPARTMENT];
    const marks = [
      mark('协同', 7000, { subject: 'department', unitId: 3 }),
      mark('协同', 5000, { unitId: 4 }),
    ];
    const scored = county({ departments, marks }, sheet).departments;
    expect(scored.map(({ code, score }) => [code, score])).toEqual([
      ['201', 7000],
      ['202', null],
    ]);
    expect(county({ departments, marks }).departments).toEqual([]);
  });
});

describe('who changed in the middle of the period', () => {
  const moved = [
    term(11, { toDay: '2026-11-15' }),
    term(11, { reachId: 2, fromDay: '2026-11-16' }),
    term(12, { fromDay: '2026-11-16' }),
  ];
  const tasks = [
    walked({ dueDay: '2026-11-08' }),
    task({ dueDay: '2026-11-15', state: 'missed' }),
    task({ dueDay: '2026-11-22', state: 'missed', assigneeId: 12 }),
    walked({ dueDay: '2026-11-22', reachId: 2, townId: 2 }),
  ];
  const scored = () =>
    scoreAll(
      plain,
      inOffice(moved, {
        chiefs: [chief(11), chief(11, { reachId: 2, reach: 'FH-02' }), chief(12)],
        towns: [TOWN, { unitId: 2, code: '101', name: '三泉镇' }],
        tasks,
      }),
    );
  const patrolOf = (personId: number, reachId: number) =>
    lineOf(
      scored().chiefs.find((one) => one.personId === personId && one.reachId === reachId),
      'patrol',
    );

  it('a chief answers on each reach for the days in which it was theirs', () => {
    expect(patrolOf(11, 1)).toMatchObject({ points: 1500, reason: '到期应巡 2 次，完成 1 次，未完成 1 次' });
    expect(patrolOf(11, 2)).toMatchObject({ points: 3000, reason: '到期应巡 1 次，完成 1 次' });
    expect(patrolOf(12, 1)).toMatchObject({ points: 0, reason: '到期应巡 1 次，完成 0 次，未完成 1 次' });
  });

  it('each town has what was due in it, whoever went', () => {
    expect(scored().towns.map((town) => lineOf(town, 'patrol')?.points)).toEqual([500, 1500]);
  });

  it('a problem is whose post it was on the day of the finding', () => {
    const early = problem({ foundDay: '2026-11-10', state: 'closed', answeredDay: '2026-11-12' });
    const facts = inOffice(moved, { chiefs: [chief(11), chief(12)], problems: [early] });
    const [first, second] = scoreAll(plain, facts).chiefs;
    expect(lineOf(first, 'closing')).toMatchObject({ applicable: true, points: 3000 });
    expect(lineOf(second, 'closing')).toMatchObject({ applicable: false });
  });
});

describe('a problem found in one period and closed in the next', () => {
  it('is a finding of the first and an item of the one in which it was due', () => {
    const inFirst = problem({ due: false, found: true });
    const inNext = problem({ due: true, found: false, state: 'closed', answeredDay: '2026-11-20' });
    const first = county({ problems: [inFirst] });
    expect(lineOf(first.chiefs[0], 'finding')).toMatchObject({ points: 2000, applicable: true });
    expect(lineOf(first.chiefs[0], 'closing')?.applicable).toBe(false);
    expect(lineOf(first.towns[0], 'problemOnTime')?.applicable).toBe(false);
    const next = county({ problems: [inNext] });
    expect(lineOf(next.chiefs[0], 'finding')?.applicable).toBe(false);
    expect(lineOf(next.chiefs[0], 'closing')?.points).toBe(3000);
    expect(lineOf(next.towns[0], 'problemOnTime')?.points).toBe(1500);
  });
});

import fc from 'fast-check';
import { CONFIRMED, gradeOf, median, PENDING, SCALING, type Score, share } from '../../src/assessment/points';
import { scoreChief, scoreTown } from '../../src/assessment/rules';
import { allOf, scoreAll } from '../../src/assessment/scores';
import type {
  ChiefFacts,
  FoundBy,
  PostProblem,
  ProblemFact,
  TaskFact,
  TownFacts,
} from '../../src/assessment/subjectFacts';
import { counts, whoseAre } from '../../src/assessment/whose';
import type { Policy } from '../../src/core/policy';
import { testPolicy } from '../factories';
import { anyFacts, chief, inOffice, NO_RECORDS, NOTHING, problem, TOWN, task, term, walked } from './facts';

const sheet: Policy['assessment'] = {
  ...testPolicy().assessment,
  department: { problemOnTime: 60, problemRebound: 40 },
};
const town = (facts: Partial<TownFacts>): Score => scoreTown(sheet, { ...NOTHING, ...facts });
const person = (facts: Partial<ChiefFacts>): Score =>
  scoreChief(sheet, {
    personId: 11,
    tasks: [],
    coHolderTasks: 0,
    unreachedTasks: 0,
    stoodInTasks: 0,
    awayTasks: 0,
    graceTasks: 0,
    recorded: [],
    problems: [],
    confirmed: [],
    marks: [],
    escalations: [],
    ...facts,
  });
const seen = (by: FoundBy = 'self', given: Partial<PostProblem> = {}): PostProblem => ({
  ...problem(given),
  by,
});
const line = (score: Score, rule: string) => {
  const found = score.lines.find((one) => one.rule === rule);
  if (!found) throw new Error(`no line ${rule}`);
  return found;
};

describe('代巡 and a new holder in the scores', () => {
  const standIn = (given = {}) =>
    walked({ ...given, patrol: { id: 900, personId: 77, standInFor: 11, late: false } });
  const scoreOf = (tasks: TaskFact[], terms = [term(11)]) => {
    const scored = scoreAll(sheet, inOffice(terms, { towns: [TOWN], tasks })).chiefs[0];
    const found = scored?.lines.find(({ rule }) => rule === 'patrol');
    if (!scored || !found) throw new Error('no line');
    return found;
  };

  it('what a deputy walked is neither the chief’s own nor missed, and is said apart', () => {
    const only = scoreOf([standIn()]);
    expect(only).toMatchObject({ applicable: false });
    expect(only.reason).toContain('1 次由别人代巡');
    const beside = scoreOf([standIn(), walked(), task({ state: 'missed' })]);
    expect(beside.reason).toContain('到期应巡 2 次，完成 1 次');
    expect(beside.reason).toContain('另有 1 次由别人代巡');
  });

  it('it counts for the town all the same', () => {
    const { towns } = scoreAll(sheet, inOffice([term(11)], { towns: [TOWN], tasks: [standIn()] }));
    expect(towns[0]?.lines.find(({ rule }) => rule === 'patrol')).toMatchObject({ applicable: true });
    expect(towns[0]?.lines.find(({ rule }) => rule === 'patrol')?.reason).toContain('完成 1 次');
  });

  it('what falls due in the first days of a new holder is held against nobody, and walked it is theirs', () => {
    const fresh = [term(11, { fromDay: '2026-11-16', answersFrom: '2026-11-30' })];
    const spared = scoreOf([task({ state: 'missed' })], fresh);
    expect(spared).toMatchObject({ applicable: false });
    expect(spared.reason).toContain('刚任职');
    expect(scoreOf([walked()], fresh).reason).toContain('完成 1 次');
  });
});

describe('a chief without patrols of their own', () => {
  it.each<[Partial<ChiefFacts>, string]>([
    [{ stoodInTasks: 2, awayTasks: 1 }, '到期的 2 次由别人代巡，不算本人也不算未完成'],
    [{ awayTasks: 1, graceTasks: 1 }, '请假期间到期的巡河，没人代，不算未完成'],
    [{ graceTasks: 1, coHolderTasks: 1 }, '刚任职，到期的巡河还在宽限期里，不计入'],
    [{ coHolderTasks: 1, unreachedTasks: 1 }, '本期到期的巡河由共同任职的河长负责'],
    [{ unreachedTasks: 1 }, '飞书里找不到本人，收不到任务，不计入'],
    [{}, '任职期间没有到期的巡河任务'],
  ])('because of %j is told: %s', (given, reason) => {
    expect(line(person(given), 'patrol')).toMatchObject({ applicable: false, reason });
  });
});

describe('a town', () => {
  it('has its patrols by what was due at town and village level; county chiefs are not its affair', () => {
    const tasks = [
      walked(),
      walked({ level: 'town' }, 11, true),
      task({ state: 'missed' }),
      task({ level: 'county' }),
    ];
    const patrol = line(town({ tasks }), 'patrol');
    expect(patrol).toMatchObject({ points: 1000, max: 1500, applicable: true });
    expect(patrol.reason).toBe('到期应巡 3 次，完成 2 次（补录 1 次），未完成 1 次');
    expect(patrol.evidence).toEqual(tasks.slice(0, 3).map(({ id }) => ({ kind: 'task', id })));
  });

  it('has what can still be entered late left out as 待补录, with the records, until it no longer can', () => {
    const waiting = task({ pending: true });
    const score = town({ tasks: [walked(), waiting] });
    expect(line(score, 'patrol')).toMatchObject({
      points: 1500,
      reason: '到期应巡 1 次，完成 1 次，另有 1 次待补录',
      evidence: { length: 1 },
    });
    expect(line(score, 'pending')).toEqual({
      rule: 'pending',
      points: 0,
      max: 0,
      applicable: false,
      reason: '1 次巡河算分时过了期限、还可以补录，没有计入',
      evidence: [{ kind: 'task', id: waiting.id }],
    });
    const only = town({ tasks: [waiting] });
    expect(only.score).toBeNull();
    expect(line(only, 'patrol').reason).toBe('到期的 1 次算分时还可以补录，没有计入');
    expect(town({ tasks: [walked()] }).lines.some(({ rule }) => rule === 'pending')).toBe(false);
  });

  it('has a problem on time when its latest 反馈 came by the due day and was not sent back', () => {
    const problems = [
      problem({ state: 'closed', answeredDay: '2026-11-20' }),
      problem({ state: 'answered', answeredDay: '2026-11-18' }),
      problem({ state: 'closed', answeredDay: '2026-11-21' }),
      problem({ state: 'assigned', answeredDay: '2026-11-18', returns: 1 }),
      problem({ due: false, state: 'accepted' }),
    ];
    const onTime = line(town({ problems }), 'problemOnTime');
    expect(onTime).toMatchObject({
      points: 750,
      max: 1500,
      reason: '到期 4 个问题，按期办结 2 个，逾期 2 个',
    });
    expect(onTime.evidence).toHaveLength(4);
  });

  it.each<[string, Partial<ProblemFact>, number]>([
    ['waits for its verification', { state: 'answered', answeredDay: '2026-11-20' }, 1500],
    ['was sent back', { state: 'assigned', answeredDay: '2026-11-18', returns: 1 }, 0],
    ['is still being handled', { state: 'accepted' }, 0],
  ])('has a problem that %s on time or not', (_, given, points) => {
    expect(line(town({ problems: [problem(given)] }), 'problemOnTime').points).toBe(points);
  });

  it('has 反弹 of what was due and handled in any way, and of nothing else', () => {
    const rebound = (given: Partial<ProblemFact>) =>
      line(town({ problems: [problem(given)] }), 'problemRebound');
    expect(rebound({})).toMatchObject({ applicable: false, reason: '本期没有办理过的问题' });
    expect(rebound({ due: false, state: 'closed', answeredDay: '2026-11-18' }).applicable).toBe(false);
    expect(rebound({ answeredDay: '2026-11-18' })).toMatchObject({ applicable: true, points: 1000 });
    expect(rebound({ returns: 1 })).toMatchObject({ applicable: true, points: 800 });
    expect(rebound({ rebounds: 1 })).toMatchObject({ applicable: true, points: 800 });
  });

  it('without patrols is 不适用, and says so', () => {
    expect(line(town({}), 'patrol').reason).toBe('本期没有到期的镇级、村级巡河任务');
    expect(line(town({ vacant: 1 }), 'patrol').reason).toBe('到期的巡河任务无人任职，不计入');
  });

  it('loses two points for each 退回 and never more than the item has', () => {
    const returned = (returns: number) =>
      line(
        town({ problems: [problem({ state: 'closed', answeredDay: '2026-11-20', returns })] }),
        'problemRebound',
      );
    expect(returned(0)).toMatchObject({ points: 1000, reason: '办理 1 个问题，没有被退回' });
    expect(returned(2)).toMatchObject({ points: 600, reason: '办理 1 个问题，被退回 2 次，每次扣 2 分' });
    expect(returned(9).points).toBe(0);
  });

  it('loses the same for each 反弹, whether it was handled again or not', () => {
    const rebounded = (given: Partial<ProblemFact>) =>
      line(town({ problems: [problem({ rebounds: 1, ...given })] }), 'problemRebound');
    expect(rebounded({ state: 'closed', answeredDay: '2026-11-20' })).toMatchObject({
      points: 800,
      reason: '办理 1 个问题，没有被退回，反弹 1 次，每次扣 2 分',
    });
    expect(rebounded({ state: 'assigned', returns: 1 })).toMatchObject({
      points: 600,
      reason: '办理 1 个问题，被退回 1 次，反弹 1 次，每次扣 2 分',
    });
    expect(rebounded({ rebounds: 9 }).points).toBe(0);
  });

  it('is scored by the items that apply; the scaling is a line of its own and the lines add up', () => {
    const score = town({ tasks: [walked(), walked(), task()] });
    expect(score.lines.map(({ rule, applicable }) => [rule, applicable])).toEqual([
      ['rectification', false],
      ['problemOnTime', false],
      ['problemRebound', false],
      ['patrol', true],
      ['standardisation', false],
      ['waterQuality', false],
      ['complaints', true],
      ['publicity', false],
      ['organisation', false],
      [SCALING, false],
    ]);
    expect(score).toMatchObject({ score: 7500, grade: '合格' });
    expect(line(score, SCALING)).toMatchObject({
      points: 6000,
      max: 0,
      reason: '适用项目得 15 分，满分 20 分，按 15 ÷ 20 × 100 折算',
    });
    expect(line(score, 'rectification').reason).toBe('本期没有到期要整治的排污口');
  });

  it('with nothing to be scored by is 不适用, neither 0 nor 100', () => {
    const score = town({});
    expect(score).toMatchObject({ score: null, grade: '不适用' });
    expect(score.lines.every(({ applicable }) => !applicable)).toBe(true);
  });

  it('is not scored by an item that this version does not know', () => {
    const given = { ...sheet, town: { patrol: 60, 组织保障: 40 } };
    const score = scoreTown(given, { ...NOTHING, tasks: [walked()] });
    expect(line(score, '组织保障')).toMatchObject({
      applicable: false,
      max: 4000,
      reason: '还没有记录来源，不计入',
    });
    expect(score.score).toBe(10_000);
  });
});

describe('a chief', () => {
  it('who walked all that was due has all of the item, with every task cited', () => {
    const tasks = [walked(), walked(), walked()];
    expect(line(person({ tasks }), 'patrol')).toMatchObject({
      points: 3000,
      max: 3000,
      reason: '到期应巡 3 次，完成 3 次',
      evidence: tasks.map(({ id }) => ({ kind: 'task', id })),
    });
  });

  it('has a whole record when what was found has a place and a photo; a normal patrol needs none', () => {
    const found = walked();
    const without = walked();
    const score = person({
      tasks: [walked(), found, without],
      recorded: [problem({ taskId: found.id }), problem({ taskId: without.id, hasPhoto: false })],
    });
    expect(line(score, 'record')).toMatchObject({
      points: 667,
      reason: '巡河记录 3 份，1 份发现了问题但缺地点或照片',
    });
    expect(line(person({ tasks: [walked()] }), 'record').points).toBe(1000);
  });

  it('has a record that is not whole once for each walk, however many findings on it lack something', () => {
    const [first, second] = [walked(), walked()];
    const bare = (taskId: number) => problem({ taskId, hasPlace: false });
    const recorded = [bare(first.id), bare(first.id), bare(second.id)];
    expect(line(person({ tasks: [first, walked()], recorded: recorded.slice(0, 2) }), 'record').reason).toBe(
      '巡河记录 2 份，1 份发现了问题但缺地点或照片',
    );
    expect(line(person({ tasks: [first, second], recorded }), 'record').reason).toBe(
      '巡河记录 2 份，2 份发现了问题但缺地点或照片',
    );
  });

  it('is measured by own findings of all on the reach, and not at all when there were none', () => {
    const problems = [seen(), seen(), seen('other'), seen('other', { found: false })];
    expect(line(person({ problems }), 'finding')).toMatchObject({
      points: 1333,
      reason: '河段上发现 3 个问题，本人发现 2 个',
    });
    expect(line(person({}), 'finding')).toMatchObject({
      applicable: false,
      points: 0,
      reason: '任职期间河段上没有发现问题，不加分也不扣分',
    });
  });

  it('neither gains nor loses by what a co-holder found, or others below', () => {
    const ofCoHolder = person({ problems: [seen('coHolder')] });
    expect(line(ofCoHolder, 'finding')).toMatchObject({
      applicable: false,
      reason: '1 个问题是共同任职的河长发现的，不加分也不扣分',
    });
    expect(line(ofCoHolder, 'closing')).toMatchObject({
      applicable: false,
      reason: '到期的问题是共同任职的河长发现的，不加分也不扣分',
    });
    const below = person({ problems: [seen('below'), seen('coHolder')] });
    expect(line(below, 'finding')).toMatchObject({
      applicable: false,
      reason: '2 个问题由别人发现，属于下级河段或共同任职，不加分也不扣分',
    });
    const own = person({ problems: [seen(), seen('below'), seen('coHolder')] });
    expect(line(own, 'finding')).toMatchObject({ points: 2000, evidence: { length: 1 } });
  });

  it('has problems closed out of those due; what waits for its verification counts neither way', () => {
    const problems = [seen('self', { state: 'closed' }), seen('below'), seen('self', { state: 'answered' })];
    expect(line(person({ problems }), 'closing')).toMatchObject({
      points: 1500,
      reason: '河段上到期 2 个问题，已办结 1 个，未办结 1 个',
      evidence: { length: 2 },
    });
    expect(line(person({ problems: problems.slice(0, 1) }), 'closing').reason).toBe(
      '河段上到期 1 个问题，已办结 1 个',
    );
    expect(line(person({ problems: [seen('self', { state: 'answered' })] }), 'closing').applicable).toBe(
      false,
    );
  });

  it('gets the credit of a walk, and a co-holder is 不适用', () => {
    const facts = inOffice([term(11), term(12)], { tasks: [walked({}, 12), walked({}, 12)] });
    const [first, second] = scoreAll(sheet, facts).chiefs;
    expect(first).toMatchObject({ personId: 11, score: null, grade: '不适用' });
    expect(first?.lines[0]?.reason).toBe('本期到期的巡河由共同任职的河长负责');
    expect(second).toMatchObject({ personId: 12, score: 10_000 });
  });

  it('who has nothing of their own is told that a co-holder walked, whether they were away or in the post twice', () => {
    const whyOf = (own: ReturnType<typeof term>[], tasks: TaskFact[]) => {
      const [first] = scoreAll(sheet, inOffice([...own, term(12)], { tasks })).chiefs;
      return line(first as Score, 'patrol').reason;
    };
    const away = term(11, { away: [{ fromDay: '2026-11-20', toDay: '2026-11-25' }] });
    const ofCoHolder = '本期到期的巡河由共同任职的河长负责';
    expect(whyOf([away], [walked({}, 12)])).toBe(ofCoHolder);
    const twice = [term(11, { toDay: '2026-11-10' }), term(11, { fromDay: '2026-11-20' })];
    expect(whyOf(twice, [walked({}, 12)])).toBe(ofCoHolder);
    const forCoHolder = walked({ patrol: { id: 900, personId: 77, standInFor: 12, late: false } });
    expect(whyOf([term(11)], [forCoHolder])).toBe('任职期间没有到期的巡河任务');
    expect(whyOf([term(11)], [task({ state: 'void', assigneeId: 12 })])).toBe('任职期间没有到期的巡河任务');
  });

  it('who was away in one of two times in the post is told so', () => {
    const away = [{ fromDay: '2026-11-20', toDay: '2026-11-25' }];
    const twice = [term(11, { toDay: '2026-11-10' }), term(11, { fromDay: '2026-11-12', away })];
    const [only] = scoreAll(sheet, inOffice(twice, { tasks: [task({ state: 'missed' })] })).chiefs;
    expect(line(only as Score, 'patrol').reason).toBe('请假期间到期的巡河，没人代，不算未完成');
  });

  it('stands in the order of reaches, and of levels from above on one reach', () => {
    const posts = [
      { level: 'village' as const },
      { level: 'county' as const },
      { level: 'town' as const },
      { level: 'village' as const, reachId: 2, reach: 'FH-00' },
    ];
    const facts = inOffice([], { chiefs: posts.map((post) => chief(11, post)) });
    expect(scoreAll(sheet, facts).chiefs.map(({ reach, level }) => [reach, level])).toEqual([
      ['FH-00', 'village'],
      ['FH-01', 'county'],
      ['FH-01', 'town'],
      ['FH-01', 'village'],
    ]);
  });

  it('answers for a task that nobody walked, or that somebody who never held the post walked for them', () => {
    const tasks = [task({ state: 'missed' }), walked({}, 99)];
    const [first, second] = scoreAll(sheet, inOffice([term(11), term(12)], { tasks })).chiefs;
    expect(line(first as Score, 'patrol')).toMatchObject({ points: 1500 });
    expect(line(first as Score, 'record').applicable).toBe(false);
    expect(second?.score).toBeNull();
  });

  it('who left before the due day answers for nothing; the successor, who holds on it, does', () => {
    const terms = [term(11, { toDay: '2026-11-18' }), term(12, { fromDay: '2026-11-19' })];
    const { chiefs, vacant } = scoreAll(sheet, inOffice(terms, { tasks: [task({ state: 'missed' })] }));
    const [former, successor] = chiefs.map((one) => line(one, 'patrol'));
    expect(former).toMatchObject({ applicable: false, reason: '任职期间没有到期的巡河任务' });
    expect(successor).toMatchObject({
      applicable: true,
      points: 0,
      reason: '到期应巡 1 次，完成 0 次，未完成 1 次',
    });
    expect(vacant).toEqual([]);
  });
});

describe('a task that is nobody’s', () => {
  const missed = () => task({ state: 'missed' });

  it('is counted to no chief and no town, and named as vacant, when nobody holds the post on its due day', () => {
    const given = missed();
    const facts = inOffice([term(11, { toDay: '2026-11-21' })], { towns: [TOWN], tasks: [given] });
    const { towns, chiefs, vacant } = scoreAll(sheet, facts);
    expect(chiefs).toMatchObject([{ score: null }]);
    expect(towns).toMatchObject([{ score: null }]);
    expect(line(towns[0] as Score, 'patrol').reason).toBe('到期的巡河任务无人任职，不计入');
    expect(vacant).toEqual([given]);
  });

  it('is so, too, when Feishu knows none of the holders: unreachable is not missed', () => {
    const facts = inOffice([term(11, { reachable: false })], { tasks: [task(), task({ state: 'void' })] });
    const { chiefs, vacant } = scoreAll(sheet, facts);
    expect(chiefs).toMatchObject([{ score: null }]);
    expect(line(chiefs[0] as Score, 'patrol').reason).toBe('飞书里找不到本人，收不到任务，不计入');
    expect(vacant).toHaveLength(2);
  });

  it('counts for the town all the same when somebody walked it', () => {
    const facts = inOffice([], { towns: [TOWN], tasks: [walked({}, 99), missed()] });
    expect(line(scoreAll(sheet, facts).towns[0] as Score, 'patrol')).toMatchObject({
      points: 1500,
      evidence: { length: 1 },
    });
  });

  it('is not a period in which the program stood still: that is on record as void and nobody’s fault', () => {
    const facts = inOffice([term(11)], { tasks: [task({ state: 'void' })] });
    expect(scoreAll(sheet, facts)).toMatchObject({ vacant: [], chiefs: [{ score: null }] });
  });
});

/* Defects seen in real scoring systems (domain.md §2.3). */
describe('what went wrong elsewhere', () => {
  it('1. a share below 100 % is not cut to 0 by integer division', () => {
    const problems = [seen(), seen('other')];
    expect(line(person({ problems }), 'finding').points).toBe(1000);
    expect(share(1500, 1, 3)).toBe(500);
    expect(share(1000, 2, 3)).toBe(667);
    expect(share(1, 1, 2)).toBe(1);
  });

  it('1b. an item that matches no case has its own reason, never the text of the item before it', () => {
    const score = town({ tasks: [walked()] });
    const items = score.lines.filter(({ rule }) => rule !== SCALING);
    expect(line(score, 'problemOnTime').reason).toBe('本期没有到期的问题');
    expect(line(score, 'problemOnTime').reason).not.toBe(line(score, 'patrol').reason);
    expect(items.every(({ reason }) => reason.length > 0)).toBe(true);
  });

  it('2. on time is told by calendar days of Shanghai, not by milliseconds or parts of a day', () => {
    const on = (answeredDay: string) =>
      line(town({ problems: [problem({ state: 'closed', answeredDay })] }), 'problemOnTime').points;
    expect(on('2026-11-20')).toBe(1500);
    expect(on('2026-11-21')).toBe(0);
  });

  it('3. each level and each subject is weighed by its own item, never by another’s', () => {
    const given = { ...sheet, town: { patrol: 15 }, chief: { patrol: 30, record: 10 } };
    const tasks = [walked(), walked({ level: 'town' }), walked({ level: 'county' })];
    expect(line(scoreTown(given, { ...NOTHING, tasks }), 'patrol').max).toBe(1500);
    for (const level of ['county', 'town', 'village'] as const) {
      const facts = inOffice([term(11, { level })], { chiefs: [chief(11, { level })], tasks });
      const scored = scoreAll(given, facts).chiefs[0] as Score;
      expect(line(scored, 'patrol')).toMatchObject({ max: 3000, evidence: { length: 1 } });
      expect(line(scored, 'record').max).toBe(1000);
    }
  });

  it('4. no rate passes 100 %: what is counted as done is part of what was due', () => {
    // Closed in this period, but due and found in another: in neither the numerator nor the denominator.
    const foreign = problem({ state: 'closed', due: false, found: false, answeredDay: '2026-11-18' });
    const score = town({ problems: [foreign, problem({ state: 'closed', answeredDay: '2026-11-19' })] });
    expect(line(score, 'problemOnTime')).toMatchObject({ points: 1500, evidence: { length: 1 } });
    expect(score.score).toBe(10_000);
  });
});

describe('any county', () => {
  const all = (facts: Parameters<typeof scoreAll>[1]): Score[] => {
    return allOf(scoreAll(sheet, facts));
  };

  it('loses only by what was found 成立 about its own people, and nobody else gains or loses', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const was = scoreAll(sheet, { ...facts, confirmed: [] });
        const is = scoreAll(sheet, facts);
        expect(is.towns).toEqual(was.towns);
        for (const [n, chief] of is.chiefs.entries()) {
          const before = was.chiefs[n] as Score;
          const own = facts.confirmed.filter(({ personId }) => personId === chief.personId);
          const lost = Math.min(1_000, own.length * 500);
          expect(chief.score).toBe(before.score === null ? null : Math.max(0, before.score - lost));
          if (own.length === 0) expect(chief.lines).toEqual(before.lines);
        }
      }),
    );
  });

  it('cites a record for every line that counts, each once, and every due task and problem somewhere', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const scored = all(facts);
        const cited = new Set<string>();
        for (const { lines } of scored) {
          for (const { rule, applicable, evidence } of lines) {
            if (rule !== SCALING) {
              expect(evidence.length > 0).toBe(applicable || rule === PENDING || rule === CONFIRMED);
            }
            const keys = evidence.map(({ kind, id }) => `${kind} ${id}`);
            expect(new Set(keys).size).toBe(keys.length);
            for (const key of keys) cited.add(key);
          }
        }
        const vacant = new Set(scoreAll(sheet, facts).vacant.map(({ id }) => id));
        for (const answered of whoseAre(facts.tasks, facts.terms)) {
          const { task, whose } = answered;
          // A walk for an empty post at county level is to nobody's credit: no chief's and no town's.
          const credited = counts(answered) && (task.level !== 'county' || whose !== null);
          expect(cited.has(`task ${task.id}`)).toBe(credited);
          expect(vacant.has(task.id)).toBe(task.state !== 'done' && whose === null);
        }
        for (const { id, due } of facts.problems) if (due) expect(cited.has(`problem ${id}`)).toBe(true);
      }),
    );
  });

  it('is scored the same whatever the order of its records, to the byte', () => {
    const shuffled = anyFacts.chain((facts) =>
      fc.record({
        facts: fc.constant(facts),
        other: fc.record({
          towns: fc.shuffledSubarray([...facts.towns], { minLength: facts.towns.length }),
          departments: fc.shuffledSubarray([...facts.departments], { minLength: facts.departments.length }),
          reaches: fc.shuffledSubarray([...facts.reaches], { minLength: facts.reaches.length }),
          terms: fc.shuffledSubarray([...facts.terms], { minLength: facts.terms.length }),
          chiefs: fc.shuffledSubarray([...facts.chiefs], { minLength: facts.chiefs.length }),
          tasks: fc.shuffledSubarray([...facts.tasks], { minLength: facts.tasks.length }),
          problems: fc.shuffledSubarray([...facts.problems], { minLength: facts.problems.length }),
          confirmed: fc.shuffledSubarray([...facts.confirmed], { minLength: facts.confirmed.length }),
          marks: fc.shuffledSubarray([...facts.marks], { minLength: facts.marks.length }),
        }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ facts, other }) => {
        expect(JSON.stringify(scoreAll(sheet, { ...NO_RECORDS, ...other }))).toBe(
          JSON.stringify(scoreAll(sheet, facts)),
        );
      }),
    );
  });

  it('says the same of a task while it can be entered late as if there were no such task', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const without = { ...facts, tasks: facts.tasks.filter(({ pending }) => !pending) };
        const numbers = (given: typeof facts) => all(given).map(({ score, grade }) => [score, grade]);
        expect(numbers(facts)).toEqual(numbers(without));
      }),
    );
  });

  it('never loses by one more task walked by the one who answers for it', () => {
    fc.assert(
      fc.property(anyFacts, (any) => {
        const answered = whoseAre(any.tasks, any.terms);
        const index = answered.findIndex(
          (one) => one.task.state !== 'done' && !one.task.pending && counts(one),
        );
        const given = any.tasks[index];
        const whose = answered[index]?.whose;
        if (!given || whose == null) return;
        const facts = { ...any, problems: any.problems.filter(({ taskId }) => taskId !== given.id) };
        const met = { ...walked(given, whose), state: 'done' as const };
        const was = scoreAll(sheet, facts);
        const is = scoreAll(sheet, { ...facts, tasks: any.tasks.with(index, met) });
        const mine = ({ chiefs }: typeof was) =>
          chiefs.find(
            ({ reachId, level, personId }) =>
              reachId === given.reachId && level === given.level && personId === whose,
          ) as Score;
        for (const [n, town] of is.towns.entries()) {
          expect(town.score ?? 0).toBeGreaterThanOrEqual(was.towns[n]?.score ?? 0);
        }
        expect(mine(is).score ?? 0).toBeGreaterThanOrEqual(mine(was).score ?? 0);
        expect(line(mine(is), 'patrol').points).toBeGreaterThan(line(mine(was), 'patrol').points);
      }),
    );
  });
});

describe('grades and the middle', () => {
  it('take the bands of the policy, each from its figure on', () => {
    const grades = [9000, 8999, 8000, 7999, 6000, 5999, 0].map((score) => gradeOf(score, sheet.grades));
    expect(grades).toEqual(['优秀', '良好', '良好', '合格', '合格', '不合格', '不合格']);
  });

  it('leave out whoever has no score', () => {
    expect(median([9000, null, 7000, 8000])).toBe(8000);
    expect(median([9000, 8001])).toBe(8501);
    expect(median([null])).toBeNull();
    expect(median([])).toBeNull();
  });

  it('score each town of the county', () => {
    const { towns } = scoreAll(sheet, inOffice([], { towns: [TOWN], tasks: [walked()] }));
    expect(towns).toMatchObject([{ name: '龙兴镇', score: 10_000, grade: '优秀' }]);
  });
});

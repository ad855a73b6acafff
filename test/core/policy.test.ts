import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CATEGORIES, PolicyVersion } from '../../entities';
import { ruleName } from '../../src/assessment/words';
import {
  adoptPolicy,
  complaintOf,
  findingsOf,
  groupRolesOf,
  Policies,
  type Policy,
  parsePolicy,
  policyHash,
  problemFlowOf,
  readPolicy,
} from '../../src/core/policy';
import { SHEET_ITEMS, type WrittenSheet } from '../../src/core/policySheets';
import { unknownReaches } from '../../src/patrol';
import { BACKENDS, buildReach, buildUnit, openTestDatabase, type TestDatabase } from '../factories';

const FILE = join(__dirname, '../../policy.yaml');
const TEXT = readFileSync(FILE, 'utf8');
const at = new Date('2026-11-23T00:00:00Z');

const refusalOf = (text: string): string => {
  try {
    parsePolicy(text, 'own.yaml');
  } catch (error) {
    expect(error).toMatchObject({ code: 'policy.invalid', params: { file: 'own.yaml' } });
    return (error as Error).message;
  }
  throw new Error('it was accepted');
};
const changed = (from: string | RegExp, to: string): string => {
  const text = TEXT.replace(from, to);
  expect(text).not.toBe(TEXT);
  return text;
};

describe('policy.yaml', () => {
  it('takes groups, kinds and routes of the county’s own, and says what in them cannot be', () => {
    const own = (routes: string, kinds = '[乱堆]') =>
      `${TEXT}\nfindings:\n  groups: [{ name: 河岸, kinds: ${kinds} }]\n  handlerRoles: [部门联络员]\n  routes: [${routes}]\n`;
    const { findings } = parsePolicy(own('{ group: 河岸, kinds: [乱堆], unit: "SLJ" }'), 'own.yaml');
    expect(findings?.routes).toEqual([{ group: '河岸', kinds: ['乱堆'], unit: 'SLJ' }]);
    expect(refusalOf(own('{ group: 堤防, unit: "SLJ" }'))).toContain(
      'findings.routes.0.group：没有“堤防”这一组',
    );
    expect(refusalOf(own('{ kinds: [塌陷], unit: "SLJ" }'))).toContain('没有“塌陷”这一种');
    expect(refusalOf(own('', '[乱堆, 乱堆]'))).toContain('“乱堆”写了两次');
    expect(refusalOf(own('{ group: 河岸 }'))).toContain('findings.routes.0.unit');
  });

  it('that says nothing of groups, times and complaints has those of the program', () => {
    const policy = readPolicy(FILE);
    expect(findingsOf(policy).groups.map(({ name }) => name)).toEqual([...CATEGORIES]);
    expect(findingsOf(policy).groups.find(({ name }) => name === '河岸')?.kinds).toEqual(
      expect.arrayContaining(['乱占', '乱采', '乱堆', '乱建']),
    );
    expect(problemFlowOf(policy).sendUpWorkdays).toBe(1);
    expect(complaintOf(policy).dueWorkdays).toEqual({ 一般: 10, 重大: 20 });
  });

  it('as it is shipped is valid, and nothing in it is lost or made up by reading it', () => {
    expect(readPolicy(FILE)).toEqual(parse(TEXT));
  });

  it('has score sheets that add up to 100 points', () => {
    const { town, chief } = readPolicy(FILE).assessment;
    const sum = (sheet: WrittenSheet) =>
      Object.values(sheet).reduce<number>(
        (all, item) => all + (typeof item === 'number' ? item : item.max),
        0,
      );
    expect([sum(town), sum(chief)]).toEqual([100, 100]);
  });

  it.each([
    [
      'a key that nobody knows',
      changed('  digestAt:', '  digestat: "08:30"\n  digestAt:'),
      'messages.digestat：没有这一项',
    ],
    [
      'a key deep inside',
      changed('{ every: quarter }', '{ every: quarter, evry: week }'),
      'patrol.levels.county.evry：',
    ],
    ['a key at the top', `${TEXT}\ncolour: red`, 'colour：没有这一项'],
    ['a missing part', changed(/^privacy:[\s\S]*/m, ''), 'privacy：'],
    [
      'a frequency that there is not',
      changed('every: quarter', 'every: daily'),
      'patrol.levels.county.every：',
    ],
    [
      'a day that there is not',
      changed('workdays: []', 'workdays: ["2026-02-30"]'),
      'calendar.workdays.0：应是日期',
    ],
    [
      'a time that there is not',
      changed('digestAt: "08:30"', 'digestAt: "24:30"'),
      'messages.digestAt：应像 08:30',
    ],
    ['a role that there is not', changed('镇联络员, 镇长', '镇联络员, 村长'), 'problem.handlerRoles.1：'],
    ['text for a number', changed('version: 1', 'version: one'), 'version：'],
    ['fewer audit months than the law', changed('auditMonths: 6', 'auditMonths: 5'), 'privacy.auditMonths：'],
    ['keys that go while repeats come', changed('inboxDays: 2', 'inboxDays: 0'), 'retention.inboxDays：'],
    ['a key given twice', changed('version: 1', 'version: 1\nversion: 2'), '不是合法的 YAML'],
    ['what is no YAML', 'version: [1', '不是合法的 YAML'],
    ['an empty file', '', '整个文件：'],
  ])('is refused with the place: %s', (_, text, place) => {
    const message = refusalOf(text);
    expect(message).toContain(place);
    expect(message).toMatch(/[\u4e00-\u9fff]/);
  });

  it.each<[string, string, string[]]>([
    [
      'a digest after waking hours, which would never go out',
      changed('digestAt: "08:30"', 'digestAt: "21:00"'),
      [
        '· messages.digestAt：21:00 不在白天（messages.waking，08:00 到 20:00）里，待办和滞后提醒一条也发不出去',
      ],
    ],
    [
      'a misspelt item of a score sheet',
      changed('    patrol: 15', '    patrl: 15'),
      [
        '· assessment.town.patrol：缺这一项，不考就写 0',
        '· assessment.town.patrl：没有这一项，请看是不是写错了',
      ],
    ],
    [
      'a sheet that does not add up',
      changed('rectification: 30', 'rectification: 30.5'),
      ['· assessment.town：各项加起来是 100.5 分，应正好是 100 分'],
    ],
    [
      'grades upside down',
      changed('优秀: 90, 良好: 80, 合格: 60', '优秀: 60, 良好: 80, 合格: 60'),
      ['· assessment.grades.良好：80 分应低于“优秀”的 60 分'],
    ],
    [
      'a season from a day that there is not',
      changed('from: "06-01"', 'from: "02-31"'),
      ['· floodSeason.from：应是每年都有的一天，如 "06-01"'],
    ],
    [
      'a reach with two frequencies at one level',
      changed(
        'reaches: []',
        'reaches: [{ reach: A, level: village, every: month }, { reach: A, level: town, every: month }, { reach: A, level: village, every: week }]',
      ),
      ['· patrol.reaches.2：河段 A 的这一级前面已经定过频次，请删掉一个'],
    ],
    [
      'a day that works and rests',
      changed('workdays: []', 'workdays: ["2026-12-01"]').replace(
        'restdays: []',
        'restdays: ["2026-12-01", "2026-12-02", "2026-12-02"]',
      ),
      [
        '· calendar.restdays.2：2026-12-02 写了两次',
        '· calendar.restdays.0：2026-12-01 又是上班日（workdays）又是休息日，请删掉一个',
      ],
    ],
    [
      'working hours that overlap',
      changed('from: "14:30"', 'from: "11:30"'),
      ['· messages.working.1：和上一段重叠了，请从早到晚写，互不重叠'],
    ],
    [
      'a reminder that would never come again',
      changed('thenEvery: 5', 'thenEvery: 1e9'),
      ['· reminder.thenEvery：太大了，最大是 250'],
    ],
    [
      'a deadline in thousands of years',
      changed('立行立改: 3', '立行立改: 1000000'),
      ['· problem.dueWorkdays.立行立改：太大了，最大是 250'],
    ],
    [
      'overdue days that do not rise',
      changed('overdue: [1, 3, 5]', 'overdue: [1, 5, 3]'),
      ['· reminder.overdue.2：3 应大于前面的 5，请从小到大写'],
    ],
    ['the same day before twice', changed('[3, 1]', '[3, 3]'), ['· reminder.before.1：3 写了两次']],
    [
      'a head of the county, whom no town has',
      changed('headRoles: [镇党委书记, 镇长]', 'headRoles: [县政府, 镇长, 镇长]'),
      [
        '· reminder.headRoles.0：只能是 镇党委书记、镇长、镇联络员、镇级河长 之一',
        '· reminder.headRoles.2：“镇长”写了两次',
      ],
    ],
    ['a key left out', changed('  thenEvery: 5\n', ''), ['· reminder.thenEvery：缺这一项']],
    [
      'words for a number',
      changed('thenEvery: 5', 'thenEvery: 五'),
      ['· reminder.thenEvery：应是数字，如 3，不要加引号'],
    ],
    ['half a day', changed('thenEvery: 5', 'thenEvery: 1.5'), ['· reminder.thenEvery：应是整数，如 3']],
    [
      'tabs',
      changed('  reaches: []', '\treaches: []').replace(/ {2}# 一张任务卡[\s\S]*?\n\n/, '\n'),
      ['· 第 29 行：不是合法的 YAML，缩进用了制表符，请改成空格'],
    ],
    [
      'a key given twice',
      changed('version: 1', 'version: 1\nversion: 2'),
      ['· 第 4 行：不是合法的 YAML，这一项写了两次，请删掉一个'],
    ],
    ['a list', '- 1', ['· 整个文件：下面应有若干项，每项写成“名称: 值”']],
  ])('is refused in plain words for %s', (_, text, lines) => {
    expect(refusalOf(text).split('\n').slice(1)).toEqual(lines);
  });

  it('has a name for every item of its score sheets, and knows no others', () => {
    const { town, chief } = readPolicy(FILE).assessment;
    expect([Object.keys(town), Object.keys(chief)]).toEqual([SHEET_ITEMS.town, SHEET_ITEMS.chief]);
    for (const item of [...SHEET_ITEMS.town, ...SHEET_ITEMS.chief]) {
      expect(ruleName(item)).toMatch(/^[\u4e00-\u9fff]+$/);
    }
  });

  it('is refused with faults of each kind at once', () => {
    const text = TEXT.replace('digestAt: "08:30"', 'digestAt: "21:00"')
      .replace('reissueAfterDays: 12', 'reissueAfterDays: 13')
      .replace('patrol: 15', 'patrol: 16');
    expect(refusalOf(text).split('\n').slice(1)).toEqual([
      '· messages.reissueAfterDays：太大了，最大是 12',
      expect.stringMatching(/^· messages.digestAt：21:00 不在白天/),
      '· assessment.town：各项加起来是 101 分，应正好是 100 分',
    ]);
  });

  it('is refused with all its faults at once', () => {
    const message = refusalOf(TEXT.replace('version: 1', 'version: 0').replace('"08:30"', '"8:30"'));
    expect(message).toMatch(/version：[\s\S]*messages.digestAt：/);
  });

  it('that is not there is refused by its name', () => {
    expect(() => readPolicy('/nowhere/own.yaml')).toThrow('规则文件 /nowhere/own.yaml 有问题');
  });
});

describe.each(BACKENDS)('versions of the rules (%s)', (backend) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(backend);
  });
  afterAll(() => db.drop());
  beforeEach(() => db.transaction((tx) => tx.remove(PolicyVersion, {})));

  const first = parsePolicy(TEXT, FILE);
  const stricter = (version: number): Policy => ({
    ...first,
    version,
    problem: { ...first.problem, dueWorkdays: { ...first.problem.dueWorkdays, 一般: 8 } },
  });
  const known = async () =>
    (await db.read.find(PolicyVersion, {}, { order: { number: 'ASC' } })).map(({ number }) => number);

  it('are kept as they come into force, with the moment', async () => {
    await adoptPolicy(db, first, at);
    await adoptPolicy(db, stricter(3), new Date('2026-12-01T00:00:00Z'));
    expect(await known()).toEqual([1, 3]);
    expect(await db.read.findOne(PolicyVersion, { number: 1 })).toMatchObject({
      activatedAt: at,
      hash: policyHash(first),
    });
  });

  it('may change their comments and spacing under the same number', async () => {
    await adoptPolicy(db, first, at);
    const reworded = parsePolicy(
      `# 另一句说明\n${TEXT.replace('every: quarter }', 'every:   quarter }  # 待县确认')}`,
      FILE,
    );
    await adoptPolicy(db, reworded, at);
    expect(await known()).toEqual([1]);
  });

  it('may not change their meaning under the same number', async () => {
    await adoptPolicy(db, first, at);
    await expect(adoptPolicy(db, stricter(1), at)).rejects.toMatchObject({
      code: 'policy.unnumbered',
      params: { number: 1 },
    });
  });

  it('may not go back', async () => {
    await adoptPolicy(db, first, at);
    await adoptPolicy(db, stricter(2), at);
    await expect(adoptPolicy(db, first, at)).rejects.toMatchObject({
      code: 'policy.older',
      params: { number: 1, known: 2 },
    });
    expect(await known()).toEqual([1, 2]);
  });

  it('judge a case by the number under which it began, whatever is in force now', async () => {
    await adoptPolicy(db, first, at);
    const now = stricter(2);
    await adoptPolicy(db, now, at);
    const policies = new Policies(db, now);
    expect(policies.current.problem.dueWorkdays.一般).toBe(8);
    expect((await policies.at(2)).problem.dueWorkdays.一般).toBe(8);
    expect((await policies.at(1)).problem.dueWorkdays.一般).toBe(first.problem.dueWorkdays.一般);
    expect(await policies.at(1)).toEqual(first);
  });

  it('are read as they came into force, whatever is asked of a file since', async () => {
    const old = { ...stricter(2), privacy: { auditMonths: 6, locationDays: 180 } };
    await adoptPolicy(db, old, at);
    expect(await new Policies(db, first).at(2)).toEqual(old);
  });

  it('two processes that start at once under a new number keep it once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => adoptPolicy(db, first, at)));
    expect(await known()).toEqual([1]);
  });

  it('that name a reach which nobody knows are found out, once there is a roster', async () => {
    const every = 'month' as const;
    const reaches = ['FH-01', 'FH-02'].map((reach) => ({ reach, level: 'village' as const, every }));
    const policy = { ...first, patrol: { ...first.patrol, reaches } };
    expect(await unknownReaches(db.read, policy)).toEqual([]);
    await buildReach(db, { code: 'FH-01', townId: (await buildUnit(db)).id });
    expect(await unknownReaches(db.read, policy)).toEqual(['FH-02']);
  });
});

it('reads nothing into an older file that has not its newer sections: it would count as edited', () => {
  const older = TEXT.replace(/^(buzz|retention):\n(?: .*\n)+/gm, '').replace(/^ {2}spreadMinutes:.*\n/m, '');
  expect(older).not.toMatch(/^(buzz|retention):/m);
  const { buzz, retention, files, groups, messages } = parsePolicy(older, 'older.yaml');
  expect([buzz, retention, files, groups, messages.spreadMinutes]).toEqual(Array(5).fill(undefined));
});

it('says whom the bot brings into its groups: a town’s heads and its liaison, unless the county says otherwise', () => {
  const town = ['镇党委书记', '镇长', '镇联络员'];
  const { county, town: usual } = groupRolesOf(parsePolicy(TEXT, 'policy.yaml'));
  expect([...usual].sort()).toEqual([...town].sort());
  expect([...county].sort()).toEqual(['县河长办', '分局', ...town].sort());
  const fewer = `${TEXT}\ngroups: { county: [县河长办], town: [镇联络员] }\n`;
  expect(groupRolesOf(parsePolicy(fewer, 'policy.yaml'))).toEqual({
    county: ['县河长办'],
    town: ['镇联络员'],
  });
  expect(refusalOf(`${TEXT}\ngroups: { county: [县河长办], town: [村级河长] }\n`)).toContain('groups.town');
});

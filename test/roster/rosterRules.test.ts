import type { ImportFault } from '../../src/core/workbook';
import { readBook } from '../../src/core/workbook/readBook';
import { planRoster } from '../../src/roster/planRoster';
import { ROSTER_BOOK } from '../../src/roster/rosterBook';
import type { RosterSnapshot } from '../../src/roster/rosterSnapshot';
import { type RosterRows, rosterBook, soundRoster } from '../fixtures/workbooks';

const EMPTY: RosterSnapshot = { units: [], people: [], reaches: [], posts: [] };

/** What planning says about a roster changed so. */
async function judged(change: (rows: RosterRows) => void, stored = EMPTY) {
  const rows = soundRoster();
  change(rows);
  const { tables, findings } = await readBook(await rosterBook(rows), ROSTER_BOOK);
  if (!tables) throw new Error('not readable');
  const context = { hashOf: (mobile: string) => `#${mobile}`, today: '2026-11-23' };
  const { counts } = planRoster(tables, stored, context, findings);
  return findings.report(true, counts);
}

const brief = (faults: ImportFault[]) => faults.map(({ cell, code }) => [cell, code]);

describe('a roster is refused', () => {
  it.each<[string, (rows: RosterRows) => void, [string, string][]]>([
    [
      'when a unit code is used twice',
      ({ units }) => units.push({ ...units[0], 单位名称: '另一个镇' }),
      [['A3', 'unit.double']],
    ],
    [
      'when a phone is used twice',
      ({ people }) => people.push({ ...people[0], 姓名: '另一人' }),
      [['B4', 'person.double']],
    ],
    [
      'when a unit is not listed',
      ({ people }) => Object.assign(people[0] ?? {}, { 单位: '龙兴' }),
      [['C2', 'unit.unknown']],
    ],
    [
      'when a unit’s name is borne by two',
      ({ units, people }) => {
        units.push(
          { 单位编码: 'V1', 单位名称: '第一村', 类型: '村' },
          { 单位编码: 'V2', 单位名称: '第一村', 类型: '村' },
        );
        Object.assign(people[1] ?? {}, { 单位: '第一村' });
      },
      [['C3', 'unit.ambiguous']],
    ],
    [
      'when a role is not one of the list',
      ({ people }) => Object.assign(people[0] ?? {}, { 角色: '镇级河长、总指挥' }),
      [['E2', 'cell.choice']],
    ],
    [
      'when a reach belongs to a department',
      ({ units, reaches }) => {
        units.push({ 单位编码: 'B01', 单位名称: '县水利局', 类型: '县直部门' });
        Object.assign(reaches[1] ?? {}, { 所属镇: '县水利局' });
      },
      [['D3', 'reach.town']],
    ],
    [
      'when the larger reach is not there',
      ({ reaches }) => Object.assign(reaches[1] ?? {}, { 上级河段编号: 'FH-99' }),
      [['E3', 'reach.parent']],
    ],
    [
      'when reaches contain each other',
      ({ reaches }) => Object.assign(reaches[0] ?? {}, { 上级河段编号: 'FH-0201' }),
      [
        ['E2', 'reach.circle'],
        ['E3', 'reach.circle'],
      ],
    ],
    [
      'when a part lies in another river',
      ({ reaches }) => Object.assign(reaches[1] ?? {}, { 河流: '浍河' }),
      [['E3', 'reach.parentRiver']],
    ],
    [
      'when only half a coordinate is given',
      ({ reaches }) => Object.assign(reaches[0] ?? {}, { 起点经度: 111.2 }),
      [['I2', 'coordinate.half']],
    ],
    [
      'when longitude and latitude are swapped',
      ({ reaches }) => Object.assign(reaches[0] ?? {}, { 止点经度: 35.6, 止点纬度: 111.2 }),
      [['K2', 'coordinate.swapped']],
    ],
    [
      'when a post is of nobody',
      ({ posts }) => Object.assign(posts[0] ?? {}, { 手机号: '19900000099' }),
      [['C2', 'post.person']],
    ],
    [
      'when a post is for no reach',
      ({ posts }) => Object.assign(posts[0] ?? {}, { 河段编号: 'FH-77' }),
      [['A2', 'post.reach']],
    ],
    [
      'when a post ends before it begins',
      ({ posts }) => Object.assign(posts[0] ?? {}, { 任职止: '2023-12-31' }),
      [['E2', 'post.order']],
    ],
    ['when a post is listed twice', ({ posts }) => posts.push({ ...posts[0] }), [['D4', 'post.double']]],
    [
      'when one person’s posts overlap',
      ({ posts }) => posts.push({ ...posts[0], 任职起: '2025-06-01' }),
      [['D4', 'post.overlap']],
    ],
    [
      'when a division code is not one',
      ({ units }) => Object.assign(units[0] ?? {}, { 区划代码: '1408' }),
      [['D2', 'cell.pattern']],
    ],
  ])('%s', async (_, change, expected) => {
    expect(brief((await judged(change)).errors)).toEqual(expected);
  });

  it('when a post overlaps one that is stored, which is pointed at', async () => {
    const stored: RosterSnapshot = {
      units: [{ id: 1, code: '140825100', name: '龙兴镇', type: '镇', divisionCode: '140825100' }],
      people: [],
      reaches: [],
      posts: [
        {
          id: 1,
          reachCode: 'FH-02',
          level: 'town',
          mobileHash: '#19900000001',
          fromDay: '2022-01-01',
          toDay: null,
        },
      ],
    };
    const { errors } = await judged(() => undefined, stored);
    expect(errors).toMatchObject([{ code: 'post.overlap', row: 2 }]);
    expect(errors[0]?.message).toContain('系统里 2022-01-01 起的任职');
  });
});

describe('a roster is taken', () => {
  it.each<[string, (rows: RosterRows) => void]>([
    [
      'when two people hold one post together',
      ({ posts }) =>
        posts.push({ 河段编号: 'FH-02', 级别: '镇级', 手机号: '19900000002', 任职起: '2024-01-01' }),
    ],
    [
      'when one person holds two reaches',
      ({ posts }) =>
        posts.push({ 河段编号: 'FH-0201', 级别: '镇级', 手机号: '19900000001', 任职起: '2024-01-01' }),
    ],
    [
      'when a term follows another',
      ({ posts }) =>
        posts.push({
          河段编号: 'FH-02',
          级别: '镇级',
          手机号: '19900000001',
          任职起: '2022-01-01',
          任职止: '2023-12-31',
        }),
    ],
    [
      'when units are named by their code',
      ({ people }) => Object.assign(people[0] ?? {}, { 单位: '140825100' }),
    ],
    [
      'when dates and phones are Excel’s own',
      ({ posts }) =>
        Object.assign(posts[0] ?? {}, { 手机号: 19900000001, 任职起: new Date('2024-01-01T00:00:00Z') }),
    ],
  ])('%s', async (_, change) => {
    const { errors } = await judged(change);
    expect(errors).toEqual([]);
  });

  it('with a doubt where a post and the roles disagree, or a town’s role sits elsewhere', async () => {
    const { errors, warnings } = await judged(({ units, people }) => {
      units.push({ 单位编码: 'B01', 单位名称: '县水利局', 类型: '县直部门' });
      Object.assign(people[0] ?? {}, { 单位: '县水利局', 角色: '镇长' });
    });
    expect(errors).toEqual([]);
    expect(brief(warnings).filter(([, code]) => code !== 'cell.pending')).toEqual([
      [null, 'unit.unheard'],
      ['E2', 'person.roleUnit'],
      ['B2', 'post.role'],
    ]);
  });

  const HAND = { 手机号: '19900000009', 单位: '龙兴镇' };
  it.each<[string, (rows: RosterRows) => void, string[]]>([
    [
      'nobody there is told of its lag',
      ({ people }) => Object.assign(people[0] ?? {}, { 角色: '镇级河长' }),
      ['unit.unheard “龙兴镇”没有镇党委书记、镇长，也没有镇联络员，滞后提醒没人接，会先告诉县河长办，请补上'],
    ],
    [
      'only the liaison is',
      ({ people }) => {
        Object.assign(people[0] ?? {}, { 角色: '镇级河长' });
        people.push({ ...HAND, 姓名: '龙兴镇联络员', 角色: '镇联络员' });
      },
      ['unit.headless “龙兴镇”没有镇党委书记、镇长，滞后提醒只能发给镇联络员，请核对'],
    ],
    [
      'it is the 管委会 that lacks its 主任',
      ({ units, people }) => {
        Object.assign(units[0] ?? {}, { 类型: '管委会' });
        Object.assign(people[0] ?? {}, { 角色: '镇级河长' });
      },
      [
        'unit.unheard “龙兴镇”没有镇长（管委会的主任填“镇长”），也没有镇联络员，滞后提醒没人接，会先告诉县河长办，请补上',
      ],
    ],
    ['its head is there', () => undefined, []],
    [
      'a town without reaches and chiefs has nobody',
      ({ units }) => units.push({ 单位编码: '140825104', 单位名称: '古交镇', 类型: '镇' }),
      [],
    ],
  ])('with a word about a town where %s', async (_, change, told) => {
    const { errors, warnings } = await judged(change);
    expect(errors).toEqual([]);
    const said = warnings.filter(({ code }) => code.startsWith('unit.'));
    expect(said.map(({ code, message }) => `${code} ${message}`)).toEqual(told);
  });

  it('with nothing said of a head whom an earlier import brought', async () => {
    const stored: RosterSnapshot = {
      units: [{ id: 1, code: '140825100', name: '龙兴镇', type: '镇', divisionCode: '140825100' }],
      people: [
        {
          id: 1,
          name: '龙兴镇书记',
          title: null,
          unitCode: '140825100',
          roles: '镇党委书记',
          mobileHash: '#19900000009',
          mobileMasked: '199****0009',
        },
      ],
      reaches: [],
      posts: [],
    };
    const { warnings } = await judged(
      ({ people }) => Object.assign(people[0] ?? {}, { 角色: '镇级河长' }),
      stored,
    );
    expect(warnings.map(({ code }) => code)).not.toContain('unit.unheard');
  });

  it('with the reaches told that nobody holds today', async () => {
    const { warnings } = await judged(({ posts }) => Object.assign(posts[1] ?? {}, { 任职止: '2026-06-30' }));
    expect(warnings.at(-1)).toMatchObject({
      code: 'reach.vacant',
      message: '有 1 个河段现在没有河长：FH-0201 第一村段',
    });
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainApart, explainSheet } from '../../src/assessment/explain';
import { itemsOf } from '../../src/assessment/sheet';
import { Fault } from '../../src/core/errors';
import { parsePolicy, policyHash } from '../../src/core/policy';

const TEXT = readFileSync(join(__dirname, '..', '..', 'policy.yaml'), 'utf8');
/** The file with another 巡河履职 of the town, or another line instead. */
const withItem = (item: string, line = /^ {4}patrol: 15 .*$/m): string => {
  const text = TEXT.replace(line, `    ${item}`);
  if (text === TEXT) throw new Error('nothing was replaced');
  return text;
};
const refusalOf = (text: string): string[] => {
  try {
    parsePolicy(text, 'policy.yaml');
  } catch (error) {
    if (error instanceof Fault) return String(error.message).split('\n').slice(1);
    throw error;
  }
  return [];
};
const bands = (...rows: [number, number, number][]): string =>
  `patrol: { max: 15, kind: banded, bands: [${rows
    .map(([from, to, points]) => `{ from: ${from}, to: ${to}, points: ${points} }`)
    .join(', ')}] }`;

describe('a score sheet of the policy', () => {
  it.each<[string, string, string[]]>([
    ['sums to 99', withItem('patrol: 14'), ['· assessment.town：各项加起来是 99 分，应正好是 100 分']],
    [
      'sums to 99 with an item written out',
      withItem('patrol: { max: 14, kind: ratio }'),
      ['· assessment.town：各项加起来是 99 分，应正好是 100 分'],
    ],
    [
      'has overlapping bands',
      withItem(bands([0, 60, 0], [50, 100, 15])),
      ['· assessment.town.patrol.bands.1：从 50% 起，和上一档（到 60%）重叠了'],
    ],
    [
      'has a gap between bands',
      withItem(bands([0, 60, 0], [70, 100, 15])),
      ['· assessment.town.patrol.bands.1：从 70% 起，和上一档（到 60%）之间空了一段'],
    ],
    [
      'has bands that do not reach from 0 to 100 or to the maximum',
      withItem(bands([10, 60, 0], [60, 90, 12])),
      [
        '· assessment.town.patrol.bands.0：第一档应从 0 开始',
        '· assessment.town.patrol.bands.1：最后一档应到 100',
        '· assessment.town.patrol.bands.1：最后一档应得满分 15 分',
      ],
    ],
    [
      'has a band of nothing, or one that gives less for more',
      withItem(bands([0, 60, 5], [60, 60, 5], [60, 80, 3], [80, 100, 15])),
      [
        '· assessment.town.patrol.bands.1：从 60% 到 60% 不成一档，from 应小于 to',
        '· assessment.town.patrol.bands.2：得 3 分，不应少于上一档的 5 分',
      ],
    ],
    ['has one band only', withItem(bands([0, 100, 15])), ['· assessment.town.patrol.bands：至少要写 2 个']],
    [
      'counts from records that there are not',
      withItem('patrol: { max: 15, kind: ratio, source: steps }'),
      [
        '· assessment.town.patrol.source：没有“steps”这种记录，可以是 rectification、problemOnTime、problemRebound、patrol、standardisation、waterQuality、complaints',
      ],
    ],
    [
      'has an item of its own that nothing is counted for',
      withItem('patrol: 13\n    例会: { max: 2, kind: ratio }'),
      [
        '· assessment.town.例会：要写 source（按哪种记录算），可以是 rectification、problemOnTime、problemRebound、patrol、standardisation、waterQuality、complaints；没有记录的就写 kind: manual，由人打分',
      ],
    ],
    [
      'has an item of its own as a bare number',
      withItem('patrol: 13\n    例会: 2'),
      ['· assessment.town.例会：没有这一项，请看是不是写错了'],
    ],
    [
      'takes a share of what are events',
      withItem('patrol: { max: 15, kind: ratio, source: problemRebound }'),
      ['· assessment.town.patrol.kind：“problemRebound”记的是几次，kind 应是 deduction'],
    ],
    [
      'has an item for a person and not for whom',
      withItem('patrol: { max: 15, kind: manual }'),
      ['· assessment.town.patrol.scorer：要写谁来打分：角色，如 县河长办、分局，或者部门的名称'],
    ],
    [
      'deducts and not how much',
      withItem('patrol: { max: 15, kind: deduction }'),
      ['· assessment.town.patrol.each：缺这一项'],
    ],
    [
      'deducts more than there is',
      withItem('patrol: { max: 15, kind: deduction, each: 2, most: 16 }'),
      ['· assessment.town.patrol.most：最多扣 16 分，超过了满分 15 分'],
    ],
    [
      'has a kind that there is not',
      withItem('patrol: { max: 15, kind: ranking }'),
      [
        '· assessment.town.patrol.kind：只能是 ratio（按比例）、deduction（每次扣分）、banded（分档）、manual（人工评分）之一',
      ],
    ],
    [
      'has words for points',
      withItem('patrol: 十五'),
      ['· assessment.town.patrol：应是数字，如 3，不要加引号'],
    ],
    [
      'has a misspelt key in an item',
      withItem('patrol: { max: 15, kind: ratio, sorce: patrol }'),
      ['· assessment.town.patrol.sorce：没有这一项，请看是不是写错了'],
    ],
    [
      'has a maximum that its rounding cannot give',
      withItem('patrol: { max: 15.5, kind: ratio, rounding: 0 }'),
      ['· assessment.town.patrol.rounding：满分 15.5 分，小数位数不够'],
    ],
    [
      'has items by names that lines of every score have, or that no line can have',
      withItem(
        'patrol: 11\n    scaling: { max: 2, kind: manual, scorer: 分局 }\n    2026-01: { max: 2, kind: manual, scorer: 分局 }',
      ),
      [
        '· assessment.town.scaling：这个名称程序自己要用，请换一个',
        '· assessment.town.2026-01：名称只用汉字、字母和数字，不以数字开头，最多 40 个字',
      ],
    ],
    [
      'gives more for one bonus than for all',
      withItem(
        'bonus: { most: 5, items: { commended: { name: 表扬, max: 6, scorer: 县河长办 }, a.b: { name: 其他, max: 1, scorer: 县河长办 } } }',
        /^ {4}patrol: 15 .*$/m,
      )
        .replace(/^ {4}bonus: .*$/m, '    patrol: 15')
        .replace(
          /^ {2}perReturn: 2/m,
          '  bonus: { most: 5, items: { commended: { name: 表扬, max: 6, scorer: 县河长办 }, a.b: { name: 其他, max: 1, scorer: 县河长办 } } }\n  perReturn: 2',
        ),
      [
        '· assessment.bonus.items.commended.max：最多加 6 分，超过了合计的 5 分',
        '· assessment.bonus.items.a.b：名称只用汉字、字母和数字，不以数字开头，最多 40 个字',
      ],
    ],
    [
      'of the departments does not add up',
      TEXT.replace(/^ {2}perReturn: 2/m, '  department: { problemOnTime: 40 }\n  perReturn: 2'),
      ['· assessment.department：各项加起来是 40 分，应正好是 100 分'],
    ],
  ])('is refused when it %s', (_, text, lines) => {
    expect(refusalOf(text)).toEqual(lines);
  });

  it('may be written out: what it says is what is scored, and the same in numbers keeps its hash', () => {
    const read = (text: string) => parsePolicy(text, 'policy.yaml');
    const whole = read(
      withItem(
        'patrol: { name: 巡河, max: 13, kind: banded, rounding: 1, bands: [{ from: 0, to: 60.5, points: 0 }, { from: 60.5, to: 100, points: 13 }] }\n    例会: { max: 2, kind: manual, scorer: 县水利局 }',
      ),
    );
    const items = itemsOf(whole.assessment, 'town');
    expect(items.find(({ key }) => key === 'patrol')).toEqual({
      key: 'patrol',
      name: '巡河',
      max: 1300,
      rounding: 1,
      kind: 'banded',
      source: 'patrol',
      bands: [
        { from: 0, to: 6050, points: 0 },
        { from: 6050, to: 10_000, points: 1300 },
      ],
    });
    expect(items.find(({ key }) => key === '例会')).toEqual({
      key: '例会',
      name: '例会',
      max: 200,
      rounding: 2,
      kind: 'manual',
      scorer: '县水利局',
    });
    const { assessment, ...rest } = read(TEXT);
    expect(policyHash({ ...rest, assessment } as never)).toBe(
      policyHash({ ...rest, assessment: { ...assessment } } as never),
    );
    expect(JSON.stringify(assessment)).not.toMatch(/kind|bonus|deductions|veto/);
  });

  it('in numbers is scored as the program knows each item', () => {
    const { assessment } = parsePolicy(TEXT, 'policy.yaml');
    const kinds = itemsOf(assessment, 'town').map((item) => [item.key, item.kind, item.max]);
    expect(kinds).toEqual([
      ['rectification', 'ratio', 3000],
      ['problemOnTime', 'ratio', 1500],
      ['problemRebound', 'deduction', 1000],
      ['patrol', 'ratio', 1500],
      ['standardisation', 'ratio', 1000],
      ['waterQuality', 'ratio', 1000],
      ['complaints', 'deduction', 500],
      ['publicity', 'manual', 300],
      ['organisation', 'manual', 200],
    ]);
    expect(itemsOf(assessment, 'town')[2]).toEqual({
      key: 'problemRebound',
      name: '问题反弹',
      max: 1000,
      rounding: 2,
      kind: 'deduction',
      source: 'problemRebound',
      each: 200,
      most: 1000,
    });
    const stricter = itemsOf({ ...assessment, perReturn: 3 }, 'town');
    expect(stricter[2]).toMatchObject({ key: 'problemRebound', each: 300 });
    expect(stricter[6]).toMatchObject({ key: 'complaints', each: 200 });
    expect(itemsOf(assessment, 'department')).toEqual([]);
    const written = {
      max: 15,
      kind: 'deduction',
      each: 0.5,
      most: 3,
      source: 'patrol',
      name: '巡河',
    } as const;
    expect(itemsOf({ ...assessment, town: { a: written } }, 'town')).toEqual([
      {
        key: 'a',
        name: '巡河',
        max: 1500,
        rounding: 2,
        kind: 'deduction',
        source: 'patrol',
        each: 50,
        most: 300,
      },
    ]);
    expect(itemsOf({ ...assessment, town: { patrol: { max: 1, kind: 'ratio' } } }, 'town')).toEqual([
      { key: 'patrol', name: '巡河履职', max: 100, rounding: 2, kind: 'ratio', source: 'patrol' },
    ]);
  });

  it('explains itself, each item in a sentence', () => {
    const { assessment } = parsePolicy(
      withItem(
        `${bands([0, 60, 0], [60, 100, 13])}\n    例会: { max: 2, kind: deduction, each: 0.5, most: 1, source: patrol, rounding: 1 }`.replace(
          'max: 15',
          'max: 13',
        ),
      ),
      'policy.yaml',
    );
    expect(explainSheet(assessment, 'town')).toEqual(
      expect.arrayContaining([
        '问题按期办结 15 分：按比例给分：到期的问题里按期办结的占多少',
        '问题反弹 10 分：扣分：问题每被退回一次、每反弹一次，每次扣 2 分，扣完为止',
        '巡河履职 13 分：分档给分：镇级、村级到期应巡的里完成的占多少，0% 到 60%（不含）得 0 分，60% 到 100%得 13 分',
        '例会 2 分：扣分：除镇级、村级到期应巡的里完成的以外，每次扣 0.5 分，最多扣 1 分，得分留一位小数',
        '组织保障 2 分：由县河长办评分',
      ]),
    );
    expect(explainSheet({ ...assessment, town: { patrol: 0 } }, 'town')).toEqual(['巡河履职：不考']);
    expect(explainApart(assessment)).toEqual([
      '加分：表扬加分最多 5 分（县河长办评分），合计最多加 5 分',
      '扣分：通报每次 2 分，约谈每次 5 分，合计最多 10 分；河长待核成立每件 5 分，最多 10 分',
      '一票否决（要人认定）：河长弄虚作假；对重特大水污染事件负有责任',
    ]);
  });
});

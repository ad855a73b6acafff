import { renderCard } from '../../cards';
import type { AssessmentOwnView } from '../../cards/assessmentOwn';
import type { AssessmentSummaryView } from '../../cards/assessmentSummary';
import { buttonsOf, elementsOf, tagsOf, wordsOf } from './lookAt';

const own: AssessmentOwnView = {
  id: 20,
  trend: [],
  subject: '古交镇',
  period: '2026年10月',
  trial: true,
  asOf: '截至10月31日24时',
  before: '上月',
  score: 9120,
  change: 620,
  grade: '优秀',
  countyMedian: 8840,
  peers: '各镇',
  round: null,
  lines: [
    { title: '水质', points: 0, max: 1000, applicable: false, reason: '还没有导入监测数据', evidence: [] },
    {
      title: '巡河履职',
      points: 1350,
      max: 1500,
      applicable: true,
      reason: '10次巡河按期完成9次',
      evidence: [
        { kind: '巡河任务', total: 14, records: Array.from({ length: 14 }, (_, i) => `第${i + 1}周巡河`) },
      ],
    },
  ],
  late: null,
  apart: [],
  vetoed: null,
  sum: { points: 1350, max: 1500, bonus: 220, deductions: 100 },
  policy: '按2026年10月1日生效的规则第3版',
};

describe('one’s own assessment', () => {
  const words = wordsOf(renderCard('assessmentOwn', own));

  it('shows each line with points, reason and the records behind it', () => {
    expect(words).toContain('巡河履职　13.50 / 15.00\n10次巡河按期完成9次');
    expect(words).toContain('依据14条');
    expect(words).toContain('巡河任务14条\n第1周巡河\n第2周巡河');
    expect(words).toContain('第8周巡河\n其余6条在表格里');
    expect(words).not.toContain('第9周巡河');
  });

  it('shows how the total is made', () => {
    expect(words).toContain('合计 13.50 ÷ 15.00 × 100 + 加分2.20 − 扣分1.00 = 91.20');
  });

  it('puts what does not apply last, and says why', () => {
    expect(words).toContain('水质：不适用，还没有导入监测数据');
    expect(words.indexOf('水质')).toBeGreaterThan(words.indexOf('巡河履职'));
  });

  it('compares a town with the median only, a chief with nobody', () => {
    expect(words).toContain('全县各镇中位 88.40');
    expect(wordsOf(renderCard('assessmentOwn', { ...own, countyMedian: null }))).not.toContain('中位');
  });

  it('says first what can still be entered late and is not counted yet', () => {
    const late = {
      reason: '2 次巡河还可以补录，先不计入',
      evidence: [{ kind: '巡河任务', total: 2, records: ['第7周巡河', '第9周巡河'] }],
    };
    const open = wordsOf(renderCard('assessmentOwn', { ...own, late }));
    expect(open).toContain('待补录：2 次巡河还可以补录，先不计入');
    expect(open).toContain('巡河任务2条\n第7周巡河\n第9周巡河');
    expect(open.indexOf('待补录：')).toBeLessThan(open.indexOf('巡河履职　'));
    expect(words).not.toContain('待补录');
  });

  it('says that a trial round is not published', () => {
    expect(words).toContain('试算只给本单位看，不公示');
  });
});

describe('the county’s summary', () => {
  const town = (name: string, score: number | null) => ({
    name,
    score,
    change: null,
    grade: '合格',
    why: '',
  });
  const summary: AssessmentSummaryView = {
    period: '2026年10月',
    trial: true,
    stand: null,
    asOf: '截至10月31日24时',
    before: '上月',
    median: 8840,
    medianChange: null,
    id: 10,
    moves: [],
    trend: [],
    late: 0,
    pending: ['阳王镇照片重复'],
    vacant: [],
    unreached: [],
    away: [],
    towns: [town('龙兴镇', 9350), town('开发区', null)],
    departments: [],
    chiefs: { rows: [town('贾家村河长', 5000)], total: 31 },
    policy: '按2026年10月1日生效的规则第3版',
  };
  const card = renderCard('assessmentSummary', summary);

  it('draws the towns that have a score and lists them all, — for what there is not', () => {
    const elements = elementsOf(card);
    const chart = elements.find(({ tag }) => tag === 'chart');
    expect(chart?.chart_spec).toMatchObject({ data: { values: [{ town: '龙兴镇', score: 93.5 }] } });
    const table = elements.find(({ tag }) => tag === 'table');
    expect(table?.rows).toMatchObject([
      { name: '龙兴镇', score: '93.50' },
      { name: '开发区', score: '—' },
    ]);
  });

  it('says how a formal round stands: a leader who opens a draft must not take it for the result', () => {
    const tags = (['草稿', '公示中', '已定稿'] as const).map((stand) =>
      tagsOf(renderCard('assessmentSummary', { ...summary, trial: false, pending: [], stand })),
    );
    expect(tags).toEqual([['草稿'], ['公示中'], ['已定稿']]);
  });

  it('compares with the period before only where there was one', () => {
    const headings = (towns: AssessmentSummaryView['towns']) => {
      const drawn = renderCard('assessmentSummary', { ...summary, towns });
      const table = elementsOf(drawn).find(({ tag }) => tag === 'table');
      const columns = (table?.columns ?? []) as { display_name: string }[];
      return columns.map(({ display_name }) => display_name);
    };
    expect(headings(summary.towns)).toEqual(['单位', '得分', '等次', '主要扣分']);
    const grown = { ...town('龙兴镇', 9350), change: 120 };
    expect(headings([grown, town('开发区', null)])).toContain('较上月');
  });

  it('says what is a trial, what still waits to be checked, and how many chiefs are not shown', () => {
    expect(tagsOf(card)).toEqual(['试算', '待核1项']);
    expect(wordsOf(card)).toContain('待核1项，没有计分：阳王镇照片重复');
    expect(wordsOf(card)).toContain('其余30名没有列出');
    expect(buttonsOf(card)).toEqual(['要表格', '要报告']);
  });

  it('says plainly that there is nothing to score', () => {
    const towns = summary.towns.map((one) => ({ ...one, score: null }));
    const empty = renderCard('assessmentSummary', { ...summary, towns, chiefs: { rows: [], total: 0 } });
    expect(wordsOf(empty)).toContain('这一期没有可计分的事项');
    expect(elementsOf(empty).some(({ tag }) => tag === 'chart' || tag === 'table')).toBe(false);
  });
});

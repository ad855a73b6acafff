import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Line, Score } from '../../src/assessment/points';
import { type Facts, scoreAll } from '../../src/assessment/scores';
import type { SubjectMark } from '../../src/assessment/subjectFacts';
import { EVIDENCE_NAMES, ruleName } from '../../src/assessment/words';
import { partOf, scoreYear } from '../../src/assessment/year';
import type { Policy } from '../../src/core/policy';
import { testPolicy } from '../factories';
import { chief, inOffice, problem, task, term } from './facts';

/* docs/assessment-example.md, worked by hand, and what the program makes of the same records. */

const TEXT = readFileSync(join(__dirname, '..', '..', 'docs', 'assessment-example.md'), 'utf8');

type Row = Record<string, string>;

/** The first table under a heading, its cells by their column. */
function table(heading: string): Row[] {
  const [, part = ''] = TEXT.split(`# ${heading}\n`);
  const [block = ''] = part.slice(part.indexOf('|')).trimEnd().split('\n\n');
  const [head = [], , ...rows] = block.split('\n').map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return rows.map((cells) => Object.fromEntries(head.map((name, n) => [name, cells[n] ?? ''])));
}

const TOWNS = ['甲镇', '乙镇', '丙镇'];
const LEVELS = { 镇级: 'town', 村级: 'village' } as const;
const townId = (name = ''): number => TOWNS.indexOf(name.slice(0, 2)) + 1;
/** 甲镇村级河长: 12; nobody of the river: 99. */
const personId = (name = ''): number =>
  name.endsWith('河长') ? townId(name) * 10 + (name.includes('村级') ? 2 : 1) : 99;
const hundredths = (text = ''): number => Math.round(Number(text) * 100);

const posts = TOWNS.flatMap((town) =>
  (['镇级', '村级'] as const).map((level) => ({
    name: `${town}${level}河长`,
    level: LEVELS[level],
    reachId: townId(town),
  })),
);

const facts: Facts = inOffice(
  posts.map(({ name, level, reachId }) => term(personId(name), { level, reachId })),
  {
    towns: TOWNS.map((name, n) => ({ unitId: n + 1, code: `10${n}`, name })),
    chiefs: posts.map(({ name, level, reachId }) =>
      chief(personId(name), { name, level, reachId, reach: `R-${reachId}`, unitId: reachId }),
    ),
    departments: [],
    reaches: TOWNS.map((_, n) => ({ id: n + 1, parentId: null })),
    tasks: table('巡河任务').map((row) => {
      const level = row.级别 as '镇级' | '村级';
      const by = personId(`${row.镇}${level}河长`);
      const isDone = row.结果 === '按期' || row.结果 === '补录';
      return task({
        id: Number(row.编号),
        townId: townId(row.镇),
        reachId: townId(row.镇),
        level: LEVELS[level],
        dueDay: row.到期,
        assigneeId: by,
        pending: row.结果 === '待补录',
        state: isDone ? 'done' : row.结果 === '待补录' ? 'open' : 'missed',
        patrol: isDone ? { id: Number(row.巡河记录), personId: by, late: row.结果 === '补录' } : null,
      });
    }),
    problems: table('问题').map((row) =>
      problem({
        id: Number(row.编号),
        unitId: townId(row.镇),
        reachId: townId(row.镇),
        taskId: row.在哪次任务 ? Number(row.在哪次任务) : null,
        finderId: personId(row.谁发现),
        foundDay: row.发现,
        found: row.发现?.startsWith('2026-10') ?? false,
        dueDay: row.到期 ?? null,
        due: row.到期?.startsWith('2026-10') ?? false,
        answeredDay: row.反馈 || null,
        state: row.办到哪 === '办结' ? 'closed' : 'accepted',
        returns: Number(row.退回),
        rebounds: Number(row.反弹),
        hasPhoto: row.照片 === '有',
      }),
    ),
    marks: table('人工评分、加分和否决').map((row): SubjectMark => {
      const post = posts.find(({ name }) => name === row.给谁);
      return {
        id: Number(row.编号),
        subject: post ? 'chief' : 'town',
        unitId: townId(row.给谁),
        reachId: post?.reachId ?? null,
        level: post?.level ?? null,
        personId: post ? personId(row.给谁) : null,
        rule: row.项目 ?? '',
        points: row.分 ? hundredths(row.分) : null,
        reason: row.说明 ?? '',
      };
    }),
    confirmed: table('待核，县河长办认定成立的').map((row) => ({
      id: Number(row.编号),
      personId: personId(row.谁),
      falsehood: row.弄虚作假 === '是',
    })),
  },
);

const points = (value: number): string => String(value / 100);

function cited({ evidence }: Line): string {
  const kinds = [...new Set(evidence.map(({ kind }) => kind))];
  return kinds
    .map(
      (kind) =>
        `${EVIDENCE_NAMES[kind]} ${evidence
          .filter((ref) => ref.kind === kind)
          .map(({ id }) => id)
          .join(' ')}`,
    )
    .join('；');
}

/** An item counts by being applicable; what is added or taken counts by its points. */
const isCounted = ({ applicable, rule }: Line): boolean => applicable || !['veto', 'pending'].includes(rule);

/** A score as the document writes it. */
const written = ({ lines, score, grade }: Score): Row[] => [
  ...lines
    .filter(({ max, rule }) => max > 0 || !SILENT.includes(rule))
    .map((line) => ({
      项目: ruleName(line.rule),
      得分: (line.max > 0 ? line.applicable : isCounted(line)) ? points(line.points) : '不适用',
      满分: line.max > 0 ? points(line.max) : '',
      理由: line.reason,
      依据: cited(line),
    })),
  { 项目: '合计', 得分: score === null ? '不适用' : points(score), 满分: '', 理由: grade, 依据: '' },
];

/** Items that the example's sheet scores with 0. */
const SILENT = ['rectification', 'standardisation', 'waterQuality', 'complaints'];

describe('the worked example', () => {
  const sheet: Policy['assessment'] = {
    ...testPolicy().assessment,
    ...parse(/```yaml\n([\s\S]*?)```/.exec(TEXT)?.[1] ?? ''),
  };
  const scored = () => scoreAll(sheet, facts);

  it.each([...TOWNS, ...posts.map(({ name }) => name)])(
    'gives %s exactly the figures of the document',
    (name) => {
      const { towns, chiefs } = scored();
      const score = [...towns, ...chiefs].find((one) => one.name === name) as Score;
      expect(written(score)).toEqual(table(name));
    },
  );

  it('gives the mean of the months for the year', () => {
    const rows = table('全年');
    const line = scored().towns[0]?.lines[1] as Line;
    const months = rows.slice(0, -1).map(({ 月份 = '', 得分 }) => {
      const score = 得分 === '不适用' ? null : hundredths(得分);
      return {
        period: 月份,
        score: { score, grade: '良好', lines: score === null ? [] : [line] },
      };
    });
    const { score, grade } = scoreYear(months.map(partOf), sheet.grades);
    expect([points(score ?? 0), grade]).toEqual([rows.at(-1)?.得分, '优秀']);
  });
});

/** 考核对比: two periods side by side, for the county office and the county's leaders only. */
import {
  type Card,
  change,
  defineAction,
  frame,
  grey,
  inline,
  int,
  join,
  markdown,
  md,
  plain,
  type RootElement,
  score,
  table,
} from './kit';

const MOST_TOWNS = 20;
const MOST_DEPARTMENTS = 10;
const MOST_CHIEFS = 10;

export const compareFile = defineAction({ name: 'score.compared', value: { pair: int(), version: int() } });

export interface ComparedRow {
  /** 龙兴镇, or by post. */
  name: string;
  /** Hundredths; null when nothing was applicable. */
  was: number | null;
  now: number | null;
  change: number | null;
  /** 问题按期办结+3.00，巡河履职-1.00: the lines that moved most. */
  why: string;
}
export interface AssessmentCompareView {
  /** Both periods as one number: what the file is asked for by. */
  pair: number;
  /** 2026年9月, 2026年10月. */
  was: string;
  now: string;
  medians: { was: number | null; now: number | null };
  towns: ComparedRow[];
  /** 县直部门, where the county scores them. */
  departments: ComparedRow[];
  /** Whoever moved most; `total` counts them all. */
  chiefs: { rows: ComparedRow[]; total: number };
  /** The two were judged by different rules. */
  policies: { was: number; now: number } | null;
}

function moved(label: string, nameWidth: string, { was, now }: AssessmentCompareView, rows: ComparedRow[]) {
  const right = { data_type: 'text', width: '84px', horizontal_align: 'right' } as const;
  // The year is in the title: 9月, 四季度, 2025年度 fit a narrow column.
  const short = (period: string): string => plain(period.replace(/^\d{4}年(?!度)/, ''), 8);
  return table(
    [
      { name: 'name', display_name: label, data_type: 'text', width: nameWidth },
      { name: 'change', display_name: '变化', ...right },
      { name: 'why', display_name: '主要是', data_type: 'text', width: '170px' },
      { name: 'was', display_name: short(was), ...right },
      { name: 'now', display_name: short(now), ...right },
    ],
    rows.map((row) => ({
      name: plain(row.name, 40),
      change: change(row.change),
      was: score(row.was),
      now: score(row.now),
      why: plain(row.why, 60) || '—',
    })),
  );
}

/** By another sheet than the towns, so not in one table with them; a card bears no third one. */
function departmentLines(departments: ComparedRow[]): RootElement[] {
  if (departments.length === 0) return [];
  const lines = departments.map(({ name, was, now, change: by, why }) => {
    const because = why === '' ? md`` : md`：${inline(why, 60)}`;
    return md`- ${inline(name, 20)} **${change(by)}**（${score(was)} → ${score(now)}）${because}`;
  });
  return [markdown(join([md`**部门**`, ...lines]))];
}

export function renderAssessmentCompare(view: AssessmentCompareView): Card {
  const { medians, policies } = view;
  const towns = view.towns.slice(0, MOST_TOWNS);
  const departments = view.departments.slice(0, MOST_DEPARTMENTS);
  const chiefs = view.chiefs.rows.slice(0, MOST_CHIEFS);
  const others = view.chiefs.total - chiefs.length;
  const by = medians.was === null || medians.now === null ? null : medians.now - medians.was;
  return frame({
    tone: 'todo',
    title: '考核对比',
    place: `${view.was}和${view.now}`,
    summary: `考核对比：${view.was}和${view.now}`,
    wide: true,
    body: [
      markdown(
        join([
          md`全县中位 **${score(medians.was)}** → **${score(medians.now)}**${by === null ? md`` : md`，${change(by)}`}。`,
          policies === null
            ? null
            : grey(
                md`两期按不同的规则算：第${policies.was}版和第${policies.now}版，变化里有规则改动的影响。`,
              ),
        ]),
      ),
      ...(towns.length > 0 ? [moved('单位', '90px', view, towns)] : []),
      ...departmentLines(departments),
      ...(chiefs.length > 0 ? [markdown(md`**变化最大的河长**`), moved('河长', '116px', view, chiefs)] : []),
      ...(others > 0 ? [markdown(grey(md`其余${others}名在表格里`), 'notation')] : []),
      ...(towns.length + departments.length + chiefs.length === 0
        ? [markdown(md`两期都没有可比的得分。`)]
        : []),
      compareFile.button({ value: { pair: view.pair, version: 1 }, label: '要表格', fit: 'row' }),
    ],
    help: '全县得分只给县河长办和县领导，不对外排名。',
  });
}

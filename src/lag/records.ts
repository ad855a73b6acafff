import {
  LadderDocument as Documents,
  type LadderDocument,
  LagNotice,
  Outfall,
  Problem,
  Reach,
  RUNGS,
} from '../../entities';
import type { Reader } from '../core/database';
import { unpackIds } from '../core/packIds';
import { ruleName } from '../ledger';
import { periodName } from '../patrol';
import { problemTitle } from '../problem';
import { reachTitle } from '../roster';
import type { LagFigure, UnitLag } from './figures';
import { readLaggingTasks, type Span } from './readPatrols';

/** One record behind a figure. */
export interface LagRecord {
  figure: LagFigure;
  kind: 'task' | 'problem' | 'outfall' | 'finding' | 'notice' | 'document';
  id: number;
  title: string;
  /** 待补录; 较重; the name of the rule. */
  note: string;
  dueDay: string | null;
}

/** Every record behind a unit's lag, figure by figure, the oldest first within one. */
export async function recordsOf(
  reader: Reader,
  { unit, records }: Pick<UnitLag, 'unit' | 'records'>,
  span: Span,
): Promise<LagRecord[]> {
  return [
    ...(await taskRecords(reader, unit.id, span)),
    ...(await problemRecords(reader, records)),
    ...(await outfallRecords(reader, records)),
    ...(await noticeRecords(reader, records)),
  ];
}

async function taskRecords(reader: Reader, townId: number, span: Span): Promise<LagRecord[]> {
  const tasks = await readLaggingTasks(reader, { ...span, townId });
  const reaches = new Map(
    (await reader.find(Reach, { id: [...new Set(tasks.map(({ reachId }) => reachId))] })).map((one) => [
      one.id,
      reachTitle({ river: one.river, reachName: one.name }),
    ]),
  );
  return tasks.map(({ id, reachId, periodKey, dueDay, waiting }) => ({
    figure: 'patrols',
    kind: 'task',
    id,
    title: `${reaches.get(reachId) ?? ''} ${periodName(periodKey)}巡河`,
    note: Number(waiting) === 1 ? '待补录' : '未完成',
    dueDay,
  }));
}

async function problemRecords(
  reader: Reader,
  { problems, complaints }: UnitLag['records'],
): Promise<LagRecord[]> {
  const ids = Object.values(problems).flatMap(unpackIds);
  const complained = new Set(unpackIds(complaints));
  const rows = await reader.find(Problem, { id: ids }, { order: { dueDay: 'ASC', id: 'ASC' } });
  const record = (figure: LagFigure, problem: Problem): LagRecord => ({
    figure,
    kind: 'problem',
    id: problem.id,
    title: problemTitle(problem),
    note: problem.seriousness ?? '',
    dueDay: problem.dueDay,
  });
  return [
    ...rows.map((one) => record('problems', one)),
    ...rows.filter(({ id }) => complained.has(id)).map((one) => record('complaints', one)),
  ];
}

async function outfallRecords(
  reader: Reader,
  { outfalls, findings }: UnitLag['records'],
): Promise<LagRecord[]> {
  const found = Object.entries(findings).map(([rule, ids]) => ({ rule, ids: unpackIds(ids) }));
  const late = unpackIds(outfalls);
  const known = new Map(
    (await reader.find(Outfall, { id: [...new Set([...late, ...found.flatMap(({ ids }) => ids)])] })).map(
      (one) => [one.id, one],
    ),
  );
  const record = (figure: 'outfalls' | 'findings', id: number, note: string): LagRecord[] => {
    const one = known.get(id);
    if (!one) return [];
    const kind = figure === 'outfalls' ? 'outfall' : 'finding';
    return [
      { figure, kind, id, title: one.name, note, dueDay: figure === 'outfalls' ? one.remedyDueDay : null },
    ];
  };
  return [
    ...late
      .flatMap((id) => record('outfalls', id, known.get(id)?.remedyMeasure ?? ''))
      .sort((a, b) => (a.dueDay ?? '').localeCompare(b.dueDay ?? '')),
    ...found.flatMap(({ rule, ids }) => ids.flatMap((id) => record('findings', id, ruleName(rule)))),
  ];
}

async function noticeRecords(
  reader: Reader,
  { notices, documents }: UnitLag['records'],
): Promise<LagRecord[]> {
  const reminders = await reader.find(LagNotice, { id: unpackIds(notices) });
  const papers = await reader.find(Documents, { id: unpackIds(documents) });
  const rung = ({ rung }: LadderDocument): string => RUNGS[rung];
  return [
    ...reminders.map(
      ({ id, matters }): LagRecord => ({
        figure: 'notices',
        kind: 'notice',
        id,
        title: `滞后提醒（${matters.length}件）`,
        note: '没有答复',
        dueDay: null,
      }),
    ),
    ...papers.map(
      (one): LagRecord => ({
        figure: 'notices',
        kind: 'document',
        id: one.id,
        title: `${rung(one)}（${one.day}）`,
        note: '没有报整改',
        dueDay: one.replyDueDay,
      }),
    ),
  ];
}

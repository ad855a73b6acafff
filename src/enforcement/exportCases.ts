import { EnforcementCase, Outfall, Problem, Reach, SOURCE_WORDS, Unit } from '../../entities';
import type { Reader } from '../core/database';
import { marks } from '../core/database';
import { dayOf } from '../core/days';
import type { Policy } from '../core/policy';
import { type CellOut, notesSheet, writeBook, writtenUnder } from '../core/workbook';
import { postNames } from '../roster';

const COLUMNS = [
  { heading: '编号', width: 8 },
  { heading: '种类', width: 14 },
  { heading: '来源', width: 12 },
  { heading: '所属镇', width: 14 },
  { heading: '河段编号', asText: true, width: 14 },
  { heading: '排污口', width: 36 },
  { heading: '位置', width: 30 },
  { heading: '情况', width: 44 },
  { heading: '发现日期', asDay: true, width: 12 },
  { heading: '报分局日期', asDay: true, width: 12 },
  { heading: '证据照片', width: 10 },
  { heading: '处理期限', asDay: true, width: 12 },
  { heading: '处理结果', width: 12 },
  { heading: '依据和说明', width: 44 },
  { heading: '谁定的', width: 20 },
  { heading: '哪天定的', asDay: true, width: 12 },
  { heading: '办结日期', asDay: true, width: 12 },
  { heading: '问题编号', width: 10 },
];

async function photoCounts(reader: Reader, problemIds: readonly number[]): Promise<Map<number, number>> {
  if (problemIds.length === 0) return new Map();
  const rows = await reader.query<{ id: number; photos: number }>(
    `SELECT subjectId AS id, COUNT(*) AS photos FROM photo
      WHERE subjectType = 'problem' AND state <> 'lost' AND subjectId IN (${marks(problemIds)}) GROUP BY subjectId`,
    [...problemIds],
  );
  return new Map(rows.map(({ id, photos }) => [id, Number(photos)]));
}

/** 执法案件.xlsx, clause （十）: what evaded supervision, what 分局 decided about it, and on which grounds. */
export async function exportCases(
  reader: Reader,
  { policy, at, writtenFor }: { policy: Policy; at: Date; writtenFor: string },
): Promise<Buffer> {
  const cases = await reader.find(EnforcementCase, {}, { order: { id: 'ASC' } });
  const problemIds = cases.map(({ problemId }) => problemId);
  const problems = new Map((await reader.find(Problem, { id: problemIds })).map((one) => [one.id, one]));
  const outfallIds = [...problems.values()].flatMap(({ outfallId }) => outfallId ?? []);
  const [reaches, towns, outfalls, names, photos] = await Promise.all([
    reader.find(Reach),
    reader.find(Unit, { type: ['镇', '管委会'] }),
    reader.find(Outfall, { id: outfallIds }),
    postNames(
      reader,
      cases.map(({ decidedById }) => decidedById),
    ),
    photoCounts(reader, problemIds),
  ]);
  const reachCodes = new Map(reaches.map(({ id, code }) => [id, code]));
  const nameOf = (rows: readonly { id: number; name: string }[], id: number | null | undefined) =>
    rows.find((one) => one.id === id)?.name ?? null;
  const rows = cases.map((one): CellOut[] => {
    const problem = problems.get(one.problemId);
    return [
      one.id,
      one.kind,
      problem ? SOURCE_WORDS[problem.source] : null,
      nameOf(towns, problem?.townId),
      problem ? (reachCodes.get(problem.reachId) ?? null) : null,
      nameOf(outfalls, problem?.outfallId),
      problem?.place ?? null,
      problem?.words ?? null,
      problem ? dayOf(problem.occurredAt) : null,
      dayOf(one.openedAt),
      photos.get(one.problemId) ?? 0,
      one.dueDay,
      one.outcome ?? '还没定',
      one.words,
      one.decidedById === null ? null : (names.get(one.decidedById) ?? null),
      one.decidedAt && dayOf(one.decidedAt),
      one.endedAt && dayOf(one.endedAt),
      one.problemId,
    ];
  });
  const open = cases.filter(({ endedAt }) => endedAt === null).length;
  const notes = [
    `新政办发〔2023〕30号（十）：执法线索共${cases.length}件，没办结${open}件，截至${dayOf(at)}`,
    writtenUnder(writtenFor, policy),
    '表里没有发现人；照片用 export photos 取',
  ];
  return writeBook([{ name: '执法案件', columns: COLUMNS, rows }, notesSheet(notes)]);
}

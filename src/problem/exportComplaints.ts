import { Complaint, Problem, Reach } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import type { Secrets } from '../core/secrets';
import { type CellOut, writeBook } from '../core/workbook';
import { postNames } from '../roster';
import { progressWords } from './words';

const COLUMNS = [
  { heading: '编号' },
  { heading: '登记日期', width: 12 },
  { heading: '河段编号', asText: true },
  { heading: '地点', width: 30 },
  { heading: '哪类问题' },
  { heading: '投诉内容', width: 40 },
  { heading: '投诉人电话', asText: true, width: 16 },
  { heading: '办理期限', width: 12 },
  { heading: '办理情况', width: 20 },
  { heading: '处理情况', width: 40 },
  { heading: '告知日期', width: 12 },
  { heading: '告知人', width: 20 },
  { heading: '告知内容', width: 40 },
];

/** 投诉台账: every complaint that was registered, with the whole phone, for those who have to call back. */
export async function exportComplaints(reader: Reader, secrets: Secrets): Promise<Buffer> {
  const complaints = await reader.find(Complaint, {}, { order: { id: 'ASC' } });
  const found = await reader.find(Problem, { id: complaints.map(({ problemId }) => problemId) });
  const main = await reader.find(Problem, { id: found.flatMap(({ mergedIntoId }) => mergedIntoId ?? []) });
  const problems = new Map([...main, ...found].map((problem) => [problem.id, problem]));
  const reaches = new Map((await reader.find(Reach)).map((reach) => [reach.id, reach]));
  const names = await postNames(
    reader,
    complaints.map(({ toldById }) => toldById),
  );
  const rows = complaints.flatMap((complaint): CellOut[][] => {
    const problem = problems.get(complaint.problemId);
    if (!problem || problem.state === 'draft' || problem.state === 'withdrawn') return [];
    const leading = problems.get(problem.mergedIntoId ?? problem.id) ?? problem;
    const { contactCipher, toldAt, toldById, toldWords } = complaint;
    return [
      [
        problem.id,
        dayOf(problem.recordedAt),
        reaches.get(problem.reachId)?.code ?? '',
        problem.place,
        problem.kind ? `${problem.category}·${problem.kind}` : problem.category,
        problem.words,
        contactCipher === null ? null : secrets.decrypt(contactCipher),
        leading.dueDay,
        progressWords(leading, ''),
        leading.answer,
        toldAt && dayOf(toldAt),
        toldById === null ? null : (names.get(toldById) ?? ''),
        toldWords,
      ],
    ];
  });
  return writeBook([{ name: '投诉', columns: COLUMNS, rows }]);
}

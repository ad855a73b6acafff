import { Complaint, Outfall, Problem, Reach } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import type { Policy } from '../core/policy';
import type { Secrets } from '../core/secrets';
import { type CellOut, notesSheet, writeFilled, writtenUnder } from '../core/workbook';
import { postNames } from '../roster';
import { COMPLAINT_BOOK } from './complaintBook';
import { progressWords, spotIn } from './words';

const PROGRESS = [
  { heading: '编号' },
  { heading: '投诉内容', width: 40 },
  { heading: '投诉人电话', asText: true, width: 16 },
  { heading: '办理期限', asDay: true, width: 12 },
  { heading: '办理情况', width: 20 },
  { heading: '处理情况', width: 40 },
  { heading: '告知日期', asDay: true, width: 12 },
  { heading: '告知人', width: 20 },
  { heading: '告知内容', width: 40 },
  { heading: '投诉人满意吗', width: 12 },
];

/**
 * 投诉台账: every complaint that was registered, with the whole phone, for those who have to call back. The first sheet
 * is like the template, so that importing it again changes nothing; the second says how each one goes, the third when, for whom and by which rules it was written.
 */
export async function exportComplaints(
  reader: Reader,
  secrets: Secrets,
  { policy, at, writtenFor }: { policy: Policy; at: Date; writtenFor: string },
): Promise<Buffer> {
  const complaints = await reader.find(Complaint, {}, { order: { id: 'ASC' } });
  const found = await reader.find(Problem, { id: complaints.map(({ problemId }) => problemId) });
  const main = await reader.find(Problem, { id: found.flatMap(({ mergedIntoId }) => mergedIntoId ?? []) });
  const problems = new Map([...main, ...found].map((problem) => [problem.id, problem]));
  const reaches = new Map((await reader.find(Reach)).map((reach) => [reach.id, reach]));
  const named = await reader.find(Outfall, { id: found.flatMap(({ outfallId }) => outfallId ?? []) });
  const outfalls = new Map(named.map(({ id, name }) => [id, name]));
  const names = await postNames(
    reader,
    complaints.map(({ toldById }) => toldById),
  );
  const registered = complaints.flatMap((complaint) => {
    const problem = problems.get(complaint.problemId);
    return !problem || problem.state === 'draft' || problem.state === 'withdrawn'
      ? []
      : [{ complaint, problem }];
  });
  const phoneOf = ({ contactCipher }: Complaint): string | null =>
    contactCipher === null ? null : secrets.decrypt(contactCipher);
  const rows = registered.map(({ complaint, problem }) => {
    const outfall = problem.outfallId === null ? undefined : outfalls.get(problem.outfallId);
    return {
      sourceNo: complaint.sourceNo,
      saidOn: dayOf(problem.occurredAt),
      reach: reaches.get(problem.reachId)?.code ?? '',
      outfall: outfall ?? null,
      spot: spotIn(problem.place, outfall),
      category: problem.category,
      kind: problem.kind,
      seriousness: problem.seriousness,
      words: problem.words,
      phone: phoneOf(complaint),
    };
  });
  const progress = registered.map(({ complaint, problem }): CellOut[] => {
    const leading = problems.get(problem.mergedIntoId ?? problem.id) ?? problem;
    const { toldAt, toldById, toldWords, content } = complaint;
    return [
      problem.id,
      problem.words,
      phoneOf(complaint),
      leading.dueDay,
      progressWords(leading, ''),
      leading.answer,
      toldAt && dayOf(toldAt),
      toldById === null ? null : (names.get(toldById) ?? ''),
      toldWords,
      content,
    ];
  });
  const beside = { name: '办理情况', columns: PROGRESS, rows: progress };
  const notes = [
    `新政办发〔2023〕30号（十四）：投诉共${rows.length}件，截至${dayOf(at)}`,
    writtenUnder(writtenFor, policy),
    '里面有投诉人的电话，只用来告知，不要外传',
  ];
  return writeFilled(COMPLAINT_BOOK, { complaints: rows }, [beside, notesSheet(notes)]);
}

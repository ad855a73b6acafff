import type { LadderEvidence, Rung } from '../../../entities';
import { dayInFull, dayInWords, dayOf, timeOf } from '../../core/days';
import { type OfficialTable, writeOfficial } from '../../core/official';
import type { Policy } from '../../core/policy';
import { issuerName, type WholeDocument } from './queries';
import { addressOf } from './wording';

const RUNG_NAMES: Record<Rung, string> = { 0: '提示', 1: '提醒', 2: '通报', 3: '约谈', 4: '督查' };

const linesTable = (caption: string, lines: readonly LadderEvidence[]): OfficialTable => ({
  caption,
  columns: [
    { heading: '序号', percent: 8 },
    { heading: '事项', percent: 34 },
    { heading: '责任岗位', percent: 18 },
    { heading: '逾期', percent: 14 },
    { heading: '已经采取', percent: 14 },
    { heading: '怎样消除', percent: 12 },
  ],
  rows: lines.map(({ title, who, overdueWorkdays, steps, figures, clears }, n) => [
    String(n + 1),
    [
      title,
      ...figures.map(
        ({ label, value, expected }) =>
          `${label}${value}${expected === undefined ? '' : `，应达${expected}`}`,
      ),
    ].join('，'),
    who,
    overdueWorkdays > 0 ? `${overdueWorkdays}个工作日` : '',
    steps.map(({ rung, day }) => `${dayInWords(day)}${RUNG_NAMES[rung]}`).join('，'),
    clears,
  ]),
});

/** The document as a docx file: 公文, its 附表, and of a 约谈 the 纪要 with what was promised. */
export function exportDocument(whole: WholeDocument, policy: Policy): Promise<Buffer> {
  const { document, unit, title, lines, promises } = whole;
  const { rung, words, signedAt, state, meetAt, meetPlace, record, replyDueDay } = document;
  const draft = state === 'draft' || state === 'returned' || signedAt === null;
  return writeOfficial({
    mark: state === 'refused' ? '未采取' : state === 'withdrawn' ? '已撤下' : draft ? '送审稿' : null,
    title,
    addressee: addressOf(unit),
    paragraphs: [
      ...words.split('\n'),
      ...(meetAt
        ? [
            `约谈时间：${dayInFull(dayOf(meetAt))}${timeInWords(timeOf(meetAt))}`,
            `约谈地点：${meetPlace ?? ''}`,
          ]
        : []),
      ...(rung === 4 && replyDueDay ? [`办结期限：${dayInFull(replyDueDay)}`] : []),
    ],
    tables: lines.length > 0 ? [linesTable(`${unit.name}未按期办结事项`, lines)] : [],
    signer: issuerName(policy, document.issuer),
    day: signedAt && dayOf(signedAt),
    annexes:
      record === null || rung === 2
        ? []
        : [
            {
              title: rung === 3 ? '约谈纪要' : '督查办结情况',
              paragraphs: [
                ...record.split('\n'),
                ...promises.map(
                  ({ row, unit: by }, n) => `承诺${n + 1}：${row.words}（${by}，${dayInFull(row.dueDay)}前）`,
                ),
              ],
            },
          ],
  });
}

/** 上午9时30分. */
function timeInWords(time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const part = hour < 12 ? '上午' : '下午';
  return `${part}${hour > 12 ? hour - 12 : hour}时${minute === 0 ? '' : `${minute}分`}`;
}

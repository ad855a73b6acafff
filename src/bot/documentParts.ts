import type { DocumentLine, DocumentReplyView, DocumentText } from '../../cards/kit';
import { dayOf } from '../core/days';
import type { Policy } from '../core/policy';
import { issuerName, type WholeDocument } from '../escalation';
import { momentInWords } from './words';

/** What every card of a document says of it. */
export const documentText = (
  { document, unit, title, lines }: WholeDocument,
  policy: Policy,
): DocumentText => ({
  rung: document.rung,
  title,
  unit: unit.name,
  issuer: issuerName(policy, document.issuer),
  words: document.words,
  lines: lines.map(
    ({ title: what, who, overdueWorkdays, steps, figures, clears }): DocumentLine => ({
      title: what,
      who,
      overdueWorkdays,
      steps,
      figures: figures
        .map(
          ({ label, value, expected }) =>
            `${label}${value}${expected === undefined ? '' : `，应达${expected}`}`,
        )
        .join('；'),
      clears,
    }),
  ),
});

export const replyOf = ({ reply }: WholeDocument): DocumentReplyView | null =>
  reply && {
    kind: reply.row.kind,
    words: reply.row.words,
    untilDay: reply.row.untilDay,
    by: reply.by,
    on: dayOf(reply.row.createdAt),
    decided:
      reply.row.decidedAt === null
        ? null
        : {
            granted: reply.row.state === 'approved',
            by: reply.decidedBy,
            on: dayOf(reply.row.decidedAt),
            reason: reply.row.reason ?? '',
          },
  };

export const meetingOf = ({ document: { meetAt, meetPlace } }: WholeDocument) =>
  meetAt && { when: momentInWords(meetAt), place: meetPlace ?? '' };

export const promisesOf = ({ promises }: WholeDocument) =>
  promises.map(({ row, unit }) => ({
    words: row.words,
    unit,
    due: row.dueDay,
    stands: row.checkedAt !== null ? '已办到' : row.doneAt !== null ? '等核实' : '还没办到',
  }));

/** Documents of the ladder, and 调度通报. */
import fc from 'fast-check';
import type { ViewOf } from '../../../cards';
import { mischief } from '../mischief';
import { count, day, deadline, id, list, named, ref, subject, uniqueBy, type Views, whyLines } from './parts';

const percent = fc.option(fc.nat({ max: 100 }));
const dispatchTown = fc.record({
  name: mischief,
  total: count,
  done: count,
  rate: percent,
  expected: percent,
  late: count,
  open: count,
  overdue: count,
  serious: count,
  patrolsDue: count,
  patrolsDone: count,
  closedOut: count,
  solved: count,
});
const deed = fc.record({ by: mischief, on: day, words: mischief });
const promises = list(fc.record({ words: mischief, unit: mischief, due: day, stands: mischief }));
const documentReply = fc.record({
  kind: fc.constantFrom('整改报告', '申请延期'),
  words: mischief,
  untilDay: fc.option(day),
  by: mischief,
  on: day,
  decided: fc.option(fc.record({ granted: fc.boolean(), by: mischief, on: day, reason: mischief })),
});
const documentText = {
  ...subject,
  today: day,
  rung: fc.constantFrom(2, 3, 4),
  title: mischief,
  unit: mischief,
  issuer: mischief,
  words: mischief,
  lines: list(
    fc.record({
      title: mischief,
      who: mischief,
      overdueWorkdays: count,
      steps: fc.array(fc.record({ rung: fc.constantFrom(0, 1, 2, 3, 4), day }), { maxLength: 8 }),
      figures: mischief,
      clears: mischief,
    }),
  ),
};

export const documentsViews: Views<
  | 'dispatch'
  | 'groupDispatch'
  | 'documentDesk'
  | 'documentNotice'
  | 'documents'
  | 'groupDocument'
  | 'promise'
  | 'documentWhy'
> = {
  dispatch: fc
    .record({
      ...subject,
      today: day,
      period: mischief,
      state: fc.constantFrom('draft', 'issued', 'refused', 'notYours'),
      words: mischief,
      signed: fc.option(deed),
      edited: fc.option(deed),
      reason: fc.option(mischief),
      median: fc.record({ rate: percent, overdue: fc.option(count), patrols: percent }),
      towns: fc.option(list(dispatchTown)),
      own: fc.option(dispatchTown),
      mayDecide: fc.boolean(),
    })
    .map((view) => view as ViewOf<'dispatch'>),
  groupDispatch: fc.record({ ...subject, today: day, period: mischief, signedOn: day, words: mischief }),
  documentDesk: fc
    .record({
      ...documentText,
      state: fc.constantFrom('draft', 'returned', 'issued', 'refused', 'withdrawn', 'closed', 'notYours'),
      deadline: fc.option(fc.record(deadline)),
      may: fc.record({
        sign: fc.boolean(),
        edit: fc.boolean(),
        refuse: fc.boolean(),
        return: fc.boolean(),
        resubmit: fc.boolean(),
        judge: fc.boolean(),
        record: fc.boolean(),
        promise: fc.boolean(),
        end: fc.boolean(),
      }),
      standIn: fc.option(fc.record({ by: mischief, forWhom: mischief, signed: fc.boolean() })),
      standIns: list(fc.record({ code: id.map((n) => `p${n}`), name: mischief })).map((all) =>
        uniqueBy(all, (one) => one.code),
      ),
      nobody: fc.boolean(),
      dropped: count,
      edited: fc.option(deed),
      signed: fc.option(deed),
      reason: fc.option(deed),
      meeting: fc.option(fc.record({ when: mischief, place: mischief })),
      replyDue: fc.option(day),
      reply: fc.option(documentReply),
      record: fc.option(mischief),
      promises,
      units: named.map((all) => all.map((one) => ({ ...one, code: `u${one.code}` }))),
      closed: fc.option(deed),
    })
    .map((view) => view as ViewOf<'documentDesk'>),
  documentNotice: fc
    .record({
      ...documentText,
      state: fc.constantFrom('open', 'closed', 'notYours'),
      deadline: fc.option(fc.record(deadline)),
      signedOn: day,
      meeting: fc.option(fc.record({ when: mischief, place: mischief })),
      reply: fc.option(documentReply),
      mayReply: fc.boolean(),
      record: fc.option(mischief),
      promises,
      closed: fc.option(fc.record({ on: day, words: mischief })),
    })
    .map((view) => view as ViewOf<'documentNotice'>),
  documents: fc.record({
    today: day,
    rung: fc.constantFrom(2, 3, 4),
    place: mischief,
    rows: list(fc.record({ ref, title: mischief, stands: mischief, late: fc.boolean(), over: fc.boolean() })),
    total: count,
  }),
  groupDocument: fc.record({ ...documentText, signedOn: day }),
  promise: fc
    .record({
      ...subject,
      ...deadline,
      unit: mischief,
      from: mischief,
      words: mischief,
      state: fc.constantFrom('open', 'kept', 'closed', 'notYours'),
      mine: fc.boolean(),
      done: fc.option(deed),
      checked: fc.option(fc.record({ by: mischief, on: fc.option(day), words: mischief })),
    })
    .map((view) => view as ViewOf<'promise'>),
  documentWhy: fc.record({
    today: day,
    rung: fc.constantFrom(2, 3, 4),
    unit: mischief,
    cases: list(fc.record(whyLines)),
    back: fc.option(ref),
  }),
};

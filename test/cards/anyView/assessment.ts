/** 考核: scores, marks, formal rounds. */
import fc from 'fast-check';
import type { MatterKind } from '../../../cards/kit';
import { mischief } from '../mischief';
import {
  count,
  day,
  deadline,
  id,
  list,
  person,
  photos,
  rowsOf,
  subject,
  uniqueBy,
  type Views,
} from './parts';

const hundredths = fc.option(fc.integer({ min: -100_000, max: 100_000 }));
const lineRecords = fc.array(fc.record({ kind: mischief, total: count, records: list(mischief) }), {
  maxLength: 8,
});
const trend = list(fc.record({ period: mischief, own: hundredths, median: hundredths }));
const compared = fc.record({
  name: mischief,
  was: hundredths,
  now: hundredths,
  change: hundredths,
  why: mischief,
});
const scored = fc.record({
  name: mischief,
  score: hundredths,
  change: hundredths,
  grade: mischief,
  why: mischief,
});
const cardTo = <T extends MatterKind>(type: T) => fc.record({ ...subject, type: fc.constant(type) });
const choice = list(fc.record({ code: fc.stringMatching(/^[a-z]{1,12}$/), name: mischief })).map((all) => [
  ...new Map(all.map((one) => [one.code, one])).values(),
]);

export const assessmentViews: Views<
  | 'assessmentSummary'
  | 'assessmentRound'
  | 'markSheet'
  | 'markForm'
  | 'markProposal'
  | 'appealForm'
  | 'appeal'
  | 'assessmentCompare'
  | 'assessmentOwn'
> = {
  assessmentSummary: fc.record({
    period: mischief,
    trial: fc.boolean(),
    stand: fc.constantFrom('草稿', '公示中', '已定稿', null),
    asOf: mischief,
    before: mischief,
    median: hundredths,
    medianChange: hundredths,
    id,
    moves: list(mischief),
    trend,
    late: count,
    pending: list(mischief),
    vacant: list(mischief),
    unreached: list(mischief),
    away: list(mischief),
    towns: list(scored),
    departments: list(scored),
    chiefs: fc.record({ rows: list(scored), total: count }),
    policy: mischief,
  }),
  assessmentRound: fc.oneof(
    fc.record({ ...subject, today: day, period: mischief, state: fc.constant('notYours') }),
    fc.record({
      ...subject,
      today: day,
      period: mischief,
      state: fc.constantFrom('draft', 'notice', 'final'),
      deadline: fc.option(fc.record(deadline)),
      keeps: fc.boolean(),
      amends: fc.boolean(),
      stale: fc.boolean(),
      table: cardTo('assessmentSummary'),
      towns: count,
      departments: count,
      chiefs: count,
      before: mischief,
      median: hundredths,
      medianChange: hundredths,
      movers: list(fc.record({ name: mischief, change: fc.integer(), why: mischief })),
      effects: rowsOf(
        fc.record({ id, who: mischief, what: mischief, points: fc.integer({ max: 0 }), reason: mischief }),
      ),
      confirmed: fc.option(fc.record({ by: mischief, on: day })),
      published: fc.option(fc.record({ by: mischief, on: day, until: day, over: fc.boolean() })),
      appeals: list(
        fc.record({
          card: cardTo('appeal'),
          who: mischief,
          what: mischief,
          stands: mischief,
          open: fc.boolean(),
        }),
      ).map((all) => uniqueBy(all, (one) => one.card.id)),
      versions: list(
        fc.record({ number: count, on: day, by: mischief, reason: fc.option(mischief), hash: mischief }),
      ),
      months: choice,
      items: choice,
    }),
  ),
  markSheet: fc.oneof(
    fc.record({ ...deadline, ...subject, state: fc.constant('notYours') }),
    fc.record({
      ...deadline,
      ...subject,
      state: fc.constantFrom('open', 'done', 'closed'),
      period: mischief,
      scorer: mischief,
      instead: fc.boolean(),
      gives: fc.boolean(),
      items: list(
        fc.record({
          code: fc.stringMatching(/^[a-z]{1,12}:[a-z]{1,48}$/),
          name: mischief,
          max: count,
          given: count,
          all: count,
        }),
      ).map((all) => uniqueBy(all, ({ code }) => code)),
      page: fc.option(
        fc.record({
          item: fc.stringMatching(/^[a-z]{1,12}:[a-z]{1,48}$/),
          name: mischief,
          max: count,
          rows: list(
            fc.record({
              score: fc.nat({ max: 2_147_483_647 }),
              name: mischief,
              points: count,
              reason: mischief,
              before: fc.boolean(),
            }),
          ).map((all) => uniqueBy(all, ({ score }) => score)),
          left: count,
        }),
      ),
      given: list(
        fc.record({
          name: mischief,
          item: mischief,
          points: count,
          max: count,
          reason: mischief,
          by: mischief,
        }),
      ),
      nobody: count,
    }),
  ),
  markForm: fc.oneof(
    fc.record({ state: fc.constant('notYours') }),
    fc.record({
      state: fc.constant('open'),
      ...person,
      periods: choice,
      departments: fc.boolean(),
      bonuses: choice.map((all) => all.map((one) => ({ ...one, max: 500 }))),
      vetoes: choice,
      known: list(
        fc.record({ card: cardTo('markProposal'), who: mischief, what: mischief, stands: mischief }),
      ).map((all) => uniqueBy(all, (one) => one.card.id)),
    }),
  ),
  markProposal: fc.oneof(
    fc.record({ ...deadline, ...subject, state: fc.constant('notYours') }),
    fc.record({
      ...deadline,
      ...subject,
      state: fc.constantFrom('open', 'confirmed', 'refused', 'withdrawn'),
      period: mischief,
      subject: mischief,
      item: mischief,
      points: hundredths,
      document: mischief,
      words: mischief,
      by: mischief,
      on: day,
      mayDecide: fc.boolean(),
      mayWithdraw: fc.boolean(),
      nobody: fc.boolean(),
      decision: fc.option(fc.record({ by: mischief, on: day, reason: fc.option(mischief) })),
    }),
  ),
  appealForm: fc.oneof(
    fc.record({
      ...subject,
      today: day,
      period: mischief,
      subject: mischief,
      state: fc.constant('notYours'),
    }),
    fc.record({
      ...subject,
      today: day,
      period: mischief,
      subject: mischief,
      state: fc.constant('closed'),
      why: mischief,
    }),
    fc.record({
      ...subject,
      today: day,
      period: mischief,
      subject: mischief,
      state: fc.constant('open'),
      until: day,
      months: choice,
      items: choice,
      lines: list(fc.record({ what: mischief, points: mischief, reason: mischief })),
      appealed: count,
    }),
  ),
  appeal: fc.oneof(
    fc.record({ ...deadline, ...subject, state: fc.constant('notYours') }),
    fc.record({
      ...deadline,
      ...subject,
      state: fc.constantFrom('open', 'upheld', 'corrected'),
      period: mischief,
      subject: mischief,
      item: mischief,
      was: fc.option(fc.integer({ min: -10_000, max: 10_000 })),
      max: count,
      veto: fc.boolean(),
      computed: mischief,
      by: mischief,
      on: day,
      words: mischief,
      photos,
      mayDecide: fc.boolean(),
      mine: fc.boolean(),
      nobody: fc.boolean(),
      decision: fc.option(
        fc.record({ by: mischief, on: day, reason: mischief, points: fc.option(fc.integer()) }),
      ),
      total: hundredths,
    }),
  ),
  assessmentCompare: fc.record({
    pair: id,
    was: mischief,
    now: mischief,
    medians: fc.record({ was: hundredths, now: hundredths }),
    towns: list(compared),
    departments: list(compared),
    chiefs: fc.record({ rows: list(compared), total: count }),
    policies: fc.option(fc.record({ was: count, now: count })),
  }),
  assessmentOwn: fc.record({
    id,
    trend,
    subject: mischief,
    period: mischief,
    trial: fc.boolean(),
    asOf: mischief,
    before: mischief,
    score: hundredths,
    change: hundredths,
    grade: mischief,
    countyMedian: hundredths,
    peers: mischief,
    round: fc.option(
      fc.oneof(
        fc.record({
          state: fc.constant('notice'),
          until: day,
          today: day,
          over: fc.boolean(),
          form: fc.option(cardTo('appealForm')),
        }),
        fc.record({ state: fc.constant('final'), on: day, today: day }),
      ),
    ),
    lines: list(
      fc.record({
        title: mischief,
        points: count,
        max: count,
        applicable: fc.boolean(),
        reason: mischief,
        evidence: lineRecords,
      }),
    ),
    late: fc.option(
      fc.record({
        reason: mischief,
        evidence: lineRecords,
      }),
    ),
    apart: fc.array(
      fc.record({
        title: mischief,
        points: count,
        reason: mischief,
        evidence: lineRecords,
      }),
      { maxLength: 8 },
    ),
    vetoed: fc.option(
      fc.record({
        reason: mischief,
        evidence: lineRecords,
      }),
    ),
    sum: fc.record({ points: count, max: count, bonus: count, deductions: count }),
    policy: mischief,
  }),
};

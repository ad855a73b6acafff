/** 滞后: what is overdue, the ladder, whoever cannot be told. */
import fc from 'fast-check';
import { MATTER_KINDS } from '../../../cards/kit';
import { mischief } from '../mischief';
import { count, day, deadline, id, list, ref, subject, uniqueBy, type Views, whyLines } from './parts';

export const lagViews: Views<
  | 'lag'
  | 'digest'
  | 'lagNotice'
  | 'lagWhy'
  | 'ladderFaults'
  | 'ladderJudge'
  | 'ladderReply'
  | 'unheardLag'
  | 'baseline'
> = {
  lag: fc.record({
    today: day,
    place: mischief,
    patrols: fc.option(mischief),
    rectification: fc.option(fc.record({ done: count, expected: count })),
    median: fc.option(count),
    figures: fc.array(
      fc.record({
        name: mischief,
        count,
        of: mischief,
        records: list(
          fc.record({ title: mischief, note: mischief, dueDay: fc.option(day), ref: fc.option(ref) }),
        ),
      }),
      { maxLength: 6 },
    ),
    units: list(fc.record({ name: mischief, lagging: count, words: mischief, ref })),
  }),
  digest: fc.record({
    today: day,
    groups: fc
      .array(
        fc.record({
          title: mischief,
          rows: list(
            fc.record({
              type: fc.constantFrom(...MATTER_KINDS.slice(0, 4)),
              ...subject,
              title: mischief,
              left: mischief,
              urgency: fc.constantFrom('todo', 'soon', 'late'),
            }),
          ),
        }),
        { maxLength: 3 },
      )
      .map((groups) =>
        groups.map((group, g) => ({
          ...group,
          rows: group.rows.map((row, i) => ({ ...row, id: 1000 * g + i })),
        })),
      ),
    urges: list(mischief),
    away: list(fc.record({ who: mischief, from: day, to: day })),
    behind: fc.option(
      fc.record({ count, notice: fc.record({ type: fc.constant('lagNotice' as const), ...subject }) }),
    ),
    baseline: fc.option(fc.record({ count })),
  }),
  lagNotice: fc.record({
    ...subject,
    today: day,
    unit: mischief,
    rows: list(
      fc.record({
        matterType: fc.constantFrom(...MATTER_KINDS, null),
        matterId: id,
        who: mischief,
        what: mischief,
        since: day,
        provisional: fc.boolean(),
        clears: mischief,
        urgedToday: fc.boolean(),
      }),
    ).map((rows) => uniqueBy(rows, ({ matterType, matterId }) => `${matterType} ${matterId}`)),
    read: fc.option(fc.record({ by: mischief, at: mischief })),
    state: fc.constantFrom('open', 'cleared', 'notYours'),
  }),
  lagWhy: fc.record({
    ...subject,
    today: day,
    unit: mischief,
    cases: list(fc.record({ id, ...whyLines, asked: fc.boolean() })).map((cases) =>
      uniqueBy(cases, (one) => one.id),
    ),
    fresh: count,
    state: fc.constantFrom('open', 'over', 'notYours'),
  }),
  ladderFaults: fc.record({
    today: day,
    faults: list(fc.record({ unit: mischief, title: mischief, words: mischief })),
  }),
  ladderJudge: fc.record({
    ...subject,
    today: day,
    unit: mischief,
    title: mischief,
    since: day,
    steps: list(fc.record({ day, words: mischief })),
    clears: mischief,
    state: fc.constantFrom('open', 'marked', 'over', 'notYours'),
  }),
  ladderReply: fc.record({
    ...deadline,
    ...subject,
    unit: mischief,
    by: mischief,
    on: day,
    kind: fc.constantFrom('说明情况', '申请延期', '整改报告'),
    words: mischief,
    until: fc.option(day),
    cases: list(fc.record({ title: mischief, since: day, rung: mischief })),
    state: fc.constantFrom('toDecide', 'waiting', 'approved', 'refused', 'notYours'),
    decided: fc.option(fc.record({ by: mischief, on: day, reason: fc.option(mischief) })),
  }),
  unheardLag: fc.record({
    today: day,
    towns: list(
      fc.record({
        name: mischief,
        why: fc.constantFrom('vacant', 'unreached'),
        roles: fc.array(mischief, { maxLength: 4 }),
        matters: fc.array(
          fc.record({ who: mischief, what: mischief, since: day, provisional: fc.boolean() }),
          { minLength: 1, maxLength: 4 },
        ),
      }),
    ),
  }),
  baseline: fc.record({
    today: day,
    unit: mischief,
    counts: list(fc.record({ kind: mischief, count, oldest: day })),
  }),
};

/** 巡河: tasks, stand-ins, orders, and what the records make somebody explain. */
import fc from 'fast-check';
import type { ViewOf } from '../../../cards';
import { PHOTO_KEYS } from '../../../cards/samples';
import { mischief } from '../mischief';
import { count, day, deadline, due, id, list, person, rowsOf, subject, uniqueBy, type Views } from './parts';

const flow = fc.constantFrom('dry', 'flowing', 'abnormal');

export const patrolViews: Views<
  | 'patrolTask'
  | 'patrolMore'
  | 'riverOrders'
  | 'emergency'
  | 'leave'
  | 'standIn'
  | 'standInForm'
  | 'newTasks'
  | 'suspicion'
> = {
  patrolTask: fc.oneof(
    fc.record({
      ...deadline,
      ...subject,
      state: fc.constant('open' as const),
      river: mischief,
      reach: mischief,
      period: mischief,
      lengthKm: fc.option(fc.nat({ max: 500 })),
      lateUntil: due,
      outfalls: rowsOf(fc.record({ id, name: mischief, last: fc.option(flow), lastSeen: fc.option(day) })),
      oldProblems: rowsOf(fc.record({ id, title: mischief, foundOn: day, progress: mischief })),
      photos: count,
      standInFor: fc.option(mischief),
    }),
    fc.record({
      ...deadline,
      ...subject,
      state: fc.constant('done' as const),
      river: mischief,
      reach: mischief,
      period: mischief,
      lengthKm: fc.option(fc.nat({ max: 500 })),
      by: mischief,
      standInFor: fc.option(mischief),
      walkedOn: day,
      late: fc.boolean(),
      mayReport: fc.boolean(),
      seen: list(fc.record({ name: mischief, flow, changed: fc.boolean() })),
      problems: list(fc.record({ title: mischief, progress: mischief, closed: fc.boolean() })),
      photos: count,
    }),
  ),
  patrolMore: fc.oneof(
    fc.record({
      ...subject,
      state: fc.constant('task' as const),
      today: day,
      kinds: fc.subarray(['walk', 'onsite', 'meeting', 'drone'] as const, { minLength: 1 }),
      river: mischief,
      reach: mischief,
      period: mischief,
      postponeDays: fc.nat({ max: 40 }),
      dueDay: day,
      own: fc.boolean(),
    }),
    fc.record({
      ...person,
      state: fc.constant('free' as const),
      today: day,
      kinds: fc.subarray(['walk', 'onsite', 'meeting', 'drone'] as const, { minLength: 1 }),
      posts: list(
        fc.record({
          reachId: id,
          level: fc.constantFrom('county', 'town', 'village'),
          river: mischief,
          name: mischief,
        }),
      ).map((posts) => uniqueBy(posts, ({ reachId, level }) => `${level}-${reachId}`)),
    }),
  ),
  riverOrders: fc.record({
    ...person,
    state: fc.constant('office' as const),
    today: day,
    places: list(fc.record({ code: id.map((n) => `r${n}`), name: mischief })).map((all) =>
      uniqueBy(all, ({ code }) => code),
    ),
    running: rowsOf(
      fc.record({
        ...subject,
        reason: fc.constantFrom('冰冻', '汛情', '施工', '其他'),
        where: mischief,
        from: day,
        until: fc.option(day),
        words: mischief,
      }),
    ),
    away: rowsOf(fc.record({ ...subject, who: mischief, where: fc.option(mischief), from: day, to: day })),
  }),
  emergency: fc
    .record({
      ...subject,
      state: fc.constantFrom('running' as const, 'ended' as const),
      today: day,
      kind: fc.constantFrom('汛情' as const, '污染' as const, '其他' as const),
      where: mischief,
      words: mischief,
      from: day,
      to: fc.option(day),
      endWords: fc.option(mischief),
      everyDays: count,
      reaches: count,
      asked: count,
      walked: count,
      patrols: count,
      found: count,
      open: count,
      vacant: list(mischief),
      waiting: list(mischief),
    })
    .map((view) => view as ViewOf<'emergency'>),
  leave: fc.record({
    ...subject,
    today: day,
    side: fc.constantFrom('chief', 'office', 'other'),
    state: fc.constantFrom('running', 'ended', 'over'),
    chief: mischief,
    where: fc.option(mischief),
    from: day,
    to: day,
    uncovered: list(fc.record({ reach: mischief, period: mischief, dueDay: day })),
  }),
  standIn: fc.record({
    ...subject,
    today: day,
    side: fc.constantFrom('chief', 'deputy', 'other'),
    state: fc.constantFrom('asked', 'accepted', 'declined', 'ended', 'over'),
    chief: mischief,
    deputy: mischief,
    where: fc.option(mischief),
    from: day,
    to: day,
    reason: mischief,
  }),
  standInForm: fc.record({
    ...person,
    today: day,
    reaches: rowsOf(fc.record({ id, river: mischief, name: mischief })),
    people: rowsOf(fc.record({ id, name: mischief })),
    running: rowsOf(
      fc.record({
        ...subject,
        who: fc.option(mischief),
        where: fc.option(mischief),
        from: day,
        to: day,
        accepted: fc.boolean(),
      }),
    ),
  }),
  newTasks: fc.record({
    today: day,
    tasks: rowsOf(
      fc.record({
        ...subject,
        type: fc.constant('patrolTask' as const),
        reach: mischief,
        level: mischief,
        period: mischief,
        due,
        lateUntil: due,
      }),
    ),
  }),
  suspicion: fc
    .record({
      ...deadline,
      ...subject,
      person: mischief,
      noticed: mischief,
      photos: fc.array(
        fc.record({
          label: mischief,
          sentOn: day,
          matter: fc.option(mischief),
          by: fc.option(mischief),
          taken: fc.option(mischief),
          key: fc.option(fc.constantFrom(...PHOTO_KEYS)),
        }),
        { maxLength: 3 },
      ),
      apart: fc.option(count),
      reply: fc.option(fc.record({ words: mischief, on: day })),
      state: fc.constantFrom('asked', 'explained', 'toSettle', 'notYours', 'settled', 'told'),
      settled: fc.record({
        verdict: fc.constantFrom('成立', '不成立', '存疑', '弄虚作假'),
        reason: mischief,
        by: mischief,
        on: day,
      }),
    })
    .map((view) => view as ViewOf<'suspicion'>),
};

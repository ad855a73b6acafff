/** 整治: the annual plan, each outfall, progress. */
import fc from 'fast-check';
import type { ViewOf } from '../../../cards';
import { CLOSE_OUT_STEPS } from '../../../entities';
import { mischief } from '../mischief';
import { count, day, deadline, id, list, person, photos, ref, rowsOf, subject, type Views } from './parts';

export const rectificationViews: Views<'yearPlan' | 'planRow' | 'rectification' | 'rectifications'> = {
  yearPlan: fc.oneof(
    fc.record({
      state: fc.constant('open' as const),
      ...subject,
      year: fc.integer({ min: 2000, max: 2099 }),
      years: fc.uniqueArray(fc.integer({ min: 2000, max: 2099 }), { minLength: 1, maxLength: 3 }),
      towns: rowsOf(fc.record({ id, name: mischief })),
      town: fc.option(id),
      type: fc.option(mischief),
      stage: fc.option(mischief),
      planned: count,
      rows: list(fc.record({ ref, name: mischief, what: mischief })),
      total: count,
      from: count,
      outfalls: rowsOf(fc.record({ id, name: mischief, what: mischief })),
      leads: rowsOf(fc.record({ id, name: mischief })),
    }),
    fc.record({ state: fc.constant('notYours' as const) }),
  ),
  planRow: fc.oneof(
    fc.record({
      state: fc.constantFrom('open' as const, 'applied' as const, 'closed' as const),
      ...subject,
      today: day,
      outfall: mischief,
      town: mischief,
      planYear: fc.option(fc.integer({ min: 2000, max: 2099 })),
      years: fc.uniqueArray(fc.integer({ min: 2000, max: 2099 }), { minLength: 1, maxLength: 3 }),
      type: fc.option(mischief),
      measure: fc.option(mischief),
      lead: fc.option(mischief),
      leadId: fc.option(id),
      dueDay: fc.option(day),
      leads: rowsOf(fc.record({ id, name: mischief })),
    }),
    fc.record({ state: fc.constant('notYours' as const), outfall: mischief }),
  ),
  rectification: fc
    .record({
      ...subject,
      today: day,
      outfall: mischief,
      town: mischief,
      type: fc.option(mischief),
      measure: fc.option(mischief),
      lead: fc.option(mischief),
      stage: fc.constantFrom('working', 'applied', 'closed', 'settled'),
      deadline: fc.option(fc.record(deadline)),
      progress: fc.option(fc.record({ by: mischief, on: day, words: mischief })),
      photos: fc.record({ before: photos, after: photos }),
      returned: fc.option(
        fc.record({ why: fc.constantFrom('退回', '复排'), by: mischief, on: day, words: mischief }),
      ),
      ask: fc.option(
        fc.record({
          by: mischief,
          on: day,
          words: mischief,
          until: day,
          refused: fc.option(fc.record({ by: mischief, on: day, words: mischief })),
        }),
      ),
      signs: fc.array(
        fc.record({
          step: fc.constantFrom(...CLOSE_OUT_STEPS),
          how: fc.constantFrom('did', 'merged', 'absent'),
          who: mischief,
          on: day,
          words: mischief.map((words) => words.slice(0, 300)),
        }),
        { maxLength: 5 },
      ),
      waiting: fc.option(fc.record({ step: fc.constantFrom(...CLOSE_OUT_STEPS), who: mischief })),
      checks: fc.array(fc.record({ words: mischief, done: fc.boolean() }), { maxLength: 6 }),
      flags: fc.array(mischief, { maxLength: 6 }),
      actingFor: fc.option(mischief),
      todo: fc.oneof(
        fc.record({
          kind: fc.constant('work'),
          open: fc.constantFrom([], [{ key: 'sign', words: '立标识牌' }]),
          known: fc.array(mischief, { maxLength: 6 }),
          needsPhotos: fc.boolean(),
          canTurn: fc.boolean(),
          mayAsk: fc.boolean(),
        }),
        fc.record({ kind: fc.constant('sign'), step: fc.constantFrom(...CLOSE_OUT_STEPS) }),
        fc.record({ kind: fc.constantFrom('decide', 'lookBack', 'recur', 'watch', 'notYours') }),
      ),
    })
    .map((view) => view as ViewOf<'rectification'>),
  rectifications: fc.record({
    ...person,
    today: day,
    place: mischief,
    rows: list(fc.record({ ref, title: mischief, deadline: fc.record(deadline) })),
    figures: fc.option(
      fc.record({
        total: count,
        done: count,
        due: count,
        dueDone: count,
        late: count,
        applied: count,
        notNeeded: count,
        untyped: count,
      }),
    ),
    traced: fc.option(fc.record({ done: count, total: count })),
    surveyed: fc.option(fc.record({ done: count, total: count })),
    milestones: fc.array(
      fc.record({
        day,
        percent: count,
        done: count,
        total: count,
        traced: fc.option(fc.record({ done: count, total: count })),
        surveyed: fc.option(fc.record({ done: count, total: count })),
      }),
      { maxLength: 6 },
    ),
    towns: list(
      fc.record({ name: mischief, total: count, done: count, due: count, dueDone: count, late: count }),
    ),
    median: fc.option(count),
    files: fc.boolean(),
  }),
};

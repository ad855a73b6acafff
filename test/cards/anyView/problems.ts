/** 问题 and 投诉, and their photos. */
import fc from 'fast-check';
import { SERIOUSNESS } from '../../../cards/kit';
import { CONTENTMENTS } from '../../../entities';
import { FINDINGS } from '../../../src/core/policyProblem';
import { mischief } from '../mischief';
import {
  count,
  day,
  deadline,
  due,
  facts,
  id,
  list,
  named,
  photos,
  ref,
  returned,
  rowsOf,
  subject,
  uniqueBy,
  type Views,
} from './parts';

const answer = fc.record({ by: mischief, on: day, words: mischief, photos });
const asking = fc.record({
  ask: fc.option(fc.record({ what: mischief, reason: mischief, refused: fc.option(returned) })),
  units: named,
  others: named.map((all) => all.slice(0, 8)),
  progressDue: fc.option(due),
});
const listedProblems = <T extends string>(type: T) =>
  rowsOf(fc.record({ ...subject, type: fc.constant(type), title: mischief, says: mischief, on: day }));

export const problemsViews: Views<
  | 'photoWhich'
  | 'myProblems'
  | 'problemForm'
  | 'problemWork'
  | 'problemDesk'
  | 'complaint'
  | 'problemVerify'
  | 'photoLost'
> = {
  photoWhich: fc.record({
    of: fc.constantFrom('photo', 'place'),
    id,
    version: id,
    state: fc.constantFrom('asking', 'answered', 'over'),
    photos: count,
    places: count,
    now: fc.option(mischief),
    others: fc
      .array(fc.record({ code: id.map((n) => `problem-${n}`), name: mischief }), { maxLength: 5 })
      .map((all) => uniqueBy(all, ({ code }) => code)),
  }),
  myProblems: fc.record({
    today: day,
    waiting: listedProblems('problemWork' as const),
    reported: listedProblems('problemForm' as const),
    ended: listedProblems('problemVerify' as const),
  }),
  problemForm: fc.oneof(
    fc.record({
      ...subject,
      river: mischief,
      reach: mischief,
      state: fc.constant('filling' as const),
      places: list(fc.record({ code: id.map((n) => `o${n}`), name: mischief })).map((all) =>
        uniqueBy(all, ({ code }) => code),
      ),
      draft: fc.record({ place: mischief, spot: mischief, words: mischief }),
      groups: fc.constant(FINDINGS.groups),
      photos: count,
    }),
    fc.record({
      ...subject,
      river: mischief,
      reach: mischief,
      state: fc.constant('submitted' as const),
      today: day,
      facts,
      handler: mischief,
      due: fc.option(due),
      progress: mischief,
    }),
  ),
  problemWork: fc.oneof(
    fc.record({
      ...deadline,
      ...subject,
      facts,
      state: fc.constant('accepted' as const),
      photos: count,
      returned: fc.option(returned),
      asking,
    }),
    fc.record({
      ...deadline,
      ...subject,
      facts,
      state: fc.constant('closed' as const),
      answer,
      verifier: mischief,
      closedOn: day,
    }),
  ),
  problemDesk: fc.oneof(
    fc.record({
      ...deadline,
      ...subject,
      facts,
      state: fc.constant('registered' as const),
      seriousness: fc.constantFrom(...SERIOUSNESS),
      units: named,
      unit: mischief,
      others: named,
      sentUp: fc.option(fc.record({ by: mischief, on: day, reason: mischief, late: fc.boolean() })),
    }),
    fc.record({
      ...deadline,
      ...subject,
      facts,
      state: fc.constant('asked' as const),
      what: mischief,
      by: mischief,
      on: day,
      reason: mischief,
      dueNow: mischief,
    }),
    fc.record({ ...deadline, ...subject, facts, state: fc.constant('over' as const), progress: mischief }),
  ),
  complaint: fc
    .record({
      ...deadline,
      ...subject,
      facts,
      progress: mischief,
      newDate: fc.option(mischief),
      answer: fc.option(answer),
      phone: fc.option(mischief),
      asks: fc.boolean(),
      told: fc.record({
        by: mischief,
        on: day,
        words: mischief,
        content: fc.constantFrom(null, ...CONTENTMENTS),
      }),
    })
    .chain((all) =>
      fc.constantFrom(
        ...(['toTell', 'waiting', 'notYours', 'told'] as const).map((state) => ({ ...all, state })),
      ),
    ),
  problemVerify: fc.oneof(
    fc.record({
      ...deadline,
      ...subject,
      facts,
      answer,
      state: fc.constantFrom('toVerify', 'passed', 'notYours', 'reopened'),
    }),
    fc.record({ ...deadline, ...subject, facts, answer, state: fc.constant('returned' as const), returned }),
  ),
  photoLost: fc.record({
    sentAt: mischief,
    place: fc.option(mischief),
    matter: fc.option(mischief),
    why: mischief,
    next: fc.constantFrom('resend', 'reopened', 'over', 'held', 'stored'),
    open: fc.option(ref),
  }),
};

/** People and groups: help, suggestions, files, who is who. */
import fc from 'fast-check';
import { mischief } from '../mischief';
import { count, day, deadline, found, id, list, person, ref, rowsOf, subject, type Views } from './parts';

export const peopleViews: Views<
  | 'help'
  | 'privacyNotice'
  | 'closed'
  | 'suggestion'
  | 'importPreview'
  | 'chatGroup'
  | 'groupHello'
  | 'groupNotice'
  | 'groupPost'
  | 'unmatched'
> = {
  help: fc.record({
    ...person,
    post: fc.option(mischief),
    can: list(mischief),
    lists: fc.record({ tasks: fc.boolean(), problems: fc.boolean(), assessment: fc.boolean() }),
    suggestion: fc.option(fc.record({ answerBy: mischief })),
  }),
  privacyNotice: fc.record({
    ...person,
    keeper: mischief,
    kept: list(fc.record({ what: mischief, why: mischief, howLong: mischief, who: mischief })),
    acknowledgedAt: fc.option(mischief),
  }),
  closed: fc.record({
    title: mischief,
    place: mischief,
    reason: fc.constantFrom('replaced', 'notYours', 'over'),
    outcome: mischief,
    newest: fc.option(ref),
  }),
  suggestion: fc.oneof(
    fc.record({
      ...deadline,
      ...subject,
      from: mischief,
      sentOn: day,
      words: mischief,
      state: fc.constantFrom('waiting', 'notYours'),
    }),
    fc.record({
      ...deadline,
      ...subject,
      from: mischief,
      sentOn: day,
      words: mischief,
      state: fc.constantFrom('answered', 'toSender'),
      reply: fc.record({ by: mischief, on: day, words: mischief }),
    }),
  ),
  importPreview: fc
    .record({
      ...subject,
      file: mischief,
      book: fc.option(mischief),
      created: count,
      updated: count,
      unchanged: count,
      errors: found,
      warnings: found,
      again: fc.boolean(),
      why: mischief,
      by: mischief,
      when: mischief,
    })
    .chain((all) =>
      fc.constantFrom(
        ...(
          [
            'preview',
            'same',
            'faults',
            'unreadable',
            'importing',
            'imported',
            'cancelled',
            'expired',
          ] as const
        ).map((state) => ({ ...all, state })),
      ),
    ),
  chatGroup: fc
    .record({
      ...subject,
      name: mischief,
      towns: rowsOf(fc.record({ id, name: mischief })),
      chosen: fc.option(fc.constantFrom('county', '1', '2')),
      serves: mischief,
      members: fc.option(fc.record({ inside: count, missing: list(mischief) })),
      choosing: fc.option(
        fc.record({
          towns: rowsOf(fc.record({ id, name: mischief })),
          chosen: fc.option(fc.constantFrom('county', '1', '2')),
        }),
      ),
      why: mischief,
    })
    .chain((all) =>
      fc.constantFrom(
        ...(['asked', 'unused', 'serving', 'making', 'failed', 'out', 'ended', 'notYours'] as const).map(
          (state) => ({ ...all, state }),
        ),
      ),
    ),
  groupHello: fc.record({ ...subject, serves: fc.option(mischief) }),
  groupNotice: fc.record({ ...subject, today: day, writtenOn: day, words: mischief }),
  groupPost: fc.oneof(
    fc.record({
      ...subject,
      words: mischief,
      state: fc.constant('draft' as const),
      groups: rowsOf(fc.record({ id, name: mischief })),
      names: list(mischief),
    }),
    fc.record({
      ...subject,
      words: mischief,
      state: fc.constant('sent' as const),
      groups: list(
        fc.record({
          group: mischief,
          state: fc.constantFrom('waiting', 'posted', 'refused', 'unknown'),
          why: fc.option(mischief),
        }),
      ),
    }),
    fc.record({ ...subject, words: mischief, state: fc.constantFrom('dropped', 'notYours') }),
  ),
  unmatched: fc.record({
    today: day,
    people: list(
      fc.record({
        post: mischief,
        unit: mischief,
        maskedPhone: mischief,
        waiting: fc.option(fc.record({ count, title: mischief, dueDay: day, through: fc.option(mischief) })),
      }),
    ),
  }),
};

/** What views of several themes are made of. */
import fc from 'fast-check';
import type { CardKind, ViewOf } from '../../../cards';
import { MATTER_KINDS, SERIOUSNESS } from '../../../cards/kit';
import { PHOTO_KEYS } from '../../../cards/samples';
import { mischief } from '../mischief';

/** Any view at all of each of the kinds. */
export type Views<K extends CardKind> = { [P in K]: fc.Arbitrary<ViewOf<P>> };

export const id = fc.nat();
export const count = fc.nat({ max: 100_000 });
export const day = fc.constantFrom('2026-11-23', '2025-01-01', '2026-12-31', '2027-02-01', '2026-11-24');
export const due = fc.record({ day, provisional: fc.boolean() });
export const deadline = { today: fc.constant('2026-11-23'), due, workingDaysLeft: fc.nat({ max: 60 }) };
export const subject = { id, version: id };
export const person = { person: id, version: id };
export const list = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 70, size: 'max' });
export const ref = fc.record({ type: fc.constantFrom(...MATTER_KINDS), ...subject });
export const photos = fc.record({ count, keys: fc.subarray(PHOTO_KEYS) });
export const uniqueBy = <T>(items: T[], key: (item: T) => unknown): T[] => [
  ...new Map(items.map((item) => [key(item), item])).values(),
];
export const facts = fc.record({
  category: mischief,
  kind: fc.option(mischief),
  source: fc.option(mischief),
  reports: count,
  seriousness: fc.constantFrom(...SERIOUSNESS),
  reach: mischief,
  place: mischief,
  words: mischief,
  finder: mischief,
  foundOn: day,
  photos,
});
export const returned = fc.record({ by: mischief, on: day, reason: mischief });
export const named = fc
  .array(fc.record({ code: id.map(String), name: mischief }), { maxLength: 40, size: 'max' })
  .map((all) => uniqueBy(all, ({ code }) => code));
export const found = fc.record({
  total: count,
  first: fc.array(fc.record({ place: mischief, words: mischief, value: fc.option(mischief) }), {
    maxLength: 10,
  }),
});
export const rowsOf = <T extends { id: number }>(one: fc.Arbitrary<T>) =>
  list(one).map((rows) => uniqueBy(rows, (row) => row.id));
export const whyLines = {
  title: mischief,
  since: day,
  whyUnit: mischief,
  rule: mischief,
  policyVersion: count,
  records: fc.array(mischief, { maxLength: 2 }),
  steps: list(fc.record({ day, words: mischief })),
  clears: mischief,
  next: mischief,
};

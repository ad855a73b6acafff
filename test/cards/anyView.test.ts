/** Whatever the words and however many the rows, a card is one that Feishu takes. */
import fc from 'fast-check';
import { type CardKind, renderCard, type ViewOf } from '../../cards';
import { PHOTO_KEYS } from '../../cards/samples';
import { checkCard } from '../../src/sandbox/cardRules';
import { assessmentViews } from './anyView/assessment';
import { documentsViews } from './anyView/documents';
import { lagViews } from './anyView/lag';
import { outfallsViews } from './anyView/outfalls';
import type { Views } from './anyView/parts';
import { patrolViews } from './anyView/patrol';
import { peopleViews } from './anyView/people';
import { problemsViews } from './anyView/problems';
import { rectificationViews } from './anyView/rectification';

const views: Views<CardKind> = {
  ...patrolViews,
  ...outfallsViews,
  ...rectificationViews,
  ...problemsViews,
  ...lagViews,
  ...documentsViews,
  ...assessmentViews,
  ...peopleViews,
};

const context = { imageKeyKnown: (key: string) => PHOTO_KEYS.includes(key), openIdKnown: () => false };
const check = <K extends CardKind>(kind: K) =>
  fc.assert(
    fc.property(views[kind] as fc.Arbitrary<ViewOf<K>>, (view) => {
      const json = JSON.stringify(renderCard(kind, view));
      expect(checkCard(JSON.parse(json), context)).toBeNull();
    }),
    // A view has thousands of strings: to shrink one that fails takes longer than anybody waits.
    { numRuns: 40, endOnFailure: true },
  );

it.each(Object.keys(views) as CardKind[])(
  '%s is a card that Feishu takes, whatever it is drawn from',
  (kind) => {
    check(kind);
  },
);

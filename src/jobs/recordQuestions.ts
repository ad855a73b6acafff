import type { Level, SuspicionKind } from '../../entities';
import { addDays, dayInWords, dayOf, timeOf } from '../core/days';
import { distanceM } from '../core/distance';
import { groupBy } from '../core/groupBy';
import type { RecordCheck, RecordChecks } from '../core/policyRecords';
import {
  batchEntries,
  holdsOn,
  impossibleSpeeds,
  neverFinds,
  normalBesideFinding,
  type PostTerm,
  postKey,
} from '../patrol';

/*
 * What in the records people are asked about, in neutral words with the figures: each question is read by its person
 * first, and by 县河长办 later. Pure. What is a question at all is said in src/patrol/authenticity.ts.
 */

/** What is longer ago is not asked about: nobody remembers. */
export const DAYS = 30;

/** A patrol that its walker entered, with a card. */
export interface Walk {
  id: number;
  personId: number;
  reachId: number;
  /** 龙兴镇第一村段. */
  reach: string;
  level: Level;
  result: 'normal' | 'problem';
  /** 代巡: the chief for whom it was walked. */
  standInFor: number | null;
  occurredAt: Date;
  recordedAt: Date;
}

/** A problem that was not found to be none, and not by somebody on 代巡. */
export interface Finding {
  id: number;
  finderId: number;
  reachId: number;
  /** 桥下50米. */
  place: string | null;
  occurredAt: Date;
}

/** A photo of somebody's own walk or finding, by the camera's own clock and place. */
export interface Shot {
  id: number;
  personId: number;
  at: Date;
  /** WGS84, millionths of a degree. */
  lonE6: number;
  latE6: number;
}

interface Spot {
  lonE6: number;
  latE6: number;
}

/** A problem that was answered, and where each side says it was. */
export interface Answered {
  id: number;
  /** Who handled it. */
  personId: number;
  place: string | null;
  before: Spot[];
  after: Spot[];
  /** 整改后, then 整改前. */
  photoIds: number[];
}

export interface Records {
  /** Of the last weeks. */
  walks: readonly Walk[];
  /** Of the months that `monthsNormal` looks back; empty while the bot has not seen so many. */
  monthsOfWalks: readonly Walk[];
  /** Of as long as the walks of either. */
  findings: readonly Finding[];
  terms: readonly PostTerm[];
  shots: readonly Shot[];
  answered: readonly Answered[];
}

export interface Question {
  kind: SuspicionKind;
  /** What is asked once. */
  about: string;
  personId: number;
  words: string;
  photoIds: number[];
}

/** So many are named; the rest is counted. */
const NAMED = 4;
/** Characters. */
const MOST_PLACE = 24;
const named = (all: readonly string[]): string =>
  all.length > NAMED ? `${all.slice(0, NAMED).join('、')}等` : all.join('、');

/** A place as the finder wrote it, cut where it would fill the card. */
const placeText = (place: string): string => {
  const characters = [...place];
  return characters.length > MOST_PLACE ? `${characters.slice(0, MOST_PLACE).join('')}…` : place;
};

const dayText = (at: Date): string => dayInWords(dayOf(at));
const momentText = (at: Date): string => `${dayText(at)}${timeOf(at)}`;
const lengthText = (metres: number): string =>
  metres < 1_000 ? `${Math.round(metres)}米` : `${Math.round(metres / 100) / 10}公里`;
const spanText = (from: Date, to: Date): string => {
  const minutes = Math.round((to.getTime() - from.getTime()) / 60_000);
  return minutes < 1 ? '不到1分钟' : `${minutes}分钟`;
};

const BELOW: Record<Level, number> = { county: 0, town: 1, village: 2 };

/**
 * What others found speaks to a walk unless they look after the same reach themselves, beside the walker or below:
 * what a co-holder finds is the post's, and what a lower level finds is its daily work.
 */
function byOthers(
  walk: Pick<Walk, 'personId' | 'reachId' | 'level'>,
  findings: readonly Finding[],
  terms: readonly PostTerm[],
): Finding[] {
  const beside = terms.filter(
    ({ reachId, level }) => reachId === walk.reachId && BELOW[level] >= BELOW[walk.level],
  );
  return findings.filter(
    ({ finderId, occurredAt }) =>
      finderId === walk.personId ||
      !beside.some((term) => term.personId === finderId && holdsOn(term, dayOf(occurredAt))),
  );
}

type Rules = Required<RecordChecks>;
type Check = (records: Records, rules: Rules, today: string) => Question[];

const CHECKS: Record<RecordCheck, Check> = {
  'late-entry': ({ walks }, { lateEntry }, today) =>
    batchEntries(walks, lateEntry).flatMap((run): Question[] => {
      const [first, last] = [run[0], run.at(-1)] as [Walk, Walk];
      // Of the first day that was read the beginning of a run may be missing, and a run is known by its beginning.
      if (dayOf(first.recordedAt) <= addDays(today, -DAYS)) return [];
      const days = run.map(({ occurredAt }) => dayText(occurredAt));
      const span = spanText(first.recordedAt, last.recordedAt);
      return [
        {
          kind: 'late-entry',
          about: `late-entry:${first.id}`,
          personId: first.personId,
          words: `${momentText(first.recordedAt)}起${span}里补记了${run.length}次巡河，记的日子是${named(days)}。`,
          photoIds: [],
        },
      ];
    }),

  /** Of a person and day the two that are furthest from being possible: one question a day. */
  speed: ({ shots }, { speed }) =>
    [...groupBy(shots, ({ personId, at }) => `${personId}:${dayOf(at)}`)].flatMap(([whoAndDay, own]) => {
      const [fastest] = impossibleSpeeds(own, speed).sort((a, b) => b.kmh - a.kmh);
      if (!fastest) return [];
      const { from, to } = fastest;
      const apart = lengthText(distanceM(from, to));
      return [
        {
          kind: 'speed',
          about: `speed:${whoAndDay}`,
          personId: to.personId,
          words: `两张照片里相机记的，${momentText(from.at)}一张，隔${spanText(from.at, to.at)}又一张，两处相距约${apart}。`,
          photoIds: [to.id, from.id],
        },
      ];
    }),

  'normal-while-found'({ walks, findings, terms }) {
    const found = groupBy(findings, ({ reachId }) => reachId);
    const termsOf = groupBy(terms, ({ reachId }) => reachId);
    return walks.flatMap((walk): Question[] => {
      const there = byOthers(walk, found.get(walk.reachId) ?? [], termsOf.get(walk.reachId) ?? []);
      const [beside] = normalBesideFinding([walk], there);
      if (!beside) return [];
      const places = beside.problems.flatMap(({ place }) => (place ? [placeText(place)] : []));
      const where = places.length > 0 ? `，在${named(places)}` : '';
      return [
        {
          kind: 'normal-while-found',
          about: `normal:${walk.id}`,
          personId: walk.personId,
          words: `${dayText(walk.occurredAt)}巡${walk.reach}，记的是一切正常；同一天别人在这一段发现了${beside.problems.length}个问题${where}。`,
          photoIds: [],
        },
      ];
    });
  },

  'months-normal'({ monthsOfWalks, findings, terms }, { monthsNormal }, today) {
    const found = groupBy(findings, ({ reachId }) => reachId);
    const termsOf = groupBy(terms, ({ reachId }) => reachId);
    const own = monthsOfWalks.filter(({ standInFor }) => standInFor === null);
    const ofPerson = groupBy(own, (walk) => `${walk.personId}:${postKey(walk)}`);
    return [...ofPerson.values()].flatMap((patrols): Question[] => {
      const [first] = patrols as [Walk];
      const { personId, reachId } = first;
      const there = byOthers(first, found.get(reachId) ?? [], termsOf.get(reachId) ?? []);
      if (!neverFinds(personId, { patrols, problems: there }, monthsNormal)) return [];
      return [
        {
          kind: 'months-normal',
          about: `months:${personId}:${reachId}:${first.level}:${today.slice(0, 7)}`,
          personId,
          words: `近${monthsNormal.months}个月在${first.reach}巡河${patrols.length}次，记的都是一切正常；同期别人在这一段发现了${there.length}个问题。`,
          photoIds: [],
        },
      ];
    });
  },

  /** The nearest two count: one photo taken on the way speaks against nobody. */
  'before-after': ({ answered }, { beforeAfter }) =>
    answered.flatMap(({ id, personId, place, before, after, photoIds }): Question[] => {
      const lengths = before.flatMap((one) => after.map((other) => distanceM(one, other)));
      const nearest = Math.min(...lengths);
      if (lengths.length === 0 || nearest <= beforeAfter.withinM) return [];
      const what = place ? `问题“${placeText(place)}”` : '一个问题';
      return [
        {
          kind: 'before-after',
          about: `before-after:${id}`,
          personId,
          words: `${what}整改前和整改后的位置相距约${lengthText(nearest)}。`,
          photoIds,
        },
      ];
    }),
};

/** All that is asked about by the rules, in their order, whether it was asked before or not. */
export const questionsOf = (records: Records, rules: Rules, today: string): Question[] =>
  rules.ask.flatMap((check) => CHECKS[check](records, rules, today));

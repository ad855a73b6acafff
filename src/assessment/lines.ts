import type { EvidenceRef } from '../../entities';
import { inPoints, type Line, notApplicable, share } from './points';
import type { Band, Item } from './sheet';
import type { Counted } from './source';

/*
 * How what was counted under an item becomes its line. Pure.
 */

/** `of` × part ÷ whole, halves up, to the item's places after the point; never more than its maximum. */
const rounded = ({ max, rounding }: Item, of: number, part = 1, whole = 1): number => {
  const step = 10 ** (2 - rounding);
  return Math.min(max, share(of, part, whole * step) * step);
};

/**
 * The only maker of a line that counts.
 *
 * @throws Error when points would be gained or lost without a record: a score decides about people, so a source that
 * cites nothing is a defect of the program and no score at all is better
 */
function proven(line: Omit<Line, 'applicable'>): Line {
  if (line.evidence.length === 0) throw new Error(`No evidence for ${line.rule}: ${line.reason}`);
  const { rule, points, max, reason, evidence } = line;
  return { rule, points, max, reason, evidence, applicable: true };
}

/** What is taken from or given to the total, in a line of its own. @throws Error without evidence */
export function apart(rule: string, points: number, reason: string, evidence: EvidenceRef[]): Line {
  return { ...proven({ rule, points, max: 0, reason, evidence }), applicable: false };
}

/** The band of a share: closed below, open above, the last one to 100 inclusive. */
function bandOf(bands: readonly Band[], met: number, all: number): Band {
  const reached = bands.filter(({ from }) => met * 10_000 >= from * all).at(-1);
  if (!reached) throw new Error('The bands of a sheet begin at 0');
  return reached;
}

/** 60% 到 80%（不含）. */
export const bandWords = ({ from, to }: Band): string =>
  to === 10_000 ? `${from / 100}% 到 100%` : `${from / 100}% 到 ${to / 100}%（不含）`;

/** Takes `each` for every event, and no more than `most`; `most` is reached: the sentence says so. */
function deducted(item: Item & { kind: 'deduction' }, events: number) {
  const { each, most, max } = item;
  const wanted = events * each;
  const left = max - Math.min(most, wanted);
  const stop = wanted <= most ? '' : most === max ? '，扣完为止' : `，最多扣 ${inPoints(most)} 分`;
  return {
    points: rounded(item, left),
    says: events === 0 ? '' : `，每次扣 ${inPoints(each)} 分${stop}`,
  };
}

/** An item's line. @throws Error when the source counts otherwise than the item, passes 100 %, or cites nothing */
export function lineOf(item: Item, counted: Counted): Line {
  const { key: rule, max } = item;
  const { reason, evidence } = counted;
  if (counted.kind === 'mark') {
    if (item.kind !== 'manual') throw new Error(`${rule} is not scored by a person`);
    if (counted.points === null) return notApplicable(rule, max, counted.nothing);
    const over = counted.points > max ? `，超过满分，按 ${inPoints(max)} 分计` : '';
    const points = rounded(item, Math.min(max, Math.max(0, counted.points)));
    return proven({ rule, points, max, reason: `${reason}${over}`, evidence });
  }
  if (counted.kind === 'share' && !(counted.met >= 0 && counted.met <= counted.all)) {
    throw new Error(`${rule}: ${counted.met} of ${counted.all} is no share`);
  }
  const isNothing = counted.kind === 'share' ? counted.all === 0 : !counted.looked;
  if (isNothing) return notApplicable(rule, max, counted.nothing);
  if (item.kind === 'deduction') {
    const events = counted.kind === 'share' ? counted.all - counted.met : counted.events;
    const { points, says } = deducted(item, events);
    return proven({ rule, points, max, reason: `${reason}${says}`, evidence });
  }
  if (counted.kind === 'events' || item.kind === 'manual') {
    throw new Error(`${rule} is ${item.kind} and its source counts ${counted.kind}`);
  }
  const { met, all } = counted;
  if (item.kind === 'ratio') {
    return proven({ rule, points: rounded(item, max, met, all), max, reason, evidence });
  }
  const band = bandOf(item.bands, met, all);
  const says = `，在 ${bandWords(band)}这一档，得 ${inPoints(band.points)} 分`;
  return proven({ rule, points: band.points, max, reason: `${reason}${says}`, evidence });
}

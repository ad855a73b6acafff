import fc from 'fast-check';
import type { EvidenceRef } from '../../entities';
import { apart, lineOf } from '../../src/assessment/lines';
import type { Item } from '../../src/assessment/sheet';
import type { Counted } from '../../src/assessment/source';

const SEEN: EvidenceRef[] = [{ kind: 'task', id: 1 }];
const common = { key: 'patrol', name: '巡河履职', max: 1000, rounding: 2 };
const ratio: Item = { ...common, kind: 'ratio', source: 'patrol' };
const deduction = { ...common, kind: 'deduction', source: 'problemRebound', each: 200, most: 1000 } as const;
const manual: Item = { ...common, kind: 'manual', scorer: '县河长办' };
const banded: Item = {
  ...common,
  kind: 'banded',
  source: 'patrol',
  bands: [
    { from: 0, to: 6000, points: 0 },
    { from: 6000, to: 9000, points: 700 },
    { from: 9000, to: 10_000, points: 1000 },
  ],
};
const share = (met: number, all: number, evidence = SEEN): Counted => ({
  kind: 'share',
  met,
  all,
  reason: '到期',
  nothing: '没有到期的',
  evidence,
});
const events = (n: number, looked = true, evidence = SEEN): Counted => ({
  kind: 'events',
  events: n,
  looked,
  reason: '办理',
  nothing: '没有办理过',
  evidence,
});
const mark = (points: number | null, evidence = SEEN): Counted => ({
  kind: 'mark',
  points,
  reason: '县河长办评分',
  nothing: '还没有人工评分',
  evidence,
});

describe('an item by its share', () => {
  it('earns that share of its maximum, halves up, to the places the sheet says', () => {
    expect(lineOf(ratio, share(2, 3))).toEqual({
      rule: 'patrol',
      points: 667,
      max: 1000,
      applicable: true,
      reason: '到期',
      evidence: SEEN,
    });
    expect(lineOf({ ...ratio, rounding: 1 }, share(2, 3)).points).toBe(670);
    expect(lineOf({ ...ratio, rounding: 0 }, share(1, 4)).points).toBe(300);
    expect(lineOf({ ...ratio, rounding: 0 }, share(3, 4)).points).toBe(800);
    expect(lineOf({ ...ratio, max: 1050, rounding: 0 }, share(1, 1)).points).toBe(1050);
  });

  it('is 不适用 when there is nothing to count, with its own sentence', () => {
    expect(lineOf(ratio, share(0, 0, []))).toMatchObject({
      applicable: false,
      points: 0,
      reason: '没有到期的',
    });
    expect(lineOf(banded, share(0, 0, []))).toMatchObject({ applicable: false });
  });

  it('never passes 100 %: a source that counts so is a defect, and there is no score', () => {
    expect(() => lineOf(ratio, share(4, 3))).toThrow('4 of 3 is no share');
    expect(() => lineOf(ratio, share(-1, 3))).toThrow('-1 of 3 is no share');
    expect(() => lineOf(ratio, share(Number.NaN, 3))).toThrow('no share');
  });
});

describe('an item by bands', () => {
  it.each([
    [0, 10, 0],
    [5999, 10_000, 0],
    [6, 10, 700],
    [8999, 10_000, 700],
    [9, 10, 1000],
    [10, 10, 1000],
  ])('takes the band that %i of %i is in: closed below, open above, the last to 100', (met, all, points) => {
    expect(lineOf(banded, share(met, all)).points).toBe(points);
  });

  it('says which band it is', () => {
    expect(lineOf(banded, share(6, 10)).reason).toBe('到期，在 60% 到 90%（不含）这一档，得 7 分');
    expect(lineOf(banded, share(1, 1)).reason).toBe('到期，在 90% 到 100%这一档，得 10 分');
  });

  it('without a band from 0 on has no score, rather than the one of some other item', () => {
    expect(() => lineOf({ ...banded, bands: banded.bands.slice(1) } as Item, share(0, 1))).toThrow(
      'begin at 0',
    );
  });
});

describe('an item by deductions', () => {
  it('takes points for each event, to its limit, and says so', () => {
    expect(lineOf(deduction, events(0))).toMatchObject({ points: 1000, reason: '办理' });
    expect(lineOf(deduction, events(2))).toMatchObject({ points: 600, reason: '办理，每次扣 2 分' });
    expect(lineOf(deduction, events(5))).toMatchObject({ points: 0, reason: '办理，每次扣 2 分' });
    expect(lineOf(deduction, events(6))).toMatchObject({ points: 0, reason: '办理，每次扣 2 分，扣完为止' });
    expect(lineOf({ ...deduction, most: 500 }, events(3))).toMatchObject({
      points: 500,
      reason: '办理，每次扣 2 分，最多扣 5 分',
    });
    expect(lineOf({ ...deduction, each: 60, rounding: 0 }, events(1)).points).toBe(900);
  });

  it('takes them for what is missing to a whole share, too', () => {
    expect(lineOf(deduction, share(3, 5))).toMatchObject({ points: 600, reason: '到期，每次扣 2 分' });
    expect(lineOf(deduction, share(0, 0, []))).toMatchObject({ applicable: false });
  });

  it('is 不适用 where nothing could have gone wrong', () => {
    expect(lineOf(deduction, events(0, false, []))).toMatchObject({
      applicable: false,
      reason: '没有办理过',
    });
  });
});

describe('an item scored by a person', () => {
  it('has what they gave, within its maximum, and is 不适用 until they do', () => {
    expect(lineOf(manual, mark(850))).toMatchObject({
      points: 850,
      reason: '县河长办评分',
      applicable: true,
    });
    expect(lineOf(manual, mark(0))).toMatchObject({ points: 0, applicable: true });
    expect(lineOf(manual, mark(null, []))).toMatchObject({ applicable: false, reason: '还没有人工评分' });
    expect(lineOf(manual, mark(1000)).reason).toBe('县河长办评分');
    expect(lineOf(manual, mark(1200))).toMatchObject({
      points: 1000,
      reason: '县河长办评分，超过满分，按 10 分计',
    });
    expect(lineOf(manual, mark(-5)).points).toBe(0);
    expect(lineOf({ ...manual, rounding: 0 }, mark(850)).points).toBe(900);
  });
});

describe('any line', () => {
  it('is not made without the records that it counts, for and against', () => {
    for (const [item, counted] of [
      [ratio, share(0, 1, [])],
      [ratio, share(1, 1, [])],
      [banded, share(1, 1, [])],
      [deduction, events(1, true, [])],
      [deduction, events(0, true, [])],
      [manual, mark(5, [])],
    ] as const) {
      expect(() => lineOf(item, counted)).toThrow('No evidence for patrol');
    }
    expect(() => apart('confirmed', -500, '认定成立', [])).toThrow('No evidence for confirmed: 认定成立');
    expect(apart('confirmed', -500, '认定成立', SEEN)).toEqual({
      rule: 'confirmed',
      points: -500,
      max: 0,
      applicable: false,
      reason: '认定成立',
      evidence: SEEN,
    });
  });

  it('of an item that the county scores with 0 has 0 of 0', () => {
    const none = { max: 0, most: 0 };
    for (const [item, counted] of [
      [ratio, share(1, 2)],
      [deduction, events(2)],
      [deduction, events(0)],
      [manual, mark(300)],
    ] as const) {
      expect(lineOf({ ...item, ...none } as Item, counted)).toMatchObject({ points: 0, max: 0 });
    }
  });

  it('is not made by a source that counts otherwise than the item', () => {
    expect(() => lineOf(ratio, events(1))).toThrow('patrol is ratio and its source counts events');
    expect(() => lineOf(banded, events(1))).toThrow('counts events');
    expect(() => lineOf(manual, share(1, 1))).toThrow('patrol is manual');
    expect(() => lineOf(ratio, mark(1))).toThrow('patrol is not scored by a person');
  });

  it('lies between 0 and the maximum, and more that is met or less that went wrong never earns less', () => {
    const any = fc.record({
      item: fc.constantFrom(ratio, banded, deduction),
      rounding: fc.integer({ min: 0, max: 2 }),
      all: fc.integer({ min: 1, max: 500 }),
      parts: fc.tuple(fc.nat(500), fc.nat(500)),
    });
    fc.assert(
      fc.property(any, ({ item, rounding, all, parts }) => {
        const [less, more] = parts.map((part) => part % (all + 1)).sort((a, b) => a - b) as [number, number];
        const [a, b] = [less, more].map((met) => lineOf({ ...item, rounding }, share(met, all)).points) as [
          number,
          number,
        ];
        expect(a >= 0 && a <= b && b <= 1000).toBe(true);
        expect(Number.isInteger(a)).toBe(true);
        expect(a % 10 ** (2 - rounding)).toBe(0);
      }),
    );
  });
});

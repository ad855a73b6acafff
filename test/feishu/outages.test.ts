import { Outages } from '../../src/feishu/inbound/outages';

const HOUR = 3_600_000;
const at = (seconds: number) => new Date(Date.parse('2026-10-12T02:00:00Z') + seconds * 1_000);

describe('a time in which the line was away', () => {
  it('explains what was sent in it, what it took to be noticed included, and nothing else', () => {
    const outages = new Outages(12 * HOUR);
    expect(outages.explain(at(0))).toBe(false);
    outages.add(at(1_000), at(1_060));
    expect([840, 850, 1_000, 1_065, 1_066].map((second) => outages.explain(at(second)))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  it('is one with those that it touches, so that a line that comes and goes is kept as few', () => {
    const outages = new Outages(12 * HOUR);
    for (let n = 0; n < 10_000; n += 1) outages.add(at(n * 10), at(n * 10 + 1));
    expect(outages.explain(at(55_555))).toBe(true);
    expect(outages).toMatchObject({ known: { length: 1 } });
  });

  it('is forgotten when nobody will ask', () => {
    const outages = new Outages(12 * HOUR);
    outages.add(at(0), at(1));
    outages.add(at(13 * 3_600), at(13 * 3_600 + 1));
    expect(outages.explain(at(0))).toBe(false);
  });
});

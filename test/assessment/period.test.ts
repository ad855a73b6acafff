import { monthBefore, parsePeriod, periodBefore } from '../../src/assessment/period';
import { periodTitle } from '../../src/assessment/words';

const days = (key: string) => {
  const { fromDay, toDay } = parsePeriod(key);
  return [fromDay, toDay];
};

describe('an assessment period', () => {
  it('is a month, a quarter or a year of Shanghai days', () => {
    expect(days('2026-02')).toEqual(['2026-02-01', '2026-02-28']);
    expect(days('2028-02')).toEqual(['2028-02-01', '2028-02-29']);
    expect(days('2026-Q4')).toEqual(['2026-10-01', '2026-12-31']);
    expect(days('2026')).toEqual(['2026-01-01', '2026-12-31']);
  });

  it.each(['2026-13', '2026-00', '2026-Q5', '2026-Q0', '26', '2026-1', '2026-10-01', '', 'Q4', '1999'])(
    'written as “%s” is refused',
    (text) => {
      expect(() => parsePeriod(text)).toThrow(expect.objectContaining({ code: 'assess.period' }));
    },
  );

  it('is compared with the one before it, over the new year too', () => {
    const previous = (key: string) => periodBefore(parsePeriod(key)).key;
    expect(previous('2026-10')).toBe('2026-09');
    expect(previous('2026-01')).toBe('2025-12');
    expect(previous('2026-Q3')).toBe('2026-Q2');
    expect(previous('2026-Q1')).toBe('2025-Q4');
    expect(previous('2026')).toBe('2025');
    expect(monthBefore('2026-12-01').key).toBe('2026-11');
    expect(monthBefore('2027-01-04').key).toBe('2026-12');
  });

  it('is called as people call it', () => {
    const title = (key: string) => periodTitle(parsePeriod(key));
    expect(title('2026-09')).toBe('2026年9月');
    expect(title('2026-Q4')).toBe('2026年四季度');
    expect(title('2026')).toBe('2026年度');
  });
});

import fc from 'fast-check';
import {
  byWords,
  change,
  daysBetween,
  dayWords,
  dueShort,
  dueWords,
  kilometres,
  leftWords,
  localName,
  nameOnReach,
  overdueWords,
  score,
  urgencyOf,
  weekdayOf,
} from '../../../cards/kit';
import { sure, unsure } from '../../../cards/samples/sample';

const MONDAY = '2026-11-23';
const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('a place', () => {
  it.each([
    ['汾河 · 汾河龙兴镇第一村段', '汾河龙兴镇第一村段'],
    ['汾河汾河龙兴镇第一村段 第48周巡河', '汾河龙兴镇第一村段 第48周巡河'],
    ['汾河 · 古交镇第一村段', '汾河 · 古交镇第一村段'],
    ['运城市新绛县龙兴镇第一村老街散排口', '龙兴镇第一村老街散排口'],
    ['排污口整治：运城市新绛县龙兴镇第三村散排口', '排污口整治：龙兴镇第三村散排口'],
    ['运城市新绛县城污水厂排污口', '运城市新绛县城污水厂排污口'],
    ['古交镇菜市场排口', '古交镇菜市场排口'],
    ['石桥下游二十米', '石桥下游二十米'],
    ['', ''],
  ])('%s is said %s', (name, said) => {
    expect(localName(name)).toBe(said);
  });

  it.each([
    ['运城市新绛县龙兴镇第一村老街散排口', '汾河龙兴镇第一村段', '老街散排口'],
    ['运城市新绛县龙兴镇第一村老街散排口', '汾河龙兴镇段', '第一村老街散排口'],
    ['桥西雨洪排口', '古交镇第一村段', '桥西雨洪排口'],
    ['龙兴桥东排口', '汾河龙兴镇段', '龙兴桥东排口'],
    ['村口农村散排口', '泽掌镇第二村段', '村口农村散排口'],
    ['龙兴镇桥', '龙兴镇桥段', '龙兴镇桥'],
    ['起点：第一村上界', '汾河龙兴镇第一村段', '起点：第一村上界'],
  ])('%s on %s is %s', (name, reach, said) => {
    expect(nameOnReach(name, reach)).toBe(said);
  });

  it('keeps the end of its name, by which it is told apart', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, reach) => {
        const said = nameOnReach(name, reach);
        expect(name.endsWith(said) || said === localName(name)).toBe(true);
        expect(said.length).toBeGreaterThanOrEqual(Math.min(3, localName(name).length));
      }),
    );
  });

  it.each([
    [3.268, '3.3公里'],
    [2, '2公里'],
    [0.04, '0.04公里'],
  ])('%d km long is %s', (km, said) => {
    expect(kilometres(km)).toBe(said);
  });
});

describe('a due date', () => {
  it.each([
    ['2026-11-23', '今天截止（11月23日）'],
    ['2026-11-24', '明天截止（11月24日）'],
    ['2026-11-27', '周五前（11月27日）'],
    ['2026-11-29', '周日前（11月29日）'],
    ['2026-11-30', '下周一前（11月30日）'],
    ['2026-12-02', '下周三前（12月2日）'],
    ['2026-12-06', '下周日前（12月6日）'],
    ['2026-12-07', '12月7日前'],
    ['2026-12-31', '12月31日前'],
    ['2027-01-03', '2027年1月3日前'],
    ['2026-11-20', '已过期3天（11月20日到期）'],
    ['2025-11-23', '已过期365天（2025年11月23日到期）'],
  ])('%s is said on Monday 23 November as %s', (due, said) => {
    expect(dueWords(MONDAY, sure(due))).toBe(said);
  });

  it('on a Sunday, tomorrow is tomorrow and the week after next is a date', () => {
    expect(dueShort('2026-11-29', sure('2026-11-30'))).toBe('明天截止');
    expect(dueShort('2026-11-29', sure('2026-12-06'))).toBe('下周日前');
    expect(dueShort('2026-11-29', sure('2026-12-07'))).toBe('12月7日前');
  });

  it('is over exactly when it lies before today', () => {
    fc.assert(
      fc.property(day, day, (today, due) => {
        expect(dueWords(today, sure(due)).startsWith('已过期')).toBe(due < today);
        expect(urgencyOf({ today, due: sure(due), workingDaysLeft: 9 }) === 'late').toBe(due < today);
        expect(daysBetween(today, due) + daysBetween(due, today)).toBe(0);
      }),
    );
  });

  it('in a year whose holidays are not known yet is 暂定, however it is said', () => {
    const soon = unsure('2027-01-08');
    expect(dueWords('2026-12-29', soon)).toBe('下周五前（2027年1月8日，暂定）');
    expect(dueWords('2026-11-23', soon)).toBe('2027年1月8日前（暂定）');
    expect(dueShort('2026-12-29', soon)).toBe('下周五前（暂定）');
    expect(byWords('2026-12-29', soon)).toBe('2027年1月8日前（暂定）');
    expect(leftWords({ today: '2027-01-05', due: soon, workingDaysLeft: 3 })).toBe('还有3个工作日（暂定）');
    expect(leftWords({ today: '2027-01-11', due: soon, workingDaysLeft: 0 })).toBe('已过期3天（暂定）');
    expect(overdueWords('2027-01-11', { since: '2027-01-09', provisional: true })).toBe(
      '1月9日起，已过期3天（暂定）',
    );
  });

  it('turns orange with one working day left', () => {
    expect(urgencyOf({ today: MONDAY, due: sure('2026-11-24'), workingDaysLeft: 1 })).toBe('soon');
    expect(urgencyOf({ today: MONDAY, due: sure('2026-11-25'), workingDaysLeft: 2 })).toBe('todo');
    // A Friday with a Sunday's deadline: no working day is left.
    expect(urgencyOf({ today: '2026-11-27', due: sure('2026-11-29'), workingDaysLeft: 0 })).toBe('soon');
  });

  it('is counted in working days where time is short', () => {
    expect(leftWords({ today: MONDAY, due: sure('2026-11-26'), workingDaysLeft: 3 })).toBe('还有3个工作日');
    expect(leftWords({ today: MONDAY, due: sure(MONDAY), workingDaysLeft: 0 })).toBe('今天截止');
    expect(leftWords({ today: '2026-11-27', due: sure('2026-11-29'), workingDaysLeft: 0 })).toBe('周日前');
    expect(leftWords({ today: MONDAY, due: sure('2026-11-20'), workingDaysLeft: 0 })).toBe('已过期3天');
  });
});

describe('a day', () => {
  it('names its year only when that is not this year', () => {
    expect(dayWords(MONDAY, '2026-01-05')).toBe('1月5日');
    expect(dayWords(MONDAY, '2025-01-05')).toBe('2025年1月5日');
  });
  it('has the weekday of the calendar', () => {
    fc.assert(
      fc.property(day, (one) => {
        const name = '日一二三四五六'[new Date(`${one}T00:00:00Z`).getUTCDay()];
        expect(weekdayOf(one)).toBe(`周${name}`);
      }),
    );
  });
});

describe('figures', () => {
  it('have two decimals, a sign where they are a change, and — for nothing', () => {
    expect([score(8840), score(5), score(null)]).toEqual(['88.40', '0.05', '—']);
    expect([change(165), change(-410), change(0), change(null)]).toEqual(['+1.65', '-4.10', '0.00', '—']);
  });
});

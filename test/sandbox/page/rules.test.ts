import * as fc from 'fast-check';
import { formatDate, formatNumber, pageOf, rowLines } from '../../../src/sandbox/page/card/tableFormat';
import type { Person } from '../../../src/sandbox/page/pageTypes';
import { pickPeople, searchPeople, titleBeside } from '../../../src/sandbox/page/pickPeople';
import { chatTime, instant, localTime } from '../../../src/sandbox/page/time';

const person = (open_id: string, name: string, title = name): Person => ({
  open_id,
  name,
  title,
  mobile: '19900000000',
});
const PEOPLE = [
  person('ou_1', '县级河长', '副县长'),
  person('ou_2', '龙兴镇镇长'),
  person('ou_3', '古交镇镇长'),
  person('ou_4', '古交镇第一村村级河长'),
  person('ou_5', '县河长办主任', '县河长办'),
];

describe('who holds the three phones', () => {
  it('is a village chief, the head of the same town and the county office', () => {
    expect(pickPeople(PEOPLE, [], [])).toEqual(['ou_4', 'ou_3', 'ou_5']);
  });

  it('is the town’s liaison, who gets what is handed over, before its head', () => {
    const liaisons = [person('ou_6', '龙兴镇联络员', '水利员'), person('ou_7', '古交镇联络员', '水利员')];
    expect(pickPeople([...PEOPLE, ...liaisons], [], [])).toEqual(['ou_4', 'ou_7', 'ou_5']);
  });

  it('is named with what the title tells beside the name', () => {
    const beside = (name: string, title: string) => titleBeside(person('ou_1', name, title));
    expect(beside('龙兴镇联络员', '龙兴镇 · 水利员')).toBe('水利员');
    expect(beside('龙兴镇镇长', '龙兴镇 · 镇长')).toBe('');
    expect(beside('汾河县级河长', '县人民政府 · 副县长')).toBe('县人民政府 · 副县长');
    expect(beside('县河长办主任', '县河长办主任')).toBe('');
  });

  it('is whom the link asks for, before those of last time', () => {
    expect(pickPeople(PEOPLE, ['ou_1', 'ou_2', 'ou_5'], ['ou_3'])).toEqual(['ou_1', 'ou_2', 'ou_5']);
    expect(pickPeople(PEOPLE, ['ou_gone'], ['ou_3'])).toEqual(['ou_3', 'ou_4', 'ou_5']);
  });

  it('never is the same person twice, and no more than there are', () => {
    expect(pickPeople(PEOPLE.slice(0, 2), ['ou_1', 'ou_1'], [])).toEqual(['ou_1', 'ou_2']);
    expect(pickPeople([], [], [])).toEqual([]);
  });

  it('is found by pieces of a title in any order', () => {
    expect(searchPeople(PEOPLE, '镇长 古交').map((one) => one.open_id)).toEqual(['ou_3']);
    expect(searchPeople(PEOPLE, '')).toHaveLength(5);
  });
});

describe('a cell of a table', () => {
  it('shows numbers with their digits, thousands and symbol', () => {
    expect(formatNumber(1234.5, { format: { precision: 2, separator: true, symbol: '¥' } })).toBe(
      '¥1,234.50',
    );
    expect(formatNumber(91.2, {})).toBe('91.2');
    expect(formatNumber(undefined, {})).toBe('');
  });

  it('shows dates by its format in Shanghai', () => {
    expect(formatDate(Date.UTC(2026, 10, 22, 16), { date_format: 'YYYY-MM-DD HH:mm' })).toBe(
      '2026-11-23 00:00',
    );
    expect(formatDate(null, {})).toBe('');
  });

  it('has as many lines as the height of its row allows', () => {
    expect(['low', 'middle', 'high', 'auto', '80px'].map(rowLines)).toEqual([1, 2, 3, null, 3]);
  });

  it('stands on exactly one page', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), fc.integer({ min: 1, max: 10 }), (rows, size) => {
        const { pages } = pageOf(rows, size, 0);
        const all = Array.from({ length: pages }, (_, page) => pageOf(rows, size, page).rows).flat();
        expect(all).toEqual(rows);
      }),
    );
  });
});

describe('times on a phone', () => {
  const now = Date.parse('2026-11-23T00:00:00Z');
  it('say today, yesterday, or the day', () => {
    expect(chatTime(now, now)).toBe('今天 08:00');
    expect(chatTime(now - 86_400_000, now)).toBe('昨天 08:00');
    expect(chatTime(Date.parse('2025-12-31T16:30:00Z'), now)).toBe('1月1日 00:30');
    expect(chatTime(Date.parse('2025-12-31T15:30:00Z'), now)).toBe('2025年12月31日 23:30');
  });

  it('are read as ISO text or as milliseconds', () => {
    expect([instant('2026-11-23T00:00:00.000Z'), instant(String(now)), instant(now)]).toEqual([
      now,
      now,
      now,
    ]);
    expect(localTime(now, 'week_long')).toBe('星期一');
  });
});

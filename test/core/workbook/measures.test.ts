import fc from 'fast-check';
import { addDays } from '../../../src/core/days';
import { day, degrees, parseDay, parseDegrees, quantity } from '../../../src/core/workbook';
import { readCell } from './reading';

describe('a day', () => {
  const due = day('整治期限', {});

  it.each([
    '2024-10-31',
    '2024年10月31日',
    '2024.10.31',
    '2024/10/31',
    '20241031',
    '2024-10-31 00:00:00',
    '２０２４－１０－３１',
  ])('may be written %s', (raw) => {
    expect(readCell(due, raw)).toMatchObject({ value: '2024-10-31', faults: [] });
  });

  it('may be an Excel date, its bare serial number, or a number of eight digits', () => {
    expect(readCell(due, new Date('2024-10-31T00:00:00Z'))).toEqual({
      value: '2024-10-31',
      faults: [],
      repairs: [],
    });
    expect(readCell(due, 45596)).toEqual({ value: '2024-10-31', faults: [], repairs: ['daySerial'] });
    expect(readCell(due, 20241031)).toMatchObject({ value: '2024-10-31' });
  });

  it('of a month alone is its last, as the plan speaks (2024年10月底前), and is told', () => {
    expect(readCell(due, '2024年10月底前')).toEqual({
      value: '2024-10-31',
      faults: [],
      repairs: ['monthEnd'],
    });
    expect(readCell(due, '2024.2')).toMatchObject({ value: '2024-02-29' });
  });

  it.each(['2024-02-30', '31/10/2024', '尽快', '2024年', '24-10-31', '1024-10-31'])(
    'is refused as %s',
    (raw) => {
      expect(readCell(due, raw)).toMatchObject({ value: null, faults: ['cell.day'] });
    },
  );

  it('beyond what a calendar shows is refused', () => {
    expect(readCell(due, new Date(Number.NaN)).faults).toEqual(['cell.day']);
    expect(readCell(due, new Date('1899-12-30')).faults).toEqual(['cell.day']);
  });

  it('reads the same from every spelling', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 36_000 }), (n) => {
        const iso = addDays('2000-01-01', n);
        const [y, m, d] = iso.split('-').map(Number);
        for (const spelling of [
          iso,
          `${y}年${m}月${d}日`,
          `${y}.${m}.${d}`,
          `${y}/${m}/${d}`,
          iso.replaceAll('-', ''),
        ]) {
          expect(parseDay(spelling)).toEqual({ day: iso, monthEnd: false });
        }
      }),
    );
  });
});

describe('a quantity', () => {
  const volume = quantity('日排水量m3', {
    scale: 1_000,
    max: 2_000_000,
    units: /(?:m3|m³|立方米|吨)(?:\/?(?:d|日|天))?$/i,
  });

  it('becomes whole litres, with its unit or separators taken off and told', () => {
    expect(readCell(volume, 500.5)).toEqual({ value: 500_500, faults: [], repairs: [] });
    expect(readCell(volume, '１，２００')).toMatchObject({
      value: 1_200_000,
      repairs: ['fullWidth', 'unit'],
    });
    expect(readCell(volume, '320立方米/日')).toMatchObject({ value: 320_000, repairs: ['unit'] });
    expect(readCell(volume, '-')).toMatchObject({ value: null, faults: [], repairs: ['placeholder'] });
  });

  it.each(['约500', '300-500', '<500', '100, 氨氮', '1,2'])('is refused as %s', (raw) => {
    expect(readCell(volume, raw).faults).toEqual(['cell.number']);
  });

  it('below zero or beyond belief is refused', () => {
    expect(readCell(volume, -1).faults).toEqual(['cell.range']);
    expect(readCell(volume, 1e12).faults).toEqual(['cell.range']);
  });

  it('in a cell whose format looks like a date is still a number', () => {
    expect(readCell(volume, new Date('1900-01-02T12:00:00Z')).value).toBe(3_500);
  });
});

describe('degrees', () => {
  it.each([
    ['111.2204', 111.2204, false],
    ['E111.2204°', 111.2204, true],
    ['东经111°13′12″', 111.22, true],
    [`111°13'12"`, 111.22, true],
    ['111度13分12秒', 111.22, true],
    ['35°36.6′', 35.61, true],
  ])('are read from %s', (text, value, converted) => {
    expect(parseDegrees(text)?.degrees).toBeCloseTo(value, 9);
    expect(parseDegrees(text)?.converted).toBe(converted);
  });

  it.each(['111°61′00″', '111-13-12', '桥西', '111.22,35.6'])('are refused as %s', (text) => {
    expect(readCell(degrees('经度', {}), text).faults).toEqual(['cell.degrees']);
  });

  it('survive the way through degrees, minutes and seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 648_000 }), (tenths) => {
        const seconds = tenths % 60;
        const minutes = Math.floor(tenths / 60) % 60;
        const whole = Math.floor(tenths / 3_600);
        expect(parseDegrees(`${whole}°${minutes}′${seconds}″`)?.degrees).toBeCloseTo(tenths / 3_600, 9);
      }),
    );
  });
});

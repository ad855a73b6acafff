import { choice, choices, code, flag, mobile, text } from '../../../src/core/workbook';
import { readCell } from './reading';

describe('a phone', () => {
  const phone = mobile('手机号', { required: true });

  it('is taken as text or as a number, with the usual clutter taken off', () => {
    expect(readCell(phone, '19900000001')).toEqual({ value: '19900000001', faults: [], repairs: [] });
    expect(readCell(phone, 19900000001)).toEqual({ value: '19900000001', faults: [], repairs: [] });
    expect(readCell(phone, '199-0000-0001')).toMatchObject({ value: '19900000001', repairs: ['phone'] });
    expect(readCell(phone, '+86 199 0000 0001')).toMatchObject({ value: '19900000001' });
    expect(readCell(phone, '１９９００００００ ０１')).toMatchObject({ value: '19900000001' });
  });

  it.each<string | number>([
    -19900000006,
    '-19900000006',
    '19900000006-',
    '1990000001',
    '29900000001',
    '0359-7520000',
    '19900000001 19900000002',
  ])('is refused as %s', (raw) => {
    expect(readCell(phone, raw)).toMatchObject({ value: null, faults: ['cell.mobile'] });
  });

  it('in scientific notation has lost its digits', () => {
    expect(readCell(phone, '1.99E+10')).toMatchObject({ value: null, faults: ['cell.lostDigits'] });
    expect(readCell(phone, 1.99e10)).toMatchObject({ value: '19900000000', faults: [] });
  });
});

describe('a code', () => {
  const credit = code('统一社会信用代码', { max: 32, upper: true });

  it('is half-width and upper-case', () => {
    expect(readCell(credit, 'ｄx-１').value).toBe('DX-1');
  });

  it('longer than Excel keeps of a number is refused, and so are dates made of it', () => {
    expect(readCell(credit, 911408251234567800).faults).toEqual(['cell.lostDigits']);
    expect(readCell(credit, '9.11408E+17').faults).toEqual(['cell.lostDigits']);
    expect(readCell(credit, new Date('2026-01-01')).faults).toEqual(['cell.date']);
    expect(readCell(code('区划代码', { max: 12, pattern: /^\d{6}$/ }), '14082').faults).toEqual([
      'cell.pattern',
    ]);
  });
});

describe('a chosen word', () => {
  const gate = choice('闸阀', ['有', '无', '不需要']);

  it('keeps 无 where it is an answer and drops it where it stands for nothing', () => {
    expect(readCell(gate, '无')).toEqual({ value: '无', faults: [], repairs: [] });
    expect(readCell(gate, '/')).toEqual({ value: null, faults: [], repairs: ['placeholder'] });
    expect(readCell(text('备注', { max: 10 }), '无')).toMatchObject({
      value: null,
      repairs: ['placeholder'],
    });
  });

  it('is refused when it is not in the list, and other spellings are told', () => {
    expect(readCell(gate, '有的').faults).toEqual(['cell.choice']);
    const bank = choice('岸别', ['左岸', '右岸'], { aliases: { 左: '左岸' } });
    expect(readCell(bank, '左 ')).toEqual({ value: '左岸', faults: [], repairs: ['padding', 'alias'] });
  });

  it('is yes or no in the ways people tick boxes', () => {
    const key = flag('是否重点');
    expect(readCell(key, '是').value).toBe(true);
    expect(readCell(key, '√')).toMatchObject({ value: true, repairs: ['alias'] });
    expect(readCell(key, false).value).toBe(false);
    expect(readCell(key, '也许').faults).toEqual(['cell.choice']);
  });

  it('may be several, in any order and with any separator', () => {
    const roles = choices('角色', ['镇级河长', '镇长', '镇联络员'], { required: true });
    expect(readCell(roles, '镇长、镇级河长；镇长').value).toEqual(['镇级河长', '镇长']);
    expect(readCell(roles, '镇长、市长').faults).toEqual(['cell.choice']);
  });
});

it('text longer than the database keeps is refused, not cut', () => {
  expect(readCell(text('职务', { max: 4 }), '党委书记兼').faults).toEqual(['cell.tooLong']);
});

import { isCreditCode } from '../../src/ledger/creditCode';
import {
  CodeMint,
  codeDoubts,
  codesDisagree,
  isLocalCode,
  isNationalCode,
  townPart,
} from '../../src/ledger/outfallCodes';
import { impossibleStandards } from '../../src/ledger/standards';

it('national and local codes are told apart by their pattern', () => {
  expect(isNationalCode('FA-420581-0259-GY-00')).toBe(true);
  expect(isNationalCode('FA4205810319GY00')).toBe(false);
  expect(isLocalCode('FA4205810319GY00')).toBe(true);
});

it('a national code of another county or class is doubted, never refused', () => {
  expect(codeDoubts('DX-140825-0001-GY-00', '工业排污口')).toEqual([]);
  expect(codeDoubts('DX-140825-0001-CW-00', '城镇污水处理厂排污口')).toEqual([]);
  expect(codeDoubts('FA-420503-0028-QT-00', '工业排污口')).toEqual([
    '编码里的县是 420503，本县是 140825',
    '编码里的类型 QT 是其他排口，一级分类填的是工业排污口',
  ]);
});

it('a local code is doubted in the same way, and never compared by its serial number', () => {
  expect(codeDoubts('DX1408260001GY00', '工业排污口')).toEqual(['编码里的县是 140826，本县是 140825']);
  expect(codesDisagree('DX-140825-0163-QT-00', 'DX1408250216QT00')).toBeNull();
  expect(codesDisagree('DX-140825-0163-QT-00', 'DX1408250216GY00')).toBe(
    '国家编码里的类型是 QT，地方编码里是 GY',
  );
});

it('internal codes count on from the town’s highest and never hand one out twice', () => {
  const mint = new CodeMint(['XJ-100-0007', 'XJ-101-0001', '别的']);
  expect([mint.next('100'), mint.next('100'), mint.next('498')]).toEqual([
    'XJ-100-0008',
    'XJ-100-0009',
    'XJ-498-0001',
  ]);
});

it('the town’s part comes from its division code, with 9 or 12 digits', () => {
  expect(townPart({ code: 'T1', divisionCode: '140825108' })).toBe('108');
  expect(townPart({ code: 'T1', divisionCode: '140825498000' })).toBe('498');
  expect(townPart({ code: '140825100', divisionCode: null })).toBe('100');
  expect(townPart({ code: 'T1', divisionCode: null })).toBe('000');
});

it('a credit code has 18 places and its check character', () => {
  // 36 times the unit weight: every place but the first is 0, so the check character is 31 − 9 = 22nd, N.
  expect(isCreditCode('90000000000000000N')).toBe(true);
  expect(isCreditCode('900000000000000000')).toBe(false);
  expect(isCreditCode('9000000000000000')).toBe(false);
  expect(isCreditCode('9I000000000000000N')).toBe(false);
});

it('standards of a year that never was are found in any spelling', () => {
  expect(impossibleStandards('GB3838-2011、GB 18918-2002')).toEqual(['GB3838-2011（应为 2002）']);
  expect(impossibleStandards('执行GB/T8978—2002一级')).toEqual(['GB/T8978—2002（应为 1996）']);
  expect(impossibleStandards('DB14/1928-2019，GB 8978-1996')).toEqual([]);
  expect(impossibleStandards('DB14/1928-2020')).toHaveLength(1);
});

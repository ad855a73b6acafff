import { sameUnit, unitByName } from '../../src/core/unitByName';

const units = [
  '县住建局',
  '市生态环境局新绛分局',
  '龙兴镇',
  '龙兴镇第一村',
  '三泉镇第一村',
  '永丰焦化厂',
].map((name, n) => ({ id: n + 1, name }));
const meant = (name: string | null) => unitByName(units)(name)?.name ?? null;

describe('the unit that a name means', () => {
  it('is the one that bears it, with or without the county before it', () => {
    for (const name of ['县住建局', '住建局', '新绛县住建局', ' 县住建局 '])
      expect(meant(name)).toBe('县住建局');
    expect(meant('新绛分局')).toBe('市生态环境局新绛分局');
  });

  it('is a town by its government', () => {
    for (const name of ['龙兴镇', '龙兴镇人民政府', '新绛县龙兴镇人民政府'])
      expect(meant(name)).toBe('龙兴镇');
  });

  it('is none where none or more than one can be meant, or too little is said', () => {
    for (const name of ['县水利局', '第一村', '局', '分局', '', null]) expect(meant(name)).toBeNull();
    const twice = [...units, { id: 9, name: '县住建局' }];
    expect(unitByName(twice)('县住建局')).toBeNull();
  });

  it('is the one of that very name before those whose name ends so', () => {
    const both = [...units, { id: 9, name: '住建局' }];
    expect(unitByName(both)('住建局')?.id).toBe(9);
    expect(unitByName(both)('县住建局')?.id).toBe(1);
  });

  it('is the same whichever of the two is asked about, and one syllable is no name', () => {
    expect(sameUnit('住建局', '新绛县住建局')).toBe(true);
    expect(sameUnit('新绛县住建局', '住建局')).toBe(true);
    expect(sameUnit('局', '县住建局')).toBe(false);
    expect(sameUnit('县水利局', '县住建局')).toBe(false);
  });
});

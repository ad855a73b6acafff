import fc from 'fast-check';
import { Patrol } from '../../entities';
import { instantAt } from '../../src/core/days';
import { readSheets } from '../../src/core/workbook';
import { drawPatrols, exportDraw } from '../../src/evidence';
import { drawForRecheck } from '../../src/evidence/recheckDraw';
import { BACKENDS } from '../factories';
import { eachRiver, type River } from '../river';

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { maxLength: 200 });

test('the same seed draws the same, in whichever order the list is given', () => {
  fc.assert(
    fc.property(fc.string(), ids, (seed, all) => {
      const drawn = drawForRecheck(seed, all, 0.1);
      expect(drawForRecheck(seed, all.toReversed(), 0.1)).toEqual(drawn);
      expect(drawn).toHaveLength(Math.ceil(all.length * 0.1));
      for (const id of drawn) expect(all).toContain(id);
    }),
  );
});

test('another seed draws others, and nobody is drawn much more than another', () => {
  const all = Array.from({ length: 100 }, (_, n) => n + 1);
  const times = new Map<number, number>();
  for (let month = 0; month < 500; month += 1) {
    for (const id of drawForRecheck(`140825 ${month}`, all, 0.1)) times.set(id, (times.get(id) ?? 0) + 1);
  }
  // 50 expected, give or take 7: five times that either way.
  for (const id of all) expect(Math.abs((times.get(id) ?? 0) - 50)).toBeLessThan(35);
});

describe.each(BACKENDS)('a month’s patrols over %s', (backend) => {
  let river: River;
  eachRiver(backend, (made) => {
    river = made;
  });

  test('are drawn a tenth of, with who walked where and when, and drawn again the same', async () => {
    const walk = (day: string) => ({
      reachId: river.reach.id,
      level: 'village' as const,
      personId: river.chief.id,
      result: 'normal' as const,
      channel: 'card' as const,
      occurredAt: instantAt(day, '00:00'),
      recordedAt: instantAt(day, '09:00'),
    });
    const days = Array.from({ length: 30 }, (_, n) => `2026-11-${String(n + 1).padStart(2, '0')}`);
    await river.db.transaction((tx) => tx.insert(Patrol, ['2026-10-31', ...days, '2026-12-01'].map(walk)));
    const draw = await drawPatrols(river.db.read, '2026-11');
    expect(draw).toMatchObject({ month: '2026-11', seed: '2026-11', of: 30 });
    expect(draw.drawn).toHaveLength(3);
    for (const one of draw.drawn) {
      expect(one).toMatchObject({
        reach: '汾河龙兴镇第一村段',
        walker: '龙兴镇第一村河长',
        result: 'normal',
      });
      expect(days).toContain(one.day);
    }
    expect(await drawPatrols(river.db.read, '2026-11')).toEqual(draw);
    expect(await drawPatrols(river.db.read, '2026-11', '第二次')).not.toEqual(draw);
    expect(await drawPatrols(river.db.read, '2026-09')).toMatchObject({ of: 0, drawn: [] });
    const [sheet, how] = await readSheets(await exportDraw(river.db.read, '2026-11'));
    expect(sheet?.rows.slice(1).map(([id]) => id)).toEqual(draw.drawn.map(({ patrolId }) => patrolId));
    expect(JSON.stringify(how?.rows)).toContain('共 30 次巡河，随机抽一成，3 次');
    await expect(drawPatrols(river.db.read, '2026-13')).rejects.toThrow('应像 2026-10');
  });
});

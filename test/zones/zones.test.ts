import { AuditEntry, HistoryEntry, Zone } from '../../entities';
import { writeBook } from '../../src/core/workbook';
import {
  exportZones,
  importZones,
  readZones,
  strictest,
  writeZonesTemplate,
  zoneWords,
} from '../../src/zones';
import { ZONES_BOOK } from '../../src/zones/zonesBook';
import { BACKENDS, buildReach } from '../factories';
import { type Row, sheet } from '../fixtures/sheets';
import { eachRiver, NOW, type River, TODAY } from '../river';

const SOURCE = '饮用水水源一级保护区';
const zone = (different: Row = {}): Row => ({
  区划编号: 'QH-01',
  区划名称: '古堆泉水源地',
  区划类型: SOURCE,
  ...different,
});
/** A square of 0.02 degrees around the river's outfall. */
const SQUARE: [number, number][] = [
  [111.21, 35.6],
  [111.23, 35.6],
  [111.23, 35.62],
  [111.21, 35.62],
];
const around = (points = SQUARE, different: Row = {}): Row[] =>
  points.map(([lon, lat]) => ({ 区划编号: 'QH-01', 经度: lon, 纬度: lat, ...different }));

describe.each(BACKENDS)('区划 over %s', (backend) => {
  let river: River;
  eachRiver(backend, (given) => {
    river = given;
  });
  const load = (bytes: Uint8Array, dryRun = false) =>
    importZones(river.deps, bytes, { dryRun, actor: 'cli', at: NOW });
  const imports = async (zones: Row[], boundary: Row[] = [], dryRun = false) =>
    load(await writeBook([sheet(ZONES_BOOK.zones, zones), sheet(ZONES_BOOK.boundary, boundary)]), dryRun);
  const all = () => river.db.read.find(Zone);
  const at = async (given: { reachId?: number; lonE6?: number; latE6?: number } = {}, day = TODAY) =>
    (await readZones(river.db.read, day)).at({
      reachId: 0,
      lonE6: river.outfall.lonE6,
      latE6: river.outfall.latE6,
      ...given,
    });

  test('clause （七）: a zone by its boundary holds what lies in it, with the law that says so', async () => {
    expect(await imports([zone()], around())).toMatchObject({ created: 1, errors: [] });
    const [found] = await at();
    expect(found).toMatchObject({ name: '古堆泉水源地', control: '禁止' });
    expect(found && zoneWords(found)).toBe(
      '在“古堆泉水源地”（饮用水水源一级保护区）里，禁止设置排污口：《水污染防治法》第六十四条，饮用水水源保护区内禁止设置排污口',
    );
    expect(await at({ lonE6: 111_240_000 })).toEqual([]);
    expect(await river.db.read.find(HistoryEntry, { subjectType: 'zone' })).toHaveLength(1);
    expect(await river.db.read.find(AuditEntry, { action: 'zones.imported' })).toHaveLength(1);
  });

  test('clause （七）: a zone by its reaches holds those below them too', async () => {
    const other = await buildReach(river.db, { townId: river.town.id, code: 'FH-09' });
    await buildReach(river.db, { townId: river.town.id, code: 'FH-T1' });
    await river.db.transaction((tx) =>
      tx.run("UPDATE reach SET code = 'FH-T' WHERE id = ?", [river.townReach.id]),
    );
    await imports([zone({ 区划类型: '限制设置河段', 河段编号: 'FH-T、FH-09' })]);
    for (const { id } of [river.townReach, river.reach, other]) {
      expect(await at({ reachId: id })).toMatchObject([{ control: '限制' }]);
    }
    expect(await at()).toEqual([]);
  });

  test('what is cut out of a zone does not lie in it, and several pieces are one zone', async () => {
    const hole: [number, number][] = [
      [111.219, 35.609],
      [111.221, 35.609],
      [111.221, 35.611],
      [111.219, 35.611],
    ];
    const apart: [number, number][] = SQUARE.map(([lon, lat]) => [lon + 0.05, lat]);
    await imports(
      [zone()],
      [
        ...around(SQUARE, { 第几片: '1' }),
        ...around(hole, { 第几片: '1-1', 挖空: '是' }),
        ...around(apart, { 第几片: '2' }),
      ],
    );
    expect(await at()).toEqual([]);
    expect(await at({ lonE6: 111_215_000 })).toHaveLength(1);
    expect(await at({ lonE6: 111_270_000 })).toHaveLength(1);
  });

  test('the strictest of several zones counts, and one that is over counts no more', async () => {
    await imports(
      [
        zone({ 失效日期: '2026-12-01' }),
        zone({ 区划编号: 'QH-02', 区划类型: '限制设置河段', 河段编号: 'FH-01' }),
        zone({ 区划编号: 'QH-03', 区划类型: '水功能区', 河段编号: 'FH-01' }),
      ],
      around(),
    );
    const spot = { reachId: river.reach.id };
    expect(await at(spot)).toHaveLength(3);
    expect(strictest(await at(spot))).toMatchObject({ control: '禁止', zones: [{ kind: SOURCE }] });
    expect(strictest(await at(spot, '2026-12-01'))).toMatchObject({ control: '限制' });
    expect(strictest(await at({ reachId: 0 }, '2026-12-01'))).toEqual({ control: null, zones: [] });
  });

  test('what the county writes goes before what its kind says', async () => {
    await imports([
      zone({ 区划类型: '水功能区', 管控: '限制', 依据: '县政府批复〔2025〕3号', 河段编号: 'FH-01' }),
    ]);
    expect(await all()).toMatchObject([{ control: '限制', basis: '县政府批复〔2025〕3号' }]);
    await imports([zone({ 区划类型: '水功能区', 河段编号: 'FH-01' })]);
    expect(await all()).toMatchObject([{ control: '限制', version: 1 }]);
    await imports([zone({ 区划类型: '一级保护区', 河段编号: 'FH-01' })]);
    expect(await all()).toMatchObject([{ kind: SOURCE, control: '禁止', version: 2 }]);
  });

  test('exported and imported again it changes nothing', async () => {
    await imports([zone({ 河段编号: 'FH-01' }), zone({ 区划编号: 'QH-02', 河段编号: 'FH-01' })], around());
    const bytes = await exportZones(river.db.read);
    expect(await load(bytes)).toMatchObject({ created: 0, updated: 0, unchanged: 2, errors: [] });
  });

  test('a GeoJSON says the same, and its faults bear the number of the feature', async () => {
    const feature = (properties: object, geometry: object | null) => ({
      type: 'Feature',
      properties,
      geometry,
    });
    const polygon = { type: 'Polygon', coordinates: [[...SQUARE, SQUARE[0]]] };
    const file = (...features: object[]) =>
      Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }));
    expect(await load(file(feature(zone(), polygon)))).toMatchObject({ created: 1, errors: [] });
    expect(await at()).toMatchObject([{ name: '古堆泉水源地' }]);
    expect(await imports([zone()], around())).toMatchObject({ unchanged: 1 });
    const { errors } = await load(
      file(feature(zone(), polygon), feature(zone({ 区划编号: 'QH-2', 区划类型: '林地' }), null)),
    );
    expect(errors.map(({ row, column, code }) => `${row} ${column} ${code}`)).toEqual([
      '3 区划类型 cell.choice',
    ]);
    for (const broken of ['{"type":', '{}', '{"features":[]}']) {
      expect((await load(Buffer.from(broken))).errors).toHaveLength(1);
    }
  });

  test('each fault is said with its row and column, and then nothing is written', async () => {
    const report = await imports(
      [
        zone(),
        zone({ 区划编号: 'QH-02', 河段编号: 'XX-9' }),
        zone({ 区划编号: 'QH-03' }),
        zone(),
        zone({ 区划编号: 'QH-05' }),
      ],
      [
        ...around(SQUARE.map(([lon, lat]) => [lat, lon])),
        ...around(SQUARE.slice(0, 2), { 区划编号: 'QH-05' }),
        ...around(SQUARE.slice(0, 1), { 区划编号: 'QH-77' }),
      ],
    );
    expect([...new Set(report.errors.map(({ sheet, row, code }) => `${sheet}${row} ${code}`))]).toEqual([
      '区划3 zone.reach',
      '区划4 zone.nowhere',
      '区划5 row.double',
      '边界2 coordinate.swapped',
      '边界3 coordinate.swapped',
      '边界4 coordinate.swapped',
      '边界5 coordinate.swapped',
      '边界6 zone.boundary',
      '边界8 zone.unknown',
    ]);
    expect(await all()).toEqual([]);
    expect(await imports([zone()], around(), true)).toMatchObject({ dryRun: true, created: 1 });
    expect(await all()).toEqual([]);
    const template = await load(await writeZonesTemplate());
    expect(template.errors.map(({ code }) => code)).toEqual(['workbook.nothing']);
  });

  test('coordinates of a map on a phone are converted', async () => {
    await imports([zone()], around(SQUARE, { 坐标系: 'GCJ-02' }));
    const [stored] = await all();
    const [[ring]] = JSON.parse(stored?.boundary ?? '[[[]]]');
    expect(ring[0][0]).toBeCloseTo(111.2046, 2);
    expect(ring[0][0]).not.toBe(111.21);
  });
});

import { placeOf, placesOn } from '../../src/problem/places';
import { BACKENDS, buildOutfall, buildReach, buildUnit } from '../factories';
import { openRiver, type River } from '../river';

describe.each(BACKENDS)('where a problem can be over %s', (backend) => {
  let river: River;
  beforeEach(async () => {
    river = await openRiver(backend);
  });
  afterEach(() => river.db.drop());

  const offered = async (reachId: number) => (await placesOn(river.db.read, reachId)).map(({ name }) => name);

  test('key outfalls come first, then the reaches right below, each an 其他 of its own, then other outfalls', async () => {
    await buildOutfall(river.db, {
      townId: river.town.id,
      reachId: river.reach.id,
      name: '老街散排口',
      isKey: null,
    });
    expect(await offered(river.townReach.id)).toEqual([
      '桥西雨洪排口',
      `其他：${river.reach.name}`,
      '老街散排口',
    ]);
    expect(await offered(river.reach.id)).toEqual(['桥西雨洪排口', '老街散排口']);
  });

  test('what a county chief finds on a town’s reach goes to that town, not to the first one of the river', async () => {
    const other = await buildUnit(river.db, { name: '古交镇', code: 'GJ' });
    const county = await buildReach(river.db, { townId: river.town.id, name: '汾河新绛段' });
    const below = await buildReach(river.db, { townId: other.id, parentId: county.id, name: '古交镇段' });
    const place = { code: `r${below.id}`, spot: '桥下50米' };
    expect(await placeOf(river.db.read, county.id, place)).toEqual({
      reachId: below.id,
      outfallId: null,
      place: '古交镇段，桥下50米',
      townId: other.id,
    });
  });
});

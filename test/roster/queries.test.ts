import {
  firstHeld,
  holdsPost,
  officePeople,
  peopleWith,
  postName,
  postNames,
  reachesUnder,
  serves,
} from '../../src/roster';
import { BACKENDS, buildPerson, buildPost, buildReach } from '../factories';
import { openRiver, type River, TODAY } from '../river';

describe.each(BACKENDS)('who is who over %s', (backend) => {
  let river: River;
  beforeEach(async () => {
    river = await openRiver(backend);
  });
  afterEach(() => river.db.drop());

  test('a post is held from its first day to its last, both included', async () => {
    const { reach, db } = river;
    const deputy = await buildPerson(db, { unitId: river.village.id });
    const days = { fromDay: '2026-11-24', toDay: '2026-11-26' };
    await buildPost(db, { reachId: reach.id, personId: deputy.id, level: 'village', ...days });
    const holds = (day: string) =>
      holdsPost(db.read, { personId: deputy.id, reachId: reach.id, level: 'village', day });
    expect(await Promise.all(['2026-11-23', '2026-11-24', '2026-11-26', '2026-11-27'].map(holds))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test('a reach has those below it, however deep', async () => {
    const { db, town, townReach, reach } = river;
    const below = await buildReach(db, { townId: town.id, parentId: reach.id });
    expect((await reachesUnder(db.read, townReach.id)).sort()).toEqual(
      [townReach.id, reach.id, below.id].sort(),
    );
    expect(await reachesUnder(db.read, below.id)).toEqual([below.id]);
  });

  test('a unit acts through the first role that somebody reachable holds', async () => {
    const { db, town, liaison, mayor } = river;
    const first = async () =>
      (await firstHeld(db.read, { unitId: town.id, roles: ['镇联络员', '镇长', '镇党委书记'] }))?.id;
    expect(await first()).toBe(liaison.id);
    await db.transaction((tx) => tx.run('UPDATE person SET openId = NULL WHERE id = ?', [liaison.id]));
    expect(await first()).toBe(mayor.id);
    await db.transaction((tx) => tx.run('UPDATE person SET openId = NULL WHERE id = ?', [mayor.id]));
    expect(await first()).toBe(liaison.id);
    expect(await firstHeld(db.read, { unitId: river.village.id, roles: ['镇长'] })).toBeNull();
  });

  test('people come in the order of the roles asked for, each once', async () => {
    const { db, office } = river;
    const government = await buildPerson(db, { unitId: office.unitId, roles: ['县政府', '县河长办'] });
    const ids = (await officePeople(db.read)).map(({ id }) => id);
    expect(ids).toEqual([office.id, government.id]);
    expect(await peopleWith(db.read, { roles: [] })).toEqual([]);
  });

  test('somebody serves while holding a post, or a role that needs none', async () => {
    const { db, chief, liaison } = river;
    expect(await serves(db.read, chief.id, TODAY)).toBe(true);
    expect(await serves(db.read, liaison.id, TODAY)).toBe(true);
    await db.transaction((tx) => tx.run("UPDATE post SET toDay = '2026-11-24'"));
    expect(await serves(db.read, chief.id, TODAY)).toBe(false);
  });

  test('people are named by post', async () => {
    const { db, chief, mayor } = river;
    expect([...(await postNames(db.read, [chief.id, mayor.id, null])).values()]).toEqual([
      '龙兴镇第一村河长',
      '龙兴镇镇长',
    ]);
    expect(postName({ name: '龙兴镇河长', title: null, unit: '龙兴镇' })).toBe('龙兴镇河长');
    expect(postName({ name: '龙兴镇河长', title: '龙兴镇副镇长', unit: '龙兴镇' })).toBe('龙兴镇副镇长');
    expect(postName({ name: '甲', title: '第一村村委会主任', unit: '龙兴镇第一村' })).toBe(
      '龙兴镇第一村村委会主任',
    );
  });
});

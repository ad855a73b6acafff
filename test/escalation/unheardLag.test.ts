import { Person, PersonRole } from '../../entities';
import { unheardLag } from '../../src/bot/presenters/unheardLag';
import { silentLog } from '../../src/core/log';
import { lagNotices } from '../../src/escalation';
import { BACKENDS, buildPerson, buildPost, buildReach, buildUnit, clockAt } from '../factories';
import { at, eachRiver, type River } from '../river';
import { buildTask, deliver, MONDAY, requests } from './world';

describe.each(BACKENDS)('a town that lags with nobody in a head role on %s', (backend) => {
  let world: River;
  let clerk: Person;
  eachRiver(backend, (fresh) => {
    world = fresh;
    clerk = fresh.office;
  });

  const run = (day = MONDAY) => lagNotices(world.deps, at(day));
  const leaves = (person: Person) =>
    world.db.transaction((tx) => tx.remove(PersonRole, { personId: person.id }));
  const asked = async () => (await requests(world)).map((r) => `${r.kind} → ${r.recipientId}`);
  const draw = async (recipient = clerk, day = MONDAY): Promise<string | null> => {
    const deps = { ...world.deps, clock: clockAt(at(day).toISOString()), log: silentLog() };
    const subject = { type: 'person', id: recipient.id };
    const request = { kind: 'unheardLag', subject, recipient, snapshot: null, at: at(day) };
    const rendered = await unheardLag(deps, world.db.read, request);
    return rendered && JSON.stringify(rendered.card);
  };

  it('has its liaison told', async () => {
    await leaves(world.mayor);
    await buildTask(world);
    expect(await run()).toBe(1);
    expect(await asked()).toEqual([`lagNotice → ${world.liaison.id}`]);
  });

  it('and no liaison either has 县河长办 told, with who is missing, who lags with what, and what to do', async () => {
    await leaves(world.mayor);
    await leaves(world.liaison);
    await buildTask(world, { periodKey: '2026-W47' });
    expect(await run()).toBe(1);
    expect(await asked()).toEqual([`unheardLag → ${clerk.id}`]);
    const card = await draw();
    expect(card).toContain('**龙兴镇**');
    expect(card).toContain('滞后1件，花名册里没有镇党委书记、镇长、镇联络员');
    expect(card).toContain('第一村河长：汾河龙兴镇第一村段 第47周巡河');
    expect(card).toContain('11月23日起，已过期1天');
    expect(card).toContain('在花名册“人员”表给这些单位补上');
    expect(await draw(world.chief)).toBeNull();
  });

  it('and whom Feishu does not know is told of as such', async () => {
    const ids = [world.mayor.id, world.liaison.id];
    await world.db.transaction((tx) => tx.update(Person, { id: ids }, { openId: null }));
    await buildTask(world);
    await run();
    expect(await asked()).toContain(`unheardLag → ${clerk.id}`);
    expect(await draw()).toContain('镇党委书记、镇长、镇联络员在飞书里都找不到');
  });

  it('is told of once, anew for another town, and again after five working days', async () => {
    await leaves(world.mayor);
    await leaves(world.liaison);
    await buildTask(world, { lateDay: '2027-12-31' });
    expect((await Promise.all([run(), run()])).sort()).toEqual([0, 1]);
    await deliver(world, MONDAY);
    expect(await run('2026-11-24')).toBe(0);
    const other = await buildUnit(world.db, { name: '古交镇' });
    const reach = await buildReach(world.db, { townId: other.id });
    await buildPost(world.db, { reachId: reach.id, personId: world.chief.id, level: 'village' });
    await buildTask(world, { reachId: reach.id, townId: other.id, lateDay: '2027-12-31' });
    expect(await run('2026-11-25')).toBe(1);
    await deliver(world, '2026-11-25');
    const told: string[] = [];
    for (const day of ['2026-11-26', '2026-11-27', '2026-11-30', '2026-12-01', '2026-12-02']) {
      if ((await run(day)) > 0) told.push(day);
    }
    expect(told).toEqual(['2026-12-02']);
  });

  it('once it has a head again is that head’s, and the office’s card says that it is over', async () => {
    await leaves(world.mayor);
    await leaves(world.liaison);
    await buildTask(world, { lateDay: '2027-12-31' });
    await run();
    await deliver(world, MONDAY);
    const secretary = await buildPerson(world.db, { unitId: world.town.id, roles: ['镇党委书记'] });
    expect(await run('2026-11-24')).toBe(1);
    expect(await asked()).toEqual([`lagNotice → ${secretary.id}`]);
    expect(await draw(clerk, '2026-11-24')).toContain('现在没有这样的单位了');
  });
});

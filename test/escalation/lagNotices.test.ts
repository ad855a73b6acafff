import {
  Digest,
  HistoryEntry,
  LagNotice,
  OutboxMessage,
  Person,
  PersonRole,
  Post,
  Urge,
} from '../../entities';
import {
  acknowledgeLag,
  digests,
  lagContent,
  lagNotices,
  unreachedPatrols,
  urgeMatter,
} from '../../src/escalation';
import { BACKENDS, buildOutfall, buildPerson, buildPost, buildReach, buildUnit } from '../factories';
import { at, buildProblem, eachRiver, type River } from '../river';
import { buildTask, deliver, MONDAY, requests, showCard } from './world';

describe.each(BACKENDS)('滞后提醒 on %s', (backend) => {
  let world: River;
  eachRiver(backend, (fresh) => {
    world = fresh;
  });

  const run = (day: string, time?: string) => lagNotices(world.deps, at(day, time));
  const noticeOf = async (recipientId: number) =>
    (await world.db.read.findOne(LagNotice, { recipientId })) as LagNotice;
  const finish = (id: number) =>
    world.db.transaction((tx) => tx.run(`UPDATE patrol_task SET state = 'done' WHERE id = ${id}`));
  const replacements = async () => (await world.db.read.find(OutboxMessage, { mode: 'replace' })).length;
  const showNotice = async (recipientId: number, day = MONDAY) =>
    showCard(world, {
      kind: 'lagNotice',
      subjectType: 'lagNotice',
      subjectId: (await noticeOf(recipientId)).id,
      recipientId,
      day,
    });

  it('tells the town’s head and its liaison who lags with what, since when, and what clears it', async () => {
    const task = await buildTask(world, { periodKey: '2026-W47' });
    const problem = await buildProblem(world);
    expect(await run(MONDAY)).toBe(2);
    expect((await requests(world)).map((r) => [r.kind, r.recipientId, r.messageClass])).toEqual([
      ['lagNotice', world.mayor.id, 'task'],
      ['lagNotice', world.liaison.id, 'task'],
    ]);
    const notice = await noticeOf(world.mayor.id);
    expect(notice).toMatchObject({ state: 'open', sinceDay: '2026-11-21', unitId: world.town.id });
    const content = await lagContent(world.db.read, world.deps, {
      noticeId: notice.id,
      recipientId: world.mayor.id,
      at: at(MONDAY),
    });
    expect(content?.isActing).toBe(true);
    expect(content?.rows.map(({ who, matter }) => [who, matter.id, matter.title, matter.clears])).toEqual([
      ['龙兴镇联络员', problem.id, '交办单：桥下50米（河岸）', '处理后反馈并附照片'],
      ['龙兴镇第一村河长', task.id, '汾河龙兴镇第一村段 第47周巡河', '补录这次巡河'],
    ]);
  });

  it('takes the first head role that is held: 书记 before 镇长', async () => {
    const secretary = await buildPerson(world.db, { unitId: world.town.id, roles: ['镇党委书记'] });
    await buildTask(world);
    await run(MONDAY);
    const told = (await requests(world)).map(({ recipientId }) => recipientId);
    expect(told.sort()).toEqual([secretary.id, world.liaison.id].sort());
  });

  it('is said once: a doubled run, the next day and two runs at once add nothing', async () => {
    await buildTask(world);
    expect((await Promise.all([run(MONDAY), run(MONDAY)])).sort()).toEqual([0, 2]);
    expect(await run('2026-11-24')).toBe(0);
    expect(await requests(world)).toHaveLength(2);
  });

  it('is redrawn in place the next day, since the days overdue changed', async () => {
    await buildTask(world);
    await run(MONDAY);
    await showNotice(world.mayor.id);
    await run(MONDAY, '09:00');
    expect(await replacements()).toBe(0);
    await run('2026-11-24');
    expect(await replacements()).toBe(1);
  });

  it('comes anew, unread, when something new lags, at most once a day', async () => {
    await buildTask(world);
    await run(MONDAY);
    const { id, version } = await noticeOf(world.mayor.id);
    const by = { person: world.mayor, roles: ['镇长' as const] };
    await world.db.transaction((tx) =>
      acknowledgeLag(tx, world.deps, {
        noticeId: id,
        version,
        by,
        at: at(MONDAY, '09:00'),
        messageId: 'om_x',
      }),
    );
    await deliver(world, MONDAY);
    await buildProblem(world);
    expect(await run(MONDAY, '10:00')).toBe(0);
    expect(await run('2026-11-24')).toBe(2);
    const renewed = await noticeOf(world.mayor.id);
    expect(renewed).toMatchObject({ id, readAt: null, version: 3 });
    expect(renewed.matters).toHaveLength(2);
  });

  it('shrinks without a sound, and turns green when all of it is done, at any hour', async () => {
    const first = await buildTask(world);
    const second = await buildTask(world);
    await run(MONDAY);
    await showNotice(world.mayor.id);
    await finish(first.id);
    expect(await run(MONDAY, '21:00')).toBe(0);
    expect((await noticeOf(world.mayor.id)).matters).toEqual([{ type: 'task', id: second.id }]);
    expect(await replacements()).toBe(1);
    await finish(second.id);
    expect(await run(MONDAY, '22:00')).toBe(0);
    const cleared = await noticeOf(world.mayor.id);
    expect(cleared).toMatchObject({ state: 'cleared', clearedAt: at(MONDAY, '22:00') });
    const steps = await world.db.read.find(
      HistoryEntry,
      { subjectType: 'lagNotice', subjectId: cleared.id },
      { order: { version: 'ASC' } },
    );
    expect(steps.map(({ action }) => action)).toEqual(['opened', 'shrunk', 'cleared']);
  });

  it('begins a new one when the town lags again after clearing', async () => {
    const task = await buildTask(world);
    await run(MONDAY);
    await finish(task.id);
    await buildTask(world, { dueDay: MONDAY });
    expect(await run('2026-11-24')).toBe(2);
    expect(await world.db.read.find(LagNotice, { state: 'open' })).toHaveLength(2);
    expect(await world.db.read.find(LagNotice, { state: 'cleared' })).toHaveLength(2);
  });

  it('does not ask the town to make good what nobody can enter: the post was empty on the due day', async () => {
    await buildTask(world);
    await buildProblem(world);
    await world.db.transaction((tx) =>
      tx.update(Post, { personId: world.chief.id }, { toDay: '2026-11-21' }),
    );
    const joined = await buildPerson(world.db, { unitId: world.town.id, roles: ['村级河长'] });
    const post = { reachId: world.reach.id, personId: joined.id, level: 'village' as const };
    await buildPost(world.db, { ...post, fromDay: MONDAY });
    await run(MONDAY);
    expect((await noticeOf(world.mayor.id)).matters.map(({ type }) => type)).toEqual(['problem']);
  });

  it('names the successor who holds the post on the due day, not the assignee who has left', async () => {
    // A county without a grace for new holders.
    world.deps.policies.current.patrol.graceWorkdays = 0;
    await buildTask(world);
    await world.db.transaction((tx) =>
      tx.update(Post, { personId: world.chief.id }, { toDay: '2026-11-18' }),
    );
    const unitId = world.town.id;
    const joined = await buildPerson(world.db, { unitId, name: '新任河长', roles: ['村级河长'] });
    const post = { reachId: world.reach.id, personId: joined.id, level: 'village' as const };
    await buildPost(world.db, { ...post, fromDay: '2026-11-19' });
    await run(MONDAY);
    const content = await lagContent(world.db.read, world.deps, {
      noticeId: (await noticeOf(world.mayor.id)).id,
      recipientId: world.mayor.id,
      at: at(MONDAY),
    });
    expect(content?.rows.map(({ who, matter }) => [who, matter.clears])).toEqual([
      ['新任河长', '补录这次巡河'],
    ]);
  });

  it('ends with the post of whoever it was sent to: grey, out of their digest, and the next head is told', async () => {
    await buildTask(world);
    await run(MONDAY);
    await showNotice(world.mayor.id);
    const elsewhere = await buildUnit(world.db, { name: '县水利局', type: '县直部门' });
    await world.db.transaction(async (tx) => {
      await tx.update(Person, { id: world.mayor.id }, { unitId: elsewhere.id });
      await tx.remove(PersonRole, { personId: world.mayor.id });
    });
    const next = await buildPerson(world.db, { unitId: world.town.id, roles: ['镇长'] });
    expect(await run('2026-11-24')).toBe(1);
    const ended = await noticeOf(world.mayor.id);
    expect(ended.state).toBe('cleared');
    expect(await noticeOf(next.id)).toMatchObject({ state: 'open' });
    expect(await replacements()).toBeGreaterThan(0);
    const content = await lagContent(world.db.read, world.deps, {
      noticeId: ended.id,
      recipientId: world.mayor.id,
      at: at('2026-11-24'),
    });
    expect(content?.isActing).toBe(false);
    const steps = await world.db.read.find(HistoryEntry, { subjectType: 'lagNotice', subjectId: ended.id });
    expect(steps.map(({ action }) => action)).toEqual(['opened', 'left']);
    await digests(world.deps, at('2026-11-30'));
    expect(await world.db.read.findOne(Digest, { personId: world.mayor.id })).toBeNull();
  });

  it('says nothing of a chief whom Feishu does not reach, and takes out one who left Feishu', async () => {
    const task = await buildTask(world);
    await run(MONDAY);
    await world.db.transaction((tx) => tx.update(Person, { id: world.chief.id }, { openId: null }));
    const content = await lagContent(world.db.read, world.deps, {
      noticeId: (await noticeOf(world.mayor.id)).id,
      recipientId: world.mayor.id,
      at: at(MONDAY, '09:00'),
    });
    expect(content?.rows).toEqual([]);
    await run(MONDAY, '10:00');
    expect(await noticeOf(world.mayor.id)).toMatchObject({ state: 'cleared' });
    const shown = await unreachedPatrols(world.db.read, { today: MONDAY });
    expect(shown).toMatchObject([{ id: task.id, unitId: world.town.id, responsible: [world.chief.id] }]);
  });

  it('leaves county-level chiefs, 基线, and another town’s matters alone', async () => {
    await buildTask(world, { level: 'county' });
    await buildOutfall(world.db, {
      townId: world.town.id,
      reachId: world.reach.id,
      remedyDueDay: '2024-10-31',
      baselineDay: MONDAY,
    });
    const other = await buildUnit(world.db, { name: '古交镇' });
    const reach = await buildReach(world.db, { townId: other.id });
    await buildPost(world.db, { reachId: reach.id, personId: world.chief.id, level: 'village' });
    await buildTask(world, { reachId: reach.id, townId: other.id });
    // 古交镇 has nobody to tell: 县河长办 is told of that, and 龙兴镇 of nothing.
    expect(await run(MONDAY)).toBe(1);
    expect((await requests(world)).map(({ recipientId }) => recipientId)).toEqual([world.office.id]);
  });

  it('counts a waiting verification to the verifier’s town and not to the one that handled it', async () => {
    const answered = { state: 'answered' as const, answeredAt: at('2026-11-10', '10:00') };
    await buildProblem(world, { ...answered, verifierId: world.office.id });
    expect(await run(MONDAY)).toBe(0);
    await buildProblem(world, answered);
    expect(await run(MONDAY)).toBe(2);
  });

  describe('已知悉', () => {
    const press = async (input: Partial<Parameters<typeof acknowledgeLag>[2]> = {}) => {
      const { id, version } = await noticeOf(world.mayor.id);
      return world.db.transaction((tx) =>
        acknowledgeLag(tx, world.deps, {
          noticeId: id,
          version,
          by: { person: world.mayor, roles: ['镇长'] },
          at: at(MONDAY, '09:10'),
          messageId: 'om_x',
          ...input,
        }),
      );
    };

    it('records that it was read and stops nothing', async () => {
      await buildTask(world);
      await run(MONDAY);
      await press();
      expect(await noticeOf(world.mayor.id)).toMatchObject({
        state: 'open',
        readAt: at(MONDAY, '09:10'),
        version: 2,
      });
      expect((await noticeOf(world.liaison.id)).readAt).toBeNull();
    });

    it('is refused to others and to a stale card', async () => {
      await buildTask(world);
      await run(MONDAY);
      const liaison = { person: world.liaison, roles: ['镇联络员' as const] };
      await expect(press({ by: liaison })).rejects.toMatchObject({ code: 'press.notYours' });
      const chief = { person: world.chief, roles: ['村级河长' as const] };
      await expect(press({ by: chief })).rejects.toMatchObject({ code: 'press.notYours' });
      await expect(press({ version: 9 })).rejects.toMatchObject({ code: 'press.stale' });
      await expect(press({ noticeId: 99 })).rejects.toMatchObject({ code: 'matter.gone' });
      expect((await noticeOf(world.mayor.id)).readAt).toBeNull();
    });
  });

  describe('催办', () => {
    const press = async (
      matter: { type: 'task' | 'outfall'; id: number },
      input: Partial<Parameters<typeof urgeMatter>[2]> = {},
    ) => {
      const { id, version } = await noticeOf(world.mayor.id);
      return world.db.transaction((tx) =>
        urgeMatter(tx, world.deps, {
          noticeId: id,
          version,
          matter,
          by: { person: world.mayor, roles: ['镇长'] },
          at: at(MONDAY, '10:00'),
          ...input,
        }),
      );
    };

    it('is kept once a matter, head and day, and redraws the matter’s card', async () => {
      const task = await buildTask(world);
      await run(MONDAY);
      const chiefId = world.chief.id;
      await showCard(world, {
        kind: 'patrolTask',
        subjectType: 'task',
        subjectId: task.id,
        recipientId: chiefId,
        day: MONDAY,
      });
      expect(await press(task && { type: 'task', id: task.id })).toMatchObject({
        fresh: true,
      });
      expect(await press({ type: 'task', id: task.id })).toMatchObject({ fresh: false });
      expect(await world.db.read.find(Urge)).toMatchObject([
        { byId: world.mayor.id, toId: chiefId, day: MONDAY },
      ]);
      expect(await replacements()).toBe(1);
      const content = await lagContent(world.db.read, world.deps, {
        noticeId: (await noticeOf(world.mayor.id)).id,
        recipientId: world.mayor.id,
        at: at(MONDAY, '10:01'),
      });
      expect(content?.rows[0]?.urgedToday).toBe(true);
    });

    it.each([
      ['企业', '龙兴镇联络员（镇代办）'],
      ['镇政府', '龙兴镇联络员'],
    ])('reaches the liaison for an outfall of %s, shown as %s', async (ownerType, shown) => {
      const outfall = await buildOutfall(world.db, {
        townId: world.town.id,
        reachId: world.reach.id,
        remedyDueDay: '2026-11-20',
        ownerType,
      });
      await run(MONDAY);
      expect(await press({ type: 'outfall', id: outfall.id })).toMatchObject({ fresh: true });
      const [urge] = await world.db.read.find(Urge);
      expect(urge?.toId).toBe(world.liaison.id);
      const content = await lagContent(world.db.read, world.deps, {
        noticeId: (await noticeOf(world.mayor.id)).id,
        recipientId: world.mayor.id,
        at: at(MONDAY),
      });
      expect(content?.rows[0]?.who).toBe(shown);
    });

    it('is refused for what the notice does not name, what is done, and to people of other units', async () => {
      const task = await buildTask(world);
      await run(MONDAY);
      await expect(press({ type: 'task', id: 9_999 })).rejects.toMatchObject({ code: 'matter.gone' });
      const other = await buildUnit(world.db, { name: '古交镇' });
      const stranger = await buildPerson(world.db, { unitId: other.id, roles: ['镇长'] });
      await expect(
        press({ type: 'task', id: task.id }, { by: { person: stranger, roles: ['镇长'] } }),
      ).rejects.toMatchObject({ code: 'press.notYours' });
      await finish(task.id);
      await expect(press({ type: 'task', id: task.id })).rejects.toMatchObject({ code: 'matter.gone' });
      expect(await world.db.read.find(Urge)).toEqual([]);
    });
  });
});

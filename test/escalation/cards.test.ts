import { Digest, LagNotice, type Person } from '../../entities';
import { lagActions } from '../../src/bot/actions/lag';
import type { BotDeps, Presenter } from '../../src/bot/frame';
import { baseline } from '../../src/bot/presenters/baseline';
import { digest } from '../../src/bot/presenters/digest';
import { lagNotice } from '../../src/bot/presenters/lagNotice';
import { patrolTask } from '../../src/bot/presenters/patrolTask';
import { createLog } from '../../src/core/log';
import { digests, lagNotices } from '../../src/escalation';
import { buildOutfall, clockAt } from '../factories';
import { at, buildProblem, eachRiver, type River } from '../river';
import { buildTask, deliver, MONDAY } from './world';

describe('the reminder cards', () => {
  let world: River;
  eachRiver('sqlite', (fresh) => {
    world = fresh;
  });

  const deps = (): BotDeps => ({
    ...world.deps,
    clock: clockAt('2026-11-23T00:30:00Z'),
    log: createLog('silent'),
  });
  const draw = async (present: Presenter, id: number, recipient: Person, instant = at(MONDAY)) => {
    const request = { kind: '', subject: { type: '', id }, recipient, snapshot: null, at: instant };
    const rendered = await present(deps(), world.db.read, request);
    return rendered ? JSON.stringify(rendered.card) : null;
  };
  const overdueOutfall = (given = {}) =>
    buildOutfall(world.db, {
      townId: world.town.id,
      reachId: world.reach.id,
      name: '桥东雨洪排口',
      remedyDueDay: '2026-11-20',
      ...given,
    });

  it('今日待办 shows what is due, oldest first, with its own card to open where there is one', async () => {
    await buildTask(world, { periodKey: '2026-W47' });
    await buildProblem(world, {
      handlerId: world.chief.id,
      verifierId: world.liaison.id,
      dueDay: '2026-11-24',
    });
    await digests(world.deps, at(MONDAY));
    const row = (await world.db.read.findOne(Digest, { personId: world.chief.id })) as Digest;
    const card = (await draw(digest, row.id, world.chief)) ?? '';
    expect(card).toContain('我要办的');
    expect(card).toContain('已过期1天');
    expect(card).toContain('还有1个工作日');
    expect(card.indexOf('第47周巡河')).toBeLessThan(card.indexOf('桥下50米'));
    expect(await draw(digest, row.id, world.mayor)).toBeNull();
  });

  it('今日待办, the task’s card and the 滞后提醒 say 暂定 of a deadline in a year that is not covered', async () => {
    const task = await buildTask(world, { dueDay: '2027-01-08', lateDay: '2027-01-15' });
    const tuesday = at('2027-01-05');
    await digests(world.deps, tuesday);
    const row = (await world.db.read.findOne(Digest, { personId: world.chief.id })) as Digest;
    expect(await draw(digest, row.id, world.chief, tuesday)).toContain('还有3个工作日（暂定）');
    expect(await draw(patrolTask, task.id, world.chief, tuesday)).toContain('1月8日前（暂定）巡一次');
    const late = at('2027-01-11');
    await lagNotices(world.deps, late);
    const [notice] = await world.db.read.find(LagNotice, { recipientId: world.mayor.id });
    expect(await draw(lagNotice, notice?.id ?? 0, world.mayor, late)).toContain('已过期3天（暂定）');
  });

  it('今日待办 of the liaison lists an outfall, which opens its card, and counts the 老账 apart', async () => {
    await overdueOutfall();
    await overdueOutfall({ name: '老排口', remedyDueDay: '2024-10-31', baselineDay: MONDAY });
    await digests(world.deps, at(MONDAY));
    const row = (await world.db.read.findOne(Digest, { personId: world.liaison.id })) as Digest;
    const card = await draw(digest, row.id, world.liaison);
    expect(card).toContain('桥东雨洪排口');
    expect(card).toContain('matter.open');
    expect(card).toContain('另有老账1件');
  });

  it('接手时的老账 sums up; with nothing left it is not sent', async () => {
    expect(await draw(baseline, world.mayor.id, world.mayor)).toBeNull();
    await overdueOutfall({ remedyDueDay: '2024-10-31', baselineDay: MONDAY });
    expect(await draw(baseline, world.mayor.id, world.mayor)).toContain('1件');
  });

  describe('滞后提醒', () => {
    const notice = async (): Promise<LagNotice> =>
      (await world.db.read.findOne(LagNotice, { recipientId: world.mayor.id })) as LagNotice;
    const press = async (
      name: string,
      value: Record<string, unknown>,
      { by = world.mayor, instant = at(MONDAY, '10:00') } = {},
    ) => {
      const handler = lagActions.find((one) => one.name === name);
      if (!handler) throw new Error(`no action ${name}`);
      return world.db.transaction((tx) => {
        const ctx = {
          deps: deps(),
          tx,
          person: by,
          roles: ['镇长' as const],
          at: instant,
          messageId: 'om_1',
        };
        return handler.begin(ctx, { value })(ctx);
      });
    };

    it('says who, what, since when and what clears it, takes 已知悉, and turns green', async () => {
      const task = await buildTask(world, { periodKey: '2026-W47' });
      await lagNotices(world.deps, at(MONDAY));
      const { id, version } = await notice();
      const open = await draw(lagNotice, id, world.mayor);
      expect(open).toContain('第一村河长：汾河龙兴镇第一村段 第47周巡河');
      expect(open).toContain('11月23日起，已过期1天');
      expect(open).toContain('补录这次巡河就消除');
      expect(await press('lag.read', { notice: id, version })).toMatchObject({ toast: { type: 'success' } });
      expect(await draw(lagNotice, id, world.mayor)).toContain('11月23日10时0分');
      await world.db.transaction((tx) =>
        tx.run(`UPDATE patrol_task SET state = 'done' WHERE id = ${task.id}`),
      );
      expect(await draw(lagNotice, id, world.mayor)).toContain('已消除');
      expect(await draw(lagNotice, id, world.chief)).toContain('不归你办');
    });

    it('says truly when a 催办 will be read', async () => {
      const task = await buildTask(world);
      await lagNotices(world.deps, at(MONDAY));
      await digests(world.deps, at(MONDAY));
      const { id, version } = await notice();
      const value = { notice: id, version, matterType: 'patrolTask', matterId: task.id };
      expect((await press('lag.urge', value)).toast?.content).toBe(
        '已催办。今天的待办已经发过，任务卡片已更新，11月24日（周二）的待办里会写明是你催的',
      );
      expect((await press('lag.urge', value)).toast?.content).toBe('今天已经催过这件事了');
      await deliver(world, MONDAY);
      expect((await press('lag.urge', value, { instant: at('2026-11-24', '08:00') })).toast?.content).toBe(
        '已催办，会写进对方今天的待办',
      );
      await digests(world.deps, at('2026-11-24'));
      const row = (await world.db.read.findOne(Digest, {
        personId: world.chief.id,
        day: '2026-11-24',
      })) as Digest;
      const card = await draw(digest, row.id, world.chief, at('2026-11-24'));
      expect(card).toContain('龙兴镇镇长 催办：汾河龙兴镇第一村段');
    });

    it('takes no 催办 of a kind that it does not know, nor a value made up', async () => {
      await buildTask(world);
      await lagNotices(world.deps, at(MONDAY));
      const { id, version } = await notice();
      await expect(
        press('lag.urge', { notice: id, version, matterType: 'constructor', matterId: 1 }),
      ).rejects.toMatchObject({ code: 'press.unknown' });
      expect(await press('lag.urge', { notice: 'x' })).toMatchObject({ toast: { type: 'warning' } });
    });
  });
});

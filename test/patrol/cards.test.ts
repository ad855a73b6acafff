import { PatrolTask, Person, Post } from '../../entities';
import { newTasks } from '../../src/bot/presenters/newTasks';
import { instantAt } from '../../src/core/days';
import { BACKENDS, buildPerson, buildPost } from '../factories';
import { Hand } from '../problem/pressing';
import { buildCard, buildTask, openRiver, type River } from '../river';

describe.each(BACKENDS)('patrol cards over %s', (backend) => {
  let river: River;
  let chief: Hand;
  beforeEach(async () => {
    river = await openRiver(backend);
    chief = new Hand(river, river.chief);
  });
  afterEach(() => river.db.drop());

  const later = (day: string) => river.deps.clock.moveTo(instantAt(day, '09:00'));
  const last = {
    periodKey: '2026-W47',
    startDay: '2026-11-16',
    dueDay: '2026-11-22',
    lateDay: '2026-11-29',
  };

  test('an open task shows its period, its outfalls and two buttons', async () => {
    const { id } = await buildTask(river);
    const card = await chief.sees('patrolTask', id);
    expect(card.words).toContain('本周');
    expect(card.words).toContain('桥西雨洪排口');
    expect(card.buttons).toEqual(['一切正常，提交', '发现问题', '其他情况（补记、顺延）']);
  });

  test('one press, and the card says who walked', async () => {
    const { id } = await buildTask(river);
    const { toast } = await chief.presses('一切正常，提交', await chief.sees('patrolTask', id));
    expect(toast).toEqual({ type: 'success', content: '已提交' });
    const done = await chief.sees('patrolTask', id);
    expect(done.words).toContain('龙兴镇第一村河长');
    expect(done.words).toContain('没有发现问题');
    expect(done.buttons).toEqual(['又发现问题']);
  });

  test('又发现问题 is there for as long as who walked may press it, and no longer', async () => {
    const { id } = await buildTask(river);
    await chief.presses('一切正常，提交', await chief.sees('patrolTask', id));
    later('2026-11-26');
    const done = await chief.sees('patrolTask', id);
    expect(done.buttons).toEqual(['又发现问题']);
    expect((await chief.presses('又发现问题', done)).toast?.type).toBe('info');
    await river.db.transaction((tx) =>
      tx.update(Post, { personId: river.chief.id }, { toDay: '2026-11-25' }),
    );
    expect((await chief.sees('patrolTask', id)).buttons).toEqual([]);
    expect(await chief.refused('又发现问题', done)).toBe('press.notYours');
  });

  test('镇代办: who entered it for a chief may report what is found afterwards', async () => {
    await river.db.transaction((tx) => tx.update(Person, { id: river.chief.id }, { openId: null }));
    const { id } = await buildTask(river);
    const liaison = new Hand(river, river.liaison);
    await liaison.presses('一切正常，提交', await liaison.sees('patrolTask', id));
    later('2026-11-26');
    const done = await liaison.sees('patrolTask', id);
    expect((await liaison.presses('又发现问题', done)).toast?.type).toBe('info');
  });

  test('a task of last week can be entered late, and is 未完成 when that is over', async () => {
    const { id } = await buildTask(river, last);
    const card = await chief.sees('patrolTask', id);
    expect(card.words).toContain('可补录');
    expect(card.words).toContain('上周');
    await chief.presses('一切正常，提交', card, { walked_on: '2026-11-21 +0800' });
    expect((await chief.sees('patrolTask', id)).words).toContain('11月21日巡河（补录）');
    const { id: other } = await buildTask(river);
    later('2026-12-07');
    expect((await chief.sees('patrolTask', other)).words).toContain('未完成');
  });

  test('a cancelled task and one of somebody else are grey and without buttons', async () => {
    const { id } = await buildTask(river);
    const mayor = new Hand(river, river.mayor);
    expect(await mayor.sees('patrolTask', id)).toMatchObject({ buttons: [] });
    expect((await mayor.sees('patrolTask', id)).words).toContain('不归你办');
    await river.db.transaction((tx) => tx.update(PatrolTask, { id }, { state: 'void' }));
    expect((await chief.sees('patrolTask', id)).words).toContain('已取消');
  });

  test('the list of new tasks has a row for each open one of this person', async () => {
    await buildTask(river);
    await buildTask(river, last);
    const card = await chief.sees('newTasks', river.chief.id);
    expect(card.buttons).toEqual(['打开', '打开']);
    expect(card.words).toContain('村级河长 · 上周');
  });

  test('a list whose tasks are all done says so where it was sent, and is not sent any more', async () => {
    const { deps, db } = river;
    const subject = { type: 'person', id: river.chief.id };
    const request = {
      kind: 'newTasks',
      subject,
      recipient: river.chief,
      snapshot: null,
      at: deps.clock.now(),
    };
    expect(await newTasks(deps, db.read, request)).toBeNull();
    const own = { subjectType: 'person', subjectId: river.chief.id, recipientId: river.chief.id };
    await buildCard(db, { kind: 'newTasks', ...own });
    expect((await chief.sees('newTasks', river.chief.id)).words).toContain('都办完了');
  });

  test('a holder who stepped down sees that the task is not theirs any more', async () => {
    const { id } = await buildTask(river);
    const next = await buildPerson(river.db, { unitId: river.village.id });
    await river.db.transaction((tx) =>
      tx.update(Post, { personId: river.chief.id }, { toDay: '2026-11-24' }),
    );
    await buildPost(river.db, { reachId: river.reach.id, personId: next.id, level: 'village' });
    expect((await chief.sees('patrolTask', id)).words).toContain('不归你办');
    expect((await new Hand(river, next).sees('patrolTask', id)).buttons).toContain('一切正常，提交');
  });
});

import { HistoryEntry, Patrol, type PatrolTask, Person, Problem } from '../../entities';
import { newTasks } from '../../src/bot/presenters/newTasks';
import { dayOf } from '../../src/core/days';
import { BACKENDS, buildPerson, buildPost, buildUnit } from '../factories';
import { Hand, Shown } from '../problem/pressing';
import { buildCard, buildTask, eachRiver, NOW, type River, waiting } from '../river';

describe.each(BACKENDS)('镇代办 of a task whose chief is not in Feishu, over %s', (backend) => {
  let river: River;
  let task: PatrolTask;
  let liaison: Hand;
  eachRiver(backend, async (fresh) => {
    river = fresh;
    task = await buildTask(river);
    liaison = new Hand(river, river.liaison);
    await river.db.transaction((tx) => tx.update(Person, { id: river.chief.id }, { openId: null }));
  });
  const all = <E extends object>(entity: new () => E) => river.db.read.find(entity);
  const listOf = async (recipient: Person): Promise<Shown> => {
    const request = { subject: { type: 'person', id: recipient.id }, recipient, snapshot: null, at: NOW };
    return new Shown((await newTasks(river.deps, river.db.read, request))?.card ?? {}, []);
  };

  test('the town’s liaison finds it in their list, and its card says for whom', async () => {
    expect((await listOf(river.liaison)).words).toContain('村级河长（镇代办）');
    const card = await liaison.sees('patrolTask', task.id);
    expect(card.words).toContain('替 **龙兴镇第一村河长** 填');
    expect(card.words).toContain('镇代办');
    expect(card.words).toContain('哪天巡的河');
    expect(card.buttons).toEqual(['一切正常，提交', '发现问题']);
  });

  test('what the liaison enters is the chief’s patrol on the chosen day, shown apart', async () => {
    const list = await buildCard(river.db, {
      kind: 'newTasks',
      subjectType: 'person',
      subjectId: river.liaison.id,
      recipientId: river.liaison.id,
    });
    const card = await liaison.sees('patrolTask', task.id);
    const { toast } = await liaison.presses('一切正常，提交', card, { walked_on: '2026-11-24 +0800' });
    expect(toast).toEqual({ type: 'success', content: '已提交' });
    const [patrol] = await all(Patrol);
    expect(patrol).toMatchObject({
      personId: river.chief.id,
      enteredById: river.liaison.id,
      channel: 'card',
      recordedAt: NOW,
    });
    expect(dayOf(patrol?.occurredAt as Date)).toBe('2026-11-24');
    expect(await all(HistoryEntry)).toMatchObject([
      { action: 'done', actor: `person:${river.liaison.id}`, data: { walker: river.chief.id } },
    ]);
    expect((await liaison.sees('patrolTask', task.id)).words).toContain(
      '龙兴镇第一村河长11月24日巡河（镇代办）',
    );
    expect(await waiting(river.db)).toContain(`newTasks↻${list.recipientId}`);
  });

  test('a problem that the liaison enters is the chief’s finding and patrol, and the liaison still sees it', async () => {
    await liaison.presses('发现问题', await liaison.sees('patrolTask', task.id));
    const [draft] = await all(Problem);
    await liaison.presses('提交', await liaison.sees('problemForm', draft?.id ?? 0), {
      place: 'other',
      spot: '桥下50米',
      category: '河岸',
      seriousness: '一般',
      words: '岸边有垃圾',
    });
    expect(await all(Problem)).toMatchObject([{ finderId: river.chief.id, state: 'assigned' }]);
    expect(await all(Patrol)).toMatchObject([
      { personId: river.chief.id, enteredById: river.liaison.id, result: 'problem' },
    ]);
    expect((await liaison.sees('problemForm', draft?.id ?? 0)).words).toContain('桥下50米');
  });

  test('whoever holds the post and is reached enters it themselves', async () => {
    const other = await buildPerson(river.db, { unitId: river.village.id });
    await buildPost(river.db, { reachId: river.reach.id, personId: other.id, level: 'village' });
    const card = await liaison.sees('patrolTask', task.id);
    expect(card.words).toContain('不归你办');
    expect((await listOf(river.liaison)).words).not.toContain('镇代办');
  });

  test('another town’s liaison and the town’s mayor may not', async () => {
    const town = await buildUnit(river.db, { name: '三泉镇', code: '140825101' });
    const other = await buildPerson(river.db, { unitId: town.id, roles: ['镇联络员'] });
    for (const person of [other, river.mayor]) {
      const card = await liaison.sees('patrolTask', task.id);
      expect((await new Hand(river, person).sees('patrolTask', task.id)).words).toContain('不归你办');
      const pressed = new Hand(river, person).presses('一切正常，提交', card);
      await expect(pressed).rejects.toMatchObject({ code: 'press.notYours' });
    }
    expect(await all(Patrol)).toEqual([]);
  });
});

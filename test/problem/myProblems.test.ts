import { type PatrolTask, Person, Problem } from '../../entities';
import { Conversation } from '../../src/bot/conversation';
import { instantAt } from '../../src/core/days';
import { BACKENDS, buildPost } from '../factories';
import { buildProblem, buildTask, eachRiver, type River, sendAll, waiting } from '../river';
import { Hand, newestProblem } from './pressing';

describe.each(BACKENDS)('我的问题 over %s', (backend) => {
  let river: River;
  let chief: Hand;
  let office: Hand;
  eachRiver(backend, (fresh) => {
    river = fresh;
    chief = new Hand(river, river.chief);
    office = new Hand(river, river.office);
  });

  let messages = 0;
  async function word(person: Person, text: string): Promise<string> {
    messages += 1;
    const said: string[] = [];
    await new Conversation(river.deps, async (one) => said.push(one.text)).message({
      messageId: `om_mine_${messages}`,
      chatId: 'oc_1',
      chatType: 'p2p',
      openId: String(person.openId),
      sentAt: river.deps.clock.now(),
      text,
      imageKeys: [],
      place: null,
      file: null,
    });
    return said.join();
  }
  const closed = (given: Partial<Problem> = {}) =>
    buildProblem(river, {
      state: 'closed',
      answeredAt: instantAt('2026-11-18', '10:00'),
      closedAt: instantAt('2026-11-20', '10:00'),
      ...given,
    });
  const list = (hand: Hand) => hand.sees('myProblems', hand.person.id);

  test('weeks after the card is dead the finder opens the problem from the list and says 反弹了', async () => {
    const { id } = await closed();
    river.deps.clock.moveTo(instantAt('2026-12-20', '09:00'));
    expect(await word(river.chief, '我的问题')).toBe('');
    expect(await waiting(river.db)).toEqual([`myProblems→${river.chief.id}`]);
    const shown = await list(chief);
    expect(shown.words).toContain('刚办结的');
    expect(shown.words).toContain('点“反弹了”');
    await sendAll(river.db);
    await chief.presses('打开', shown);
    expect(await waiting(river.db)).toEqual([`problemForm→${river.chief.id}`]);
    await chief.presses('反弹了', await chief.sees('problemForm', id), { reason: '又堆上了' });
    expect(await river.db.read.findOne(Problem, { id })).toMatchObject({ state: 'assigned', rebounds: 1 });
    expect((await list(chief)).words).toContain('反弹重开，等龙兴镇签收');
  });

  test('who verified it can as well, from the card on which they did; a stranger can neither open nor reopen it', async () => {
    const { id } = await closed({ verifierId: river.mayor.id });
    const mayor = new Hand(river, river.mayor);
    const shown = await list(mayor);
    await mayor.presses('打开', shown);
    expect(await waiting(river.db)).toEqual([`problemVerify→${river.mayor.id}`]);
    const check = await mayor.sees('problemVerify', id);
    const liaison = new Hand(river, river.liaison);
    expect(await liaison.refused('打开', shown)).toBe('press.notYours');
    const answers = await Promise.all(
      [mayor, office, liaison].map((hand) => hand.refused('反弹了', check, { reason: '又有了' })),
    );
    expect(answers.filter((answer) => answer.startsWith('taken'))).toHaveLength(1);
    expect(answers[2]).toBe('press.notYours');
    expect((await river.db.read.findOne(Problem, { id }))?.rebounds).toBe(1);
  });

  test('has what waits, what they reported with what joined another, and nothing that ended long ago', async () => {
    await closed({ closedAt: instantAt('2026-08-01', '10:00'), place: '老码头' });
    const main = await buildProblem(river, { place: '石桥下', finderId: river.mayor.id });
    await buildProblem(river, { place: '石桥东', state: 'merged', mergedIntoId: main.id });
    await buildProblem(river, { place: '村东头' });
    await buildProblem(river, {
      place: '村西头',
      state: 'answered',
      answeredAt: instantAt('2026-11-24', '10:00'),
    });
    const { words, buttons } = await list(chief);
    expect(words).toMatch(
      /等你办的[\s\S]*村西头[\s\S]*请核查[\s\S]*你报的，正在办[\s\S]*村东头[\s\S]*石桥东/,
    );
    expect(words).not.toContain('老码头');
    expect(words).not.toContain('石桥下');
    expect(buttons).toEqual(['打开', '打开', '打开']);
  });

  test('where only something waits the cards come at once, and with nothing at all a sentence', async () => {
    await buildProblem(river, { finderId: river.mayor.id, verifierId: river.mayor.id });
    expect(await word(river.liaison, '我的问题')).toBe('');
    expect(await waiting(river.db)).toEqual([`problemWork→${river.liaison.id}`]);
    expect(await word(river.chief, '我的问题')).toContain('没有你报的问题');
    expect(await word(river.chief, '问题')).toContain('发“我的问题”');
  });

  test('who filled it in for a chief (镇代办) looks on, and is offered nothing that is refused to them', async () => {
    await river.db.transaction((tx) => tx.update(Person, { id: river.chief.id }, { openId: null }));
    const { id: taskId }: PatrolTask = await buildTask(river);
    const liaison = new Hand(river, river.liaison);
    await liaison.presses('发现问题', await liaison.sees('patrolTask', taskId));
    const { id } = await newestProblem(river);
    const form = { category: '河岸', seriousness: '一般', words: '垃圾', place: 'other', spot: '村东头' };
    await liaison.presses('提交', await liaison.sees('problemForm', id), form);
    await river.db.transaction((tx) =>
      tx.update(Problem, { id }, { state: 'closed', closedAt: instantAt('2026-11-25', '09:00') }),
    );
    expect((await liaison.sees('problemForm', id)).buttons).toEqual([]);
    expect((await chief.sees('problemForm', id)).buttons).toEqual(['反弹了']);
  });

  test('two holders of a post each have their own list', async () => {
    await buildPost(river.db, { reachId: river.reach.id, personId: river.mayor.id, level: 'village' });
    await buildProblem(river, { place: '村东头' });
    expect((await list(chief)).words).toContain('村东头');
    expect((await list(new Hand(river, river.mayor))).words).toContain('等你办的');
  });
});

import { rmSync } from 'node:fs';
import { AuditEntry, ChatGroup, PatrolTask, Person } from '../../entities';
import { cliJson } from './child';
import { County, type Phone, PNG, textOf } from './county';

interface Group {
  chat_id: string;
  name: string;
  members: string[];
}

describe('groups of the county', () => {
  let county: County;
  let office: Phone;
  let liaison: Phone;
  beforeAll(async () => {
    county = await County.start();
    office = await county.phone('县河长办专干');
    liaison = await county.phone('龙兴镇联络员');
  }, 60_000);
  afterAll(() => county.stop());

  const db = () => county.app.deps.db;
  const chats = () => county.api<Group[]>('GET', 'chats');
  const newest = async () =>
    (await db().read.find(ChatGroup, {}, { order: { id: 'DESC' }, limit: 1 }))[0] as ChatGroup;
  const said = async (phone: Phone) =>
    (await phone.messages()).flatMap(({ content }) => content.text ?? []).at(-1);

  it('are asked about when people add the bot, and placed by 县河长办', async () => {
    const { chat_id } = await county.api<Group>('POST', 'chats', {
      name: '龙兴镇河长群',
      owner: liaison.openId,
      members: [],
    });
    await county.settle();
    expect(textOf((await liaison.card('我是河长助手')).content)).toContain('等县河长办定');
    const asked = await office.card('工作群');
    const town = await db().read.query<{ id: number }>(`SELECT id FROM unit WHERE name = '龙兴镇'`);
    const pressed = await office.press(asked, '定下来', { unit: String(town[0]?.id) });
    expect(pressed).toMatchObject({ error: null, toast: { content: '定好了' } });
    expect(await newest()).toMatchObject({ chatId: chat_id, state: 'serving', unitId: town[0]?.id });
    // The hello in the group says so too, in its place.
    const hello = (await liaison.messages()).filter(
      ({ content }) => content.header?.title.content === '我是河长助手',
    );
    expect(hello).toHaveLength(1);
    expect(textOf(hello[0]?.content ?? {})).toContain('龙兴镇的通知以后发在这个群里');
  });

  it('give whoever presses there their own, alone, and a stranger nothing', async () => {
    const task = (await db().read.find(PatrolTask, { state: 'open' }, { order: { id: 'ASC' } })).find(
      ({ level, assigneeId }) => level === 'village' && assigneeId !== null,
    );
    const person = await db().read.findOne(Person, { id: task?.assigneeId ?? 0 });
    const chief = await county.phone(person?.name ?? '');
    const { chatId } = await newest();
    const stranger = await county.api<{ open_id: string }>('POST', 'people', {
      name: '路过的人',
      title: '外单位',
      mobile: '19900990001',
    });
    await county.api('POST', `chats/${chatId}`, { add: [chief.openId, stranger.open_id] });
    const hello = await liaison.card('我是河长助手');
    const before = (await chief.messages()).length;
    const pressed = await chief.press(hello, '我的任务（只发给我）');
    expect(pressed).toMatchObject({ toast: { type: 'success', content: '已单独发给你' }, card: null });
    expect((await chief.messages()).length).toBeGreaterThan(before);
    expect(textOf((await liaison.card('我是河长助手')).content)).toBe(textOf(hello.content));
    const refused = await county.api<{ toast: { content: string }; card: object | null }>(
      'POST',
      `people/${stranger.open_id}/actions`,
      { message_id: hello.message_id, name: `group_tasks_${(await newest()).id}_2` },
    );
    expect(refused).toMatchObject({
      toast: { content: expect.stringContaining('没认出你是谁') },
      card: null,
    });
  });

  it('hear in public no more than that the answer came alone', async () => {
    const { chatId: chat_id } = await newest();
    await liaison.say({ type: 'text', text: '任务', chat_id });
    const texts = (await liaison.messages()).flatMap(({ content, from }) =>
      from === 'bot' && content.text ? [content.text] : [],
    );
    expect(texts.slice(-2).sort()).toEqual(['已单独回复你，请看和我的单聊。', '现在没有要巡的河。'].sort());
    await liaison.say({ type: 'post', text: '岸边', images: [PNG], chat_id });
    expect(await said(liaison)).toBe('文件、照片和位置在群里我都不收，请单独发给我。');
  });

  it('get a 通知 that 县河长办 has looked at, and the bot says where it is', async () => {
    await office.say({ type: 'text', text: '发到群 周五上午九点在县水利局开调度会' });
    const draft = await office.card('发到群的通知');
    expect(await liaison.has('通知')).toBe(false);
    const group = String((await newest()).id);
    const [pressed, again] = await Promise.all([
      office.press(draft, '发到群', { group }),
      office.press(draft, '发到群', { group }),
    ]);
    expect([pressed, again].map(({ toast }) => toast?.type).sort()).toEqual(['success', 'warning']);
    await county.advance('PT2H');
    const notices = (await liaison.messages()).filter(
      ({ content }) => content.header?.title.content === '通知',
    );
    expect(notices).toHaveLength(1);
    expect(textOf(notices[0]?.content ?? {})).toContain('周五上午九点在县水利局开调度会');
    expect(textOf((await office.card('发到群的通知')).content)).toContain('已发');
  });

  it('that the bot is taken out of while a 通知 waits refuse it, and whoever wrote it sees where and why', async () => {
    const { id, chatId } = await newest();
    await county.advance('PT12H');
    await office.say({ type: 'text', text: '发到群 请带上台账' });
    await office.press(await office.card('发到群的通知'), '发到群', { group: String(id) });
    expect(textOf((await office.card('发到群的通知')).content)).toContain('还没发，工作时间发');
    await county.api('POST', `chats/${chatId}`, { bot: false });
    await county.settle();
    expect(await newest()).toMatchObject({ state: 'out' });
    await county.advance('PT16H');
    expect(textOf((await office.card('工作群')).content)).toContain('我被移出了这个群');
    const card = textOf((await office.card('发到群的通知')).content);
    expect(card).toContain('没发到');
    expect(card).toContain('机器人不在这个会话里');
    await office.say({ type: 'text', text: '发到群 还有谁在' });
    expect(textOf((await office.card('发到群的通知')).content)).toContain('现在没有能发通知的群');
  });

  it('are made by the bot with the town’s heads and its liaison, once', async () => {
    await office.say({ type: 'text', text: '建群 龙兴镇' });
    await office.say({ type: 'text', text: '建群 龙兴镇' });
    await county.settle();
    const made = (await chats()).filter(({ name }) => name === '龙兴镇河长制工作群');
    expect(made).toHaveLength(1);
    const { members } = made[0] as Group;
    const people = await county.api<{ open_id: string; name: string }[]>('GET', 'people');
    const names = people.filter(({ open_id }) => members.includes(open_id)).map(({ name }) => name);
    expect(names.sort()).toEqual(['龙兴镇党委书记', '龙兴镇联络员', '龙兴镇镇长'].sort());
    expect(textOf((await office.card('工作群')).content)).toContain('**3人**');
    const audited = await db().read.find(AuditEntry, { action: 'group.make' });
    expect(audited).toHaveLength(1);
  });
});

describe('groups on the command line', () => {
  it('are made once, listed with whom they serve, and refused for a unit that nobody knows', async () => {
    const county = await County.start();
    try {
      await county.app.stop();
      const create = (unit: string) => cliJson<object>(county.dataDir, ['groups', 'create', '--unit', unit]);
      const made = await create('龙兴镇');
      expect(made).toMatchObject({
        code: 0,
        data: { name: '龙兴镇河长制工作群', state: 'serving', serves: '龙兴镇', inside: 3, missing: [] },
      });
      expect(await create('龙兴')).toEqual(made);
      expect(await create('county')).toMatchObject({ code: 0, data: { state: 'serving', serves: '全县' } });
      const listed = await cliJson<object[]>(county.dataDir, ['groups']);
      expect(listed.data).toMatchObject([made.data, { serves: '全县' }]);
      const unknown = await cliJson<{ error: { message: string } }>(county.dataDir, [
        'groups',
        'create',
        '--unit',
        '火星',
      ]);
      expect([unknown.code, unknown.data.error.message]).toEqual([
        1,
        expect.stringContaining('不认识“火星”'),
      ]);
    } finally {
      rmSync(county.dataDir, { recursive: true, force: true });
    }
  }, 120_000);
});

import { Person } from '../../entities';
import { buttonOn, countOf, doubled, gesture, until } from './badDays';
import { County, type Phone, PNG, type ShownMessage } from './county';

const SEND = '/open-apis/im/v1/messages';

/** Days on which Feishu is slow, refuses, loses answers, or is not there: nothing lost, nothing said twice. */
describe('Feishu on a bad day', () => {
  let county: County;
  beforeAll(async () => {
    county = await County.start();
    await county.api('POST', 'limits', { per_target: 0, per_second: 0, per_minute: 0 });
  }, 60_000);
  afterAll(() => county.stop());
  afterEach(() => clear());

  const fault = (one: object) => county.api('POST', 'faults', one);
  const clear = () => county.api('POST', 'faults', []);
  const tick = (at: string) => county.app.tick(new Date(at));
  const db = () => county.app.deps.db;
  const waiting = () =>
    countOf(db(), 'outbox_message', 'recipientId IN (SELECT id FROM person WHERE openId IS NOT NULL)');
  /** Until everything that can be sent is. */
  const delivered = () =>
    until('the last message', async () => {
      await county.settle();
      return (await waiting()) === 0;
    });
  const walkers = async (): Promise<Phone[]> =>
    Promise.all(
      ['龙兴镇第一村河长', '三泉镇第一村河长', '泽掌镇第一村河长'].map((name) => county.phone(name)),
    );

  it('slow, refusing, forgetful and losing answers: everybody gets each card once', async () => {
    const slow = { code: 99991400, msg: 'request trigger frequency limit' };
    for (const one of [
      { kind: 'latency', ms: 300, count: 8 },
      { kind: 'forget-tokens', count: 2 },
      { kind: 'status', code: 429, headers: { 'x-ogw-ratelimit-reset': '1' }, body: slow, count: 2 },
      { kind: 'status', code: 500, count: 2 },
      { kind: 'lose-answer', match: { method: 'POST', path: SEND }, count: 3 },
      { kind: 'lose-answer', match: { method: 'PATCH', path: SEND }, count: 1 },
      { kind: 'drop', match: { path: SEND }, count: 1 },
    ]) {
      await fault(one);
    }
    for (const walker of await walkers()) await walker.press(await walker.card('巡河任务'), '一切正常，提交');
    await tick('2026-11-30T08:30:00+08:00');
    await delivered();
    expect(await doubled(county)).toEqual([]);
    expect(await county.app.feishu.deliveries({ refused: true })).toEqual([]);
    const faults = await county.api<{ remaining: number }[]>('GET', 'faults');
    expect(faults.filter(({ remaining }) => remaining > 0)).toEqual([]);
  }, 60_000);

  it('telling of one photo twice, under two names, and out of turn: it is one photo', async () => {
    const [walker] = (await walkers()) as [Phone];
    const photos = await countOf(db(), 'photo');
    await fault({ kind: 'reorder-events', match: { event: 'im.message.receive_v1' } });
    await fault({ kind: 'duplicate-event', match: { event: 'im.message.receive_v1' }, new_event_id: true });
    await fault({ kind: 'duplicate-event', match: { event: 'im.message.receive_v1' } });
    await walker.say({ type: 'image', base64: PNG });
    await walker.say({ type: 'image', base64: PNG });
    await delivered();
    expect(await countOf(db(), 'photo')).toBe(photos + 2);
    expect(await countOf(db(), 'inbox_event', `state <> 'done'`)).toBe(0);
  }, 60_000);

  it('gone for a while: presses and photos still count, and all of it goes out when it is back', async () => {
    const [first, second] = (await walkers()) as [Phone, Phone];
    const tasks = [await first.card('巡河任务'), await second.card('巡河任务')] as const;
    await fault({ kind: 'drop', count: 1_000_000 });
    // Without waiting for what cannot be sent now.
    const press = (phone: Phone, card: ShownMessage, text: string) =>
      gesture(county, phone, { message_id: card.message_id, name: buttonOn(card, text).name });
    expect((await press(first, tasks[0], '一切正常，提交')).toast?.type).toBe('success');
    expect((await press(second, tasks[1], '发现问题')).toast?.type).toBe('info');
    const photos = await countOf(db(), 'photo');
    await county.api('POST', `people/${second.openId}/messages`, { type: 'image', base64: PNG });
    // A day later the form would not take it any more: it is to be heard of before the clock moves.
    await until('the photo is heard of', async () => (await countOf(db(), 'photo')) > photos);
    const ticked = await tick('2026-12-07T08:30:00+08:00');
    expect(ticked).toMatchObject({ sent: 0, refused: 0 });
    expect(ticked.deferred).toBeGreaterThan(20);
    expect((await second.messages()).some((m) => m.content.header?.title.content === '发现问题')).toBe(false);
    await clear();
    await delivered();
    expect(await second.has('发现问题')).toBe(true);
    expect(JSON.stringify((await second.card('发现问题')).content)).toContain('照片1张');
    expect(await doubled(county)).toEqual([]);
    expect(await county.app.feishu.deliveries({ refused: true })).toEqual([]);
  }, 90_000);

  it('refusing one person: the list says why, the others get theirs, and a retry reaches them', async () => {
    const gone = await county.phone('龙兴镇第一村河长');
    const deaf = await county.phone('三泉镇第一村河长');
    await county.api('POST', `people/${gone.openId}`, { refusal: 230013 });
    await county.api('POST', `people/${deaf.openId}`, { blocked: true });
    await tick('2026-12-14T08:30:00+08:00');
    await delivered();
    const refused = await county.app.feishu.deliveries({ refused: true });
    expect(new Set(refused.map(({ recipient }) => recipient))).toEqual(
      new Set(['龙兴镇第一村河长', '三泉镇第一村河长']),
    );
    expect(refused.every(({ state }) => state === 'refused')).toBe(true);
    for (const line of refused) {
      expect(line.error).toContain(line.recipient === '龙兴镇第一村河长' ? '可用范围' : '停用了机器人');
    }
    expect(await (await county.phone('泽掌镇第一村河长')).has('今日待办')).toBe(true);
    await county.api('POST', `people/${gone.openId}`, { refusal: null });
    const task = refused.find(({ recipient, kind }) => recipient === '龙兴镇第一村河长' && kind !== 'digest');
    const before = (await gone.messages()).length;
    expect(await county.app.feishu.deliveries({ retry: task?.id })).toMatchObject([{ state: 'pending' }]);
    await delivered();
    expect((await gone.messages()).length).toBe(before + 1);
    await expect(county.app.feishu.deliveries({ retry: 999_999 })).rejects.toMatchObject({
      code: 'input.invalid',
    });
    expect(await doubled(county)).toEqual([]);
  }, 60_000);

  it('telling that somebody left: 县河长办 is told, what is theirs waits, and comes when they are back', async () => {
    const leaver = await county.phone('泽掌镇第一村河长');
    const office = await county.phone('县河长办主任');
    const openIdOf = async () =>
      (await db().read.findOne(Person, { name: '泽掌镇第一村河长' }))?.openId ?? null;
    await county.api('POST', `people/${leaver.openId}`, { resigned: true });
    await until('the leaver to be forgotten', async () => (await openIdOf()) === null);
    await tick('2026-12-21T08:30:00+08:00');
    await delivered();
    expect(JSON.stringify(await office.card('飞书里找不到的人'))).toContain('泽掌镇第一村河长');
    const before = (await leaver.messages()).length;
    await county.api('POST', `people/${leaver.openId}`, { resigned: false });
    await until('the leaver to be found', async () => (await openIdOf()) === leaver.openId);
    await delivered();
    expect((await leaver.messages()).length).toBeGreaterThan(before);
    expect(await doubled(county)).toEqual([]);
  }, 60_000);
});

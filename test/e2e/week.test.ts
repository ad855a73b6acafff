import { County, PNG, textOf } from './county';

describe('a week in the county', () => {
  let county: County;
  beforeAll(async () => {
    county = await County.start();
  }, 60_000);
  afterAll(() => county.stop());

  it('begins on a Monday at eight with the notice and the week’s task on the village chief’s phone', async () => {
    const chief = await county.phone('龙兴镇第一村河长');
    expect(await chief.has('告知书')).toBe(true);
    expect(await chief.has('巡河任务')).toBe(true);
    const { now } = await county.api<{ now: string }>('GET', 'clock');
    const shanghai = new Date(new Date(now).getTime() + 8 * 3_600_000);
    expect([shanghai.getUTCDay(), shanghai.getUTCHours()]).toEqual([1, 8]);
  });

  it('takes a normal patrol with one press, and the card shows it at once', async () => {
    const chief = await county.phone('三泉镇第一村河长');
    const task = await chief.card('巡河任务');
    const pressed = await chief.press(task, '一切正常，提交');
    expect(pressed.error).toBeNull();
    expect(pressed.toast?.type).toBe('success');
    expect(pressed.card?.header?.template).toBe('green');
    const again = await chief
      .press(await chief.card('巡河任务'), '一切正常，提交')
      .catch((e: Error) => e.message);
    expect(String(again)).toContain('no button');
  });

  it('carries a problem with its photo from the chief to the town and back, proven solved', async () => {
    const chief = await county.phone('龙兴镇第一村河长');
    const town = await county.phone('龙兴镇联络员');
    await chief.press(await chief.card('巡河任务'), '发现问题');
    const form = await chief.card('发现问题');
    await chief.say({ type: 'image', base64: PNG });
    const submitted = await chief.press(form, '提交', {
      place: 'other',
      spot: '石桥下游二十米',
      category: '河岸',
      seriousness: '一般',
      words: '岸边堆了一堆建筑垃圾',
    });
    expect(submitted.toast?.type).toBe('success');
    expect(submitted.card?.header?.template).toBe('green');

    const work = await town.card('交办单');
    expect(textOf(work.content)).toContain('建筑垃圾');
    expect(textOf(work.content)).toContain('img_v3_');
    expect((await town.press(work, '签收')).toast?.type).toBe('success');
    const refused = await town.press(await town.card('交办单'), '反馈', { words: '清走了' });
    expect(refused.toast?.type).toBe('warning');
    await town.say({ type: 'image', base64: PNG });
    expect((await town.press(await town.card('交办单'), '反馈', { words: '清走了' })).toast?.type).toBe(
      'success',
    );

    const verify = await chief.card('核查');
    expect((await chief.press(verify, '通过')).toast?.type).toBe('success');
    expect((await town.card('交办单')).content.header?.template).toBe('green');
  });

  it('reminds the head of a town that lags, with who and what, and the reminder clears when the matter is done', async () => {
    const head = await county.phone('泽掌镇党委书记');
    await county.advance('P8D');
    const notice = await head.card('滞后提醒');
    expect(textOf(notice.content)).toContain('泽掌镇第一村');
    expect((await head.press(notice, '已知悉')).toast?.type).toBe('success');
    const late = await county.phone('泽掌镇第一村河长');
    expect((await head.press(await head.card('滞后提醒'), '催办')).toast?.content).toMatch(/明天|今天/);
    expect(await late.has('今日待办')).toBe(true);
  });

  it('gives the county office the month’s scores on a card with a table and a chart', async () => {
    await county.advance('P10D');
    const office = await county.phone('县河长办主任');
    const summary = (await office.messages())
      .filter((m) => m.content.header?.title.content.includes('河长制考核'))
      .at(-1);
    const tags = (summary?.content.body?.elements ?? []).map((e) => e.tag);
    expect(tags).toEqual(expect.arrayContaining(['chart', 'table']));
    const secretary = await county.phone('龙兴镇党委书记');
    const own = (await secretary.messages()).filter((m) => m.content.header?.title.content.includes('考核'));
    expect(own).toHaveLength(1);
  });
});

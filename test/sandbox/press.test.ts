import { createServer } from 'node:http';
import express from 'express';
import { button, plainCard, reportForm } from './cards';
import { forget, listen, type Scene, setScene, stop, urlOf } from './harness';

interface Result {
  toast: { type: string; content: string } | null;
  card: object | null;
  error: { code: number; msg: string } | string | null;
  open_url?: string;
}

describe('pressing a card', () => {
  let scene: Scene;
  let openId: string;

  beforeEach(async () => {
    scene = await setScene();
    scene.sandbox.addPeople([
      { name: '龙兴镇河长', title: '镇级河长', mobile: '19900000001' },
      { name: '古交镇河长', title: '镇级河长', mobile: '19900000002' },
    ]);
    openId = (await scene.control<{ open_id: string }[]>('GET', 'people')).body[0]?.open_id ?? '';
  });
  afterEach(async () => {
    await scene.close();
    forget(scene.dataDir);
  });

  const send = async (card: object) => {
    const sent = await scene.client.im.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: openId, msg_type: 'interactive', content: JSON.stringify(card) },
    });
    return sent.data?.message_id ?? '';
  };
  const press = (message_id: string, name: string, more: object = {}) =>
    scene.control<Result>('POST', `people/${openId}/actions`, { message_id, name, ...more });
  const shown = async () =>
    (await scene.control<{ content: object }[]>('GET', `people/${openId}/messages`)).body[0]?.content;

  it('reaches the handler as Feishu would tell it and shows the toast and the new card', async () => {
    const told: Record<string, unknown>[] = [];
    scene.bot.onCard = (data) => {
      told.push(data);
      return {
        toast: { type: 'success', content: '已提交' },
        card: { type: 'raw', data: plainCard('完成') },
      };
    };
    const id = await send(plainCard('巡河任务', [button('ok', '一切正常')]));
    const { status, body } = await press(id, 'ok');
    expect(status).toBe(200);
    expect(body).toEqual({
      toast: { type: 'success', content: '已提交' },
      card: plainCard('完成'),
      error: null,
    });
    expect(await shown()).toEqual(plainCard('完成'));
    expect(told).toMatchObject([
      {
        event_type: 'card.action.trigger',
        create_time: expect.stringMatching(/^\d{16}$/),
        token: expect.stringMatching(/^c-/),
        operator: { open_id: openId },
        action: { tag: 'button', name: 'ok', value: { act: 'ok' }, timezone: 'Asia/Shanghai' },
        context: { open_message_id: id },
      },
    ]);
    expect(told[0]?.action).not.toHaveProperty('form_value');
    const { body: feed } = await scene.control<{ text: string }[]>('GET', 'feed');
    expect(feed.map((line) => line.text)).toEqual([
      '机器人给 龙兴镇河长 发卡片：巡河任务',
      '龙兴镇河长 按下 一切正常',
      '更新 龙兴镇河长 的卡片：完成',
      '机器人提示 龙兴镇河长：已提交',
    ]);
  });

  it('submits the whole form: what was filled in, and what the phone showed for the rest', async () => {
    let action: unknown;
    scene.bot.onCard = (data) => {
      action = data.action;
      return {};
    };
    const id = await send(plainCard('上报', [reportForm]));
    const { body } = await press(id, 'send', { form_value: { note: '有垃圾', due: '2026-10-09' } });
    expect(body).toEqual({ toast: null, card: null, error: null });
    expect(action).toEqual({
      value: { task: 42 },
      tag: 'button',
      name: 'send',
      timezone: 'Asia/Shanghai',
      form_value: { note: '有垃圾', state: 'dry', due: '2026-10-09 +0800', more: '' },
    });
  });

  it('refuses what a phone would not let one do, and calls nobody', async () => {
    const id = await send(plainCard('上报', [reportForm, { ...button('off', '停用'), disabled: true }]));
    const refused = async (name: string, more: object = {}) => {
      const { status, body } = await press(id, name, more);
      return status === 400 ? body.error : status;
    };
    expect(await refused('none')).toContain('没有名为 none 的组件');
    expect(await refused('off')).toBe('「停用」不可用');
    expect(await refused('send')).toBe('「note」必填');
    expect(await refused('note', { option: '字' })).toContain('提交按钮');
    expect(await refused('send', { form_value: { note: '一二三四五六七八九十十一' } })).toContain(
      '最多 10 个字',
    );
    expect(await refused('send', { form_value: { note: '字', state: 'odd' } })).toContain('没有选项 odd');
    expect(await refused('send', { form_value: { note: '字', due: '明天' } })).toContain('格式不对');
    expect(await refused('send', { form_value: { note: '字', extra: 'x' } })).toContain(
      '没有这些字段：extra',
    );
    expect(scene.bot.raw).toEqual([]);
  });

  it('lets a forced press through, so that the bot can be tried with what no phone sends', async () => {
    let form: unknown;
    scene.bot.onCard = (data) => {
      form = (data.action as { form_value: unknown }).form_value;
      return {};
    };
    const id = await send(plainCard('上报', [reportForm]));
    const long = '长'.repeat(5_000);
    const { status } = await press(id, 'send', { force: true, form_value: { note: long, extra: 'x' } });
    expect([status, form]).toEqual([200, { note: long, state: 'dry', more: '', extra: 'x' }]);
  });

  it('presses the older card that a phone still shows', async () => {
    let value: unknown;
    scene.bot.onCard = (data) => {
      value = (data.action as { value: unknown }).value;
      return {};
    };
    const old = plainCard('旧', [button('ok', '好', { version: 1 })]);
    const id = await send(old);
    await scene.client.im.message.patch({
      path: { message_id: id },
      data: { content: JSON.stringify(plainCard('新')) },
    });
    expect((await press(id, 'ok')).status).toBe(400);
    await press(id, 'ok', { card: old });
    expect(value).toEqual({ version: 1 });
  });

  it('sends what was picked outside a form, and opens a page without calling the bot', async () => {
    const actions: unknown[] = [];
    scene.bot.onCard = (data) => {
      actions.push(data.action);
      return {};
    };
    const option = (value: string) => ({ text: { tag: 'plain_text', content: value }, value });
    const link = {
      ...button('open', '打开'),
      behaviors: [{ type: 'open_url', default_url: 'https://example.com/a' }],
    };
    const id = await send(
      plainCard('选择', [
        { tag: 'select_static', name: 'pick', options: [option('a'), option('b')] },
        { tag: 'picker_datetime', name: 'when', placeholder: { tag: 'plain_text', content: '几点' } },
        { tag: 'input', name: 'words' },
        { tag: 'checker', name: 'tick', behaviors: [{ type: 'callback', value: { row: 1 } }] },
        { tag: 'checker', name: 'local' },
        link,
      ]),
    );
    await press(id, 'pick', { option: 'b' });
    await press(id, 'when', { option: '2026-10-09 08:30' });
    await press(id, 'words', { option: '好' });
    await press(id, 'tick', { option: true });
    await press(id, 'local', { option: true });
    expect((await press(id, 'open')).body.open_url).toBe('https://example.com/a');
    expect(actions).toMatchObject([
      { tag: 'select_static', option: 'b' },
      { tag: 'picker_datetime', option: '2026-10-09 08:30 +0800' },
      { tag: 'input', input_value: '好' },
      { tag: 'checker', checked: true, value: { row: 1 } },
    ]);
    expect((await press(id, 'pick', { option: 'c' })).status).toBe(400);
  });

  it('locks the card against a PATCH while the bot is answering', async () => {
    const id = await send(plainCard('巡河任务', [button('ok', '好')]));
    const patch = () =>
      scene.client.im.message.patch({
        path: { message_id: id },
        data: { content: JSON.stringify(plainCard('改')) },
      });
    let refused: { response: { data: { code: number; msg: string } } } | null = null;
    scene.bot.onCard = async () => {
      await patch().catch((error) => {
        refused = error;
      });
      return {};
    };
    await press(id, 'ok');
    expect(refused).toMatchObject({
      response: { data: { code: 230099, msg: expect.stringContaining('11310') } },
    });
    expect((await patch()).code).toBe(0);
  });

  it('shows the error that the client has for each bad answer, and leaves the card as it was', async () => {
    const card = plainCard('巡河任务', [button('ok', '好')]);
    const id = await send(card);
    const errorFor = async (answer: express.RequestHandler) => {
      const server = await listen(express().post('/cards', answer));
      scene.sandbox.setTargets({ eventsUrl: `${scene.bot.url}/events`, cardsUrl: `${urlOf(server)}/cards` });
      const { body } = await press(id, 'ok');
      await stop(server);
      return body.error && typeof body.error === 'object' ? body.error.code : body.error;
    };
    const saying =
      (body: object): express.RequestHandler =>
      (_req, res) =>
        void res.json(body);
    expect(await errorFor((_req, res) => void res.status(500).end())).toBe(200671);
    expect(await errorFor((_req, res) => void res.redirect('/other'))).toBe(200671);
    expect(await errorFor((_req, res) => void res.send('"text"'))).toBe(200672);
    expect(await errorFor(saying({ toast: { type: 'loud', content: 'x' } }))).toBe(200672);
    expect(await errorFor(saying({ card: { type: 'raw', data: '{}' } }))).toBe(200672);
    expect(await errorFor(saying({ card: { type: 'raw', data: { schema: '2.0', odd: 1 } } }))).toBe(200673);
    expect(await errorFor(saying({ card: { type: 'raw', data: { elements: [] } } }))).toBe(200830);
    expect(await errorFor((req) => void req.socket.destroy())).toBe(200080);
    expect(await errorFor((_req, res) => void res.end())).toBeNull();
    expect(await shown()).toEqual(card);

    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const nowhere = urlOf(gone);
    await stop(gone);
    scene.sandbox.setTargets({ eventsUrl: nowhere, cardsUrl: nowhere });
    expect((await press(id, 'ok')).body.error).toMatchObject({ code: 200342 });
  });

  it('hands both presses on when two come at once', async () => {
    let pressed = 0;
    let bothIn: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      bothIn = resolve;
    });
    scene.bot.onCard = async () => {
      pressed += 1;
      if (pressed === 2) bothIn();
      await both;
      return { toast: { type: 'info', content: `第 ${pressed} 次` } };
    };
    const id = await send(plainCard('巡河任务', [button('ok', '好')]));
    const results = await Promise.all([press(id, 'ok'), press(id, 'ok')]);
    expect(results.map(({ body }) => body.error)).toEqual([null, null]);
    expect(pressed).toBe(2);
  });

  it('gives up after three seconds', async () => {
    const id = await send(plainCard('巡河任务', [button('ok', '好')]));
    const silentServer = await listen(express().post('/cards', () => undefined));
    scene.sandbox.setTargets({ eventsUrl: scene.bot.url, cardsUrl: `${urlOf(silentServer)}/cards` });
    const started = Date.now();
    const { body } = await press(id, 'ok');
    expect(body.error).toEqual({ code: 200341, msg: '机器人没有在 3 秒内回应' });
    expect(Date.now() - started).toBeGreaterThanOrEqual(2_900);
    await stop(silentServer);
  });

  it('takes two delayed updates by the token of the press, within 30 minutes, after the answer', async () => {
    let token = '';
    scene.bot.onCard = (data) => {
      token = String(data.token);
      return {};
    };
    const update = async (card: object) => {
      const call = scene.client.request({
        method: 'POST',
        url: '/open-apis/interactive/v1/card/update',
        data: { token, card },
      });
      return call.then(
        (answer) => answer.code,
        (error) => error.response.data.code,
      );
    };
    const id = await send(plainCard('一', [button('ok', '好')]));
    await press(id, 'ok');
    expect(await update({ schema: '2.0', odd: 1 })).toBe(11311);
    expect(await update(plainCard('二', [button('ok', '好')]))).toBe(0);
    expect(await update(plainCard('三', [button('ok', '好')]))).toBe(0);
    expect(await update(plainCard('四'))).toBe(300040);
    await press(id, 'ok');
    await scene.control('POST', 'clock', { advance: 'PT30M' });
    expect(await update(plainCard('四'))).toBe(300030);
    token = 'c-unknown';
    expect(await update(plainCard('四'))).toBe(300020);
    expect(await shown()).toEqual(plainCard('三', [button('ok', '好')]));
  });

  it('lets nobody press a card of another phone, one recalled, or one older than 14 days', async () => {
    const id = await send(plainCard('巡河任务', [button('ok', '好')]));
    const { body: people } = await scene.control<{ open_id: string }[]>('GET', 'people');
    const path = `people/${people[1]?.open_id}/actions`;
    expect((await scene.control('POST', path, { message_id: id, name: 'ok' })).status).toBe(404);
    expect((await scene.control('POST', path, { message_id: id, name: 'ok', force: true })).status).toBe(200);
    await scene.control('POST', 'clock', { advance: 'P15D' });
    expect((await press(id, 'ok')).body.error).toContain('14 天');
    await scene.client.im.message.delete({ path: { message_id: id } });
    expect((await press(id, 'ok')).body.error).toContain('撤回');
  });
});

import { eachScene, type Scene } from './harness';

describe('ordered faults', () => {
  let scene: Scene;
  let openId: string;

  eachScene(
    (fresh, chief) => {
      scene = fresh;
      openId = chief;
    },
    () => scene,
  );

  const match = { method: 'POST', path: '/open-apis/im/v1/messages' };
  const order = (fault: object | object[]) => scene.control<object[]>('POST', 'faults', fault);
  const send = (uuid = 'u-1') =>
    scene.client.im.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: openId, msg_type: 'text', content: '{"text":"你好"}', uuid },
    });
  const phone = async () => (await scene.control<object[]>('GET', `people/${openId}/messages`)).body;
  const lastCall = async () => (await scene.control<object[]>('GET', 'log')).body.at(-1);

  it('performs the call and loses its answer, so that a repeat with its uuid changes nothing', async () => {
    await order({ kind: 'lose-answer', match });
    await expect(send()).rejects.toThrow('socket hang up');
    expect(await lastCall()).toMatchObject({ status: 0, code: 0, fault: 'lose-answer' });
    expect((await send()).code).toBe(0);
    expect(await phone()).toHaveLength(1);
  });

  it('drops a call without performing it', async () => {
    await order({ kind: 'drop', match });
    await expect(send()).rejects.toThrow('socket hang up');
    expect(await lastCall()).toMatchObject({ status: 0, code: null, fault: 'drop' });
    expect(await phone()).toHaveLength(0);
  });

  it('answers with a status, body and headers of one’s choice', async () => {
    const body = { code: 99991400, msg: 'request trigger frequency limit' };
    await order({
      kind: 'status',
      match,
      count: 2,
      code: 429,
      body,
      headers: { 'x-ogw-ratelimit-reset': '3' },
    });
    const refused = await send().catch((error) => error.response);
    expect([refused.status, refused.data, refused.headers['x-ogw-ratelimit-reset']]).toEqual([
      429,
      body,
      '3',
    ]);
    expect((await scene.control('GET', 'faults')).body).toMatchObject([
      { kind: 'status', count: 2, remaining: 1 },
    ]);
  });

  it('is slow when told so', async () => {
    await order({ kind: 'latency', match, ms: 150 });
    const started = Date.now();
    await send();
    expect(Date.now() - started).toBeGreaterThanOrEqual(150);
  });

  it('forgets tokens, which the SDK does not notice by itself', async () => {
    await send();
    await order({ kind: 'forget-tokens' });
    const refused = await send('u-2').catch((error) => error.response);
    expect([refused.status, refused.data.code]).toEqual([400, 99991663]);
  });

  it('meets only the calls that match, as often as it was ordered', async () => {
    await order([{ kind: 'drop', match: { method: 'PATCH' } }, { kind: 'kick' }]);
    expect((await send()).code).toBe(0);
    expect((await scene.control('GET', 'faults')).body).toMatchObject([{ remaining: 1 }, { remaining: 1 }]);
    expect((await order([])).body).toEqual([]);
  });

  it('refuses a fault it does not know, in a sentence', async () => {
    const { status, body } = await scene.control<{ error: string }>('POST', 'faults', { kind: 'flood' });
    expect(status).toBe(400);
    expect(body.error).toContain('请求不对');
  });
});

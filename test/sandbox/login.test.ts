import { createHash } from 'node:crypto';
import { eachScene, type Scene } from './harness';

describe('login to a page of the app', () => {
  let scene: Scene;
  let openId: string;

  eachScene(
    (fresh, chief) => {
      scene = fresh;
      openId = chief;
    },
    () => scene,
  );

  const HOME = 'https://bot.example/office/login';
  const page = (more: Record<string, string> = {}) => {
    const query = new URLSearchParams({
      client_id: scene.sandbox.app.appId,
      response_type: 'code',
      redirect_uri: HOME,
      state: 's-1',
      ...more,
    });
    return fetch(`${scene.url}/open-apis/authen/v1/authorize?${query}`, { redirect: 'manual' });
  };
  const landing = async (more: Record<string, string> = {}) =>
    new URL((await page(more)).headers.get('location') ?? 'about:blank');
  const codeOf = async (more: Record<string, string> = {}) =>
    (await landing({ as: openId, ...more })).searchParams.get('code') ?? '';
  const exchange = async (more: Record<string, string>) => {
    const { appId, appSecret } = scene.sandbox.app;
    const answer = await fetch(`${scene.url}/open-apis/authen/v2/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'authorization_code',
        client_id: appId,
        client_secret: appSecret,
        ...more,
      }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, string | number> };
  };
  const whoIs = async (token: unknown) => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${scene.url}/open-apis/authen/v1/user_info`, { headers });
    return { status: answer.status, body: await answer.json() };
  };

  it('asks who one is, leads back with a code and the state, and tells who it was', async () => {
    const shown = await page();
    expect(shown.headers.get('x-tt-logid')).toBeTruthy();
    const html = await shown.text();
    expect(html).toContain('龙兴镇河长');
    const href = /<a href="([^"]*)" data-open-id/.exec(html)?.[1]?.replace(/&#38;/g, '&') ?? '';
    const chosen = await fetch(new URL(href, `${scene.url}/open-apis/authen/v1/authorize`), {
      redirect: 'manual',
    });
    const back = new URL(chosen.headers.get('location') ?? '');
    expect([`${back.origin}${back.pathname}`, back.searchParams.get('state')]).toEqual([HOME, 's-1']);
    const { body } = await exchange({ code: back.searchParams.get('code') ?? '', redirect_uri: HOME });
    expect(body).toMatchObject({ code: 0, expires_in: 7200, token_type: 'Bearer' });
    expect(body.refresh_token).toBeUndefined();
    expect(String(body.access_token).length).toBeGreaterThan(1000);
    expect((await whoIs(body.access_token)).body).toMatchObject({
      code: 0,
      data: { open_id: openId, name: '龙兴镇河长', mobile: '+8619900000001' },
    });
  });

  it('finds people by words and never runs what is in a name', async () => {
    await scene.control('POST', 'people', {
      name: '<script>x</script>',
      title: '镇长',
      mobile: '19900000002',
    });
    const html = await (await page({ find: '镇长' })).text();
    expect(html).toContain('&#60;script&#62;');
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('龙兴镇河长');
  });

  it('leads back with a refusal when the person does not agree', async () => {
    const back = await landing({ deny: '1' });
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 's-1' });
  });

  it('leads nowhere but to addresses of the settings', async () => {
    await scene.control('POST', 'settings', { redirect_urls: ['https://bot.example/office/login'] });
    expect((await landing({ as: openId, redirect_uri: `${HOME}?next=1` })).searchParams.get('next')).toBe(
      '1',
    );
    const strange = await page({ as: openId, redirect_uri: 'https://evil.example/' });
    expect([strange.status, await strange.text()]).toEqual([400, expect.stringContaining('20029')]);
    expect((await page({ client_id: 'cli_none' })).status).toBe(400);
  });

  it.each([
    ['unknown', async () => ({ code: 'none' }), 20003],
    ['for another address', async () => ({ code: await codeOf(), redirect_uri: 'https://x.example' }), 20071],
    ['with a wrong secret', async () => ({ code: await codeOf(), client_secret: 'no' }), 20002],
    ['of another app', async () => ({ code: await codeOf(), client_id: 'cli_none' }), 20048],
    ['in another way', async () => ({ code: await codeOf(), grant_type: 'password' }), 20036],
    [
      'with a wrong verifier',
      async () => ({
        code: await codeOf({ code_challenge: 'abc', code_challenge_method: 'S256' }),
        code_verifier: 'x',
      }),
      20049,
    ],
  ])('refuses a code %s', async (_, asked, code) => {
    expect(await exchange(await asked())).toMatchObject({
      status: 400,
      body: { code, error: expect.any(String), error_description: expect.any(String) },
    });
  });

  it('takes a code once', async () => {
    const code = await codeOf();
    expect((await exchange({ code })).body.code).toBe(0);
    expect((await exchange({ code })).body.code).toBe(20065);
  });

  it('forgets a code after five minutes of machine time', async () => {
    const code = await codeOf();
    const late = Date.now() + 5 * 60_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(late);
    const { body } = await exchange({ code }).finally(() => clock.mockRestore());
    expect(body.code).toBe(20004);
  });

  it('checks the verifier of a login that came with a challenge', async () => {
    const code_challenge = createHash('sha256').update('verifier').digest('base64url');
    const code = await codeOf({ code_challenge, code_challenge_method: 'S256' });
    expect((await exchange({ code, code_verifier: 'verifier' })).body.code).toBe(0);
  });

  it('refreshes once with each refresh token', async () => {
    const first = await exchange({ code: await codeOf({ scope: 'offline_access' }) });
    const again = { grant_type: 'refresh_token', refresh_token: String(first.body.refresh_token) };
    const second = await exchange(again);
    expect(second.body).toMatchObject({ code: 0, scope: 'offline_access' });
    expect((await whoIs(second.body.access_token)).body).toMatchObject({ data: { open_id: openId } });
    expect((await exchange(again)).body.code).toBe(20073);
  });

  it('answers a wrong token with HTTP 200, and takes no user token where the app must speak', async () => {
    expect(await whoIs('eyJnone')).toMatchObject({ status: 200, body: { code: 20005 } });
    const { body } = await exchange({ code: await codeOf() });
    const headers = { authorization: `Bearer ${body.access_token}` };
    const answer = await fetch(`${scene.url}/open-apis/bot/v3/info`, { headers });
    expect(await answer.json()).toMatchObject({ code: 99991668 });
    await scene.control('POST', `people/${openId}`, { resigned: true });
    expect((await whoIs(body.access_token)).body).toMatchObject({ code: 20021 });
  });

  it('gives the ticket for the client’s JSAPI, the same until it runs out', async () => {
    const ask = (): Promise<{ data: { ticket: string; expire_in: number } }> =>
      scene.client.request({ method: 'POST', url: '/open-apis/jssdk/ticket/get' });
    const first = await ask();
    expect(first.data.expire_in).toBe(7200);
    expect((await ask()).data.ticket).toBe(first.data.ticket);
  });
});

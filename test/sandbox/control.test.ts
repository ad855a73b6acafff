import { fork } from 'node:child_process';
import { join } from 'node:path';
import { createSandbox } from '../../src/sandbox';
import { durationMs } from '../../src/sandbox/duration';
import { forget, type Scene, setScene } from './harness';

describe('the control side', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await setScene();
  });
  afterEach(async () => {
    await scene.close();
    forget(scene.dataDir);
  });

  const chief = { name: '龙兴镇河长', title: '镇级河长', mobile: '19900000001' };

  it('adds one person or many, each mobile once', async () => {
    const one = await scene.control<{ open_id: string }>('POST', 'people', chief);
    expect(one.body).toMatchObject({ ...chief, open_id: expect.stringMatching(/^ou_/), unread: 0 });
    const many = await scene.control<object[]>('POST', 'people', [
      { ...chief, name: '龙兴镇新河长' },
      { name: '县河长办', title: '', mobile: '19900000002' },
    ]);
    expect(many.body).toHaveLength(2);
    const { body: all } = await scene.control<object[]>('GET', 'people');
    expect(all).toMatchObject([{ name: '龙兴镇新河长', open_id: one.body.open_id }, { name: '县河长办' }]);
    expect((await scene.control('POST', 'people', { name: '无号码', mobile: '1' })).status).toBe(400);
  });

  it('drives the clock by instant, by duration and to the next thing, never back', async () => {
    const post = (body: object) => scene.control<{ now: string; error: string }>('POST', 'clock', body);
    expect((await post({ advance: 'PT8H' })).body.now).toBe('2026-10-05T08:00:00.000Z');
    expect((await post({ now: '2026-10-06T08:00:00+08:00' })).body.now).toBe('2026-10-06T00:00:00.000Z');
    expect(await post({ now: '2026-10-05T00:00:00Z' })).toMatchObject({
      status: 400,
      body: { error: '时钟只能往前走' },
    });
    expect((await post({ to: 'next' })).body.error).toBe('后面没有安排好的事');
    expect((await post({ advance: 'soon' })).status).toBe(400);
    expect((await scene.control('GET', 'clock')).body).toEqual({
      now: '2026-10-06T00:00:00.000Z',
      next: null,
    });
  });

  it.each([
    ['a far instant', { now: '9998-12-31T08:30:00+08:00' }],
    ['a long time', { advance: 'P261W' }],
    ['longer than any date can say', { advance: 'P99999999999999W' }],
  ])('does not let the clock run away to %s', async (_, body) => {
    const before = (await scene.control('GET', 'clock')).body;
    const refused = await scene.control<{ error: string }>('POST', 'clock', body);
    expect([refused.status, refused.body.error]).toEqual([400, '一次最多往前走 5 年']);
    expect((await scene.control('GET', 'clock')).body).toEqual(before);
  });

  it('counts a change for everything that is shown', async () => {
    const seq = async () => (await scene.control<{ seq: number }>('GET', 'changes')).body.seq;
    const before = await seq();
    scene.sandbox.addPeople([chief]);
    const added = await seq();
    expect(added).toBeGreaterThan(before);
    expect(await seq()).toBe(added);
  });

  it('tells of a menu entry that was chosen', async () => {
    const { body } = await scene.control<{ open_id: string }>('POST', 'people', chief);
    await scene.control('POST', `people/${body.open_id}/menu`, { event_key: 'advice' });
    expect(scene.bot.events.at(-1)).toMatchObject({
      type: 'application.bot.menu_v6',
      data: {
        event_key: 'advice',
        timestamp: Date.parse('2026-10-05T00:00:00Z') / 1000,
        operator: { operator_name: '龙兴镇河长', operator_id: { open_id: body.open_id } },
      },
    });
    expect((await scene.control<{ text: string }[]>('GET', 'feed')).body.at(-1)?.text).toBe(
      '龙兴镇河长 点菜单 advice',
    );
  });

  it('checks the addresses as the developer console does', async () => {
    expect((await scene.control('POST', 'verify')).body).toMatchObject([{ ok: true }, { ok: true }]);
    scene.bot.eventStatus = 500;
    expect((await scene.control('POST', 'verify')).body).toMatchObject([{ ok: false }, { ok: true }]);
  });

  it('answers an unknown address and a body that is no JSON in a sentence', async () => {
    expect(await scene.control('GET', 'nothing')).toMatchObject({
      status: 404,
      body: { error: '没有这个地址' },
    });
    const init = { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } };
    const answer = await fetch(`${scene.url}/sandbox/api/clock`, init);
    expect([answer.status, await answer.json()]).toEqual([400, { error: '请求不是 JSON' }]);
  });

  it('serves the page', async () => {
    const answer = await fetch(`${scene.url}/sandbox/`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('agrees with another sandbox on the same file', async () => {
    const other = createSandbox({ dataDir: scene.dataDir, clock: scene.clock });
    other.addPeople([chief]);
    expect(other.app).toEqual(scene.sandbox.app);
    expect((await scene.control<object[]>('GET', 'people')).body).toMatchObject([{ name: '龙兴镇河长' }]);
    await other.close();
  });

  it('loses nothing when several processes write at once', async () => {
    const run = () =>
      new Promise((resolve) => {
        const script = join(__dirname, 'writePeople.ts');
        fork(script, [scene.dataDir], { execArgv: ['--import', 'tsx'] }).on('exit', resolve);
      });
    expect(await Promise.all([run(), run(), run()])).toEqual([0, 0, 0]);
    expect((await scene.control<object[]>('GET', 'people')).body).toHaveLength(900);
  });
});

describe('durations', () => {
  it('reads weeks, days, hours, minutes and seconds, and nothing else', () => {
    expect(['P1W', 'P1D', 'PT8H', 'P1DT2H3M4S'].map(durationMs)).toEqual([
      604.8e6, 86.4e6, 28.8e6, 93_784_000,
    ]);
    expect(['', 'P', 'PT', 'P1M', '-P1D', 'PT1.5H', '1D'].map(durationMs)).toEqual(Array(7).fill(null));
  });
});

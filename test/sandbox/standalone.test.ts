import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';
import express from 'express';
import { freePort } from '../wire';
import { clientOf, forget, listen, type Scene, stop, urlOf } from './harness';
import { SocketBot } from './socketBot';

interface Started {
  address: string;
  appId: string;
  appSecret: string;
  encryptKey: string;
  verificationToken: string;
}

const MAIN = join(__dirname, '../../src/sandbox/main.ts');

describe('the sandbox alone (npm run sandbox)', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-alone-'));
  let child: ChildProcess | null = null;

  afterEach(() => {
    child?.kill('SIGKILL');
    child = null;
  });
  afterAll(() => forget(dataDir));

  const spawned = (args: string[], env: NodeJS.ProcessEnv = {}) => {
    const asked = ['--import', 'tsx', MAIN, ...args];
    child = spawn(process.execPath, asked, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    return child;
  };
  const run = (...args: string[]) => spawned(['--data', dataDir, '--port', '0', ...args]);
  const told = async (stdout: ChildProcess['stdout']): Promise<Started> => {
    if (!stdout) throw new Error('no output');
    for await (const line of createInterface(stdout)) return JSON.parse(line) as Started;
    throw new Error('it ended without a word');
  };
  const start = async (...args: string[]): Promise<Started> => {
    return told(run('--json', ...args).stdout);
  };
  const end = (signal?: NodeJS.Signals): Promise<number | null> =>
    new Promise((resolve) => {
      child?.once('exit', resolve);
      if (signal) child?.kill(signal);
    });
  const post = async (address: string, path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    return (await fetch(`${address}/sandbox/api/${path}`, init)).json();
  };

  it('serves any bot: its own app, people by hand, messages out and signed events in', async () => {
    const pushed: { body: object; signature: unknown }[] = [];
    const bot = await listen(
      express().post('/any', async (req, res) => {
        const body = (await json(req)) as object;
        pushed.push({ body, signature: req.headers['x-lark-signature'] });
        res.json({});
      }),
    );
    const { address, ...app } = await start('--events-url', `${urlOf(bot)}/any`);
    expect(app.appId).toMatch(/^cli_[0-9a-f]{16}$/);
    const person = (await post(address, 'people', {
      name: '张三',
      title: '',
      mobile: '19900000001',
    })) as { open_id: string };
    const client = clientOf({ app } as Parameters<typeof clientOf>[0], address);
    const sent = await client.im.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: person.open_id, msg_type: 'text', content: '{"text":"你好"}' },
    });
    expect(sent.code).toBe(0);
    await post(address, `people/${person.open_id}/messages`, { type: 'text', text: '在' });
    expect(pushed.at(-1)).toEqual({
      body: { encrypt: expect.any(String) },
      signature: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await fetch(`${address}/`)).url).toBe(`${address}/sandbox/`);
    await stop(bot);
    expect(await end('SIGTERM')).toBe(0);
  });

  it('reaches a bot on its long connection when it was given no addresses', async () => {
    const { address, ...app } = await start();
    const person = (await post(address, 'people', { name: '李四', mobile: '19900000002' })) as {
      open_id: string;
    };
    const scene = { sandbox: { app, setTargets() {} }, url: address } as unknown as Scene;
    const bot = await SocketBot.start(scene);
    await post(address, `people/${person.open_id}/messages`, { type: 'text', text: '在' });
    expect(bot.texts).toEqual(['在']);
    bot.close();
    expect(await end('SIGTERM')).toBe(0);
  });

  it('keeps its app and how far its clock was moved', async () => {
    const first = await start();
    await post(first.address, 'clock', { advance: 'P3D' });
    await end('SIGTERM');
    const second = await start();
    expect(second.appId).toBe(first.appId);
    const shown = await fetch(`${second.address}/sandbox/api/clock`);
    const clock = (await shown.json()) as { now: string };
    const days = (Date.parse(clock.now) - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(3, 2);
  });

  it('takes its port and its folder from the environment too', async () => {
    const port = await freePort();
    const { address } = await told(spawned(['--json'], { PORT: String(port), DATA_DIR: dataDir }).stdout);
    expect(new URL(address).port).toBe(String(port));
    expect(existsSync(join(dataDir, 'feishu', 'sandbox.db'))).toBe(true);
  });

  it.each([
    [['--port', 'x'], '端口是 0 到 65535 的数字'],
    [['--events-url', 'bot/events'], '要以 http:// 或 https:// 开头的完整地址'],
  ])('says what is wrong with %j', async (args, sentence) => {
    const { stderr } = run(...args);
    let said = '';
    stderr?.on('data', (part) => {
      said += part;
    });
    expect(await end()).toBe(1);
    expect(said).toContain(sentence);
  });
});

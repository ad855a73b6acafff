import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { JobRun } from '../../entities';
import { createSandbox, type Sandbox } from '../../src/sandbox';
import { buildPerson, buildUnit, openTestDatabase, type TestDatabase } from '../factories';
import type { Shown } from '../feishu/stage';
import { until } from '../until';
import { freePort } from '../wire';
import { built } from './process';

const ROOT = join(__dirname, '..', '..');
const HOUR = 3_600_000;
const MOBILE = '19900000001';

interface Ready {
  degraded: boolean;
  checks: { name: string; ok: boolean; found: string }[];
}

interface Pressed {
  toast: { type: string } | null;
  card: object | null;
  error: object | null;
}

describe('a bot whose machine’s clock is set by an hour while it runs', () => {
  let dir: string;
  let db: TestDatabase;
  let sandbox: Sandbox;
  let feishu: Server;
  let domain: string;
  let bot: ChildProcess;
  let address: string;
  let openId: string;
  const pressed = new Set<string>();

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'jump-'));
    db = await openTestDatabase();
    // Its clock is right, and it is another process than the bot.
    sandbox = createSandbox({
      dataDir: dir,
      clock: { now: () => new Date(), next: () => null, advanceTo: async () => undefined },
    });
    feishu = createServer(express().use(sandbox.router));
    await new Promise<void>((resolve) => feishu.listen(0, '127.0.0.1', resolve));
    domain = `http://127.0.0.1:${(feishu.address() as AddressInfo).port}`;
    const person = { name: '赵小河', mobile: MOBILE };
    openId = (await control<{ open_id: string }>('POST', 'people', person)).open_id;
    const unit = await buildUnit(db);
    await buildPerson(db, { unitId: unit.id, mobile: MOBILE, openId, roles: ['镇级河长'] });

    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    const { appId, appSecret, encryptKey, verificationToken } = sandbox.app;
    bot = fork(built('main.ts', join(ROOT, 'src')), {
      cwd: ROOT,
      execArgv: ['--require', built('shiftedClock.ts')],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        TMPDIR: process.env.TMPDIR,
        FEISHU_APP_ID: appId,
        FEISHU_APP_SECRET: appSecret,
        FEISHU_ENCRYPT_KEY: encryptKey,
        FEISHU_VERIFICATION_TOKEN: verificationToken,
        FEISHU_INBOUND: 'webhook',
        FEISHU_DOMAIN: domain,
        HOST: '127.0.0.1',
        PORT: String(port),
        DATABASE_URL: db.url,
        DATA_DIR: dir,
        SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
        LOG_LEVEL: 'fatal',
      },
    });
    const up = async () => (await fetch(`${address}/healthz`).catch(() => null))?.ok === true;
    await until('the bot is up', up, 60_000);
    sandbox.setTargets({ eventsUrl: `${address}/feishu/events`, cardsUrl: `${address}/feishu/cards` });
  }, 120_000);
  afterAll(async () => {
    if (bot.exitCode === null) {
      const ended = once(bot, 'exit');
      bot.kill('SIGTERM');
      await ended;
    }
    await sandbox.close();
    feishu.closeAllConnections();
    await new Promise((resolve) => feishu.close(resolve));
    await db.drop();
    rmSync(dir, { recursive: true, force: true });
  });

  async function control<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${domain}/sandbox/api/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return (await answer.json()) as T;
  }
  const cards = async () => {
    const phone = await control<Shown[]>('GET', `people/${openId}/messages`);
    return phone.filter(({ from, msg_type }) => from === 'bot' && msg_type === 'interactive');
  };
  /** Asks for help, and presses a button of the card that comes. */
  const askAndPress = async (): Promise<Pressed> => {
    await control('POST', `people/${openId}/messages`, { type: 'text', text: '帮助' });
    let ask: { message_id?: string; name?: string } = {};
    await until(
      'there is a button to press',
      async () => {
        for (const { message_id, content } of (await cards()).reverse()) {
          const name = /"name":"(help_tasks[^"]*)"/.exec(JSON.stringify(content))?.[1];
          if (name && !pressed.has(message_id)) ask = { message_id, name };
        }
        return ask.name !== undefined;
      },
      20_000,
    );
    pressed.add(String(ask.message_id));
    return control('POST', `people/${openId}/actions`, ask);
  };
  const readyz = async () => (await (await fetch(`${address}/readyz`)).json()) as Ready;
  const check = async (name: string) => (await readyz()).checks.find((each) => each.name === name);
  const set = async (shiftMs: number) => {
    const shifted = once(bot, 'message');
    bot.send({ shiftMs });
    await shifted;
  };

  it.each([
    ['forward', HOUR, '快 60 分钟'],
    ['back', -HOUR, '慢 60 分钟'],
  ])(
    '%s answers presses and words as before, says on /readyz how far it is off, and looks for jobs as often',
    async (_, shiftMs, found) => {
      expect(await check('clock')).toMatchObject({ ok: true });
      expect(await askAndPress()).toMatchObject({ error: null });
      await set(shiftMs);
      expect(await check('clock')).toMatchObject({ ok: false, found: expect.stringContaining(found) });
      expect((await readyz()).degraded).toBe(true);
      for (let n = 0; n < 3; n += 1) expect(await askAndPress()).toMatchObject({ error: null });
      const since = Date.now() + shiftMs;
      const looked = async () => {
        await pause(500);
        const beat = Date.parse((await check('scheduler'))?.found ?? '');
        // Set back, it has run jobs ahead of its time, says that instead, and runs them by the clock again.
        const ran = (await db.read.find(JobRun)).map(({ lastAt }) => lastAt.getTime());
        return [beat, ...ran].some((at) => at >= since && at < since + 2 * 60_000);
      };
      // Set forward, it would look soon by any clock.
      if (shiftMs < 0) await until('it has looked for jobs since', looked, 75_000);
      await set(0);
      expect(await check('clock')).toMatchObject({ ok: true });
      expect(await askAndPress()).toMatchObject({ error: null });
    },
    150_000,
  );
});

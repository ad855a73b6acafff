import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Db } from '../../src/sandbox/db';
import { KeptSettings } from '../../src/sandbox/socket/settings';
import { until } from '../until';
import { ChildBot } from './child';
import { County } from './county';

interface Ready {
  ready: boolean;
  degraded: boolean;
  checks: { name: string; ok: boolean; found: string }[];
}

const ENV = { FEISHU_INBOUND: 'long-connection' };
const readyz = async (address: string): Promise<Ready> =>
  (await (await fetch(`${address}/readyz`)).json()) as Ready;
const check = async (address: string, name: string) =>
  (await readyz(address)).checks.find((each) => each.name === name);

describe('a county without a public address', () => {
  let county: County;
  beforeAll(async () => {
    county = await County.start(ENV);
    await until('the line is there', async () => Boolean((await check(county.app.address, 'inbound'))?.ok));
  });
  afterAll(() => county.stop());

  it('works a task and answers words by its own line', async () => {
    const chief = await county.phone('龙兴镇第一村河长');
    const before = (await chief.messages()).length;
    await chief.say({ type: 'text', text: '任务' });
    expect((await chief.messages()).length).toBeGreaterThan(before + 1);
    const message = await chief.card('巡河任务');
    const { toast, card, error } = await chief.press(message, '一切正常，提交');
    expect({ toast: toast?.type, error }).toEqual({ toast: 'success', error: null });
    expect(card?.header).toBeDefined();
    const { connections } = await county.api<{ connections: number }>('GET', 'socket');
    expect(connections).toBe(1);
  });

  it('says on /readyz that it is connected, and how long it has not been', async () => {
    const { address } = county.app;
    expect((await check(address, 'inbound'))?.found).toContain('已连上');
    expect(await (await fetch(`${address}/metrics`)).text()).toContain(
      'river_long_connection{state="connected"} 1',
    );
    const match = { path: '/callback/ws/endpoint' };
    await county.api('POST', 'faults', { kind: 'latency', match, ms: 2_000 });
    await county.api('POST', 'faults', { kind: 'kick' });
    await until('it is out', async () => !(await check(address, 'inbound'))?.ok);
    const state = await readyz(address);
    expect(state).toMatchObject({ ready: true, degraded: true });
    expect(state.checks.find(({ name }) => name === 'inbound')?.found).toContain('正在重连');
    expect(state.checks.find(({ name }) => name === 'sender')).toMatchObject({ ok: true });
  });
});

describe('two processes and the supervisor', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'county-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('the second only answers, says so, and takes over when the first stops or dies', async () => {
    const first = ChildBot.start(dataDir);
    const sender = async (bot: ChildBot) => (await check(await bot.ready, 'sender'))?.found ?? '';
    await until('the first sends', async () => (await sender(first)) === '由本程序发送');
    const second = ChildBot.start(dataDir);
    await until('the second knows', async () => (await sender(second)).includes('由另一个程序发送'));
    expect(await readyz(await second.ready)).toMatchObject({ ready: true, degraded: false });
    await first.kill();
    await until('the second sends', async () => (await sender(second)) === '由本程序发送', 15_000);
    const third = ChildBot.start(dataDir);
    await until('the third knows', async () => (await sender(third)).includes('由另一个程序发送'));
    await second.stop();
    await until('the third sends', async () => (await sender(third)) === '由本程序发送', 5_000);
    await third.stop();
  }, 60_000);

  it.each([
    [514, 'auth failed', '请核对应用凭证'],
    [1000040350, 'exceed connection limit', '停掉别处用同一个应用的程序'],
  ])(
    'a process whose line Feishu refuses for good (%i) says what to do and ends with 75',
    async (refused, msg, remedy) => {
      const store = new Db(dataDir);
      new KeptSettings(store).change({ client_config: { ReconnectNonce: 0.01 } });
      store.close();
      const bot = ChildBot.start(dataDir, ENV);
      const address = await bot.ready;
      await until('the line is there', async () => Boolean((await check(address, 'inbound'))?.ok));
      const match = { path: '/callback/ws/endpoint' };
      const body = { code: refused, msg, data: {} };
      await bot.api('POST', 'faults', { kind: 'status', match, code: 200, body });
      await bot.api('POST', 'faults', { kind: 'kick' });
      const { code, stdout } = await bot.ended;
      expect(code).toBe(75);
      expect(stdout).toContain('不会再自己连上');
      expect(stdout).toContain(`code=${refused}`);
      expect(stdout).toContain(remedy);
    },
  );
});

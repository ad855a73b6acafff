import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as lark from '@larksuiteoapi/node-sdk';
import express from 'express';
import { createSandbox, type Sandbox, type SandboxClock } from '../../src/sandbox';

/** A business clock that only moves when told, and tells the sandbox what came due on the way. */
export class DrivenClock implements SandboxClock {
  sandbox: Sandbox | null = null;
  constructor(private at = new Date('2026-10-05T00:00:00Z')) {}
  now = () => this.at;
  next = () => null;
  async advanceTo(to: Date): Promise<void> {
    for (let due = this.sandbox?.nextDue(); due && due <= to; due = this.sandbox?.nextDue()) {
      if (due > this.at) this.at = due;
      await this.sandbox?.runDue();
    }
    this.at = to;
  }
}

/** What the bot under test was told and how it answers. */
export interface Bot {
  events: { type: string; data: Record<string, unknown> }[];
  /** Raw bodies and headers as they came over the wire. */
  raw: { url: string; body: string; headers: Record<string, string | string[] | undefined> }[];
  onCard: (data: Record<string, unknown>) => unknown;
  /** HTTP status of the events endpoint; 200 hands the event to the SDK's dispatcher. */
  eventStatus: number;
  url: string;
  server: Server;
}

export interface Scene {
  sandbox: Sandbox;
  clock: DrivenClock;
  client: lark.Client;
  bot: Bot;
  url: string;
  dataDir: string;
  control<T = Record<string, unknown>>(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<Answer<T>>;
  /** A new tenant token call past the SDK. */
  askToken(appSecret?: string): Promise<{ code: number; tenant_access_token: string; expire: number }>;
  close(): Promise<void>;
}

export interface Answer<T> {
  status: number;
  body: T;
}

const quiet = { fatal() {}, error() {}, warn() {}, info() {}, debug() {}, trace() {} };

/** Its own cache each time: the SDK's default cache is shared by every client of the process. */
export function clientOf(sandbox: Sandbox, domain: string): lark.Client {
  const kept = new Map<string, unknown>();
  const cache: NonNullable<ConstructorParameters<typeof lark.Client>[0]['cache']> = {
    get: async (key) => kept.get(String(key)),
    set: async (key, value) => {
      kept.set(String(key), value);
      return true;
    },
  };
  const { appId, appSecret } = sandbox.app;
  return new lark.Client({
    appId,
    appSecret,
    domain,
    cache,
    logger: quiet,
    loggerLevel: lark.LoggerLevel.error,
  });
}

/** Why the SDK's call was refused; fails the test when it was not. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  const error = await call.then(
    () => null,
    (e: { response: Refusal }) => e,
  );
  if (!error) throw new Error('the call was not refused');
  return error.response;
}

export interface Refusal {
  status: number;
  headers: Record<string, string>;
  data: Record<string, unknown> & { code: number };
}

export async function listen(app: express.Express): Promise<Server> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

export function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** What the bot under test has subscribed to. */
const EVENTS = [
  'im.message.receive_v1',
  'im.message.message_read_v1',
  'im.message.recalled_v1',
  'im.chat.access_event.bot_p2p_chat_entered_v1',
  'im.chat.member.bot.added_v1',
  'im.chat.member.bot.deleted_v1',
  'im.chat.member.user.added_v1',
  'im.chat.member.user.deleted_v1',
  'im.chat.updated_v1',
  'im.chat.disbanded_v1',
  'application.bot.menu_v6',
  'contact.user.created_v3',
  'contact.user.updated_v3',
  'contact.user.deleted_v3',
  'contact.scope.updated_v3',
];

/** A bot of the official SDK: its dispatcher behind its express adapter, on two addresses. */
export async function startBot(sandbox: Sandbox): Promise<Bot> {
  const { encryptKey, verificationToken } = sandbox.app;
  const app = express();
  const bot: Bot = {
    events: [],
    raw: [],
    onCard: () => ({}),
    eventStatus: 200,
    url: '',
    server: createServer(),
  };
  const note = (type: string) => async (data: Record<string, unknown>) => {
    bot.events.push({ type, data });
  };
  const dispatcher = new lark.EventDispatcher({ encryptKey, verificationToken, logger: quiet }).register<
    Record<string, (data: Record<string, unknown>) => unknown>
  >({
    ...Object.fromEntries(EVENTS.map((type) => [type, note(type)])),
    'card.action.trigger': async (data: Record<string, unknown>) => bot.onCard(data),
  });
  app.use(express.text({ type: () => true, limit: '5mb' }), (req, res, next) => {
    bot.raw.push({ url: req.url, body: req.body, headers: req.headers });
    if (req.url === '/events' && bot.eventStatus !== 200) {
      res.status(bot.eventStatus).end();
      return;
    }
    req.body = JSON.parse(req.body);
    next();
  });
  app.post(['/events', '/cards'], lark.adaptExpress(dispatcher, { autoChallenge: true }));
  bot.server = await listen(app);
  bot.url = urlOf(bot.server);
  sandbox.setTargets({ eventsUrl: `${bot.url}/events`, cardsUrl: `${bot.url}/cards` });
  return bot;
}

export async function setScene(dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'))): Promise<Scene> {
  const clock = new DrivenClock();
  const sandbox = createSandbox({ dataDir, clock });
  clock.sandbox = sandbox;
  const server = await listen(express().use(sandbox.router));
  sandbox.attach(server);
  const url = urlOf(server);
  const bot = await startBot(sandbox);
  return {
    sandbox,
    clock,
    bot,
    url,
    dataDir,
    client: clientOf(sandbox, url),
    control: async <T>(method: 'GET' | 'POST', path: string, body?: unknown) => {
      const headers = { 'content-type': 'application/json' };
      const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
      const answer = await fetch(`${url}/sandbox/api/${path}`, init);
      return { status: answer.status, body: (await answer.json()) as T };
    },
    askToken: async (app_secret = sandbox.app.appSecret) => {
      const answer = await fetch(`${url}/open-apis/auth/v3/tenant_access_token/internal`, {
        method: 'POST',
        body: JSON.stringify({ app_id: sandbox.app.appId, app_secret }),
        headers: { 'content-type': 'application/json' },
      });
      return (await answer.json()) as { code: number; tenant_access_token: string; expire: number };
    },
    close: async () => {
      await stop(server);
      await stop(bot.server);
      await sandbox.close();
    },
  };
}

export function forget(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true });
}

/**
 * A scene of its own before each test of a suite, with one chief in it, and nothing left of it afterwards.
 *
 * @param current the scene that a test left, where a test sets a new one (a restart)
 */
export function eachScene(take: (scene: Scene, openId: string) => void, current: () => Scene): void {
  beforeEach(async () => {
    const scene = await setScene();
    scene.sandbox.addPeople([{ name: '龙兴镇河长', title: '镇级河长', mobile: '19900000001' }]);
    const { body } = await scene.control<{ open_id: string }[]>('GET', 'people');
    take(scene, body[0]?.open_id ?? '');
  });
  afterEach(async () => {
    await current().close();
    forget(current().dataDir);
  });
}

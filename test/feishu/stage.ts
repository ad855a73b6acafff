import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import express from 'express';
import { MediaFile, type Person, type Unit } from '../../entities';
import type { DrivenClock } from '../../src/core/clock';
import { silentLog } from '../../src/core/log';
import type {
  CardPress,
  ChatMessage,
  GroupChange,
  MenuChoice,
  PressReply,
  ReadReceipt,
  Rendered,
  RenderRequest,
} from '../../src/core/messages';
import { enqueue, type MessageRequest } from '../../src/core/outbox';
import { createFeishu, type Feishu, type FeishuDeps } from '../../src/feishu';
import { type DeliveryDeps, DeliveryService } from '../../src/feishu/delivery';
import { storePicture } from '../../src/feishu/mediaStore';
import { createSandbox, type Sandbox } from '../../src/sandbox';
import {
  type Backend,
  buildPerson,
  buildUnit,
  clockAt,
  openTestDatabase,
  type TestDatabase,
  testCalendar,
  testPolicy,
  testSecrets,
} from '../factories';

/** The smallest picture there is. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A Monday in working hours. */
export const MONDAY_TEN = '2026-10-12T10:00:00+08:00';

export interface Shown {
  message_id: string;
  msg_type: string;
  content: { header?: { title: { content: string }; template?: string }; text?: string };
  from: 'bot' | 'user';
}

/** The bot's side of the port: what came in, and how it answers. */
export class FakeBot {
  presses: CardPress[] = [];
  messages: ChatMessage[] = [];
  entered: string[] = [];
  receipts: ReadReceipt[] = [];
  chosen: MenuChoice[] = [];
  groups: GroupChange[] = [];
  contacts = 0;
  stored: number[] = [];
  onPress: (press: CardPress) => Promise<PressReply> = async () => ({});
  onMessage: (message: ChatMessage) => Promise<void> = async () => undefined;

  readonly port = {
    press: (press: CardPress) => {
      this.presses.push(press);
      return this.onPress(press);
    },
    message: async (message: ChatMessage) => {
      this.messages.push(message);
      await this.onMessage(message);
    },
    entered: async (openId: string) => {
      this.entered.push(openId);
    },
    read: async (receipt: ReadReceipt) => {
      this.receipts.push(receipt);
    },
    menu: async (chosen: MenuChoice) => {
      this.chosen.push(chosen);
    },
    group: async (change: GroupChange) => {
      this.groups.push(change);
    },
    contactsChanged: async () => {
      this.contacts += 1;
    },
  };

  /** What every card says; a test changes it to change the state of the world. */
  title = '巡河任务';
  draw: (request: RenderRequest, retired: boolean) => Promise<Rendered | null> = async (
    request,
    retired,
  ) => ({
    card: cardSaying(retired ? '已换新' : `${this.title} ${request.subject.id}`, !retired),
    pictures: [],
  });

  /** What every file is. */
  write: (request: RenderRequest) => Promise<{ name: string; bytes: Buffer } | null> = async ({
    subject,
  }) => ({
    name: `台账${subject.id}.xlsx`,
    bytes: Buffer.from('PK'),
  });

  readonly files = { write: (_reader: unknown, request: RenderRequest) => this.write(request) };

  readonly renderers = {
    render: (_reader: unknown, request: RenderRequest, retired: boolean) => this.draw(request, retired),
  };
}

export function cardSaying(title: string, pressable = true): object {
  const button = {
    tag: 'button',
    name: 'done',
    type: 'primary',
    text: { tag: 'plain_text', content: '一切正常，提交' },
    behaviors: [{ type: 'callback', value: { action: 'done', task: 1 } }],
  };
  return {
    schema: '2.0',
    config: { update_multi: true, enable_forward: false },
    header: { title: { tag: 'plain_text', content: title }, template: pressable ? 'blue' : 'grey' },
    body: { elements: [pressable ? button : { tag: 'markdown', content: '没有要做的' }] },
  };
}

/** A county on a desk: a database, a Feishu that runs here, and the part between the two. */
export class Stage {
  feishu!: Feishu;
  readonly bot = new FakeBot();
  unit!: Unit;
  private server!: Server;
  private readonly servers: Server[] = [];

  private constructor(
    readonly db: TestDatabase,
    readonly clock: DrivenClock,
    readonly sandbox: Sandbox,
    readonly dataDir: string,
  ) {}

  /** @param more what is different about this bot */
  static async open(
    backend: Backend = 'sqlite',
    at = MONDAY_TEN,
    server?: string,
    more: Partial<FeishuDeps> = {},
  ): Promise<Stage> {
    const db = await openTestDatabase(backend, server);
    const dataDir = mkdtempSync(join(tmpdir(), 'stage-'));
    const clock = clockAt(at);
    const sandbox = createSandbox({
      dataDir,
      clock: { now: () => clock.now(), next: () => null, advanceTo: async (to) => clock.moveTo(to) },
    });
    const stage = new Stage(db, clock, sandbox, dataDir);
    stage.server = await stage.listen(express().use(sandbox.router));
    stage.feishu = stage.another(stage.url, more);
    await stage.listenToFeishu();
    await stage.control('POST', 'limits', { per_target: 0, per_second: 0, per_minute: 0 });
    stage.unit = await buildUnit(db);
    return stage;
  }

  /** Another process on the same database. */
  another(url = this.url, more: Partial<FeishuDeps> = {}): Feishu {
    return createFeishu({
      config: { ...this.sandbox.app, domain: url },
      db: this.db,
      policies: { current: testPolicy() },
      calendar: testCalendar,
      clock: this.clock,
      secrets: testSecrets,
      dataDir: this.dataDir,
      log: silentLog(),
      renderers: this.bot.renderers,
      files: this.bot.files,
      port: this.bot.port,
      onStored: async (photoId) => {
        this.bot.stored.push(photoId);
      },
      ...more,
    });
  }

  /** Another sender on the same database, with what a test wants to be different. */
  sender(more: Partial<DeliveryDeps> = {}): DeliveryService {
    return new DeliveryService({
      db: this.db,
      gateway: this.feishu.gateway,
      policies: { current: testPolicy() },
      calendar: testCalendar,
      clock: this.clock,
      renderers: this.bot.renderers,
      files: this.bot.files,
      dataDir: this.dataDir,
      log: silentLog(),
      ...more,
    });
  }

  get url(): string {
    return urlOf(this.server);
  }

  async listen(app: express.Express): Promise<Server> {
    const server = createServer(app);
    // A loaded machine is late: a line that closes for idleness meets the next request.
    server.keepAliveTimeout = 65_000;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.servers.push(server);
    return server;
  }

  /** @returns where it listens */
  async serve(router: express.Router): Promise<string> {
    return urlOf(await this.listen(express().use(router)));
  }

  /** From now on Feishu tells of things over the bot's own line. */
  takeLongConnections(): void {
    this.sandbox.attach(this.server);
    this.sandbox.setTargets('long-connection');
  }

  private async listenToFeishu(): Promise<void> {
    const url = await this.serve(this.feishu.router);
    this.sandbox.setTargets({ eventsUrl: `${url}/feishu/events`, cardsUrl: `${url}/feishu/cards` });
  }

  async control<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.url}/sandbox/api/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await answer.json()) as T;
  }

  /** A person of the roster whom Feishu knows and who is matched. */
  async person(mobile: string, name = '龙兴镇河长'): Promise<Person & { openId: string }> {
    const { open_id } = await this.control<{ open_id: string }>('POST', 'people', { name, mobile });
    const person = await buildPerson(this.db, { unitId: this.unit.id, mobile, name, openId: open_id });
    return person as Person & { openId: string };
  }

  /** A photo whose bytes we have, without an image key. @returns its media id */
  async storedPhoto(): Promise<number> {
    const { sha256, bytes, mime } = await storePicture(this.dataDir, Readable.from([PNG]));
    const row = { sha256, bytes, mime: String(mime), storedAt: this.clock.now(), imageKey: null };
    return this.db.transaction(async (tx) => (await tx.insert(MediaFile, row)).firstId);
  }

  async ask(recipientId: number, request: Partial<MessageRequest> = {}): Promise<void> {
    await this.db.transaction((tx) =>
      enqueue(tx, {
        kind: 'patrolTask',
        subject: { type: 'task', id: 1 },
        recipientId,
        messageClass: 'answer',
        at: this.clock.now(),
        ...request,
      }),
    );
  }

  phone(openId: string): Promise<Shown[]> {
    return this.control<Shown[]>('GET', `people/${openId}/messages`);
  }

  async titles(openId: string): Promise<(string | undefined)[]> {
    return (await this.phone(openId)).map(({ content }) => content.header?.title.content ?? content.text);
  }

  fault(fault: object): Promise<unknown> {
    return this.control('POST', 'faults', fault);
  }

  /** Calls of the API so far whose path begins so. */
  async calls(method: string, path: string): Promise<{ status: number; code: number | null }[]> {
    const log = await this.control<{ method: string; path: string; status: number; code: number | null }[]>(
      'GET',
      'log?limit=20000',
    );
    return log.filter((call) => call.method === method && call.path.startsWith(path));
  }

  async close(): Promise<void> {
    await this.feishu.stop();
    await this.sandbox.close();
    for (const server of this.servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    await this.db.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

export const SEND = '/open-apis/im/v1/messages';

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, compose } from '../../src/compose';
import { readConfig } from '../../src/config';
import { Database } from '../../src/core/database';
import { silentLog } from '../../src/core/log';
import { Timeline } from '../../src/timeline';

export interface ShownMessage {
  message_id: string;
  from: 'bot' | 'user';
  msg_type: string;
  content: Card & { text?: string };
  recalled: boolean;
}

export interface Card {
  header?: { title: { content: string }; subtitle?: { content: string }; template?: string };
  body?: { elements: Component[] };
}

export interface Component {
  tag: string;
  name?: string;
  text?: { content: string };
  elements?: Component[];
  columns?: Component[];
  [key: string]: unknown;
}

export interface Pressed {
  toast: { type: string; content: string } | null;
  card: Card | null;
  error: { code: number; msg: string } | null;
}

/** A week without holidays, whatever day the machine has. */
const MONDAY = '2026-11-23T08:00:00+08:00';

async function begin(url: string, at: Date): Promise<void> {
  const db = await Database.open({ url });
  await db.migrate();
  await (await Timeline.open(db)).beginAt(at);
  await db.close();
}

/** A whole county in this process: the trial that `npm start` gives, on a port and in a folder of its own. */
export class County {
  private constructor(
    readonly app: App,
    readonly dataDir: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** @param begins where a new county's time begins; null leaves it to the machine's date, as `npm start` does */
  static async start(
    env: NodeJS.ProcessEnv = {},
    dataDir = mkdtempSync(join(tmpdir(), 'county-')),
    begins: string | null = MONDAY,
  ): Promise<County> {
    const settings: NodeJS.ProcessEnv = { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent', ...env };
    const sandbox = settings.DATABASE_URL !== undefined;
    const config = readConfig(settings, { sandbox });
    if (begins) await begin(config.databaseUrl, new Date(begins));
    const app = await compose(config, silentLog(), { port: 0 });
    await app.start();
    await app.feishu.settle();
    return new County(app, dataDir, env);
  }

  /** Stops and starts again over the same data. */
  async restart(): Promise<County> {
    await this.app.stop();
    return County.start(this.env, this.dataDir);
  }

  async stop(): Promise<void> {
    await this.app.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  async api<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.app.address}/sandbox/api/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as T;
  }

  /** The phone of the person with this name (people are named by their post). */
  async phone(name: string): Promise<Phone> {
    const people = await this.api<{ open_id: string; name: string }[]>('GET', 'people');
    const found = people.find((person) => person.name === name);
    if (!found) throw new Error(`nobody is called ${name}: ${people.map((p) => p.name).join('、')}`);
    return new Phone(this, found.open_id);
  }

  advance(duration: string): Promise<unknown> {
    return this.api('POST', 'clock', { advance: duration });
  }

  /** Until everything that was asked for has been handled and sent. */
  async settle(): Promise<void> {
    await this.app.sandbox?.settled();
    await this.app.feishu.settle();
  }
}

export class Phone {
  constructor(
    private readonly county: County,
    readonly openId: string,
  ) {}

  messages(): Promise<ShownMessage[]> {
    return this.county.api('GET', `people/${this.openId}/messages`);
  }

  /** The newest card with this title; fails with what is there instead. */
  async card(title: string): Promise<ShownMessage> {
    await this.county.settle();
    const cards = (await this.messages()).filter((m) => m.msg_type === 'interactive');
    const found = cards.reverse().find((m) => m.content.header?.title.content === title);
    if (!found)
      throw new Error(`no card ${title}; there is ${cards.map((m) => m.content.header?.title.content)}`);
    return found;
  }

  async has(title: string): Promise<boolean> {
    await this.county.settle();
    return (await this.messages()).some((m) => m.content.header?.title.content === title);
  }

  /** Presses the button with this text on that card. */
  async press(message: ShownMessage, text: string, form_value?: Record<string, unknown>): Promise<Pressed> {
    const button = buttons(message.content).find((b) => b.text?.content === text);
    if (!button)
      throw new Error(`no button ${text}; there is ${buttons(message.content).map((b) => b.text?.content)}`);
    const pressed = await this.county.api<Pressed>('POST', `people/${this.openId}/actions`, {
      message_id: message.message_id,
      name: button.name,
      ...(form_value && { form_value }),
    });
    await this.county.settle();
    return pressed;
  }

  async say(message: object): Promise<void> {
    await this.county.api('POST', `people/${this.openId}/messages`, message);
    await this.county.settle();
  }
}

export function components(card: Card): Component[] {
  const walk = (component: Component): Component[] => [
    component,
    ...(component.elements ?? []).flatMap(walk),
    ...(component.columns ?? []).flatMap(walk),
  ];
  return (card.body?.elements ?? []).flatMap(walk);
}

export const buttons = (card: Card): Component[] => components(card).filter((c) => c.tag === 'button');

/** Everything a card says, as one text. */
export const textOf = (card: Card): string => JSON.stringify(card);

/** A one-pixel picture, as a phone would send it. */
export const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

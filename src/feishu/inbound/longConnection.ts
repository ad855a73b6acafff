import { setTimeout as pause } from 'node:timers/promises';
import { EventDispatcher, LoggerLevel, WSClient } from '@larksuiteoapi/node-sdk';
import type { FeishuApp } from '../../config';
import { machineNow } from '../../core/clock';
import { sdkLogger } from '../client';
import { answerCardFrames } from './cardFrames';
import type { InboundState } from './state';
import { type TakeDeps, takeEnvelope } from './takeEnvelope';
import { type Envelope, envelope } from './verify';

/**
 * How long a ping may go unanswered, in seconds. Far below Feishu's 120 s between pings, since the SDK winds this
 * watch up anew with each ping; long enough that a line which loses packets is not cut for it (feishu.md §8).
 */
const PONG_WITHIN_S = 15;
const HANDSHAKE_MS = 10_000;
/** What is being answered when the bot stops may be answered. */
const LAST_ANSWERS_MS = 2_500;

export interface LongConnectionDeps extends TakeDeps {
  app: Pick<FeishuApp, 'appId' | 'appSecret' | 'verificationToken' | 'domain'>;
  /** The line is given up for good; only a new process helps. */
  onFailed?: (why: string) => void;
  /** The line came into another state. */
  onState?: (state: InboundState['state']) => void;
  /** For tests. */
  pongWithinS?: number;
}

/** The SDK's client wants a dispatcher of the SDK's; this one hands on what it is given. */
class HandingOn extends EventDispatcher {
  constructor(
    logger: ReturnType<typeof sdkLogger>,
    private readonly take: (data: unknown) => Promise<object>,
  ) {
    super({ logger, loggerLevel: LoggerLevel.error });
  }

  override invoke(data: unknown): Promise<object> {
    return this.take(data);
  }
}

/**
 * The line that the bot itself opens to Feishu, for offices that have no public address. What comes by it is not
 * signed (the line was opened with the app's secret), and `header.token` is empty, which is accepted here alone.
 */
export class LongConnection {
  private readonly client: WSClient;
  private readonly dispatcher: EventDispatcher;
  private readonly answering = new Set<Promise<unknown>>();
  private oldPresses = false;
  private current: InboundState = { state: 'idle', since: machineNow(), why: null };

  constructor(private readonly deps: LongConnectionDeps) {
    const { app, log } = deps;
    this.dispatcher = new HandingOn(sdkLogger(log), (data) => this.take(data));
    this.client = new WSClient({
      appId: app.appId,
      appSecret: app.appSecret,
      domain: app.domain,
      logger: sdkLogger(log),
      loggerLevel: LoggerLevel.warn,
      handshakeTimeoutMs: HANDSHAKE_MS,
      wsConfig: { pingTimeout: deps.pongWithinS ?? PONG_WITHIN_S },
      onReady: () => this.become('connected'),
      onReconnecting: () => this.become('reconnecting'),
      onReconnected: () => this.become('connected'),
      onError: (error) => this.fail(error.message),
    });
    if (!answerCardFrames(this.client, () => this.sawOldPress()))
      log.warn('this SDK lets nobody answer presses that come as card frames');
  }

  get state(): InboundState {
    return { ...this.current, oldPresses: this.oldPresses };
  }

  private sawOldPress(): void {
    if (this.oldPresses) return;
    this.oldPresses = true;
    this.deps.log.warn(
      'presses come as card frames: in the console, 事件与回调 → 回调配置, subscribe card.action.trigger and remove card.action.trigger_v1',
    );
  }

  start(): void {
    this.become('connecting');
    const { dispatcher } = this;
    this.client.start({ eventDispatcher: dispatcher }).catch((error: unknown) => this.fail(String(error)));
  }

  /** Resolves when what was being answered has been, or has had its time. */
  async stop(): Promise<void> {
    await Promise.race([
      Promise.allSettled(this.answering),
      pause(LAST_ANSWERS_MS, undefined, { ref: false }),
    ]);
    this.client.close();
    this.become('idle');
  }

  private become(state: InboundState['state'], why: string | null = null): void {
    if (this.current.state === state) return;
    this.current = { state, since: machineNow(), why };
    this.deps.log.info({ state }, 'long connection');
    this.deps.observe?.('connection', { type: 'long-connection', result: state });
    this.deps.onState?.(state);
  }

  private fail(why: string): void {
    this.become('failed', why);
    this.deps.onFailed?.(why);
  }

  /** @throws for what is not for us or could not be taken in: Feishu is answered 500 */
  private take(data: unknown): Promise<object> {
    const taken = this.check(data);
    const answered = taken ? takeEnvelope(this.deps, taken) : this.refuse();
    const tracked = answered.finally(() => this.answering.delete(tracked));
    this.answering.add(tracked);
    return tracked;
  }

  private check(data: unknown): Envelope | null {
    const read = envelope.safeParse(withToken(data));
    if (!read.success) return null;
    const { token, app_id } = read.data.header;
    const { appId, verificationToken } = this.deps.app;
    const known = token === '' || !verificationToken || token === verificationToken;
    return known && app_id === appId ? read.data : null;
  }

  private async refuse(): Promise<object> {
    this.deps.observe?.('inbound', { type: 'unknown', result: 'forged' });
    this.deps.log.warn('what came by the long connection is not for this app');
    throw new Error('not for this app');
  }
}

/** An envelope without any token is as good as one with an empty one. */
function withToken(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('header' in data)) return data;
  const { header } = data;
  return typeof header === 'object' ? { ...data, header: { token: '', ...header } } : data;
}

import * as lark from '@larksuiteoapi/node-sdk';
import { until } from '../until';
import type { Scene } from './harness';

const quiet = { fatal() {}, error() {}, warn() {}, info() {}, debug() {}, trace() {} };

/** A client that tries again at once and asks often whether the line is alive. */
export const QUICK = { ReconnectInterval: 0.05, ReconnectNonce: 0.01, PingInterval: 0.05 };

/** A bot of the official SDK on its long connection, the client as it is shipped. */
export class SocketBot {
  readonly events: Record<string, unknown>[] = [];
  /** What the client told of itself, in order. */
  readonly told: string[] = [];
  onEvent: (data: Record<string, unknown>) => unknown = () => undefined;
  onCard: (data: Record<string, unknown>) => unknown = () => ({});
  private readonly client: lark.WSClient;

  private constructor(
    { sandbox, url }: Scene,
    private readonly pingTimeout: number,
    appSecret = sandbox.app.appSecret,
  ) {
    this.client = new lark.WSClient({
      appId: sandbox.app.appId,
      appSecret,
      domain: url,
      logger: quiet,
      loggerLevel: lark.LoggerLevel.error,
      wsConfig: { pingTimeout: this.pingTimeout },
      onReady: () => this.told.push('ready'),
      onReconnecting: () => this.told.push('reconnecting'),
      onReconnected: () => this.told.push('reconnected'),
      onError: (error) => this.told.push(error.message),
    });
  }

  /** Comes in, and is let in or refused. */
  static async start(
    scene: Scene,
    { pingTimeout = 15, appSecret }: { pingTimeout?: number; appSecret?: string } = {},
  ) {
    scene.sandbox.setTargets('long-connection');
    const bot = new SocketBot(scene, pingTimeout, appSecret);
    const handlers: Record<string, (data: Record<string, unknown>) => unknown> = {
      'im.message.receive_v1': (data) => {
        bot.events.push(data);
        return bot.onEvent(data);
      },
      'card.action.trigger': (data) => bot.onCard(data),
    };
    const eventDispatcher = new lark.EventDispatcher({ logger: quiet }).register(handlers);
    await bot.client.start({ eventDispatcher });
    await until('the client says how it went', () => bot.told.length > 0);
    return bot;
  }

  get state(): string {
    return this.client.getConnectionStatus().state;
  }

  get texts(): string[] {
    return this.events.map(({ message }) => JSON.parse((message as { content: string }).content).text);
  }

  close(): void {
    this.client.close();
  }
}

import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Client, defaultHttpInstance, LoggerLevel } from '@larksuiteoapi/node-sdk';
import type { FeishuApp } from '../config';
import { machineNow } from '../core/clock';
import type { Logger } from '../core/log';
import { ServerTime } from './serverTime';

/** Feishu answers in well under a second; what takes longer than this is tried again. Machine time. */
const TIMEOUT_MS = 5_000;

type HttpInstance = NonNullable<ConstructorParameters<typeof Client>[0]['httpInstance']>;

/**
 * The SDK's token store. One per client: the SDK's own is shared by the whole process and keyed by the app id
 * alone, so that two Feishus with the same app would get each other's token; and it cannot forget a token that
 * Feishu no longer knows.
 */
export class TokenCache {
  private readonly values = new Map<string, { value: unknown; expires: number }>();

  async get(key: string | symbol | object, options?: { namespace?: string }): Promise<unknown> {
    const found = this.values.get(nameOf(key, options));
    return found && found.expires > machineNow().getTime() ? found.value : undefined;
  }

  async set(
    key: string | symbol | object,
    value: unknown,
    expires = Number.POSITIVE_INFINITY,
    options?: { namespace?: string },
  ): Promise<boolean> {
    this.values.set(nameOf(key, options), { value, expires });
    return true;
  }

  /** Whether a token is at hand. */
  get warm(): boolean {
    const now = machineNow().getTime();
    return [...this.values.values()].some(({ expires }) => expires > now);
  }

  forget(): void {
    this.values.clear();
  }
}

const nameOf = (key: string | symbol | object, options?: { namespace?: string }): string =>
  `${options?.namespace ?? ''}/${String(key)}`;

/** The SDK wants an HTTP client that hands it the body instead of the response. */
function createHttp(time: ServerTime): { http: HttpInstance; close(): void } {
  const httpAgent = new HttpAgent({ keepAlive: true });
  const httpsAgent = new HttpsAgent({ keepAlive: true });
  const http = defaultHttpInstance.create({ timeout: TIMEOUT_MS, maxRedirects: 0, httpAgent, httpsAgent });
  http.interceptors.response.use(
    (response) => {
      time.heard(response.headers.date);
      return (response.config as { $return_headers?: boolean }).$return_headers ? response : response.data;
    },
    (error: { response?: { headers?: { date?: unknown } } }) => {
      time.heard(error.response?.headers?.date);
      throw error;
    },
  );
  const close = () => {
    httpAgent.destroy();
    httpsAgent.destroy();
  };
  // axios lets a caller name the result's type freely; the SDK's own interface is narrower only in that.
  return { http: http as unknown as HttpInstance, close };
}

/**
 * What the SDK says, as log lines. It hangs whole requests and answers on its errors, so only fixed sentences
 * and codes pass; every failure is reported by whoever made the call, hence nothing here is above debug.
 */
export function sdkLogger(log: Logger) {
  const say = (items: unknown[]): void => {
    const sentences = items.flat().filter((item) => typeof item === 'string');
    log.debug({ sdk: sentences.join(' ').slice(0, 200) }, 'feishu sdk');
  };
  return {
    error: (...items: unknown[]) => say(items),
    warn: (...items: unknown[]) => say(items),
    info: (...items: unknown[]) => say(items),
    debug: (...items: unknown[]) => say(items),
    trace: (...items: unknown[]) => say(items),
  };
}

export interface FeishuClient {
  sdk: Client;
  tokens: TokenCache;
  /** Fetches a token unless one is at hand; calls that come together share one request, which the SDK's do not. */
  warmUp(): Promise<void>;
  /** What time it is at Feishu. */
  time: ServerTime;
  /** Lets go of kept connections. */
  close(): void;
}

export function createClient(app: FeishuApp, log: Logger, time = new ServerTime()): FeishuClient {
  const tokens = new TokenCache();
  const { http, close } = createHttp(time);
  const sdk = new Client({
    appId: app.appId,
    appSecret: app.appSecret,
    domain: app.domain,
    cache: tokens,
    httpInstance: http,
    logger: sdkLogger(log),
    loggerLevel: LoggerLevel.warn,
  });
  let fetching: Promise<unknown> | null = null;
  const warmUp = async () => {
    if (tokens.warm) return;
    fetching ??= sdk.tokenManager.getTenantAccessToken().finally(() => {
      fetching = null;
    });
    await fetching;
  };
  return { sdk, tokens, warmUp, time, close };
}

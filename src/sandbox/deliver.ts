import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { encrypt, sign } from './crypto';
import type { AppIdentity } from './types';

/** Feishu waits this long for the whole answer, in ms of machine time. */
export const ANSWER_WITHIN = 3_000;

export type Delivery =
  /** `bare`: the answer that came over a long connection held no object at all. */
  | { kind: 'answer'; status: number; body: string; bare?: true }
  /** A long connection is subscribed to, and there is none. */
  | { kind: 'no-connection' }
  | { kind: 'timeout' }
  | { kind: 'refused' }
  | { kind: 'no-such-host' }
  | { kind: 'broken'; reason: string };

export interface DeliverOptions {
  /** In ms of machine time. */
  within?: number;
  /** Only the address check goes out unsigned. */
  signed?: boolean;
}

/**
 * Posts an envelope to the bot, encrypted and signed over the bytes that go out, and waits for the whole answer. A connection of its own for each push, since a kept one may be dead after the bot restarted.
 */
export function deliver(
  url: string,
  envelope: string,
  app: AppIdentity,
  { within = ANSWER_WITHIN, signed = true }: DeliverOptions = {},
): Promise<Delivery> {
  const body = JSON.stringify({ encrypt: encrypt(app.encryptKey, envelope) });
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    ...(signed && signature(app, body)),
  };
  const request = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const call = request(url, { method: 'POST', headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        finish({
          kind: 'answer',
          status: answer.statusCode ?? 0,
          body: Buffer.concat(parts).toString('utf8'),
        }),
      );
      answer.on('error', (error) => finish({ kind: 'broken', reason: error.message }));
    });
    const timer = setTimeout(() => finish({ kind: 'timeout' }), within);
    const finish = (delivery: Delivery) => {
      clearTimeout(timer);
      resolve(delivery);
      if (delivery.kind === 'timeout') call.destroy();
    };
    call.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') finish({ kind: 'refused' });
      else if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') finish({ kind: 'no-such-host' });
      else finish({ kind: 'broken', reason: error.message });
    });
    call.end(body);
  });
}

/** Signed by machine time: whoever checks freshness compares with the machine's clock. */
function signature(app: AppIdentity, body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(8).toString('hex');
  return {
    'x-lark-request-timestamp': timestamp,
    'x-lark-request-nonce': nonce,
    'x-lark-signature': sign(app.encryptKey, timestamp, nonce, body),
  };
}

import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { FeishuApp } from '../config';
import { classify, type FeishuRefusal } from './errors';

const TIMEOUT_MS = 5_000;

/** What came of one call, kept whole: a check judges by details that the gateway has no use for. */
export interface Probed {
  /** Null when there was no answer. */
  status: number | null;
  /** Feishu's code; null when the answer was not Feishu's. */
  code: number | null;
  /** The permissions that it says are missing, one of which is enough. */
  scopes: string[];
  /** What the answer's `Date` header says. */
  date: Date | null;
  body: Record<string, unknown>;
  /** What it means, for people; null when it went well. */
  refusal: FeishuRefusal | null;
}

interface Ask {
  json?: object;
  form?: FormData;
}

const envelope = z.looseObject({ code: z.number(), msg: z.string().default('') });
const violations = z.object({
  error: z.object({ permission_violations: z.array(z.object({ subject: z.string() })) }),
});

/**
 * Calls for a look at the app's settings, each with an answer to read, never a throw. Plain HTTP: the SDK hides the
 * headers and throws away what a refused call says.
 */
export class Probe {
  private token = '';

  constructor(private readonly app: Pick<FeishuApp, 'appId' | 'appSecret' | 'domain'>) {}

  async signIn(): Promise<Probed> {
    const { appId, appSecret } = this.app;
    const got = await this.call('POST', '/open-apis/auth/v3/tenant_access_token/internal', {
      json: { app_id: appId, app_secret: appSecret },
    });
    this.token = String(got.body.tenant_access_token ?? '');
    return got;
  }

  /** Where a long connection would begin: told without opening one. */
  longConnection(): Promise<Probed> {
    const { appId, appSecret } = this.app;
    return this.call('POST', '/callback/ws/endpoint', { json: { AppID: appId, AppSecret: appSecret } });
  }

  call(method: string, path: string, ask: Ask = {}): Promise<Probed> {
    return probe(`${this.app.domain}${path}`, {
      method,
      headers: {
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(ask.json && { 'content-type': 'application/json; charset=utf-8' }),
      },
      body: ask.json ? JSON.stringify(ask.json) : ask.form,
    });
  }
}

/** Asks an address of ours for the answer that Feishu asks for when it is entered in the console. */
export async function challenge(
  url: string,
  { encryptKey, verificationToken }: Pick<FeishuApp, 'encryptKey' | 'verificationToken'>,
): Promise<Probed & { answered: boolean }> {
  const word = randomBytes(12).toString('hex');
  const asked = { type: 'url_verification', token: verificationToken, challenge: word };
  const got = await probe(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ encrypt: sealed(encryptKey, JSON.stringify(asked)) }),
  });
  return { ...got, answered: got.status === 200 && got.body.challenge === word };
}

/** As Feishu seals what it pushes (feishu.md 3.3). */
function sealed(encryptKey: string, plain: string): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(encryptKey).digest(), iv);
  return Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
}

async function probe(url: string, init: RequestInit): Promise<Probed> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    text = await response.text();
  } catch (error) {
    const { cause, name } = error as { cause?: { code?: string }; name?: string };
    const network = cause?.code ?? (name === 'TimeoutError' ? 'ETIMEDOUT' : 'UNKNOWN');
    const refusal = classify({ network });
    return { status: null, code: null, scopes: [], date: null, body: { network }, refusal };
  }
  const body = jsonOf(text);
  const { status } = response;
  const date = response.headers.get('date');
  const read = envelope.safeParse(body);
  const { code, msg } = read.success ? read.data : { code: null, msg: '' };
  return {
    status,
    code,
    scopes: scopesOf(body, msg),
    date: date ? new Date(date) : null,
    body,
    refusal: code === 0 ? null : classify({ status, msg, ...(code !== null && { code }) }),
  };
}

/** An answer that is no object is not Feishu's, and says nothing. */
function jsonOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function scopesOf(body: unknown, msg: string): string[] {
  const listed = violations.safeParse(body);
  if (listed.success) return listed.data.error.permission_violations.map(({ subject }) => subject);
  const named = /scopes? is required: ?\[([^\]]*)\]/.exec(msg)?.[1];
  return named ? named.split(/[,\s]+/).filter(Boolean) : [];
}

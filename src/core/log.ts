import pino, { type Logger } from 'pino';

export type { Logger } from 'pino';

/** Keys that never reach a log line, wherever they stand: they name or reach a person, or open a door. */
const SECRET_KEYS = [
  'mobile',
  'mobiles',
  'phone',
  'open_id',
  'openId',
  'user_id',
  'name',
  'content',
  'form_value',
  'authorization',
  'Authorization',
  'app_secret',
  'appSecret',
  'token',
  'tenant_access_token',
  'encrypt',
];

const DEPTHS = ['', '*.', '*.*.', '*.*.*.'];

const PHONE = /(?<!\d)1\d{10}(?!\d)/g;

/** Free text that may hold a phone number, e.g. an error's message. */
export const scrub = (text: string): string =>
  text.replace(PHONE, (m) => `${m.slice(0, 3)}****${m.slice(-4)}`);

/**
 * An error as a log may show it: its name, code and scrubbed message. Never the request or response an HTTP
 * client hangs on it (they hold answers and phone numbers), and never a throw on a circular error.
 */
function safeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: scrub(String(error)) };
  const { code, status } = error as { code?: unknown; status?: unknown };
  return { type: error.name, code, status, message: scrub(error.message), stack: scrub(error.stack ?? '') };
}

/** Lines carry a fixed message and ids as fields: `log.info({ taskId }, 'task done')`. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: DEPTHS.flatMap((depth) => SECRET_KEYS.map((key) => `${depth}${key}`)), censor: '***' },
    serializers: { err: safeError, error: safeError },
  });
}

export const silentLog = (): Logger => pino({ level: 'silent' });

import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino';

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

const PHONE = /(?<!\d)(86)?(1\d{2})\d{4}(\d{4})(?!\d)/g;
const OPEN_ID = /o[nu]_[0-9a-f]{16,}/g;

/** Free text that may hold a phone number or a Feishu id of a person, e.g. an error's message. */
export const scrub = (text: string): string => text.replace(PHONE, '$2****$3').replace(OPEN_ID, 'ou_***');

const plain = (value: unknown): string | number | undefined =>
  typeof value === 'string' || typeof value === 'number' ? value : undefined;

/**
 * An error as a log may show it: its name, code and message. Never the request or response an HTTP
 * client hangs on it (they hold answers and phone numbers), and never a throw on a circular error.
 */
function safeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error))
    return { message: typeof error === 'string' ? error : Object.prototype.toString.call(error) };
  const { code, status } = error as { code?: unknown; status?: unknown };
  return {
    type: error.name,
    code: plain(code),
    status: plain(status),
    message: error.message,
    stack: error.stack,
  };
}

/** What a log that cannot be written (a full disk) may keep back for better days; more is lost. */
const KEPT_BYTES = 1 << 20;

/** Standard output, of which a failure ends nothing: the work goes on without its log. */
function standardOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: true, maxLength: KEPT_BYTES });
  output.on('error', () => undefined);
  return output;
}

/**
 * Lines carry a fixed message and ids as fields: `log.info({ taskId }, 'task done')`. Secret fields are censored
 * by name, and every finished line is scrubbed, so that no text brings a phone number in by another way.
 *
 * @param destination where the lines go; standard output when left out
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: DEPTHS.flatMap((depth) => SECRET_KEYS.map((key) => `${depth}${key}`)), censor: '***' },
    serializers: { err: safeError, error: safeError },
    hooks: { streamWrite: scrub },
  };
  return pino(options, destination ?? standardOutput());
}

export const silentLog = (): Logger => pino({ level: 'silent' });

import { z } from 'zod';
import type { Db } from '../db';

/** In seconds, fractions allowed, so that a test need not wait for Feishu's own two minutes. */
const seconds = z.number().min(0).max(86_400);

const settingsSchema = z.strictObject({
  client_config: z.strictObject({
    /** Below 0 the client tries for ever. */
    ReconnectCount: z.int(),
    ReconnectInterval: seconds,
    ReconnectNonce: seconds,
    PingInterval: seconds.min(0.02),
  }),
  /** Larger payloads travel in several frames. */
  fragment_bytes: z.int().min(1),
  most_connections: z.int().min(0).max(1_000),
  /** Feishu leaves `header.token` empty here; whether always, the reference does not know. */
  header_token: z.enum(['empty', 'verification']),
  /** The SDKs drop presses that come as `card`, and answer nothing. */
  press_frame: z.enum(['event', 'card']),
});

export type SocketSettings = z.infer<typeof settingsSchema>;

/** What `POST /sandbox/api/socket` takes: any part of them. */
export const socketChange = z.strictObject({
  ...settingsSchema.partial().shape,
  client_config: settingsSchema.shape.client_config.partial().optional(),
});

const FEISHU: SocketSettings = {
  client_config: { ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30, PingInterval: 120 },
  fragment_bytes: 100 * 1024,
  most_connections: 50,
  header_token: 'empty',
  press_frame: 'event',
};

/** How the long connection behaves; kept in the store. */
export class KeptSettings {
  constructor(private readonly db: Db) {}

  get(): SocketSettings {
    const kept = this.db.one<{ value: string }>('SELECT value FROM setting WHERE key = ?', 'socket');
    return kept ? merged(FEISHU, JSON.parse(kept.value) as z.infer<typeof socketChange>) : FEISHU;
  }

  change(change: z.infer<typeof socketChange>): void {
    const value = JSON.stringify(merged(this.get(), change));
    this.db.run('INSERT OR REPLACE INTO setting VALUES (?, ?)', 'socket', value);
  }
}

function merged(now: SocketSettings, change: z.infer<typeof socketChange>): SocketSettings {
  const client_config = { ...now.client_config, ...change.client_config };
  return settingsSchema.parse({ ...now, ...change, client_config });
}

import { randomBytes, randomUUID } from 'node:crypto';

const hex = (bytes: number) => randomBytes(bytes).toString('hex');

/** Ids as Feishu spells them; random, because a bot must not be able to guess or compute one. */
export const ids = {
  app: () => `cli_${hex(8)}`,
  secret: () => hex(16),
  open: () => `ou_${hex(16)}`,
  union: () => `on_${hex(16)}`,
  user: () => hex(4),
  chat: () => `oc_${hex(16)}`,
  message: () => `om_${hex(16)}`,
  batch: () => `bm-${hex(16)}`,
  thread: () => `omt_${hex(8)}`,
  image: () => `img_v3_${hex(18)}`,
  file: () => `file_v3_${hex(18)}`,
  token: () => `t-${hex(20)}`,
  /** A JWT by its looks, and as long as Feishu's (1–2 KB): whoever stores one must leave room. */
  userToken: () => `eyJhbGciOiJFUzI1NiIs${randomBytes(900).toString('base64url')}`,
  loginCode: () => hex(32),
  ticket: () => hex(32),
  cardToken: () => `c-${hex(20)}`,
  event: () => hex(16),
  tenant: () => hex(8),
  lock: () => randomUUID(),
  /** Like `20260105083000` + 20 hex: second of the call, then a random tail. */
  log: (at: Date) => `${at.toISOString().replace(/\D/g, '').slice(0, 14)}${hex(10).toUpperCase()}`,
};

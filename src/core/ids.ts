import { randomBytes, randomUUID } from 'node:crypto';

/** A Feishu idempotency key (≤ 50 characters). */
export const newUuid = (): string => randomUUID();

/** Names one sender's claim on a batch of outbox rows. */
export const newClaimToken = (): string => randomBytes(16).toString('hex');

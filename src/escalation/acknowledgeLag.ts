import { LagNotice } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { refreshCards } from '../core/outbox';
import { noticeToPress, type Presser } from './access';
import type { Deps } from './deps';

export interface AcknowledgeLag {
  noticeId: number;
  version: number;
  by: Presser;
  at: Date;
  /** The pressed message: its answer shows the new state already. */
  messageId: string;
}

/**
 * 已知悉: records who read it and when. It stops no clock and changes nothing else (experience.md, the ladder).
 *
 * @throws Fault `matter.gone`, `press.notYours` (it was sent to somebody else), `press.stale`
 */
export async function acknowledgeLag(
  tx: Tx,
  { policies }: Pick<Deps, 'policies'>,
  input: AcknowledgeLag,
): Promise<void> {
  const notice = await noticeToPress(tx, input, policies.current);
  const { id, version, state } = notice;
  if (notice.recipientId !== input.by.person.id) throw new Fault('press.notYours');
  if (notice.readAt || state === 'cleared') return;
  const actor = `person:${input.by.person.id}`;
  const won = await tx.update(LagNotice, { id, version }, { readAt: input.at, version: version + 1 });
  if (won === 0) throw new Fault('press.stale');
  const subject = { subjectType: 'lagNotice', subjectId: id };
  history(tx, { ...subject, version: version + 1, at: input.at, actor, action: 'read', state });
  audit(tx, { ...subject, at: input.at, actor, action: 'lag.read' });
  await refreshCards(tx, {
    subject: { type: 'lagNotice', id },
    at: input.at,
    exceptMessageId: input.messageId,
  });
}

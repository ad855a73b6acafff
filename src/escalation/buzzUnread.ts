import { CardMessage, Person, type SentKind } from '../../entities';
import { audit } from '../core/audit';
import { JOB_PATIENCE, sqlInstant, type Tx } from '../core/database';
import { dayOf, instantAt } from '../core/days';
import type { ReadReceipt } from '../core/messages';
import { buzzCards } from '../core/outbox';
import type { Deps } from './deps';
import { isRemindingTime } from './rules';

/** Of these it matters whether they were read; of nothing else is it kept (experience.md: no measuring of app use). */
const BUZZED: SentKind[] = ['lagNotice'];

const HOUR_MS = 3_600_000;

/** Feishu says that cards were read: then they are not buzzed. It answers nothing and stops no clock. */
export async function noteRead(tx: Tx, { openId, messageIds, readAt }: ReadReceipt): Promise<void> {
  const person = await tx.findOne(Person, { openId });
  if (!person) return;
  const unread = { messageId: messageIds, recipientId: person.id, kind: BUZZED, readAt: null };
  await tx.update(CardMessage, unread, { readAt });
}

/**
 * 加急: buzzes the 滞后提醒 that lie unread for longer than policy `buzz.afterHours`, the oldest first, within the
 * budgets of each person and of the county for the day; in waking hours of a working day, each card once.
 *
 * @returns how many were asked for
 */
export async function buzzUnread({ db, calendar, policies }: Deps, at: Date): Promise<number> {
  const { buzz, messages } = policies.current;
  if (!buzz || !isRemindingTime(at, calendar, messages)) return 0;
  return db.transaction(async (tx) => {
    const today = sqlInstant(instantAt(dayOf(at), '00:00'));
    const buzzed = await tx.query<{ recipientId: number; n: number }>(
      'SELECT recipientId, COUNT(*) AS n FROM card_message WHERE buzzedAt >= ? GROUP BY recipientId',
      [today],
    );
    const unread = await tx.query<object>(
      `SELECT c.* FROM card_message c JOIN lag_notice n ON c.subjectType = 'lagNotice' AND n.id = c.subjectId
        WHERE c.kind = 'lagNotice' AND c.retiredAt IS NULL AND c.readAt IS NULL AND c.buzzedAt IS NULL
          AND c.sentAt <= ? AND n.state = 'open' AND n.readAt IS NULL ORDER BY c.sentAt, c.id`,
      [sqlInstant(new Date(at.getTime() - buzz.afterHours * HOUR_MS))],
    );
    const had = new Map(buzzed.map(({ recipientId, n }) => [recipientId, Number(n)]));
    let left = buzz.perDay - [...had.values()].reduce((sum, n) => sum + n, 0);
    const chosen: CardMessage[] = [];
    for (const card of unread.map((raw) => tx.hydrate(CardMessage, raw))) {
      const before = had.get(card.recipientId) ?? 0;
      if (left <= 0) break;
      if (before >= buzz.perPersonPerDay) continue;
      had.set(card.recipientId, before + 1);
      left -= 1;
      chosen.push(card);
    }
    if (chosen.length === 0) return 0;
    await buzzCards(tx, chosen, at);
    for (const { subjectType, subjectId, recipientId } of chosen) {
      audit(tx, {
        at,
        actor: 'job:buzz',
        action: 'lag.buzz',
        subjectType,
        subjectId,
        detail: { recipientId },
      });
    }
    return chosen.length;
  }, JOB_PATIENCE);
}

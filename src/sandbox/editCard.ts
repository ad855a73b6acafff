import { z } from 'zod';
import { ApiError, invalidParameter } from './apiError';
import { cardRefusal, checkContent, parseJson } from './content';
import { placeOf } from './groups';
import { isLocked } from './locks';
import type { Message } from './messages';
import { inFewWords } from './words';
import type { World } from './world';

const DAY = 86_400_000;
/** A card can be changed and pressed for 14 days of business time. */
export const CARD_LIFE = 14 * DAY;

const shared = z.object({ config: z.object({ update_multi: z.literal(true) }) });

/**
 * PATCH of a card the bot sent.
 * @throws ApiError 230011 recalled, 230031 older than 14 days, 230020 over 5 a second on this card, 230099/11310
 * while a press waits for its answer, 230001 without `update_multi`, and what the card validator says
 */
export function editCard(w: World, message: Message, content: string, bodyBytes: number): void {
  if (message.sender !== 'bot') throw new ApiError(230012, 'The bot is NOT the sender of the message.');
  if (message.recalled) throw new ApiError(230011, 'The message is recalled.');
  if (message.msg_type !== 'interactive') throw invalidParameter('This message is NOT a card.');
  if (w.messages.ofBatch(message.message_id) || w.messages.onlyFor(message.message_id)) {
    throw invalidParameter('a card sent in a batch or to one member of a group can NOT be updated');
  }
  if (w.clock.now().getTime() - message.create_time > CARD_LIFE) {
    throw new ApiError(230031, 'Only messages sent within 14 days can be modified.');
  }
  const before = parseJson(message.content);
  const after = parseJson(content);
  checkContent(w, 'interactive', content, bodyBytes);
  if (schemaOf(before) === '2.0' && schemaOf(after) !== '2.0') {
    throw cardRefusal(200830, 'card of schema V2 can not be changed to schema V1');
  }
  if (!shared.safeParse(before).success || !shared.safeParse(after).success) {
    throw invalidParameter('config.update_multi must be true before and after the update');
  }
  w.db.write(() => {
    if (isLocked(w.db, message.message_id, Date.now())) throw cardRefusal(11310, 'card action is lock');
    w.rates.takeTarget(`card ${message.message_id}`, Date.now());
    showCard(w, message, content);
  });
}

/** Puts a checked card in the place of the one shown. */
export function showCard(w: World, message: Message, content: string): void {
  w.messages.replaceContent(message.message_id, content);
  w.feed.tell(`更新 ${placeOf(w, message)} 的${inFewWords('interactive', content)}`);
}

export function schemaOf(card: unknown): string {
  return z.object({ schema: z.literal('2.0') }).safeParse(card).success ? '2.0' : '1.0';
}

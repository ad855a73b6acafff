import { Router } from 'express';
import { z } from 'zod';
import { ApiError, invalidParameter, parse } from '../apiError';
import { refuseOutside } from '../groups';
import { refuseFor } from '../refusals';
import { GROUP_HISTORY, granted } from '../scopes';
import type { World } from '../world';
import { success } from './answer';
import { findMessage, receiver } from './find';
import { messageShape } from './shapes';

/** Of a person's refusals the one that closes their history too. */
const NO_AVAILABILITY = 230013;

/** Read receipts can be asked for this long, in ms of business time. */
const RECEIPTS_FOR = 7 * 86_400_000;

const cardForm = { card_msg_content_type: z.enum(['raw_card_content', 'user_card_content']).optional() };
const pageSize = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual);
const one = z.object(cardForm);
const list = z.object({
  container_id_type: z.enum(['chat', 'thread']),
  container_id: z.string().min(1),
  /** Seconds. */
  start_time: z.coerce.number().int().optional(),
  end_time: z.coerce.number().int().optional(),
  sort_type: z.enum(['ByCreateTimeAsc', 'ByCreateTimeDesc']).default('ByCreateTimeAsc'),
  page_size: pageSize(50, 20),
  page_token: z.coerce.number().int().min(0).default(0),
  ...cardForm,
});
const idType = z.enum(['open_id', 'union_id', 'user_id']).default('open_id');
const readers = z.object({
  user_id_type: idType,
  page_size: pageSize(100, 20),
  page_token: z.coerce.number().int().min(0).default(0),
});

/** History and read receipts. */
export function historyApi(w: World): Router {
  const router = Router();

  router.get('/im/v1/messages', (req, res) => {
    const query = parse(list, req.query);
    if (query.container_id_type === 'thread')
      throw invalidParameter('thread containers are not supported here');
    const { chat_id, chat, person } = receiver(w, 'chat_id', query.container_id);
    refuseOutside(chat);
    if (chat && !granted(w, GROUP_HISTORY)) throw new ApiError(230027, 'Lack of necessary permissions.');
    if (person && w.people.refusalOf(person) === NO_AVAILABILITY) refuseFor(w, person);
    const within = w.messages.ofChat(chat_id).filter(({ create_time, message_id }) => {
      if (w.messages.onlyFor(message_id)) return false;
      const second = Math.floor(create_time / 1000);
      return second >= (query.start_time ?? 0) && second <= (query.end_time ?? Number.MAX_SAFE_INTEGER);
    });
    if (query.sort_type === 'ByCreateTimeDesc') within.reverse();
    const end = query.page_token + query.page_size;
    const original = query.card_msg_content_type === 'user_card_content';
    const items = within.slice(query.page_token, end).map((message) => messageShape(w, message, original));
    const more = end < within.length;
    success(res, { has_more: more, ...(more && { page_token: String(end) }), items });
  });

  router.get('/im/v1/messages/:message_id', (req, res) => {
    const { card_msg_content_type } = parse(one, req.query);
    const message = findMessage(w, req.params.message_id);
    success(res, { items: [messageShape(w, message, card_msg_content_type === 'user_card_content')] });
  });

  router.get('/im/v1/messages/:message_id/read_users', (req, res) => {
    const query = parse(readers, req.query);
    const message = findMessage(w, req.params.message_id);
    if (message.sender !== 'bot') throw new ApiError(230012, 'The bot is NOT the sender of the message.');
    if (w.clock.now().getTime() - message.create_time > RECEIPTS_FOR) {
      throw new ApiError(230033, 'The read status of messages sent more than 7 days ago can NOT be queried.');
    }
    const all = w.messages.readersOf(message);
    const end = query.page_token + query.page_size;
    const items = all.slice(query.page_token, end).flatMap(({ open_id, read_time }) => {
      const reader = w.people.by('open_id', open_id);
      if (!reader) return [];
      const { user_id_type } = query;
      const { tenantKey } = w.identity;
      return [
        { user_id_type, user_id: reader[user_id_type], timestamp: String(read_time), tenant_key: tenantKey },
      ];
    });
    const more = end < all.length;
    success(res, { items, has_more: more, page_token: more ? String(end) : '' });
  });

  return router;
}

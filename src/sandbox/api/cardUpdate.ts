import { Router } from 'express';
import { z } from 'zod';
import { ApiError, parse } from '../apiError';
import { checkCardContent } from '../content';
import { schemaOf, showCard } from '../editCard';
import { isLocked } from '../locks';
import type { World } from '../world';
import { answer } from './answer';

const update = z.object({ token: z.string(), card: z.record(z.string(), z.unknown()) });

/** Delayed update by the token of a press: after its answer, within 30 minutes, at most twice. */
export function cardUpdateApi(w: World): Router {
  const router = Router();

  router.post('/interactive/v1/card/update', (req, res) => {
    const { token, card } = parse(update, req.body ?? {});
    const content = JSON.stringify(card);
    w.db.write(() => {
      const known = w.db.one<{ message_id: string; expires_at: number; uses_left: number }>(
        'SELECT * FROM card_token WHERE token = ?',
        token,
      );
      const message = known && w.messages.byId(known.message_id);
      if (!known || !message) throw new ApiError(300020, 'token is invalid');
      if (known.expires_at <= w.clock.now().getTime()) throw new ApiError(300030, 'token is expired');
      if (known.uses_left < 1) throw new ApiError(300040, 'token is used up');
      if (message.recalled) throw new ApiError(200000, 'message is recalled');
      if (isLocked(w.db, message.message_id, Date.now())) throw new ApiError(11310, 'card action is lock');
      if (Buffer.byteLength(content) > 30 * 1024) throw new ApiError(11311, 'card exceeds 30 KB');
      refuseBadCard(w, content);
      if (schemaOf(JSON.parse(message.content)) === '2.0' && schemaOf(card) !== '2.0') {
        throw new ApiError(200830, 'card of schema V2 can not be changed to schema V1');
      }
      w.db.run('UPDATE card_token SET uses_left = uses_left - 1 WHERE token = ?', token);
      showCard(w, message, content);
    });
    answer(res, { code: 0, msg: 'ok' });
  });

  return router;
}

/** This call words a bad card as 11311, not as 230099. */
function refuseBadCard(w: World, content: string): void {
  try {
    checkCardContent(w, content);
  } catch (error) {
    throw error instanceof ApiError ? new ApiError(11311, error.message) : error;
  }
}

import { Router } from 'express';
import { z } from 'zod';
import { ApiError, invalidParameter, parse } from '../apiError';
import { checkContent } from '../content';
import { refuseOutside } from '../groups';
import { inFewWords } from '../words';
import type { World } from '../world';
import { success } from './answer';
import { findMessage, receiver } from './find';
import { bodyBytes } from './gateway';

const sending = z.object({
  chat_id: z.string().min(1),
  open_id: z.string().optional(),
  user_id: z.string().optional(),
  email: z.string().optional(),
  msg_type: z.literal('interactive'),
  card: z.record(z.string(), z.unknown()),
});
const deleting = z.object({ message_id: z.string().min(1) });

/** Cards in a group that one member alone sees: sent, taken away, never updated. */
export function ephemeralApi(w: World): Router {
  const router = Router();

  router.post('/ephemeral/v1/send', (req, res) => {
    const asked = parse(sending, req.body ?? {});
    const { chat, name } = receiver(w, 'chat_id', asked.chat_id);
    if (!chat) throw invalidParameter('only groups have cards for one member');
    refuseOutside(chat);
    const person = asked.open_id
      ? w.people.by('open_id', asked.open_id)
      : w.people.by('user_id', asked.user_id ?? '');
    if (!person || !w.chats.isMember(chat.chat_id, person.open_id)) {
      throw invalidParameter('the user is not in the chat');
    }
    const content = JSON.stringify(asked.card);
    checkContent(w, 'interactive', content, bodyBytes(req));
    const message = w.db.write(() => {
      const to = { chat_id: chat.chat_id, open_id: '' };
      const added = w.messages.add({ to, sender: 'bot', msgType: 'interactive', content });
      w.db.run('INSERT INTO ephemeral VALUES (?, ?)', added.message_id, person.open_id);
      w.feed.tell(`机器人在 ${name} 只给 ${person.name} 看${inFewWords('interactive', content)}`);
      return added;
    });
    success(res, { message_id: message.message_id }, 'ok');
  });

  router.post('/ephemeral/v1/delete', (req, res) => {
    const message = findMessage(w, parse(deleting, req.body ?? {}).message_id);
    if (!w.messages.onlyFor(message.message_id)) throw new ApiError(230054, 'type not available here');
    w.db.write(() => {
      w.messages.remove(message.message_id);
      w.feed.touch();
    });
    success(res, {}, 'ok');
  });

  return router;
}

import { Router } from 'express';
import { z } from 'zod';
import { ApiError, invalidParameter, parse } from '../apiError';
import { MSG_TYPES } from '../content';
import { editCard } from '../editCard';
import { editText } from '../editText';
import { placeOf, refuseOutside } from '../groups';
import { send } from '../send';
import type { World } from '../world';
import { success } from './answer';
import { findMessage, receiver } from './find';
import { bodyBytes } from './gateway';
import { messageShape } from './shapes';

const receiveIdType = z.object({
  receive_id_type: z.enum(['open_id', 'union_id', 'user_id', 'email', 'chat_id']),
});
const what = {
  msg_type: z.enum(MSG_TYPES),
  content: z.string().min(1),
  uuid: z.string().max(50).optional(),
};
const newMessage = z.object({ receive_id: z.string().min(1), ...what });
const newReply = z.object({ ...what, reply_in_thread: z.boolean().default(false) });
const patch = z.object({ content: z.string().min(1) });
const edit = z.object({ msg_type: z.enum(['text', 'post']), content: z.string().min(1) });

/** Sending, replying, changing and recalling. */
export function messagesApi(w: World): Router {
  const router = Router();

  router.post('/im/v1/messages', (req, res) => {
    const { receive_id_type } = parse(receiveIdType, req.query);
    const { receive_id, msg_type, content, uuid } = parse(newMessage, req.body ?? {});
    const to = receiver(w, receive_id_type, receive_id);
    const message = send(w, { to, msgType: msg_type, content, uuid, bodyBytes: bodyBytes(req) });
    success(res, messageShape(w, message));
  });

  router.post('/im/v1/messages/:message_id/reply', (req, res) => {
    const parent = findMessage(w, req.params.message_id);
    const { msg_type, content, uuid, reply_in_thread } = parse(newReply, req.body ?? {});
    if (parent.recalled) throw new ApiError(230011, 'The message is recalled.');
    const to = receiver(w, 'chat_id', parent.chat_id);
    const size = bodyBytes(req);
    const reply = {
      to,
      msgType: msg_type,
      content,
      uuid,
      bodyBytes: size,
      parent,
      inThread: reply_in_thread,
    };
    success(res, messageShape(w, send(w, reply)));
  });

  router.patch('/im/v1/messages/:message_id', (req, res) => {
    const message = findMessage(w, req.params.message_id);
    const { content } = parse(patch, req.body ?? {});
    editCard(w, message, content, bodyBytes(req));
    success(res, {}, 'ok');
  });

  router.put('/im/v1/messages/:message_id', (req, res) => {
    const message = findMessage(w, req.params.message_id);
    const { msg_type, content } = parse(edit, req.body ?? {});
    if (msg_type !== message.msg_type) throw invalidParameter('msg_type must be that of the message');
    editText(w, message, msg_type, content, bodyBytes(req));
    success(res, messageShape(w, findMessage(w, message.message_id)));
  });

  router.delete('/im/v1/messages/:message_id', (req, res) => {
    const message = findMessage(w, req.params.message_id);
    if (message.sender !== 'bot') {
      throw new ApiError(230026, 'Lack of necessary permissions to recall messages of others.');
    }
    if (message.recalled) throw new ApiError(230110, 'Action unavailable as the message has been deleted.');
    refuseOutside(w.chats.byId(message.chat_id));
    const { recall_within_hours: hours } = w.settings.get();
    if (hours !== null && w.clock.now().getTime() - message.create_time > hours * 3_600_000) {
      throw new ApiError(230009, 'Message has expired when recall message.');
    }
    w.db.write(() => {
      w.messages.recall(message.message_id);
      w.feed.tell(`机器人撤回了给 ${placeOf(w, message)} 的消息`);
    });
    success(res);
  });

  return router;
}

import { Router } from 'express';
import { z } from 'zod';
import { ApiError, invalidParameter, parse } from '../apiError';
import { placeOf, refuseOutside, sees } from '../groups';
import type { Message, UrgentMeans } from '../messages';
import type { Person } from '../people';
import { refuseFor } from '../refusals';
import type { World } from '../world';
import { success } from './answer';
import { findMessage, peopleBy } from './find';

const idType = z.enum(['open_id', 'union_id', 'user_id']).default('open_id');
const list = z.object({ user_id_list: z.array(z.string()).min(1).max(200) });
/** A person can have this many messages unread that they were buzzed about. */
const UNREAD = 200;
const MEANS: Record<UrgentMeans, string> = { app: '加急提醒', sms: '短信加急', phone: '电话加急' };

/** 加急: buzzes people about a message of the bot inside the app, by SMS or by telephone. */
export function urgentApi(w: World): Router {
  const router = Router();
  for (const means of ['app', 'sms', 'phone'] as const) {
    router.patch(`/im/v1/messages/:message_id/urgent_${means}`, (req, res) => {
      const type = parse(idType, req.query.user_id_type);
      const { user_id_list } = parse(list, req.body ?? {});
      if (req.params.message_id.startsWith('bm-')) throw invalidParameter('batch messages can NOT be urgent');
      const message = findMessage(w, req.params.message_id);
      const { people } = peopleBy(w, type, user_id_list);
      const there = people.filter((person) => sees(w, person, message));
      w.db.write(() => {
        refuse(w, message, there);
        spend(w, means);
        for (const { open_id } of there) w.messages.markUrgent(message.message_id, open_id, means);
        w.feed.tell(`机器人${MEANS[means]} ${there.map(({ name }) => name).join('、')}`);
      });
      const reached = there.map((person) => person[type]);
      success(res, { invalid_user_id_list: user_id_list.filter((id) => !reached.includes(id)) });
    });
  }
  return router;
}

/** Throws why these people can not be buzzed about this message. */
function refuse(w: World, message: Message, people: Person[]): void {
  const chat = w.chats.byId(message.chat_id);
  if (message.sender !== 'bot') throw new ApiError(230012, 'Bot is NOT the sender of the message.');
  if (message.recalled) throw new ApiError(230110, 'Action unavailable as the message has been deleted.');
  refuseOutside(chat);
  if (chat?.urgent_setting === 'only_owner' && chat.owner_id) {
    throw new ApiError(230052, `Can not urgent this message in ${placeOf(w, message)}.`);
  }
  if (people.length === 0) throw invalidParameter('all user ids are invalid');
  if (!chat) for (const person of people) refuseFor(w, person);
  if (people.some(({ open_id }) => w.messages.unreadUrgent(open_id) >= UNREAD)) {
    throw new ApiError(230023, 'The user has too many unread urgent messages.');
  }
}

/** Uses one of the urgent calls the tenant has left; throws 230024 when there is none. */
function spend(w: World, means: UrgentMeans): void {
  const { urgent_left } = w.settings.get();
  const left = urgent_left[means];
  if (left === null) return;
  if (left === 0) throw new ApiError(230024, 'Reach the upper limit of urgent message.');
  w.settings.change({ urgent_left: { ...urgent_left, [means]: left - 1 } });
}

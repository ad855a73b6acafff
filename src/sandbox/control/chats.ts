import { Router } from 'express';
import { z } from 'zod';
import type { Chat } from '../chats';
import { chatEvent, tellBotAdded, tellMembers } from '../groups';
import type { Person } from '../people';
import { RequestRefused } from '../requestRefused';
import type { World } from '../world';
import { check } from './check';

const openIds = z.array(z.string()).default([]);
const newGroup = z.strictObject({
  name: z.string().min(1).max(60),
  owner: z.string(),
  members: openIds,
  /** Whether the bot is in it from the start. */
  bot: z.boolean().default(true),
});
const change = z.strictObject({
  /** Who does it; the owner when left out. */
  by: z.string().optional(),
  name: z.string().min(1).max(60).optional(),
  bot: z.boolean().optional(),
  add: openIds,
  remove: openIds,
  urgent_setting: z.enum(['all_members', 'only_owner']).optional(),
  dissolved: z.literal(true).optional(),
});

/** Groups as people make and change them; the bot is told by the events of `im.chat.*`. */
export function chatsControl(w: World): Router {
  const router = Router();
  const person = (openId: string): Person => {
    const found = w.people.by('open_id', openId);
    if (!found) throw new RequestRefused(`没有这个人：${openId}`, 404);
    return found;
  };

  router.get('/chats', (_req, res) => {
    res.json(w.chats.all().map((chat) => shape(w, chat)));
  });

  router.post('/chats', async (req, res) => {
    const { name, owner, members, bot } = check(newGroup, req.body);
    const by = person(owner);
    const all = members.map((id) => person(id).open_id);
    const chat = w.chats.create({ name, ownerId: owner, members: all, bot });
    w.feed.tell(`${by.name} 建群 ${name}`);
    if (bot) await tellBotAdded(w, chat, by);
    res.json(shape(w, chat));
  });

  router.post('/chats/:chat_id', async (req, res) => {
    const chat = w.chats.byId(req.params.chat_id);
    if (!chat || chat.dissolved) throw new RequestRefused('没有这个群，或已解散', 404);
    const asked = check(change, req.body);
    for (const id of [...asked.add, ...asked.remove]) person(id);
    const by = w.people.by('open_id', asked.by ?? chat.owner_id) ?? null;
    if (asked.by && !by) throw new RequestRefused(`没有这个人：${asked.by}`, 404);
    w.db.write(() => {
      w.chats.change(chat.chat_id, {
        ...(asked.name !== undefined && { name: asked.name }),
        ...(asked.bot !== undefined && { bot_in: Number(asked.bot) }),
        ...(asked.urgent_setting && { urgent_setting: asked.urgent_setting }),
        ...(asked.dissolved && { dissolved: 1 }),
      });
      w.feed.touch();
    });
    const now = w.chats.byId(chat.chat_id) ?? chat;
    // The bot hears of a group while it is in it, and of its own coming and going.
    if (asked.bot === true && !chat.bot_in) await tellBotAdded(w, now, by);
    const added = w.chats.add(chat.chat_id, asked.add);
    const removed = w.chats.remove(chat.chat_id, asked.remove);
    if (now.bot_in) {
      await tellMembers(w, now, 'added', added, by);
      await tellMembers(w, now, 'deleted', removed, by);
      if (now.name !== chat.name) await tellRenamed(w, chat, now, by);
      if (asked.dissolved) await w.events.emit('im.chat.disbanded_v1', chatEvent(w, now, by));
    }
    if (asked.bot === false && chat.bot_in) {
      await w.events.emit('im.chat.member.bot.deleted_v1', chatEvent(w, now, by));
    }
    res.json(shape(w, now));
  });

  return router;
}

function tellRenamed(w: World, before: Chat, after: Chat, by: Person | null): Promise<void> {
  const { chat_id, operator_id, external, operator_tenant_key } = chatEvent(w, after, by);
  return w.events.emit('im.chat.updated_v1', {
    chat_id,
    operator_id,
    external,
    operator_tenant_key,
    before_change: { name: before.name },
    after_change: { name: after.name },
  });
}

function shape(w: World, { chat_id, name, owner_id, bot_in, dissolved, urgent_setting }: Chat) {
  return {
    chat_id,
    name,
    owner: owner_id,
    members: w.chats.membersOf(chat_id).map(({ open_id }) => open_id),
    bot: bot_in === 1,
    urgent_setting,
    dissolved: dissolved === 1,
  };
}

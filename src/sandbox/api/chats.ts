import { Router } from 'express';
import { z } from 'zod';
import { ApiError } from '../apiError';
import type { Chat } from '../chats';
import { tellMembers } from '../groups';
import type { World } from '../world';
import { success } from './answer';
import { peopleBy } from './find';

const idType = z.enum(['open_id', 'union_id', 'user_id']).default('open_id');
const page = {
  user_id_type: idType,
  page_size: z.coerce.number().int().min(1).max(100).default(20),
  page_token: z.coerce.number().int().min(0).catch(0).default(0),
};
const ids = (most: number) => z.array(z.string()).max(most).default([]);
const group = z.object({
  name: z.string().max(60).default(''),
  description: z.string().max(100).default(''),
  owner_id: z.string().optional(),
  user_id_list: ids(50),
  bot_id_list: ids(5),
  chat_mode: z.literal('group').default('group'),
  chat_type: z.enum(['private', 'public']).default('private'),
  group_message_type: z.enum(['chat', 'thread']).default('chat'),
  urgent_setting: z.enum(['only_owner', 'all_members']).optional(),
});
const createQuery = z.object({ user_id_type: idType, uuid: z.string().max(50).optional() });
const listQuery = z.object(page);
const searchQuery = z.object({ ...page, query: z.string().max(64).default('') });
const memberType = z.enum(['open_id', 'union_id', 'user_id', 'app_id']).default('open_id');
const membersQuery = z.object({ ...page, member_id_type: memberType });
const addQuery = z.object({
  member_id_type: memberType,
  succeed_type: z.coerce.number().int().min(0).max(2).default(0),
});
const members = z.object({ id_list: z.array(z.string()).min(1).max(50) });

/** Groups: made by the bot, found, and their members. Bots are never listed as members. */
export function chatsApi(w: World): Router {
  const router = Router();

  router.post('/im/v1/chats', async (req, res) => {
    const { user_id_type, uuid } = check(createQuery, req.query);
    const asked = check(group, req.body ?? {});
    const { people, unknown } = peopleBy(w, user_id_type, asked.user_id_list);
    if (unknown.length) throw new ApiError(232043, 'Your request contains unavailable ids.');
    if (people.some(({ resigned }) => resigned)) throw new ApiError(232022, 'User has already resigned.');
    const owner = asked.owner_id ? w.people.by(user_id_type, asked.owner_id) : undefined;
    if (asked.owner_id && !owner) {
      throw new ApiError(232030, 'Your request specifies a user_id which is invalid.');
    }
    const { name, description, urgent_setting: urgentSetting } = asked;
    const openIds = people.map(({ open_id }) => open_id);
    const ownerId = owner?.open_id ?? '';
    const made = w.chats.create({
      name,
      description,
      ownerId,
      members: openIds,
      bot: true,
      urgentSetting,
      uuid,
    });
    w.feed.tell(`机器人建群 ${made.name || '（未命名）'}`);
    success(res, { ...shape(w, made, user_id_type), ...SETTINGS, urgent_setting: made.urgent_setting });
  });

  router.get('/im/v1/chats', (req, res) => {
    success(
      res,
      listed(w, check(listQuery, req.query), () => true),
    );
  });

  router.get('/im/v1/chats/search', (req, res) => {
    const query = check(searchQuery, req.query);
    success(
      res,
      listed(w, query, ({ name }) => query.query !== '' && name.includes(query.query)),
    );
  });

  router.get('/im/v1/chats/:chat_id', (req, res) => {
    const { user_id_type } = check(listQuery, req.query);
    const person = w.people.by('chat_id', req.params.chat_id);
    if (person) {
      success(res, { name: '', chat_mode: 'p2p', external: false, tenant_key: w.identity.tenantKey });
      return;
    }
    const chat = inside(w, req.params.chat_id);
    const counts = { user_count: String(w.chats.membersOf(chat.chat_id).length), bot_count: '1' };
    const { chat_id: _, ...data } = shape(w, chat, user_id_type);
    success(res, { ...data, ...SETTINGS, urgent_setting: chat.urgent_setting, ...counts });
  });

  router.get('/im/v1/chats/:chat_id/members', (req, res) => {
    const { member_id_type, page_size, page_token } = check(membersQuery, req.query);
    const chat = inside(w, req.params.chat_id);
    const all = w.chats.membersOf(chat.chat_id);
    const type = member_id_type === 'app_id' ? 'open_id' : member_id_type;
    const items = all.slice(page_token, page_token + page_size).map((person) => ({
      member_id_type: type,
      member_id: person[type],
      name: person.name,
      tenant_key: w.identity.tenantKey,
    }));
    success(res, { items, ...nextPage(all.length, page_token + page_size), member_total: all.length });
  });

  router.post('/im/v1/chats/:chat_id/members', async (req, res) => {
    const { member_id_type, succeed_type } = check(addQuery, req.query);
    const { id_list } = check(members, req.body ?? {});
    const chat = inside(w, req.params.chat_id);
    w.rates.takeChatChange(chat.chat_id, Date.now());
    // A bot adds bots by app id; there is no other bot here.
    const { people, unknown } =
      member_id_type === 'app_id' ? { people: [], unknown: id_list } : peopleBy(w, member_id_type, id_list);
    const gone = people.filter(({ resigned }) => resigned);
    const refused = [...unknown, ...gone.map((person) => person.open_id)];
    if (refused.length === id_list.length || (refused.length > 0 && succeed_type !== 1)) {
      if (unknown.length) throw new ApiError(232043, 'Your request contains unavailable ids.');
      throw new ApiError(232022, 'User has already resigned.');
    }
    const openIds = people.filter(({ resigned }) => !resigned).map(({ open_id }) => open_id);
    await tellMembers(w, chat, 'added', w.chats.add(chat.chat_id, openIds), null);
    const invalid = gone.map((person) => person[member_id_type === 'app_id' ? 'open_id' : member_id_type]);
    success(res, { invalid_id_list: invalid, not_existed_id_list: unknown, pending_approval_id_list: [] });
  });

  router.delete('/im/v1/chats/:chat_id/members', async (req, res) => {
    const { member_id_type } = check(addQuery, req.query);
    const { id_list } = check(members, req.body ?? {});
    const chat = inside(w, req.params.chat_id);
    w.rates.takeChatChange(chat.chat_id, Date.now());
    if (id_list.includes(w.identity.appId)) w.chats.change(chat.chat_id, { bot_in: 0 });
    const type = member_id_type === 'app_id' ? 'open_id' : member_id_type;
    const { people, unknown } = peopleBy(w, type, id_list);
    const openIds = people.map(({ open_id }) => open_id);
    await tellMembers(w, chat, 'deleted', w.chats.remove(chat.chat_id, openIds), null);
    success(res, { invalid_id_list: unknown.filter((id) => id !== w.identity.appId) });
  });

  return router;
}

/** What a group is set to when nobody has changed it. */
const SETTINGS = {
  avatar: '',
  add_member_permission: 'all_members',
  share_card_permission: 'allowed',
  at_all_permission: 'all_members',
  edit_permission: 'all_members',
  group_message_type: 'chat',
  chat_mode: 'group',
  chat_type: 'private',
  chat_tag: 'inner',
  join_message_visibility: 'all_members',
  leave_message_visibility: 'all_members',
  membership_approval: 'no_approval_required',
  moderation_permission: 'all_members',
  video_conference_setting: 'all_members',
  hide_member_count_setting: 'all_members',
};

/** The calls of groups word a bad parameter as 232001. */
function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const why = `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim();
  throw new ApiError(232001, `Your request contains an invalid request parameter, ext=${why}`);
}

/** A group the bot is in; throws 232006 unknown, 232009 dissolved, 232011 outside. */
function inside(w: World, chatId: string): Chat {
  const chat = w.chats.byId(chatId);
  if (!chat) throw new ApiError(232006, 'Your request specifies a chat_id which is invalid.');
  if (chat.dissolved) {
    throw new ApiError(232009, 'Your request specifies a chat which has already been dissolved.');
  }
  if (!chat.bot_in) throw new ApiError(232011, 'Operator can NOT be out of the chat.');
  return chat;
}

function shape(w: World, chat: Chat, type: z.infer<typeof idType>) {
  const owner = w.people.by('open_id', chat.owner_id);
  return {
    chat_id: chat.chat_id,
    avatar: '',
    name: chat.name,
    description: chat.description,
    ...(owner && { owner_id: owner[type], owner_id_type: type }),
    external: false,
    tenant_key: w.identity.tenantKey,
    chat_status: chat.dissolved ? 'dissolved' : 'normal',
  };
}

/** Groups the bot is in, never chats with one person. */
function listed(w: World, query: z.infer<typeof listQuery>, wanted: (chat: Chat) => boolean) {
  const all = w.chats.all().filter((chat) => chat.bot_in && !chat.dissolved && wanted(chat));
  const end = query.page_token + query.page_size;
  const items = all.slice(query.page_token, end).map((chat) => shape(w, chat, query.user_id_type));
  return { items, ...nextPage(all.length, end) };
}

function nextPage(total: number, end: number) {
  const more = end < total;
  return { has_more: more, page_token: more ? String(end) : '' };
}

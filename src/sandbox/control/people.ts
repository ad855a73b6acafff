import { Router } from 'express';
import { z } from 'zod';
import { tellContact, tellScope } from '../contactEvents';
import { parseJson } from '../content';
import { enter } from '../enter';
import { sees } from '../groups';
import { BOT_NAME } from '../identity';
import { chooseMenu } from '../menu';
import type { Message } from '../messages';
import type { Person } from '../people';
import { press } from '../press';
import { read } from '../read';
import { recall } from '../recall';
import { REFUSAL_CODES } from '../refusals';
import { RequestRefused } from '../requestRefused';
import { say, sayingSchema } from '../say';
import type { World } from '../world';
import { check } from './check';

const newPerson = z.object({
  name: z.string().min(1),
  title: z.string().default(''),
  mobile: z.string().regex(/^1\d{10}$/, '手机号要 11 位数字'),
});
const change = z.strictObject({
  name: z.string().min(1).optional(),
  title: z.string().optional(),
  blocked: z.boolean().optional(),
  resigned: z.boolean().optional(),
  /** What the bot's messages to this person are refused with; null takes it back. */
  refusal: z
    .int()
    .refine((code) => REFUSAL_CODES.includes(code), `能用的错误码：${REFUSAL_CODES.join('、')}`)
    .nullable()
    .optional(),
});
const fieldValue = z.union([z.string(), z.array(z.string()), z.boolean()]);
const pressing = z.strictObject({
  message_id: z.string(),
  name: z.string(),
  form_value: z.record(z.string(), fieldValue).optional(),
  option: fieldValue.optional(),
  card: z.looseObject({}).optional(),
  force: z.boolean().optional(),
});

const OUT_OF_REACH = 230013;

/** People and what they do with their phones. */
export function peopleControl(w: World): Router {
  const router = Router();
  const find = (openId: string): Person => {
    const person = w.people.by('open_id', openId);
    if (!person) throw new RequestRefused(`没有这个人：${openId}`, 404);
    return person;
  };

  router.get('/people', (_req, res) => {
    // There may be thousands: counted for all at once.
    const unread = w.messages.unreadByPerson();
    res.json(w.people.all().map((person) => shape(w, person, unread.get(person.open_id) ?? 0)));
  });

  router.post('/people', async (req, res) => {
    const one = !Array.isArray(req.body);
    const asked = check(z.array(newPerson), one ? [req.body] : req.body);
    const before = asked.map(({ mobile }) => w.people.by('mobile', mobile));
    const added = w.people.add(asked);
    w.feed.touch();
    for (const [i, person] of added.entries()) {
      const known = before[i];
      if (!known) await tellContact(w, 'created', person);
      else if (differs(known, person)) await tellContact(w, 'updated', person, known);
    }
    const people = added.map((person) => shape(w, person));
    res.json(one ? people[0] : people);
  });

  router.post('/people/:open_id', async (req, res) => {
    const before = find(req.params.open_id);
    const { blocked, resigned, refusal, ...words } = check(change, req.body);
    const refusedBefore = w.people.refusalOf(before);
    w.db.write(() => {
      w.people.change(before.open_id, {
        ...words,
        ...(blocked !== undefined && { blocked: Number(blocked) }),
        ...(resigned !== undefined && { resigned: Number(resigned) }),
      });
      if (refusal !== undefined) w.people.setRefusal(before.open_id, refusal);
      w.feed.touch();
    });
    const now = find(before.open_id);
    await tellChange(w, before, now);
    if (refusal !== undefined && !now.resigned) await tellReach(w, now, refusedBefore);
    res.json(shape(w, now));
  });

  router.get('/people/:open_id/chats', (req, res) => {
    const person = find(req.params.open_id);
    const chats = w.chats
      .ofPerson(person.open_id)
      .map(({ chat_id, name }) => ({ chat_id, name, kind: 'group' }));
    const all = [{ chat_id: person.chat_id, name: BOT_NAME, kind: 'p2p' }, ...chats];
    res.json(all.map((chat) => ({ ...chat, unread: w.messages.unreadIn(chat.chat_id, person) })));
  });

  router.get('/people/:open_id/messages', (req, res) => {
    const person = find(req.params.open_id);
    res.json(w.messages.ofPhone(person).map((message) => onPhone(person, message)));
  });

  router.post('/people/:open_id/messages', async (req, res) => {
    const person = find(req.params.open_id);
    res.json(onPhone(person, await say(w, person, check(sayingSchema, req.body))));
  });

  router.post('/people/:open_id/actions', async (req, res) => {
    const person = find(req.params.open_id);
    res.json(await press(w, person, check(pressing, req.body)));
  });

  router.post('/people/:open_id/menu', async (req, res) => {
    const person = find(req.params.open_id);
    const { event_key } = check(z.strictObject({ event_key: z.string().min(1).max(30) }), req.body);
    await chooseMenu(w, person, event_key);
    res.json({});
  });

  router.post('/people/:open_id/read', async (req, res) => {
    const person = find(req.params.open_id);
    const { message_id } = check(z.object({ message_id: z.string() }), req.body);
    const message = w.messages.byId(message_id);
    if (!message || !sees(w, person, message))
      throw new RequestRefused(`${person.name} 的手机上没有这条消息`, 404);
    await read(w, person, message);
    res.json({});
  });

  router.post('/people/:open_id/recall', async (req, res) => {
    const person = find(req.params.open_id);
    const { message_id } = check(z.object({ message_id: z.string() }), req.body);
    await recall(w, person, w.messages.byId(message_id));
    res.json({});
  });

  router.post('/people/:open_id/enter', async (req, res) => {
    await enter(w, find(req.params.open_id));
    res.json({});
  });

  return router;
}

function differs(before: Person, now: Person): boolean {
  return before.name !== now.name || before.title !== now.title;
}

/** What the directory tells of a change: who leaves is deleted, who comes back created. */
async function tellChange(w: World, before: Person, now: Person): Promise<void> {
  if (before.resigned !== now.resigned) await tellContact(w, now.resigned ? 'deleted' : 'created', now);
  else if (differs(before, now)) await tellContact(w, 'updated', now, before);
}

/** A person who leaves or comes back into what the app may see (230013). */
async function tellReach(w: World, now: Person, before: number | null): Promise<void> {
  const after = w.people.refusalOf(now);
  if (after === OUT_OF_REACH && before !== OUT_OF_REACH) await tellScope(w, 'removed', now);
  if (after !== OUT_OF_REACH && before === OUT_OF_REACH) await tellScope(w, 'added', now);
}

function shape(w: World, person: Person, unread = unreadOf(w, person)) {
  const { open_id, chat_id, name, title, mobile, blocked, resigned } = person;
  const refusal = w.people.refusalOf(person);
  return {
    open_id,
    chat_id,
    name,
    title,
    mobile,
    blocked: blocked === 1,
    resigned: resigned === 1,
    refusal,
    unread,
  };
}

function unreadOf(w: World, person: Person): number {
  const chats = [person, ...w.chats.ofPerson(person.open_id)];
  return chats.reduce((sum, { chat_id }) => sum + w.messages.unreadIn(chat_id, person), 0);
}

/** A message as this person's phone shows it; a recalled one without its content. */
function onPhone(person: Person, message: Message & { urgent_means?: string | null }) {
  const { message_id, chat_id, msg_type, content, create_time, update_time, recalled } = message;
  const means = message.urgent_means?.split(',') ?? [];
  return {
    message_id,
    chat_id,
    msg_type,
    content: recalled ? null : parseJson(content),
    create_time: new Date(create_time).toISOString(),
    update_time: new Date(update_time).toISOString(),
    read: message.sender === 'user' || message.read_time !== null,
    urgent: means.length > 0,
    urgent_by: means,
    recalled: recalled === 1,
    from: message.sender,
    /** Who of a group said it; null for the bot. */
    sender: message.sender === 'user' ? message.open_id : null,
    own: message.sender === 'user' && message.open_id === person.open_id,
    reply_to: message.parent_id,
  };
}

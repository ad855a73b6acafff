import { Router } from 'express';
import { z } from 'zod';
import { parseJson } from '../content';
import { chooseMenu } from '../menu';
import type { Message } from '../messages';
import type { Person } from '../people';
import { press } from '../press';
import { read } from '../read';
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

/** People and what they do with their phones. */
export function peopleControl(w: World): Router {
  const router = Router();
  const find = (openId: string): Person => {
    const person = w.people.by('open_id', openId);
    if (!person) throw new RequestRefused(`没有这个人：${openId}`, 404);
    return person;
  };

  router.get('/people', (_req, res) => {
    res.json(w.people.all().map((person) => shape(w, person)));
  });

  router.post('/people', (req, res) => {
    const one = !Array.isArray(req.body);
    const added = w.people.add(check(z.array(newPerson), one ? [req.body] : req.body));
    w.feed.touch();
    const people = added.map((person) => shape(w, person));
    res.json(one ? people[0] : people);
  });

  router.post('/people/:open_id', (req, res) => {
    const { open_id } = find(req.params.open_id);
    const { blocked, resigned, ...words } = check(change, req.body);
    w.people.change(open_id, {
      ...words,
      ...(blocked !== undefined && { blocked: Number(blocked) }),
      ...(resigned !== undefined && { resigned: Number(resigned) }),
    });
    w.feed.touch();
    res.json(shape(w, find(open_id)));
  });

  router.get('/people/:open_id/messages', (req, res) => {
    res.json(w.messages.ofChat(find(req.params.open_id).chat_id).map(onPhone));
  });

  router.post('/people/:open_id/messages', async (req, res) => {
    const person = find(req.params.open_id);
    res.json(onPhone(await say(w, person, check(sayingSchema, req.body))));
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
    if (message?.chat_id !== person.chat_id)
      throw new RequestRefused(`${person.name} 的手机上没有这条消息`, 404);
    await read(w, person, message);
    res.json({});
  });

  return router;
}

function shape(w: World, { open_id, chat_id, name, title, mobile, blocked, resigned }: Person) {
  const unread = w.messages.unreadOf(chat_id);
  return { open_id, chat_id, name, title, mobile, blocked: blocked === 1, resigned: resigned === 1, unread };
}

/** A message as the phone shows it; a recalled one without its content. */
function onPhone(message: Message) {
  const { message_id, chat_id, msg_type, content, create_time, update_time, recalled } = message;
  return {
    message_id,
    chat_id,
    msg_type,
    content: recalled ? null : parseJson(content),
    create_time: new Date(create_time).toISOString(),
    update_time: new Date(update_time).toISOString(),
    read: message.sender === 'user' || message.read_time !== null,
    urgent: message.urgent === 1,
    recalled: recalled === 1,
    from: message.sender,
    reply_to: message.parent_id,
  };
}

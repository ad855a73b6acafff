import { EventDispatcher, LoggerLevel } from '@larksuiteoapi/node-sdk';
import { Fault } from '../../core/errors';
import type { Logger } from '../../core/log';
import type { InboundPort, PressReply } from '../../core/messages';
import { sdkLogger } from '../client';
import type { Observe } from '../observe';
import type { Inbox } from './inbox';
import {
  readEntered,
  readEventId,
  readGroup,
  readLeaver,
  readMenu,
  readMessage,
  readPress,
  readReceipt,
} from './payloads';
import { CARD_ACTION } from './verify';

export interface EventDeps {
  port: InboundPort;
  inbox: Pick<Inbox, 'take'>;
  log: Logger;
  observe?: Observe;
}

/** What the phone is answered: always an object, never nothing. */
interface Answer {
  toast?: PressReply['toast'];
  card?: { type: 'raw'; data: object };
}

const answerOf = ({ toast, card }: PressReply): Answer => ({
  ...(toast && { toast }),
  ...(card && { card: { type: 'raw', data: card } }),
});

/**
 * The one set of handlers, for the webhook and the long connection alike. Presses are answered from the
 * database within their transaction; everything else goes into the inbox and is handled from there.
 */
export function createDispatcher(deps: EventDeps): EventDispatcher {
  const { inbox, log } = deps;
  const dispatcher = new EventDispatcher({ logger: sdkLogger(log), loggerLevel: LoggerLevel.error });

  const contactsChanged = async (data: unknown) => {
    const id = readEventId(data);
    if (id) await inbox.take({ key: `event:${id}`, type: 'contacts', payload: {} });
    return {};
  };

  /** Who left is unknown from now on, as if Feishu had never found them; others are looked for again. */
  const contactChanged = async (data: unknown) => {
    const [id, openId] = [readEventId(data), readLeaver(data)];
    if (!id || !openId) return contactsChanged(data);
    await inbox.take({ key: `event:${id}`, type: 'left', payload: { openId } });
    return {};
  };

  const groupChanged = async (data: unknown) => {
    const [id, change] = [readEventId(data), readGroup(data)];
    if (id && change) await inbox.take({ key: `event:${id}`, type: 'group', payload: change });
    return {};
  };

  const handlers: Record<string, (data: unknown) => Promise<object>> = {
    [CARD_ACTION]: (data) => answerPress(deps, data),

    'im.message.receive_v1': async (data) => {
      const message = readMessage(data);
      // By message, not by event: Feishu may tell of one message in two events.
      if (message)
        await inbox.take({ key: `message:${message.messageId}`, type: 'message', payload: message });
      return {};
    },

    'im.chat.access_event.bot_p2p_chat_entered_v1': async (data) => {
      const [id, openId] = [readEventId(data), readEntered(data)];
      if (id && openId) await inbox.take({ key: `event:${id}`, type: 'entered', payload: { openId } });
      return {};
    },

    'im.message.message_read_v1': async (data) => {
      const [id, read] = [readEventId(data), readReceipt(data)];
      if (id && read) await inbox.take({ key: `event:${id}`, type: 'read', payload: read });
      return {};
    },

    'application.bot.menu_v6': async (data) => {
      const chosen = readMenu(data);
      if (chosen) await inbox.take({ key: `event:${chosen.eventId}`, type: 'menu', payload: chosen });
      return {};
    },

    'im.chat.member.bot.added_v1': groupChanged,
    'im.chat.member.bot.deleted_v1': groupChanged,
    'im.chat.disbanded_v1': groupChanged,

    'contact.user.created_v3': contactsChanged,
    'contact.user.updated_v3': contactChanged,
    'contact.user.deleted_v3': contactChanged,
    'contact.scope.updated_v3': contactsChanged,
  };
  return dispatcher.register(handlers);
}

/** Never rejects: a fault of the catalogue says what it says, anything else is ours. */
async function answerPress({ port, log, observe }: EventDeps, data: unknown): Promise<Answer> {
  const press = readPress(data);
  if (!press) return { toast: { type: 'warning', content: new Fault('press.unknown').message } };
  try {
    const answer = answerOf(await port.press(press));
    observe?.('inbound', { type: CARD_ACTION, result: 'answered' });
    return answer;
  } catch (error) {
    observe?.('inbound', { type: CARD_ACTION, result: 'failed' });
    const known = error instanceof Fault;
    if (!known || error.ours) log.error({ err: error, eventId: press.eventId }, 'press failed');
    const fault = known ? error : new Fault('press.failed');
    return { toast: { type: fault.ours ? 'error' : 'warning', content: fault.message } };
  }
}

import { Router } from 'express';
import { z } from 'zod';
import type { Config, FeishuApp } from '../config';
import type { Calendar } from '../core/calendar';
import { type Clock, machineNow } from '../core/clock';
import type { Database } from '../core/database';
import type { Logger } from '../core/log';
import type { ChatMessage, InboundPort } from '../core/messages';
import type { Policies } from '../core/policy';
import type { Secrets } from '../core/secrets';
import { createClient } from './client';
import { type DeliveryList, type DeliveryQuery, listDeliveries } from './deliveries';
import { DeliveryService } from './delivery';
import { createGateway, type FeishuGateway } from './gateway';
import { createDispatcher } from './inbound/events';
import { type Handler, Inbox } from './inbound/inbox';
import { LongConnection } from './inbound/longConnection';
import type { InboundState } from './inbound/state';
import { Verifier } from './inbound/verify';
import { webhookRouter } from './inbound/webhook';
import { Media } from './media';
import type { Observe } from './observe';
import { matchPeople } from './people';
import type { Limits } from './rates';
import type { CardRenderer } from './renderer';
import { SenderLease, type SenderState } from './senderLease';

export type { DeliveryLine, DeliveryList, DeliveryQuery } from './deliveries';
export type { DeliveryResult } from './delivery';
export { FeishuRefusal } from './errors';
export type { FeishuGateway } from './gateway';
export type { InboundState } from './inbound/state';
export { mediaPath } from './mediaStore';
export type { Observe } from './observe';
export { NO_LIMITS } from './rates';
export type { CardRenderer } from './renderer';
export type { SenderState } from './senderLease';

export interface FeishuDeps {
  config: FeishuApp;
  /** The webhook when left out. */
  inbound?: Config['inbound'];
  /** The long connection is given up for good; only a new process helps. */
  onInboundFailed?: (why: string) => void;
  db: Database;
  policies: Pick<Policies, 'current'>;
  calendar: Calendar;
  clock: Clock;
  secrets: Secrets;
  dataDir: string;
  log: Logger;
  renderers: CardRenderer;
  port: InboundPort;
  /** A photo has arrived or is lost for good: draw the matter's cards anew. May come twice for one photo. */
  onStored?: (photoId: number) => Promise<void>;
  observe?: Observe;
  /** How fast to call; Feishu's own limits when left out. */
  limits?: Limits;
}

export interface Feishu {
  /** `POST /feishu/events`, `POST /feishu/cards`, unless a long connection is used; to be mounted before any body parser. */
  router: Router;
  inbound(): InboundState;
  sender(): SenderState;
  delivery: DeliveryService;
  inbox: Inbox;
  media: Media;
  people: {
    /** @param at business time */
    match(at: Date): Promise<{ matched: number; unmatched: number }>;
  };
  gateway: FeishuGateway;
  /** What Feishu took, what waits, what it refused and why; or sends a refused one again. @throws Fault */
  deliveries(query?: DeliveryQuery): Promise<DeliveryList>;
  /** Begins to send, and to handle what the inbox holds. */
  start(): void;
  /** Resolves when the inbox is handled and nothing that is due is left to send, as far as both can be for now. */
  settle(): Promise<void>;
  /** Resolves when nothing is in flight. */
  stop(): Promise<void>;
}

/** Everything between the bot and Feishu, put together. */
export function createFeishu(deps: FeishuDeps): Feishu {
  const { config, db, clock, secrets, dataDir, log, port, observe } = deps;
  const client = createClient(config, log);
  const gateway = createGateway(client);
  const lease = new SenderLease({ db, log, onHeld: () => delivery.wake() });
  const delivery: DeliveryService = new DeliveryService({ ...deps, gateway, lease });
  // Presses and events leave requests in the outbox: they go out at once, not with the next second.
  const waking: InboundPort = {
    ...bound(port),
    press: (press) => port.press(press).finally(() => delivery.wake()),
  };

  const media: Media = new Media({
    db,
    gateway,
    clock,
    dataDir,
    log,
    take: (...events) => inbox.take(...events),
    onStored: async (photoId) => {
      await deps.onStored?.(photoId);
      delivery.wake();
    },
  });
  const inbox: Inbox = new Inbox({ db, clock, log, handlers: handlersOf(waking, media, delivery), observe });
  const dispatcher = createDispatcher({ port: waking, inbox, log, observe });
  const taking = { dispatcher, log, observe };
  const line =
    deps.inbound === 'long-connection'
      ? new LongConnection({ ...taking, app: config, onFailed: deps.onInboundFailed })
      : null;
  const router = line ? Router() : webhookRouter({ ...taking, verifier: new Verifier(config) });
  const madeAt = machineNow();

  const people = {
    match: async (at: Date) => {
      const result = await matchPeople({ db, gateway, secrets, log }, at);
      if (result.matched > 0) delivery.wake();
      return result;
    },
  };
  return {
    router,
    inbound: () => line?.state ?? { state: 'webhook', since: madeAt, why: null },
    sender: () => lease.state,
    delivery,
    inbox,
    media,
    people,
    gateway,
    deliveries: (query = {}) => listDeliveries(db, query, clock.now()),
    start() {
      delivery.start();
      line?.start();
      media.sweep();
      inbox.start();
      media
        .fetchWaitingPhotos()
        .catch((error: unknown) => log.error({ err: error }, 'waiting photos not looked up'));
    },
    async settle() {
      await inbox.settle();
      await delivery.settle();
    },
    async stop() {
      await line?.stop();
      await inbox.stop();
      await delivery.stop();
      client.close();
    },
  };
}

const bound = (port: InboundPort): InboundPort => ({
  press: (press) => port.press(press),
  message: (message) => port.message(message),
  entered: (openId) => port.entered(openId),
  contactsChanged: () => port.contactsChanged(),
});

const storedMessage = z.object({ messageId: z.string(), openId: z.string(), sentAt: z.coerce.date() });
const storedPhoto = z.object({ photoId: z.number() });
const storedEntry = z.object({ openId: z.string() });

/** What the inbox does with each type of event. */
function handlersOf(port: InboundPort, media: Media, delivery: DeliveryService): Record<string, Handler> {
  return {
    message: {
      lane: (payload) => storedMessage.parse(payload).openId,
      async run(payload) {
        const { messageId, sentAt } = storedMessage.parse(payload);
        // Stored by us, so of our own shape but for the date.
        await port.message({ ...(payload as ChatMessage), sentAt });
        await media.fetchWaitingPhotos(messageId);
        delivery.wake();
      },
    },
    entered: {
      lane: (payload) => storedEntry.parse(payload).openId,
      async run(payload) {
        await port.entered(storedEntry.parse(payload).openId);
        delivery.wake();
      },
    },
    contacts: { lane: () => 'contacts', run: () => port.contactsChanged() },
    photo: {
      lane: (payload) => `photo ${storedPhoto.parse(payload).photoId}`,
      run: (payload) => media.storePhoto(storedPhoto.parse(payload).photoId),
      parked: (payload) => media.giveUpPhoto(storedPhoto.parse(payload).photoId, '多次下载都没有成功'),
    },
  };
}

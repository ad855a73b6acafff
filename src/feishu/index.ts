import { Router } from 'express';
import { z } from 'zod';
import type { Config, FeishuApp } from '../config';
import type { Calendar } from '../core/calendar';
import { type Clock, machineNow } from '../core/clock';
import type { Database } from '../core/database';
import type { Logger } from '../core/log';
import type { ChatMessage, GroupChange, InboundPort } from '../core/messages';
import type { Policies } from '../core/policy';
import type { Secrets } from '../core/secrets';
import { createClient } from './client';
import { type DeliveryList, type DeliveryQuery, listDeliveries } from './deliveries';
import { DeliveryService } from './delivery';
import type { Shrink } from './delivery/pictures';
import { createGateway, type FeishuGateway } from './gateway';
import { createDispatcher } from './inbound/events';
import { type Handler, Inbox } from './inbound/inbox';
import { LongConnection } from './inbound/longConnection';
import { MissedMessages, type MissedState } from './inbound/missed';
import type { InboundState } from './inbound/state';
import { Verifier } from './inbound/verify';
import { webhookRouter } from './inbound/webhook';
import { Media } from './media';
import type { Observe } from './observe';
import { forgetLeaver, matchPeople } from './people';
import type { Limits } from './rates';
import type { CardRenderer, FileWriter } from './renderer';
import { SenderLease, type SenderState } from './senderLease';
import { ServerTime } from './serverTime';
import { Uploads } from './uploads';

export type { DeliveryLine, DeliveryList, DeliveryQuery } from './deliveries';
export type { DeliveryResult } from './delivery';
export { FeishuRefusal } from './errors';
export type { FeishuGateway, Receiver } from './gateway';
export type { Handler, ParkedEvent } from './inbound/inbox';
export type { MissedState } from './inbound/missed';
export type { InboundState } from './inbound/state';
export { mediaPath, storePicture } from './mediaStore';
export type { Observe } from './observe';
export { challenge, Probe, type Probed } from './probe';
export { NO_LIMITS } from './rates';
export type { CardRenderer, FileWriter } from './renderer';
export type { SenderState } from './senderLease';
export { uploadPath, uploadsDir } from './uploads';

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
  files: FileWriter;
  /** What else is done from the inbox (`core/later`), by the type of its events. */
  work?: Record<string, Handler>;
  port: InboundPort;
  /** A photo has arrived, is lost for good or keeps us waiting: see `Photo`. May come twice for one photo. */
  onStored?: (photoId: number) => Promise<void>;
  observe?: Observe;
  /** How fast to call; Feishu's own limits when left out. */
  limits?: Limits;
  /** Writes a copy of a picture that is larger than Feishu takes. */
  shrink?: Shrink;
  /** Machine time, for tests. */
  machine?: () => Date;
  /** How long the long connection waits for a pong, s; for tests. */
  pongWithinS?: number;
}

export interface Feishu {
  /** `POST /feishu/events`, `POST /feishu/cards`, unless a long connection is used; to be mounted before any body parser. */
  router: Router;
  inbound(): InboundState;
  /** What Feishu should have pushed here and did not; null where webhooks are used. */
  missed(): MissedState | null;
  /** Looks into every chat now, as it does slowly by itself. */
  lookForMissed(): Promise<void>;
  sender(): SenderState;
  delivery: DeliveryService;
  inbox: Inbox;
  media: Media;
  uploads: Uploads;
  people: {
    /** @param at business time */
    match(at: Date): Promise<{ matched: number; unmatched: number }>;
  };
  gateway: FeishuGateway;
  /** What time it is at Feishu, by which presses are judged. */
  time: ServerTime;
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
  const time = new ServerTime(deps.machine);
  const client = createClient(config, log, time);
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
    retry: () => inbox.retryAll('photo'),
    onStored: async (photoId) => {
      await deps.onStored?.(photoId);
      delivery.wake();
    },
  });
  const handlers = { ...handlersOf(deps, waking, media, delivery), ...followed(deps.work ?? {}, delivery) };
  const inbox: Inbox = new Inbox({ db, clock, log, handlers, observe, machine: deps.machine });
  // By webhook there is one address, and nobody else hears what is meant for it.
  const missed =
    deps.inbound === 'long-connection'
      ? new MissedMessages({
          db,
          clock,
          gateway,
          inbox,
          log,
          observe,
          feishuNow: () => new Date(clock.now().getTime() - (time.machineAheadMs ?? 0)),
          looks: () => lease.held,
        })
      : null;
  const dispatcher = createDispatcher({ port: waking, inbox: listened(inbox, missed), log, observe });
  const taking = { dispatcher, log, observe };
  const line = missed
    ? new LongConnection({
        ...taking,
        app: config,
        pongWithinS: deps.pongWithinS,
        onFailed: deps.onInboundFailed,
        onState: (state) => missed.lineIs(state),
      })
    : null;
  const router = line
    ? Router()
    : webhookRouter({ ...taking, verifier: new Verifier(config, () => time.now()) });
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
    missed: () => missed?.state ?? null,
    lookForMissed: async () => missed?.lookNow(),
    sender: () => lease.state,
    delivery,
    inbox,
    media,
    uploads: new Uploads({ gateway, secrets, dataDir }),
    people,
    gateway,
    time,
    deliveries: (query = {}) => listDeliveries(db, query, clock.now()),
    start() {
      delivery.start();
      line?.start();
      missed?.start();
      media.sweep();
      inbox.start();
      // Feishu's time is known from its first answer on, and a press may come before the first message.
      client.warmUp().catch(() => log.warn('Feishu does not answer at the start'));
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
      await missed?.stop();
      await inbox.stop();
      await delivery.stop();
      client.close();
    },
  };
}

/** An inbox of which is noted what was pushed, and what could not be stored. */
const listened = (inbox: Inbox, missed: MissedMessages | null): Pick<Inbox, 'take'> => ({
  async take(...events) {
    try {
      const fresh = await inbox.take(...events);
      if (events.some(({ type }) => type === 'message')) missed?.heard();
      return fresh;
    } catch (error) {
      missed?.notTaken();
      throw error;
    }
  },
});

/** What such work leaves in the outbox goes out at once. */
const followed = (work: Record<string, Handler>, delivery: DeliveryService): Record<string, Handler> =>
  Object.fromEntries(
    Object.entries(work).map(([type, handler]) => [
      type,
      {
        ...handler,
        run: async (payload: unknown) => {
          await handler.run(payload);
          delivery.wake();
        },
      },
    ]),
  );

const bound = (port: InboundPort): InboundPort => ({
  press: (press) => port.press(press),
  message: (message) => port.message(message),
  entered: (openId) => port.entered(openId),
  read: (receipt) => port.read(receipt),
  menu: (chosen) => port.menu(chosen),
  group: (change) => port.group(change),
  contactsChanged: () => port.contactsChanged(),
});

const storedMessage = z.object({ messageId: z.string(), openId: z.string(), sentAt: z.coerce.date() });
const storedPhoto = z.object({ photoId: z.number() });
const storedEntry = z.object({ openId: z.string() });
const storedReceipt = z.object({
  openId: z.string(),
  messageIds: z.array(z.string()),
  readAt: z.coerce.date(),
});
const storedChange = z.object({ chatId: z.string(), at: z.coerce.date() });
const storedMenu = z.object({ openId: z.string(), key: z.string(), eventId: z.string() });

/** What the inbox does with each type of event. */
function handlersOf(
  { db, clock }: Pick<FeishuDeps, 'db' | 'clock'>,
  port: InboundPort,
  media: Media,
  delivery: DeliveryService,
): Record<string, Handler> {
  return {
    message: {
      lane: (payload) => storedMessage.parse(payload).openId,
      async run(payload) {
        const { messageId, sentAt } = storedMessage.parse(payload);
        // Stored by us, so of our own shape but for the date.
        await port.message({ ...(payload as ChatMessage), sentAt });
        await media.fetchPhotosOf(messageId);
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
    read: {
      lane: (payload) => storedReceipt.parse(payload).openId,
      run: (payload) => port.read(storedReceipt.parse(payload)),
    },
    menu: {
      lane: (payload) => storedMenu.parse(payload).openId,
      async run(payload) {
        await port.menu(storedMenu.parse(payload));
        delivery.wake();
      },
    },
    group: {
      // One after the other with what the bot does to groups itself (`src/bot/groupWork.ts`).
      lane: () => 'groups',
      async run(payload) {
        const { at } = storedChange.parse(payload);
        await port.group({ ...(payload as GroupChange), at });
        delivery.wake();
      },
    },
    contacts: { lane: () => 'contacts', run: () => port.contactsChanged() },
    left: {
      lane: () => 'contacts',
      async run(payload) {
        await forgetLeaver(db, storedEntry.parse(payload).openId, clock.now());
        await port.contactsChanged();
      },
    },
    photo: {
      lane: (payload) => `photo ${storedPhoto.parse(payload).photoId}`,
      run: (payload) => media.storePhoto(storedPhoto.parse(payload).photoId),
      parked: (payload, error) => media.holdPhoto(storedPhoto.parse(payload).photoId, error),
    },
  };
}

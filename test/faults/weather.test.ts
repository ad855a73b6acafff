import fc from 'fast-check';
import { CardMessage, Delivery, InboxEvent, OutboxMessage, type Person } from '../../entities';
import { buzzCards, enqueue } from '../../src/core/outbox';
import { NO_LIMITS } from '../../src/feishu';
import { REFUSAL_CODES } from '../../src/sandbox/refusals';
import { until } from '../e2e/badDays';
import { BACKENDS } from '../factories';
import { type Shown, Stage } from '../feishu/stage';
import { NIGHTLY, SEED } from './nightly';

const SLOW_DOWN = { code: 99991400, msg: 'request trigger frequency limit' };
const TOO_FAST = { code: 230020, msg: 'This operation triggers the frequency limit.' };
const SENDING = { code: 230049, msg: 'The message is being sent.' };
const SAID = { event: 'im.message.receive_v1' };
const URGENT = { method: 'PATCH', path: '/open-apis/im/v1/messages/' };

/** Every kind of bad day that the sandbox can make for calls, each as it comes. */
const FOR_CALLS: Record<string, object> = {
  latency: { kind: 'latency', ms: 120, count: 5 },
  'a server error': { kind: 'status', code: 500 },
  'a bad gateway': { kind: 'status', code: 502 },
  'too many calls': { kind: 'status', code: 429, body: SLOW_DOWN, headers: { 'x-ogw-ratelimit-reset': '1' } },
  'too many to one person': { kind: 'status', code: 400, body: TOO_FAST },
  'being sent': { kind: 'status', code: 400, body: SENDING },
  'an answer that is no JSON': { kind: 'status', code: 200, body: 'oops' },
  'lost answers': { kind: 'lose-answer', count: 2 },
  'dropped calls': { kind: 'drop' },
  'forgotten tokens': { kind: 'forget-tokens' },
};
/** And for what it pushes. */
const FOR_EVENTS: Record<string, object> = {
  'a repeated event': { kind: 'duplicate-event', match: SAID },
  'an event repeated under another name': { kind: 'duplicate-event', match: SAID, new_event_id: true },
  'events out of order': { kind: 'reorder-events', match: SAID },
};
/** And for the bot's own line, where there is one. */
const FOR_LINES: Record<string, object> = {
  'a kicked connection': { kind: 'kick' },
  'a connection kicked while a press is answered': { kind: 'kick', match: { event: 'card.action.trigger' } },
  'a line that is dead and looks alive': { kind: 'half-open' },
};

const atBuzz = (kind: string): string => `${kind}, at a 加急`;

/** What is wrong with one of the two people's phones: a code of their own, with which Feishu refuses whatever is sent there. */
type Refusal = number | null;

const QUICK = { ReconnectInterval: 0.05, ReconnectNonce: 0.01, PingInterval: 0.4 };
const PONG_WITHIN_S = 0.3;

/** So much of the machine's time passes between two looks: far less than any lease, so that no claim runs out. */
const LOOK_MS = 2_000;

/** What is due again in business time is due in hours; a line that comes back does so in the time of the real world. */
const WITHIN_MS = 40_000;

const WORLDS = BACKENDS.flatMap((backend) =>
  (['webhook', 'long-connection'] as const).map((inbound) => [inbound, backend] as const),
);

describe.each(WORLDS)('whatever Feishu does, over the %s, on %s', (inbound, backend) => {
  const byLine = inbound === 'long-connection';
  const weather: Record<string, object> = { ...FOR_CALLS, ...FOR_EVENTS, ...(byLine && FOR_LINES) };
  for (const [name, fault] of Object.entries(FOR_CALLS)) {
    weather[atBuzz(name)] = { ...fault, match: URGENT };
  }
  const kinds = Object.keys(weather);

  let stage: Stage;
  let people: (Person & { openId: string })[];
  let number = 0;
  /** How far the machine's clock has been moved on: what backs off is not waited for. */
  let ahead = 0;
  const machine = () => new Date(Date.now() + ahead);
  // How fast the bot may call is looked at elsewhere; here it would only be waited for.
  const asHere = { limits: NO_LIMITS, machine };
  beforeAll(async () => {
    stage = await Stage.open(backend, '2026-10-12T09:00:00+08:00', undefined, asHere);
    people = [await stage.person('19900000001'), await stage.person('19900000002')];
    // As the bot does it: whoever says something is answered, in the transaction that takes it in.
    stage.bot.onMessage = async ({ openId, text }) => {
      await stage.ask(Number(idOf(openId)), { kind: 'help', subject: { type: 'said', id: Number(text) } });
    };
    // And a press is taken once, and what it does is done once.
    stage.bot.onPress = async ({ eventId, openId, action }) => {
      const { task } = action.value as { task: number };
      const at = stage.clock.now();
      const row = {
        type: 'press',
        payload: null,
        receivedAt: at,
        nextAt: at,
        attempts: 1,
        state: 'done' as const,
      };
      await stage.db.transaction(async (tx) => {
        const fresh = await tx.insert(InboxEvent, { ...row, key: `press:${eventId}` }, { ignore: true });
        const first = await tx.insert(InboxEvent, { ...row, key: `done:${task}` }, { ignore: true });
        if (fresh.affected === 0 || first.affected === 0) return;
        const subject = { type: 'done', id: task };
        await enqueue(tx, {
          kind: 'help',
          subject,
          recipientId: Number(idOf(openId)),
          messageClass: 'answer',
          at,
        });
      });
      return { toast: { type: 'success', content: '已记下' } };
    };
    stage.bot.draw = async ({ subject: { type, id } }) => ({
      card: cardOf(`${type}-${id}`, id),
      pictures: [],
    });
    if (!byLine) return;
    await stage.control('POST', 'socket', { client_config: QUICK });
    await stage.feishu.stop();
    stage.takeLongConnections();
    stage.feishu = stage.another(stage.url, { ...asHere, inbound, pongWithinS: PONG_WITHIN_S });
    stage.feishu.start();
    await until('the line is there', async () => stage.feishu.inbound().state === 'connected');
  }, 60_000);
  afterEach(fair);
  afterAll(() => stage.close());

  async function fair(): Promise<void> {
    await stage.control('POST', 'faults', []);
    for (const { openId } of people) await stage.control('POST', `people/${openId}`, { refusal: null });
    await stage.db.transaction((tx) => tx.remove(Delivery, {}));
  }

  const next = (): number => {
    number += 1;
    return number;
  };

  const idOf = (openId: string) => people.find((one) => one.openId === openId)?.id;

  /** Whether there is a line that is not dead: until then no hours may pass on the sandbox's clock. */
  async function lineIsThere(): Promise<boolean> {
    if (!byLine) return true;
    const { connections, half_open } = await stage.control<{ connections: number; half_open: number }>(
      'GET',
      'socket',
    );
    return connections - half_open > 0;
  }

  const cards = (shown: Shown[]) =>
    shown.filter(({ from }) => from === 'bot').map(({ content }) => content.header?.title.content);

  async function calmIsThere(): Promise<boolean> {
    await stage.sandbox.settled();
    if (!(await lineIsThere())) return false;
    // What nobody took is pushed again, a quarter of a minute later.
    const again = stage.sandbox.nextDue();
    if (again && again > stage.clock.now()) stage.clock.moveTo(again);
    await stage.sandbox.runDue();
    await stage.feishu.inbox.settle(0);
    await stage.feishu.delivery.deliver(undefined, 0);
    const left = (await stage.db.read.find(OutboxMessage)).length;
    if (left + (await stage.db.read.find(InboxEvent, { state: 'new' })).length === 0) return true;
    ahead += LOOK_MS;
    return false;
  }
  const calm = () => until('calm', calmIsThere, WITHIN_MS);

  const latestOf = async (recipientId: number): Promise<CardMessage> => {
    const all = await stage.db.read.find(CardMessage, { recipientId }, { order: { id: 'DESC' }, limit: 1 });
    return all[0] as CardMessage;
  };

  /** Presses until an answer is there, as people do. */
  async function press(openId: string, messageId: string): Promise<void> {
    const asked = { message_id: messageId, name: 'done' };
    await until(
      'an answered press',
      async () => {
        const { toast, error } = await stage.control<{ toast: { content: string } | null; error: unknown }>(
          'POST',
          `people/${openId}/actions`,
          asked,
        );
        if (error) return false;
        expect(toast).toEqual({ type: 'success', content: '已记下' });
        return true;
      },
      WITHIN_MS,
    );
  }

  /** Messages are sent, words said, cards pressed and 加急 done, all while it happens: each has its effect once. */
  async function through(happening: string[], refusal: Refusal = null): Promise<void> {
    for (const { id } of people) await stage.ask(id, { subject: { type: 'card', id: next() } });
    await calm();
    const before = await Promise.all(people.map(async ({ openId }) => cards(await stage.phone(openId))));
    const pressed = await Promise.all(people.map(({ id }) => latestOf(id)));
    const second = people[1] as Person & { openId: string };
    if (refusal !== null) await stage.control('POST', `people/${second.openId}`, { refusal });
    for (const kind of happening) await stage.fault(weather[kind] ?? {});

    const wanted = await Promise.all(
      people.map(async ({ id, openId }, n) => {
        const own = [`done-${pressed[n]?.subjectId}`];
        const pressing = press(openId, String(pressed[n]?.messageId));
        await stage.db.transaction((tx) => buzzCards(tx, [pressed[n] as CardMessage], stage.clock.now()));
        for (let times = 0; times < 2; times += 1) {
          const [task, said] = [next(), next()];
          own.push(`task-${task}`, `said-${said}`);
          await stage.ask(id, { subject: { type: 'task', id: task } });
          await stage.control('POST', `people/${openId}/messages`, {
            type: 'text',
            text: String(said),
          });
        }
        await pressing;
        return own;
      }),
    );
    if (refusal !== null) {
      const refused = () => stage.db.read.find(Delivery, { recipientId: second.id, lastErrorCode: refusal });
      const waits = () =>
        stage.db.read.find(OutboxMessage, { recipientId: second.id, lastErrorCode: refusal });
      await until(
        'the refusal',
        async () => {
          await calmIsThere();
          return (await refused()).length + (await waits()).length > 0;
        },
        WITHIN_MS,
      );
      // Nothing of it has come through, and the other person has missed nothing for it.
      expect(cards(await stage.phone(second.openId))).toEqual(before[1]);
      await stage.control('POST', `people/${second.openId}`, { refusal: null });
    }
    await calm();
    for (const { id, code } of await stage.feishu.deliveries({ refused: true })) {
      const { mode, state, recipientId } = (await stage.db.read.findOne(Delivery, { id })) as Delivery;
      // Nobody is buzzed a second time for an answer that was lost: that stays open, and is said.
      if (mode === 'buzz' && state === 'unknown') continue;
      expect({ happening, mode, recipientId, code }).toEqual({
        happening,
        mode,
        recipientId: second.id,
        code: refusal,
      });
      if (mode === 'send') await stage.feishu.deliveries({ retry: id });
    }
    await calm();

    const after = await Promise.all(people.map(async ({ openId }) => cards(await stage.phone(openId))));
    const fresh = after.map((shown, n) => shown.slice(before[n]?.length).sort());
    expect({ happening, refusal, fresh }).toEqual({
      happening,
      refusal,
      fresh: wanted.map((own) => own.sort()),
    });
    expect(await stage.feishu.inbox.parked()).toEqual([]);
    for (const card of pressed) await buzzed(happening, card);
    await fair();
  }

  /** 加急 was done once, or not and that is on record; never twice. */
  async function buzzed(
    happening: string[],
    { messageId, recipientId, subjectId }: CardMessage,
  ): Promise<void> {
    const calls = await stage.calls('PATCH', `${URGENT.path}${messageId}/urgent_app`);
    expect({ happening, done: calls.filter(({ code }) => code === 0).length <= 1 }).toEqual({
      happening,
      done: true,
    });
    const ends = await stage.db.read.find(Delivery, { mode: 'buzz', recipientId, subjectId });
    expect({ happening, ends: ends.length }).toEqual({ happening, ends: 1 });
    const person = people.find(({ id }) => id === recipientId);
    const shown = (await stage.phone(String(person?.openId))) as (Shown & { urgent: boolean })[];
    const urgent = shown.find(({ message_id }) => message_id === messageId)?.urgent;
    if (ends[0]?.state === 'sent') expect({ happening, urgent }).toEqual({ happening, urgent: true });
    if (ends[0]?.state === 'refused') expect({ happening, urgent }).toEqual({ happening, urgent: false });
  }

  // The second database is asked by the usual road; what it could spoil is not the road's.
  const alone =
    backend === 'sqlite' || byLine
      ? Object.keys({ ...FOR_CALLS, ...FOR_EVENTS, ...(byLine && FOR_LINES) })
      : [];
  for (const kind of alone) {
    const both = [kind, atBuzz(kind)].filter((one) => one in weather);
    it(`${kind}: everything arrives, each once`, () => through(both), 60_000);
  }

  // Neither the road nor the database makes a difference to what Feishu refuses.
  const refusals = byLine || backend !== 'sqlite' ? [] : REFUSAL_CODES;
  for (const code of refusals) {
    it(
      `a person for whom Feishu answers ${code}: nothing of it is lost, and nobody else misses anything`,
      () => through([], code),
      60_000,
    );
  }

  it('any two of them together, with somebody refused or not: the same', async () => {
    const pair = fc.uniqueArray(fc.constantFrom(...kinds), { minLength: 2, maxLength: 2 });
    const refusal = fc.option(fc.constantFrom(...REFUSAL_CODES), { freq: 2 });
    await fc.assert(fc.asyncProperty(pair, refusal, through), {
      seed: SEED,
      numRuns: NIGHTLY ? 90 : backend === 'sqlite' ? 5 : 2,
      endOnFailure: true,
    });
  }, 900_000);
});

const cardOf = (title: string, task: number) => ({
  schema: '2.0',
  config: { update_multi: true, enable_forward: false },
  header: { title: { tag: 'plain_text', content: title } },
  body: {
    elements: [
      {
        tag: 'button',
        name: 'done',
        text: { tag: 'plain_text', content: '一切正常，提交' },
        behaviors: [{ type: 'callback', value: { action: 'done', task } }],
      },
    ],
  },
});

import fc from 'fast-check';
import { InboxEvent, OutboxMessage, type Person } from '../../entities';
import { until } from '../e2e/badDays';
import { type Shown, Stage } from '../feishu/stage';
import { NIGHTLY, SEED } from './nightly';

const SLOW_DOWN = { code: 99991400, msg: 'request trigger frequency limit' };
const TOO_FAST = { code: 230020, msg: 'This operation triggers the frequency limit.' };
const SENDING = { code: 230049, msg: 'The message is being sent.' };
const SAID = { event: 'im.message.receive_v1' };

/** Every kind of bad day that the sandbox can make, each as it comes. */
const WEATHER: Record<string, object> = {
  latency: { kind: 'latency', ms: 120, count: 5 },
  'a server error': { kind: 'status', code: 500, count: 1 },
  'a bad gateway': { kind: 'status', code: 502, count: 1 },
  'too many calls': { kind: 'status', code: 429, body: SLOW_DOWN, headers: { 'x-ogw-ratelimit-reset': '1' } },
  'too many to one person': { kind: 'status', code: 400, body: TOO_FAST },
  'being sent': { kind: 'status', code: 400, body: SENDING },
  'an answer that is no JSON': { kind: 'status', code: 200, body: 'oops' },
  'lost answers': { kind: 'lose-answer', count: 2 },
  'dropped calls': { kind: 'drop', count: 1 },
  'forgotten tokens': { kind: 'forget-tokens' },
  'a repeated event': { kind: 'duplicate-event', match: SAID },
  'an event repeated under another name': { kind: 'duplicate-event', match: SAID, new_event_id: true },
  'events out of order': { kind: 'reorder-events', match: SAID },
  'a kicked connection': { kind: 'kick' },
};
const KINDS = Object.keys(WEATHER);

const QUICK = { ReconnectInterval: 0.05, ReconnectNonce: 0.01, PingInterval: 0.4 };

describe.each(['webhook', 'long-connection'] as const)('whatever Feishu does, over the %s', (inbound) => {
  let stage: Stage;
  let people: (Person & { openId: string })[];
  let subject = 0;
  let said = 0;
  beforeAll(async () => {
    stage = await Stage.open('sqlite', '2026-10-12T09:00:00+08:00');
    people = [await stage.person('19900000001'), await stage.person('19900000002')];
    // As the bot does it: whoever says something is answered, in the transaction that takes it in.
    stage.bot.onMessage = async ({ openId, text }) => {
      const person = people.find((one) => one.openId === openId);
      await stage.ask(Number(person?.id), { kind: 'help', subject: { type: 'said', id: Number(text) } });
    };
    stage.bot.draw = async ({ subject: { type, id } }) => ({
      card: { ...CARD, header: { title: { tag: 'plain_text', content: `${type}-${id}` } } },
      pictures: [],
    });
    if (inbound === 'webhook') return;
    await stage.control('POST', 'socket', { client_config: QUICK });
    await stage.feishu.stop();
    stage.takeLongConnections();
    stage.feishu = stage.another(stage.url, { inbound });
    stage.feishu.start();
    await until('the line is there', async () => stage.feishu.inbound().state === 'connected');
  }, 30_000);
  afterAll(() => stage.close());

  const lines = async (): Promise<number> =>
    (await stage.control<{ connections: number }>('GET', 'socket')).connections;

  const cards = (shown: Shown[]) =>
    shown.filter(({ from }) => from === 'bot').map(({ content }) => content.header?.title.content);

  /** What is asked for is sent, what is said is answered: each once. */
  async function through(kinds: string[]): Promise<void> {
    const before = await Promise.all(people.map(async ({ openId }) => cards(await stage.phone(openId))));
    for (const kind of kinds) await stage.fault(WEATHER[kind] ?? {});
    const wanted = await Promise.all(
      people.map(async ({ id, openId }) => {
        const own: string[] = [];
        for (let n = 0; n < 2; n += 1) {
          subject += 1;
          own.push(`task-${subject}`);
          await stage.ask(id, { subject: { type: 'task', id: subject } });
          said += 1;
          own.push(`said-${said}`);
          await stage.control('POST', `people/${openId}/messages`, { type: 'text', text: String(said) });
        }
        return own;
      }),
    );
    await until('calm', async () => {
      await stage.sandbox.settled();
      // A line comes back in the time of the real world: hours of the sandbox's clock may not pass meanwhile.
      if (inbound === 'long-connection' && (await lines()) === 0) return false;
      // What nobody took is pushed again, a quarter of a minute later.
      const again = stage.sandbox.nextDue();
      if (again && again > stage.clock.now()) stage.clock.moveTo(again);
      await stage.sandbox.runDue();
      await stage.feishu.settle();
      const left = (await stage.db.read.find(OutboxMessage)).length;
      return left + (await stage.db.read.find(InboxEvent, { state: 'new' })).length === 0;
    });
    const after = await Promise.all(people.map(async ({ openId }) => cards(await stage.phone(openId))));
    const fresh = after.map((shown, n) => shown.slice(before[n]?.length).sort());
    expect({ kinds, fresh }).toEqual({ kinds, fresh: wanted.map((own) => own.sort()) });
    expect(await stage.feishu.deliveries({ refused: true })).toEqual([]);
    expect(await stage.feishu.inbox.parked()).toEqual([]);
    await stage.control('POST', 'faults', []);
  }

  it.each(KINDS)('%s: everything arrives, each once', (kind) => through([kind]), 30_000);

  it('any two of them together: the same', async () => {
    const pair = fc.uniqueArray(fc.constantFrom(...KINDS), { minLength: 2, maxLength: 2 });
    await fc.assert(fc.asyncProperty(pair, through), { seed: SEED, numRuns: NIGHTLY ? 90 : 6 });
  }, 600_000);
});

const CARD = {
  schema: '2.0',
  config: { update_multi: true, enable_forward: false },
  body: { elements: [{ tag: 'markdown', content: '没有要做的' }] },
};

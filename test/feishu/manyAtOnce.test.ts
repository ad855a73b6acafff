import { OutboxMessage } from '../../entities';
import { IN_FLIGHT, NEXT_UP } from '../../src/feishu/delivery/attempts';
import { classify } from '../../src/feishu/errors';
import type { FeishuGateway } from '../../src/feishu/gateway';
import { NO_LIMITS } from '../../src/feishu/rates';
import { BACKENDS, buildPerson } from '../factories';
import { until } from '../until';
import { Stage } from './stage';

const CALLS = IN_FLIGHT;
const MARKED = IN_FLIGHT + NEXT_UP;
/** More than are marked together, so that some wait. */
const PEOPLE = MARKED + 24;

describe.each(BACKENDS)('many messages at once on %s', (backend) => {
  let stage: Stage;
  /** Calls that Feishu has not answered yet, each with its way to end it. */
  let open: ((error?: Error) => void)[];
  let sends: string[];
  let most: number;

  beforeEach(async () => {
    stage = await Stage.open(backend);
    [open, sends, most] = [[], [], 0];
    for (let n = 0; n < PEOPLE; n += 1) {
      const mobile = `199${String(n).padStart(8, '0')}`;
      const person = await buildPerson(stage.db, { unitId: stage.unit.id, mobile, openId: `ou_${n}` });
      await stage.ask(person.id);
    }
  });
  afterEach(() => stage.close());

  /** Answers nobody until the test does. */
  const silent = (): FeishuGateway => ({
    ...stage.feishu.gateway,
    sendCard: ({ uuid }) =>
      new Promise((resolve, reject) => {
        sends.push(uuid);
        const end = (error?: Error) => {
          open = open.filter((other) => other !== end);
          if (error) reject(error);
          else resolve({ messageId: `om_${uuid}`, chatId: 'oc_1' });
        };
        open.push(end);
        most = Math.max(most, open.length);
      }),
  });
  const marked = async () =>
    (await stage.db.read.find(OutboxMessage)).filter(({ firstTriedAt }) => firstTriedAt !== null);
  const allMarked = () =>
    until('the next are marked', async () => open.length === CALLS && (await marked()).length === MARKED);

  test('32 calls are under way, a few more requests are marked, and each is sent once', async () => {
    const delivered = stage.sender({ gateway: silent(), limits: NO_LIMITS }).deliver();
    await allMarked();
    const answering = setInterval(() => open[0]?.(), 1);
    expect(await delivered).toMatchObject({ sent: PEOPLE, refused: 0 });
    clearInterval(answering);
    expect(most).toBe(CALLS);
    expect(new Set(sends).size).toBe(PEOPLE);
    expect(sends).toHaveLength(PEOPLE);
  }, 60_000);

  test('a call that hangs keeps nobody waiting who is written to meanwhile', async () => {
    await stage.db.transaction((tx) => tx.remove(OutboxMessage, {}));
    const ask = async (n: number) => {
      const mobile = `199${String(9_000 + n).padStart(8, '0')}`;
      const person = await buildPerson(stage.db, { unitId: stage.unit.id, mobile, openId: `ou_late_${n}` });
      await stage.ask(person.id);
    };
    await ask(1);
    const delivered = stage.sender({ gateway: silent(), limits: NO_LIMITS }).deliver();
    await until('the first call hangs', async () => open.length === 1);
    await ask(2);
    await until('the second is called for', async () => open.length === 2);
    for (const end of open) end();
    expect(await delivered).toMatchObject({ sent: 2, refused: 0 });
  }, 60_000);

  test('when Feishu goes out, what was marked and had no call yet waits as if it was never tried', async () => {
    // A machine so busy that the pause of an outage is over before all are put back would try Feishu again.
    const now = new Date();
    const sender = stage.sender({ gateway: silent(), limits: NO_LIMITS, machine: () => now });
    const delivered = sender.deliver(undefined, 0);
    await allMarked();
    for (const end of open) end(classify({ network: 'ECONNRESET' }));
    expect(await delivered).toMatchObject({ sent: 0, refused: 0 });
    expect(sends).toHaveLength(CALLS);
    expect(await marked()).toHaveLength(CALLS);
    const untried = await stage.db.read.find(OutboxMessage, { attempts: 0, firstTriedAt: null });
    expect(untried).toHaveLength(PEOPLE - CALLS);
  }, 60_000);

  test('what a dead process held goes out while the others still do', async () => {
    const delivered = stage.sender({ gateway: silent(), limits: NO_LIMITS }).deliver();
    await allMarked();
    const person = await buildPerson(stage.db, {
      unitId: stage.unit.id,
      mobile: '19900009999',
      openId: 'ou_x',
    });
    await stage.ask(person.id);
    const held = {
      state: 'sending',
      claimToken: 'dead',
      leaseUntil: new Date(0),
      pendingSlot: null,
    } as const;
    await stage.db.transaction((tx) => tx.update(OutboxMessage, { recipientId: person.id }, held));
    const left = await stage.db.read.findOne(OutboxMessage, { recipientId: person.id });
    const gone = () => sends.includes(String(left?.uuid));
    let finish = false;
    const answering = setInterval(() => (finish || !gone()) && open[0]?.(), 15);
    await until('it is sent', gone);
    expect(open.length).toBeGreaterThan(1);
    finish = true;
    expect(await delivered).toMatchObject({ sent: PEOPLE + 1, refused: 0 });
    clearInterval(answering);
  }, 60_000);
});

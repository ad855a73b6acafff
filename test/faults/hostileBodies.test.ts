import { createHash, randomBytes } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import fc from 'fast-check';
import { encrypt } from '../../src/sandbox/crypto';
import { appOf, buttonOn, envelopeOf, holdings } from '../e2e/badDays';
import { County, type Phone, type ShownMessage } from '../e2e/county';
import { heldMb } from './memory';
import { NIGHTLY, SEED } from './nightly';

const BODIES = NIGHTLY ? 20_000 : 1_000;
const BIG = 10 * 1024 * 1024;
/** Not understood, not Feishu's, too long, packed; or hung up on. */
const REFUSED = [400, 401, 413, 415, 0];
/** What may be held more afterwards than after the first ones. */
const MOST_MORE = 1.1;

interface Knock {
  path: string;
  body: Buffer;
  headers: Record<string, string>;
}

/** A thousand bodies that Feishu would never send: none changes anything, none stops the server. */
describe('hostile webhook bodies', () => {
  let county: County;
  let chief: Phone;
  let task: ShownMessage;
  beforeAll(async () => {
    county = await County.start();
    chief = await county.phone('龙兴镇第一村河长');
    task = await chief.card('巡河任务');
  }, 60_000);
  afterAll(() => county.stop());

  /** The status of the answer; 0 when it hung up, as it may on what is too long or not HTTP. */
  const post = ({ path, body, headers }: Knock): Promise<number> =>
    new Promise((resolve) => {
      const asked = { method: 'POST', headers: headers as IncomingHttpHeaders, agent: false };
      const call = request(`${county.app.address}${path}`, asked, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
        answer.on('error', () => resolve(answer.statusCode ?? 0));
      });
      call.on('error', () => resolve(0));
      call.end(body);
    });

  const signed = (body: Buffer): Record<string, string> => {
    const { encryptKey } = appOf(county);
    const timestamp = String(Math.floor(Date.now() / 1_000));
    return {
      'content-type': 'application/json',
      'x-lark-request-timestamp': timestamp,
      'x-lark-request-nonce': 'n',
      'x-lark-signature': createHash('sha256')
        .update(`${timestamp}n${encryptKey}`)
        .update(body)
        .digest('hex'),
    };
  };
  const sealed = (content: string): Buffer =>
    Buffer.from(JSON.stringify({ encrypt: encrypt(appOf(county).encryptKey, content) }));
  /** The honest press that is spoilt; its effect would be a patrol. */
  const honest = (): string => {
    const { value } = buttonOn(task, '一切正常，提交');
    return JSON.stringify(
      envelopeOf(county, { openId: chief.openId, messageId: task.message_id, action: { value } }),
    );
  };
  const nested = (open: string, shut: string, depth: number): string =>
    open.repeat(depth) + shut.repeat(depth);

  const path = fc.constantFrom('/feishu/cards', '/feishu/events');
  /** What is wrong with the bytes: signed for what was meant, or for what came; neither may do anything. */
  const bytes = fc.oneof(
    fc.record({ cut: fc.double({ min: 0, max: 0.99, noNaN: true }) }).map(
      ({ cut }) =>
        (whole: Buffer) =>
          whole.subarray(0, Math.floor(whole.length * cut)),
    ),
    fc.record({ at: fc.nat(), bit: fc.nat({ max: 7 }) }).map(({ at, bit }) => (whole: Buffer) => {
      const spoilt = Buffer.from(whole);
      const n = at % spoilt.length;
      spoilt[n] = (spoilt[n] ?? 0) ^ (1 << bit);
      return spoilt;
    }),
    fc.constant((whole: Buffer) => Buffer.concat([whole, whole])),
    fc.constant((whole: Buffer) => Buffer.from(whole.toString('utf8'), 'utf16le')),
    fc.uint8Array({ maxLength: 2_000 }).map((random) => () => Buffer.from(random)),
    fc.integer({ min: 100, max: 100_000 }).map((depth) => () => Buffer.from(nested('[', ']', depth))),
    fc.integer({ min: 100, max: 50_000 }).map((depth) => () => Buffer.from(nested('{"a":', '}', depth))),
    fc.json().map((json) => () => Buffer.from(json)),
    fc.constant(() => Buffer.from('{"encrypt":""}')),
    fc
      .integer({ min: 1, max: 64 })
      .map((n) => () => Buffer.from(JSON.stringify({ encrypt: randomBytes(n).toString('base64') }))),
  );
  /** Sealed and signed with the right keys, and nonsense all the same. */
  const inside = fc.oneof(
    fc.json(),
    fc.integer({ min: 100, max: 20_000 }).map((depth) => nested('[', ']', depth)),
    fc
      .record({ header: fc.anything(), event: fc.anything(), schema: fc.constantFrom('2.0', '1.0', '') })
      .map((odd) => {
        try {
          return JSON.stringify(odd) ?? '';
        } catch {
          // A BigInt or a circle: no JSON.
          return '{';
        }
      }),
    fc.string(),
  );
  const headers = fc.oneof(
    { weight: 6, arbitrary: fc.constant({}) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Record<string, string>>(
        { 'content-type': 'text/xml; charset=gb2312' },
        { 'content-encoding': 'gzip' },
        { 'content-encoding': 'br' },
        { 'transfer-encoding': 'chunked' },
        { 'x-lark-signature': '' },
        { 'x-lark-request-timestamp': '99999999999999999999' },
      ),
    },
  );

  it(`${BODIES} of them change nothing, stop nothing, and leave no memory behind`, async () => {
    await county.settle();
    const before = await holdings(county.app.deps.db, []);
    const big = Buffer.alloc(BIG, 'x');
    const odd = fc.oneof(
      fc
        .record({ path, spoil: bytes, headers, own: fc.boolean() })
        .map(({ path, spoil, headers, own }) => () => {
          const whole = sealed(honest());
          const body = spoil(whole);
          // Signed for the honest body, it is a forgery; signed as it came, it is nonsense.
          return { path, body, headers: { ...signed(own ? body : whole), ...headers } };
        }),
      fc.record({ path, inside, headers }).map(({ path, inside, headers }) => () => {
        const body = sealed(inside);
        return { path, body, headers: { ...signed(body), ...headers } };
      }),
    );
    const samples = fc.sample(odd, { seed: SEED, numRuns: BODIES });
    let started = 0;
    for (const [n, make] of samples.entries()) {
      if (n === Math.floor(BODIES / 5)) started = heldMb();
      const knock = make();
      const status = await post(knock);
      if (!REFUSED.includes(status)) {
        throw new Error(
          `seed ${SEED}, body ${n}: answered ${status} to ${knock.body.toString('utf8', 0, 200)}`,
        );
      }
    }
    for (const door of ['/feishu/cards', '/feishu/events']) {
      for (let n = 0; n < 5; n += 1) await post({ path: door, body: big, headers: signed(big) });
    }
    expect(heldMb() / started).toBeLessThan(MOST_MORE);
    expect((await fetch(`${county.app.address}/healthz`)).status).toBe(200);
    await county.settle();
    const after = await holdings(county.app.deps.db, []);
    expect(Object.keys(after).filter((table) => after[table] !== before[table])).toEqual([]);
    // And the honest one still does what it says.
    expect((await chief.press(task, '一切正常，提交')).toast?.type).toBe('success');
  }, 600_000);
});

/* The sender of the delivery benches, run as a child process: `drain` measures rounds, `limiter` sends until it is ended. */
import 'reflect-metadata';
import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { defaultHttpInstance } from '@larksuiteoapi/node-sdk';
import { patrolTaskSamples } from '../../cards/samples/patrol';
import { type MessageClass, Person, Unit } from '../../entities';
import { Calendar } from '../../src/core/calendar';
import { realClock } from '../../src/core/clock';
import { Database } from '../../src/core/database';
import { createLog } from '../../src/core/log';
import { enqueueMany } from '../../src/core/outbox';
import { readPolicy } from '../../src/core/policy';
import { createClient } from '../../src/feishu/client';
import { DeliveryService } from '../../src/feishu/delivery';
import { createGateway } from '../../src/feishu/gateway';
import { FEISHU_LIMITS, NO_LIMITS } from '../../src/feishu/rates';

const IN_FLIGHT = 32;
const SEND = '/open-apis/im/v1/messages';

const [mode = 'drain', url = '', stub = '', count = '3000', rounds = '5'] = process.argv.slice(2);
const perRound = Number(count);
const log = createLog('info');
const app = { appId: 'cli_bench', appSecret: 's', encryptKey: 'k', verificationToken: 'v', domain: stub };
/** A real task card, drawn once: what drawing costs is each card's own matter (`ours drawing` shows it for this one). */
const draw = (): object => patrolTaskSamples[0]?.draw() ?? {};
/** Equal, but not the same: what is shown is compared with what would be shown now. */
const cards = Array.from({ length: 8 }, draw);
const [card = {}] = cards;
let drawn = 0;
let drawing = false;

/** Messages a second, and what each cost of the processor: the one depends on what else the machine does. */
interface Pace {
  perSecond: number;
  cpuUs: number;
}

async function paced(sendAll: () => Promise<unknown>): Promise<Pace> {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  await sendAll();
  const [took, { user, system }] = [performance.now() - started, process.cpuUsage(cpu)];
  return { perSecond: perRound / (took / 1_000), cpuUs: (user + system) / perRound };
}

function loop(send: (n: number) => Promise<unknown>): Promise<Pace> {
  let next = 0;
  const worker = async () => {
    while (next < perRound) {
      next += 1;
      await send(next);
    }
  };
  return paced(() => Promise.all(Array.from({ length: IN_FLIGHT }, worker)));
}

/** The HTTP client alone, the one that the SDK uses: the body is made beforehand. */
function bareLoop(): Promise<Pace> {
  const httpAgent = new Agent({ keepAlive: true });
  const http = defaultHttpInstance.create({ httpAgent });
  const data = { receive_id: 'ou_1', msg_type: 'interactive', content: JSON.stringify(card), uuid: 'u' };
  return loop(() => http.post(`${stub}${SEND}`, data, { params: { receive_id_type: 'open_id' } })).finally(
    () => httpAgent.destroy(),
  );
}

/** The same through the SDK. */
async function sdkLoop(): Promise<Pace> {
  const client = createClient(app, log);
  await client.warmUp();
  const content = JSON.stringify(card);
  const pace = await loop(() =>
    client.sdk.request({
      method: 'POST',
      url: SEND,
      params: { receive_id_type: 'open_id' },
      data: { receive_id: 'ou_1', msg_type: 'interactive', content, uuid: 'u' },
    }),
  );
  client.close();
  return pace;
}

async function open() {
  const db = await Database.open({ url });
  await db.migrate();
  const people = await db.transaction(async (tx) => {
    const { firstId } = await tx.insert(Unit, { code: 'B', name: '基准镇', type: '镇' });
    const rows = Array.from({ length: perRound }, (_, n) => ({
      name: `第${n}村河长`,
      mobileCipher: 'x',
      mobileHash: `h${n}`,
      mobileMasked: '199****0000',
      unitId: firstId,
      openId: n === 0 ? 'ou_urgent' : `ou_${n}`,
    }));
    return tx.insert(Person, rows);
  });
  const client = createClient(app, log);
  await client.warmUp();
  const sender = new DeliveryService({
    db,
    gateway: createGateway(client),
    policies: { current: readPolicy('policy.yaml') },
    // Any day is a working day here, or a bench on a Sunday would send nothing.
    calendar: Object.assign(new Calendar(), { isWorkday: () => true }),
    clock: mode === 'limiter' ? { now: atTen } : realClock,
    renderers: {
      render: async () => {
        drawn += 1;
        return { card: drawing ? draw() : (cards[drawn % cards.length] ?? card), pictures: [] };
      },
    },
    files: { write: async () => null },
    dataDir: '',
    log,
    limits: mode === 'limiter' ? { ...FEISHU_LIMITS, spread: false } : NO_LIMITS,
  });
  let subject = 0;
  const ask = (from: number, many: number, messageClass: MessageClass) =>
    db.transaction((tx) =>
      enqueueMany(
        tx,
        Array.from({ length: many }, (_, n) => {
          subject += 1;
          const recipientId = people.firstId + ((from + n) % perRound);
          const at = mode === 'limiter' ? atTen() : realClock.now();
          return {
            kind: 'patrolTask',
            subject: { type: 'task', id: subject },
            recipientId,
            messageClass,
            at,
          };
        }),
      ),
    );
  return { db, sender, ask };
}

/** Working hours, whenever it is measured. */
const atTen = (): Date => new Date('2026-10-12T10:00:00+08:00');

async function drain(): Promise<void> {
  const { sender, ask } = await open();
  const oursLoop = async (withDrawing = false) => {
    drawing = withDrawing;
    await ask(0, perRound, 'answer');
    return paced(async () => {
      const { sent } = await sender.deliver();
      if (sent !== perRound) throw new Error(`${sent} of ${perRound} sent`);
    });
  };
  const measured: Record<'bare' | 'sdk' | 'ours' | 'drawn', Pace>[] = [];
  for (let round = 0; round <= Number(rounds); round += 1) {
    const result = {
      bare: await bareLoop(),
      sdk: await sdkLoop(),
      ours: await oursLoop(),
      drawn: await oursLoop(true),
    };
    // The first one warms up.
    if (round > 0) measured.push(result);
  }
  process.send?.({ ready: stub, measured });
}

/** Routine messages without end, and an urgent one in the middle of them. */
async function limiter(): Promise<void> {
  const { sender, ask } = await open();
  const ROUTINE = 20_000;
  for (let from = 0; from < ROUTINE; from += 1_000) await ask(1 + from, 1_000, 'task');
  sender.start();
  process.send?.({ ready: stub });
  process.on('message', async (message) => {
    if (message === 'urgent') await ask(0, 1, 'alert');
  });
  await pause(3_600_000);
}

process.on('disconnect', () => process.exit(0));
(mode === 'drain' ? drain() : limiter()).catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});

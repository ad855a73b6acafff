import { setTimeout as pause } from 'node:timers/promises';
import { benchDatabase } from './backends';
import { startChild } from './child';
import type { Finding } from './report';

/*
 * How much of Feishu's allowance (1,000 a minute, 50 a second, of one API) the sender uses over three minutes with
 * 20,000 routine messages waiting, how often it has to be told to slow down, and how soon an urgent message gets past
 * them. Takes over three minutes: `npm run bench -- limiter`.
 */

const MINUTES = 3;
const PER_MINUTE = 1_000;
/** When the urgent one comes, s: at the start of the push, and when the minute's window is full. */
const URGENT_AT = 100;

interface Counts {
  taken: number;
  refused: number;
  urgentAt: number;
}

export async function limiter(): Promise<Finding[]> {
  const database = await benchDatabase('sqlite');
  const stub = await startChild('feishuStub.ts', ['10', 'strict']);
  const counts = async () => (await (await fetch(`${stub.address}/counts`)).json()) as Counts;
  try {
    const child = await startChild('drainer.ts', ['limiter', database.url, stub.address, '20001']);
    // The first window is a burst; the allowance is what every later minute gives.
    await pause(URGENT_AT * 1_000);
    const askedAt = Date.now();
    child.tell('urgent');
    await pause((MINUTES * 60 - URGENT_AT) * 1_000);
    const { taken, refused, urgentAt } = await counts();
    await child.stop();
    const detail = { taken, refused, minutes: MINUTES };
    return [
      {
        bench: 'limiter: share of 1,000/min used',
        backend: 'sqlite',
        ratio: taken / (MINUTES * PER_MINUTE),
        floor: 0.95,
        better: 'higher',
        detail,
      },
      {
        bench: 'limiter: 429s, %',
        backend: 'sqlite',
        ratio: (refused / (taken + refused)) * 100,
        floor: 0.1,
        better: 'lower',
        detail,
      },
      {
        bench: 'limiter: urgent past 20,000 routine, s',
        backend: 'sqlite',
        ratio: urgentAt === 0 ? Number.POSITIVE_INFINITY : (urgentAt - askedAt) / 1_000,
        floor: 2,
        better: 'lower',
        detail: { askedAfterSeconds: URGENT_AT },
      },
    ];
  } finally {
    await stub.stop();
    await database.drop();
  }
}

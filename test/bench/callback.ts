import { rmSync } from 'node:fs';
import { BENCH_BACKENDS, benchDatabase } from './backends';
import { type Child, startChild } from './child';
import { flatOut, type LoadResult, steadily } from './load';
import type { SeededPress } from './oursServer';
import { type AppKeys, type SignedRequest, signedPress } from './presses';
import { type Finding, median } from './report';

/*
 * Card callback: the full path (signature, token, freshness, decryption, once only, who and may they, the task's
 * compare-and-set, observations, history, audit, outbox, the card drawn anew, metrics, log) against bare express +
 * the SDK's dispatcher + one raw insert. Rounds alternate; every request must answer 2xx.
 */

/** Many short rounds: a shared machine's speed drifts within seconds, and the pairs share what it does to both. */
const ROUNDS = 7;
const PER_ROUND = 3_000;
const WARM_UP = 1_500;
const CONNECTIONS = 32;
const STEADY_RATE = 500;
const STEADY_SECONDS = 6;
const FLOORS = { sqlite: 0.35, mariadb: 0.28 } as const;
const STEADY_P99_MS = 100;

const keysOf = (child: Child): AppKeys => child.message.app as AppKeys;

const sign = (keys: AppKeys, presses: SeededPress[]): SignedRequest[] =>
  presses.map(({ openId, messageId, value }, n) =>
    signedPress(keys, '/feishu/cards', {
      operator: { open_id: openId, tenant_key: 'bench' },
      token: `c-${n}`,
      action: { tag: 'button', name: 'submit', value, form_value: {}, timezone: 'Asia/Shanghai' },
      host: 'im_message',
      context: { open_message_id: messageId, open_chat_id: 'oc_bench' },
    }),
  );

function sound(name: string, load: LoadResult, count: number): LoadResult {
  if (load.non2xx > 0 || load.errors > 0 || load.answered < count - CONNECTIONS) {
    throw new Error(
      `${name}: ${load.non2xx} non-2xx, ${load.errors} errors, ${load.answered} of ${count} answered`,
    );
  }
  return load;
}

async function onBackend(backend: 'sqlite' | 'mariadb'): Promise<Finding[]> {
  const steady = STEADY_RATE * STEADY_SECONDS;
  const total = WARM_UP + ROUNDS * PER_ROUND + steady;
  const mine = await benchDatabase(backend);
  const theirs = await benchDatabase(backend);
  const ours = await startChild('oursServer.ts', [mine.url, String(total)], ['--max-semi-space-size=64']);
  const keys = keysOf(ours);
  const baseline = await startChild('baselineServer.ts', [
    theirs.url,
    keys.encryptKey,
    keys.verificationToken,
  ]);
  try {
    const presses = ours.message.presses as SeededPress[];
    const take = (count: number) => presses.splice(0, count);
    const run = async (child: Child, name: string, batch: SeededPress[]) =>
      sound(name, await flatOut(child.address, sign(keys, batch), CONNECTIONS), batch.length);

    const warm = take(WARM_UP);
    await run(baseline, 'baseline', warm);
    await run(ours, 'ours', warm);
    const rounds: { ours: LoadResult; baseline: LoadResult }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const batch = take(PER_ROUND);
      rounds.push({ baseline: await run(baseline, 'baseline', batch), ours: await run(ours, 'ours', batch) });
    }
    const slow = take(steady);
    const calm = sound(
      'ours at a fixed rate',
      await steadily(ours.address, sign(keys, slow), STEADY_RATE),
      slow.length,
    );
    const ratio = median(rounds.map((r) => r.ours.perSecond / r.baseline.perSecond));
    return [
      {
        bench: 'callback',
        backend,
        ratio,
        floor: FLOORS[backend],
        better: 'higher',
        detail: {
          flags: mine.flags,
          baselinePerSecond: Math.round(median(rounds.map((r) => r.baseline.perSecond))),
          oursPerSecond: Math.round(median(rounds.map((r) => r.ours.perSecond))),
          baselineP99: median(rounds.map((r) => r.baseline.p99)),
          oursP99: median(rounds.map((r) => r.ours.p99)),
        },
      },
      {
        bench: `callback p99 at ${STEADY_RATE}/s, ms`,
        backend,
        ratio: calm.p99,
        floor: STEADY_P99_MS,
        better: 'lower',
        detail: { p50: calm.p50, perSecond: Math.round(calm.perSecond) },
      },
    ];
  } finally {
    await Promise.all([ours.stop(), baseline.stop()]);
    await Promise.all([mine.drop(), theirs.drop()]);
    rmSync(String(ours.message.dataDir ?? ''), { recursive: true, force: true });
  }
}

export async function callback(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const backend of BENCH_BACKENDS) findings.push(...(await onBackend(backend)));
  return findings;
}

import { BENCH_BACKENDS, benchDatabase } from './backends';
import { startChild } from './child';
import { type Finding, median } from './report';

/*
 * Outbox drain: claimed, drawn, marked, sent, written down, against a Feishu that answers after 10 ms, with 32 calls
 * in flight; the baseline is a bare loop of as many calls over the very HTTP client that the SDK uses. What the SDK
 * itself costs is shown beside it.
 */

const ROUNDS = 7;
const PER_ROUND = 3_000;
const LATENCY_MS = 10;
const FLOOR = 0.7;

interface Pace {
  perSecond: number;
  /** Of this process's processor time, for each message. */
  cpuUs: number;
}

interface Round {
  bare: Pace;
  sdk: Pace;
  ours: Pace;
  /** Ours with each card drawn anew, twice: to send it, and to see that it is still true. */
  drawn: Pace;
}

async function onBackend(backend: 'sqlite' | 'mariadb'): Promise<Finding[]> {
  const database = await benchDatabase(backend);
  const stub = await startChild('feishuStub.ts', [String(LATENCY_MS)]);
  try {
    const args = ['drain', database.url, stub.address, String(PER_ROUND), String(ROUNDS)];
    const child = await startChild('drainer.ts', args, ['--max-semi-space-size=64']);
    await child.stop();
    const measured = child.message.measured as Round[];
    const perSecond = (of: keyof Round) => Math.round(median(measured.map((round) => round[of].perSecond)));
    const ratio = (of: keyof Round) =>
      median(measured.map((round) => round[of].perSecond / round.bare.perSecond));
    const cpuUs = (of: keyof Round) => Math.round(median(measured.map((round) => round[of].cpuUs)));
    return [
      {
        bench: 'outbox drain',
        backend,
        ratio: ratio('ours'),
        floor: FLOOR,
        better: 'higher',
        detail: {
          flags: database.flags,
          barePerSecond: perSecond('bare'),
          sdkPerSecond: perSecond('sdk'),
          oursPerSecond: perSecond('ours'),
          drawnRatio: ratio('drawn').toFixed(2),
          sdkRatio: ratio('sdk').toFixed(2),
          oursToSdk: median(measured.map(({ ours, sdk }) => ours.perSecond / sdk.perSecond)).toFixed(2),
          bareCpuUs: cpuUs('bare'),
          sdkCpuUs: cpuUs('sdk'),
          oursCpuUs: cpuUs('ours'),
        },
      },
    ];
  } finally {
    await stub.stop();
    await database.drop();
  }
}

export async function delivery(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const backend of BENCH_BACKENDS) findings.push(...(await onBackend(backend)));
  return findings;
}

import 'reflect-metadata';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { AppState } from '../../entities';
import { Database } from '../../src/core/database';

/** One of several processes that count in the same database: `count.ts URL TIMES`; says how late its loop was. */
async function main(url: string, times: number): Promise<void> {
  const db = await Database.open({ url }, { patienceMs: 10_000 });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  for (let i = 0; i < times; i += 1) {
    await db.transaction(async (tx) => {
      const value = Number((await tx.findOne(AppState, { name: 'count' }))?.value);
      await tx.update(AppState, { name: 'count' }, { value: String(value + 1) });
    });
  }
  delay.disable();
  await db.close();
  process.stdout.write(JSON.stringify({ latestMs: delay.max / 1e6 }));
}

void main(String(process.argv[2]), Number(process.argv[3]));

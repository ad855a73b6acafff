import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

const HISTORY = join(__dirname, 'history.json');

export interface Finding {
  bench: string;
  backend: string;
  /** ours ÷ baseline for rates, time ratio for durations; what the floor speaks of. */
  ratio: number;
  floor: number;
  /** `≥` for rates, `≤` for times. */
  better: 'higher' | 'lower';
  detail: Record<string, number | string>;
}

const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

export { median };

/** Milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const version = (name: string): string =>
  JSON.parse(readFileSync(join(__dirname, '..', '..', 'node_modules', name, 'package.json'), 'utf8')).version;

export const machine = (): Record<string, string | number> => ({
  cpu: cpus()[0]?.model ?? '?',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  typeorm: version('typeorm'),
  libsql: version('libsql'),
  mysql2: version('mysql2'),
  express: version('express'),
  sdk: version('@larksuiteoapi/node-sdk'),
});

export const meets = (f: Finding): boolean =>
  f.better === 'higher' ? f.ratio >= f.floor : f.ratio <= f.floor;

/** Prints the findings, appends them to the kept history, and says whether every floor was met. */
export function report(findings: Finding[]): boolean {
  process.stdout.write(`\n${JSON.stringify(machine())}\n`);
  for (const f of findings) {
    const sign = f.better === 'higher' ? '≥' : '≤';
    const line = `${meets(f) ? 'ok  ' : 'MISS'} ${f.bench} · ${f.backend}: ${f.ratio.toFixed(2)} (floor ${sign} ${f.floor})`;
    process.stdout.write(`${line}  ${JSON.stringify(f.detail)}\n`);
  }
  const history = existsSync(HISTORY) ? JSON.parse(readFileSync(HISTORY, 'utf8')) : [];
  history.push({ at: new Date().toISOString(), machine: machine(), findings });
  writeFileSync(HISTORY, `${JSON.stringify(history, null, 1)}\n`);
  return findings.every(meets);
}

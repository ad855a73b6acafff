import { existsSync } from 'node:fs';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts a thread. `npm start` runs `dist/main.js`, with the thread's own bundle beside it (package.json, build); the
 * sources go through tsx, which on Node 20 does not reach a thread by `--import`.
 *
 * @param file `join(__dirname, name)`, without its ending
 */
export function startThread(file: string, options: WorkerOptions = {}): Worker {
  if (existsSync(`${file}.js`)) return new Worker(`${file}.js`, options);
  const code = [require.resolve('tsx/cjs'), `${file}.ts`].map((one) => `require(${JSON.stringify(one)});`);
  return new Worker(code.join('\n'), { ...options, eval: true, execArgv: [] });
}

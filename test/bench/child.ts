import { type ChildProcess, fork } from 'node:child_process';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';

const DIST = join(__dirname, '..', '..', 'dist', 'bench');

/** Both sides run as JavaScript, made the way `npm start` makes it; a thread's own bundle lies beside it. */
export function built(file: string): string {
  const outfile = join(DIST, basename(file).replace(/\.ts$/, '.js'));
  buildSync({
    entryPoints: [join(__dirname, file)],
    outfile,
    bundle: true,
    platform: 'node',
    packages: 'external',
    target: 'node20',
  });
  return outfile;
}

export interface Child {
  address: string;
  message: Record<string, unknown>;
  tell(words: string): void;
  stop(): Promise<void>;
}

/**
 * Starts a server of the bench in a process of its own and waits until it says that it is ready.
 *
 * @param flags Node's: ours runs with those of `npm start`, the baseline bare
 */
export function startChild(file: string, args: string[], flags: string[] = []): Promise<Child> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = fork(built(file), args, {
      execArgv: flags,
      // Log lines are written, as in service, and go nowhere.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} before it was ready`)));
    child.once('message', (message: Record<string, unknown> & { ready: string }) => {
      const stop = () =>
        new Promise<void>((done) => {
          child.once('exit', () => done());
          child.disconnect();
        });
      resolve({ address: message.ready, message, tell: (words) => child.send(words), stop });
    });
  });
}

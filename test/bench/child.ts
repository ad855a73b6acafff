import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

export interface Child {
  address: string;
  message: Record<string, unknown>;
  stop(): Promise<void>;
}

/** Starts a server of the bench in a process of its own and waits until it says that it is ready. */
export function startChild(file: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Child> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = fork(join(__dirname, file), args, {
      execArgv: ['--max-semi-space-size=64', '--import', 'tsx'],
      // Log lines are written, as in service, and go nowhere.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, ...env },
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} before it was ready`)));
    child.once('message', (message: Record<string, unknown> & { ready: string }) => {
      const stop = () =>
        new Promise<void>((done) => {
          child.once('exit', () => done());
          child.disconnect();
        });
      resolve({ address: message.ready, message, stop });
    });
  });
}

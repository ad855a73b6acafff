import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '..', '..');

/** A program as one file of JavaScript: it starts in a fraction of the time. @param from its folder, these tests' */
export function built(file: string, from = __dirname): string {
  const outfile = join(ROOT, 'dist', 'faults', file.replace(/\.ts$/, '.js'));
  buildSync({
    entryPoints: [join(from, file)],
    outfile,
    bundle: true,
    platform: 'node',
    packages: 'external',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
}

/** A child that says when it is ready and ends in no way but by a signal. */
export class Victim {
  private constructor(private readonly child: ChildProcess) {}

  /** @param under a program and its arguments that run this one, as `unshare` does */
  static start(
    program: string,
    args: string[],
    env: NodeJS.ProcessEnv = {},
    under: readonly string[] = [],
  ): Promise<Victim> {
    const [execPath = process.execPath, ...execArgv] = [
      ...under,
      ...(under.length > 0 ? [process.execPath] : []),
    ];
    const child = fork(program, args, {
      execPath,
      cwd: ROOT,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR, ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv,
    });
    return new Promise((resolve, reject) => {
      child.once('message', () => resolve(new Victim(child)));
      child.once('exit', (code, signal) => reject(new Error(`ended with ${code ?? signal} too early`)));
    });
  }

  tell(message: object): void {
    this.child.send(message);
  }

  /** As a power cut would; nothing to one that has ended. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }
}

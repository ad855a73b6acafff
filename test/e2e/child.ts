import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { County } from './county';

const ROOT = join(__dirname, '..', '..');
/** Nothing of what this machine has set reaches a child. */
const CLEAN = { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR };

const run = (args: string[], env: NodeJS.ProcessEnv): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', ...args], {
    cwd: ROOT,
    env: { ...CLEAN, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

export interface Told {
  code: number | null;
  stdout: string;
  stderr: string;
}

function listen(child: ChildProcess): Promise<Told> {
  const told = { stdout: '', stderr: '' };
  child.stdout?.on('data', (part: Buffer) => {
    told.stdout += part.toString('utf8');
  });
  child.stderr?.on('data', (part: Buffer) => {
    told.stderr += part.toString('utf8');
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...told })));
}

/** `npm run -s cli -- …` in a process of its own. */
export const cli = (dataDir: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Told> =>
  listen(run(['src/cli/main.ts', ...args], { DATA_DIR: dataDir, ...env }));

/** As `cli` with `--json`: the exit code and the one document it printed. */
export async function cliJson<T>(
  dataDir: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; data: T }> {
  const { code, stdout, stderr } = await cli(dataDir, [...args, '--json'], env);
  try {
    return { code, data: JSON.parse(stdout) as T };
  } catch {
    throw new Error(`no one JSON document came of ${args.join(' ')} (exit ${code}): ${stdout} ${stderr}`);
  }
}

/** `npm start` in a process of its own, on any free port. */
export class ChildBot {
  readonly ended: Promise<Told>;
  /** Where it listens; rejects when it ended before it did. */
  readonly ready: Promise<string>;

  killed = false;

  private constructor(private readonly child: ChildProcess) {
    this.ended = listen(child);
    let said = '';
    this.ready = new Promise((resolve, reject) => {
      child.stdout?.on('data', (part: Buffer) => {
        said += part.toString('utf8');
        const address = /(http:\/\/127\.0\.0\.1:\d+)\/sandbox\//.exec(said)?.[1];
        if (address) resolve(address);
      });
      child.on('exit', (code, signal) =>
        reject(new Error(`ended with ${code ?? signal} before it was ready`)),
      );
    });
    // Whoever kills it first does not wait for it.
    this.ready.catch(() => undefined);
  }

  static start(dataDir: string, env: NodeJS.ProcessEnv = {}): ChildBot {
    return new ChildBot(run(['src/main.ts'], { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'fatal', ...env }));
  }

  /** As a power cut would. */
  async kill(): Promise<Told> {
    this.killed = true;
    this.child.kill('SIGKILL');
    return this.ended;
  }

  async stop(): Promise<Told> {
    this.child.kill('SIGTERM');
    return this.ended;
  }

  /** The control API, as `County.api`. */
  async api<T>(...[method, path, body]: Parameters<County['api']>): Promise<T> {
    const response = await fetch(`${await this.ready}/sandbox/api/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as T;
  }
}

import { type Output, runCli } from '../../src/cli/program';

export interface Told {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs one line of the command line in this process, and says what it printed and with what it ended. */
export async function runLine(args: readonly string[]): Promise<Told> {
  const told = { stdout: '', stderr: '' };
  const into = (stream: keyof typeof told): Output['stdout'] => ({
    write: (text: string | Uint8Array, done?: unknown) => {
      told[stream] += String(text);
      if (typeof done === 'function') done();
      return true;
    },
  });
  const code = await runCli(args, { stdout: into('stdout'), stderr: into('stderr') });
  return { code, ...told };
}

/** As `runLine` with `--json`: the exit code and the one document. */
export async function askLine<T = unknown>(...args: string[]): Promise<{ code: number; data: T }> {
  const { code, stdout } = await runLine([...args, '--json']);
  return { code, data: JSON.parse(stdout) as T };
}

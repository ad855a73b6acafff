import { createServer } from 'node:net';
import type { Config } from '../config';
import { bad, type Check, good } from './check';

const PORT = ['port', '监听的端口'] as const;

type Listening = Pick<Config, 'host' | 'port'>;

/** Whether the bot can listen where it is told to, or listens there already. */
export async function lookAtPort(where: Listening): Promise<Check> {
  const { host, port } = where;
  const code = await tryToListen(where);
  if (code === null) return good(PORT, `${host}:${port} 空着，启动后机器人用它`);
  if (code === 'EADDRINUSE') {
    if (await isOurs(where)) return good(PORT, `${host}:${port}，机器人正在运行`);
    return bad(PORT, `${port} 被别的程序占着`, '换一个 PORT，或先停掉那个程序（ss -ltnp 看是谁）');
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return bad(PORT, `${host} 不是这台机器的地址`, '改正 HOST，如 127.0.0.1；一般不用设');
  }
  return bad(PORT, `${port} 用不了（${code}）`, '换一个 1024 以上的 PORT，如 3000');
}

/** The system's code for why nobody can; null when one could. */
const tryToListen = ({ host, port }: Listening): Promise<string | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code = '原因不明' }: NodeJS.ErrnoException) => resolve(code));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });

const PATIENCE_MS = 5_000;

async function isOurs({ host, port }: Listening): Promise<boolean> {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  try {
    const answer = await fetch(`http://${name}:${port}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const said = (await answer.json()) as { ready?: unknown } | null;
    return typeof said?.ready === 'boolean';
  } catch {
    // Whoever is there speaks no HTTP, or nothing like ours: then it is another program.
    return false;
  }
}

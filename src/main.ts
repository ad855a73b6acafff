import 'reflect-metadata';
import { compose } from './compose';
import { readConfig } from './config';
import { machineNow } from './core/clock';
import { withDatabaseOf } from './core/databaseAtStart';
import { Fault } from './core/errors';
import { createLog } from './core/log';

// Whatever becomes of what is printed, the bot lives: a full disk behind either stream must not end it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/** Start: configuration → compose → listen → drain on SIGTERM. */
async function main(): Promise<void> {
  const config = readConfig(process.env, { sandbox: process.argv.includes('--sandbox') });
  const log = createLog(config.logLevel);
  const app = await withDatabaseOf(config, async () => {
    const made = await compose(config, log, { port: config.port });
    await made.start();
    return made;
  });
  say(app.address, config.feishu === null);

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    await app.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  // A logger must be told; the work itself is safe in the database and goes on.
  process.on('unhandledRejection', (err) => log.error({ err }, 'unhandled rejection'));
}

function say(address: string, sandbox: boolean): void {
  const lines = sandbox
    ? [
        `河长助手已启动（沙箱，样例县是虚构的；用时 ${process.uptime().toFixed(1)} 秒）`,
        `  打开看手机：${address}/sandbox/`,
        `  状态：      ${address}/readyz`,
      ]
    : [`河长助手已启动 ${machineNow().toISOString()}，回调地址 /feishu/events 与 /feishu/cards`];
  process.stdout.write(`${lines.join('\n')}\n`);
}

main().catch((error: unknown) => {
  const fault = error instanceof Fault;
  process.stderr.write(`${fault ? error.message : (error as Error).stack}\n`);
  process.exit(fault && !error.ours ? 1 : 2);
});

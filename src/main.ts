import 'reflect-metadata';
import { banner } from './banner';
import { compose } from './compose';
import { readConfig } from './config';
import { machineNow } from './core/clock';
import { withDatabaseOf } from './core/databaseAtStart';
import { Fault } from './core/errors';
import { createLog } from './core/log';
import { remedyOfLine } from './healthOfFeishu';

// Whatever becomes of what is printed, the bot lives: a full disk behind either stream must not end it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/** `EX_TEMPFAIL`: the supervisor should start the process anew. */
const EXIT_START_ANEW = 75;

/** Start: configuration → compose → listen → drain on SIGTERM. */
async function main(): Promise<void> {
  const config = readConfig(process.env, { sandbox: process.argv.includes('--sandbox') });
  const log = createLog(config.logLevel);
  let stopping = false;
  const stop = async (signal: string, code = 0) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    await (await starting).stop();
    process.exit(code);
  };
  const onInboundFailed = (why: string) => {
    log.fatal({ why }, `飞书长连接断了，不会再自己连上：${remedyOfLine(why)}；程序退出，由守护程序重新启动`);
    stop('inbound failed', EXIT_START_ANEW);
  };
  const starting = withDatabaseOf(config, async () => {
    const made = await compose(config, log, { port: config.port, onInboundFailed });
    await made.start();
    return made;
  });
  const app = await starting;
  const lines = banner({ config, address: app.address, at: machineNow(), seconds: process.uptime() });
  process.stdout.write(`${lines.join('\n')}\n`);

  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  // A logger must be told; the work itself is safe in the database and goes on.
  process.on('unhandledRejection', (err) => log.error({ err }, 'unhandled rejection'));
}

main().catch((error: unknown) => {
  const fault = error instanceof Fault;
  process.stderr.write(`${fault ? error.message : (error as Error).stack}\n`);
  process.exit(fault && !error.ours ? 1 : 2);
});

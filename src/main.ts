import 'reflect-metadata';
import { banner } from './banner';
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
  const lines = banner({ config, address: app.address, at: machineNow(), seconds: process.uptime() });
  process.stdout.write(`${lines.join('\n')}\n`);

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

main().catch((error: unknown) => {
  const fault = error instanceof Fault;
  process.stderr.write(`${fault ? error.message : (error as Error).stack}\n`);
  process.exit(fault && !error.ours ? 1 : 2);
});

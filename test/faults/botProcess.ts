/* What answers presses and words in a process of its own, to be killed: the bot's own door and conversation over a database and a Feishu of a test. */
import 'reflect-metadata';
import { rmSync } from 'node:fs';
import express from 'express';
import { ACTIONS, Conversation, Door, Presenters } from '../../src/bot';
import { readConfig } from '../../src/config';
import { Calendar } from '../../src/core/calendar';
import { Database } from '../../src/core/database';
import { silentLog } from '../../src/core/log';
import { Policies, readPolicy } from '../../src/core/policy';
import { Secrets } from '../../src/core/secrets';
import { createFeishu, type Feishu, NO_LIMITS } from '../../src/feishu';

export interface BotSettings {
  /** As an environment: the app, the database, the folder, the port. */
  env: NodeJS.ProcessEnv;
  /** Business time: it stands still. */
  at: string;
}

async function main(): Promise<void> {
  const { env, at } = JSON.parse(String(process.argv[2])) as BotSettings;
  const config = readConfig(env);
  const db = await Database.open({ url: config.databaseUrl });
  const deps = {
    db,
    policies: new Policies(db, readPolicy(config.policyFile)),
    calendar: new Calendar(),
    clock: { now: () => new Date(at) },
    log: silentLog(),
    secrets: new Secrets(config.secretKey),
  };
  const presenters = new Presenters(deps);
  const door = new Door(deps, presenters, ACTIONS);
  const conversation: Conversation = new Conversation(deps, (words) =>
    feishu.delivery.say(words).then(() => undefined),
  );
  const feishu: Feishu = createFeishu({
    ...deps,
    config: config.feishu as NonNullable<typeof config.feishu>,
    inbound: config.inbound,
    dataDir: config.dataDir,
    limits: NO_LIMITS,
    files: { write: async () => null },
    renderers: presenters,
    port: {
      press: (press) => door.press(press),
      message: (message) => conversation.message(message),
      entered: async () => undefined,
      read: async () => undefined,
      menu: async () => undefined,
      group: async () => undefined,
      contactsChanged: async () => undefined,
    },
  });
  const server = express().use(feishu.router).listen(config.port, '127.0.0.1');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  feishu.start();
  process.send?.({ ready: true });
  // A test does not see this process's own mounts.
  process.on('message', ({ remove }: { remove: string }) => rmSync(remove));
  process.on('disconnect', () => process.exit(0));
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});

/* A sender in a process of its own, to be killed: notes each call in a journal before it is made. */
import 'reflect-metadata';
import { appendFileSync } from 'node:fs';
import { Calendar } from '../../src/core/calendar';
import { Database } from '../../src/core/database';
import { silentLog } from '../../src/core/log';
import { readPolicy } from '../../src/core/policy';
import { createClient } from '../../src/feishu/client';
import { DeliveryService } from '../../src/feishu/delivery';
import { createGateway } from '../../src/feishu/gateway';
import { NO_LIMITS } from '../../src/feishu/rates';

export interface SenderSettings {
  url: string;
  app: { appId: string; appSecret: string; encryptKey: string; verificationToken: string; domain: string };
  journal: string;
  /** Business time: it stands still. */
  at: string;
  leaseMs: number;
}

/** What a card of these tests is called: by its matter, which tells the messages apart. */
const titled = (title: string) => ({
  schema: '2.0',
  config: { update_multi: true, enable_forward: false },
  header: { title: { tag: 'plain_text', content: title }, template: 'blue' },
  body: { elements: [{ tag: 'markdown', content: '没有要做的' }] },
});

async function main(): Promise<void> {
  const settings = JSON.parse(String(process.argv[2])) as SenderSettings;
  const db = await Database.open({ url: settings.url });
  const gateway = createGateway(createClient(settings.app, silentLog()));
  const sender = new DeliveryService({
    db,
    gateway: {
      ...gateway,
      sendCard: (ask) => {
        const { header } = JSON.parse(ask.content) as ReturnType<typeof titled>;
        appendFileSync(settings.journal, `${header.title.content} ${ask.uuid}\n`);
        return gateway.sendCard(ask);
      },
    },
    policies: { current: readPolicy('policy.yaml') },
    calendar: new Calendar(),
    clock: { now: () => new Date(settings.at) },
    renderers: {
      render: async (_, { subject }) => ({ card: titled(`${subject.type}-${subject.id}`), pictures: [] }),
    },
    files: { write: async () => null },
    dataDir: '',
    log: silentLog(),
    limits: NO_LIMITS,
    leaseMs: settings.leaseMs,
  });
  sender.start();
  process.send?.({ ready: true });
  process.on('disconnect', () => process.exit(0));
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});

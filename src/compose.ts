import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { Person, Unit } from '../entities';
import {
  ACTIONS,
  type BotDeps,
  Conversation,
  Door,
  evidenceWork,
  Files,
  groupWork,
  Presenters,
  photoArrived,
  tellUnmatched,
  uploadWork,
  welcome,
} from './bot';
import type { Config } from './config';
import { Calendar } from './core/calendar';
import { machineNow, realClock } from './core/clock';
import { Database } from './core/database';
import { Fault } from './core/errors';
import { guardIdentity } from './core/identity';
import type { Logger } from './core/log';
import { adoptPolicy, longestWorkdaysOf, Policies, type Policy, readPolicy } from './core/policy';
import { Secrets } from './core/secrets';
import { remember } from './core/state';
import { readSheetsApart } from './core/workbook';
import { ladderFaults as findLadderFaults, noteRead } from './escalation';
import { Gallery, Looker } from './evidence';
import { createFeishu, type Feishu, FeishuRefusal, mediaPath, NO_LIMITS } from './feishu';
import { bringMembersLater, type ChatCalls, takeChange } from './groups';
import { healthRoutes, ladderPart, Metrics, sparing } from './health';
import { inboundPart, missedPart, senderPart } from './healthOfFeishu';
import { eachMinute, type JobReport, JobRunner, jobsOf } from './jobs';
import { unknownReaches } from './patrol';
import { handOver } from './problem';
import { publicPages } from './publicPages';
import { createSandbox, type Sandbox } from './sandbox';
import { Timeline } from './timeline';
import { loadSampleCounty } from './trial';
import type { UploadBytes } from './upload';

export interface App {
  deps: BotDeps & { secrets: Secrets };
  feishu: Feishu;
  /** Where it listens: `http://127.0.0.1:3000`. */
  address: string;
  sandbox: Sandbox | null;
  /** Lives: jobs by the clock, messages as they come due. */
  start(): Promise<void>;
  /** Evaluates each job once as of `at`, delivers what that instant allows. @throws Fault */
  tick(at: Date): Promise<Ticked>;
  /** What must follow an import: in sandbox mode its people join the sandbox, and everyone is matched. */
  imported(): Promise<void>;
  stop(): Promise<void>;
}

export interface Ticked {
  at: Date;
  jobs: JobReport[];
  sent: number;
  deferred: number;
  refused: number;
}

export interface ComposeOptions {
  /** 0 takes any free port (the CLI, tests). */
  port: number;
  /** How long a write waits for another process's turn; the CLI has more time than a press. */
  patienceMs?: number;
  /** Feishu's line to this process is lost for good: whoever runs it should start it anew. */
  onInboundFailed?: (why: string) => void;
}

function openDatabase(config: Config, patienceMs?: number): Promise<Database> {
  const target = { url: config.databaseUrl, synchronous: config.feishu ? 'FULL' : 'NORMAL' } as const;
  return Database.open(target, { patienceMs });
}

const listen = (app: Express, port: number, host: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer(app);
    // Longer than whoever stands before it keeps a line open (nginx: 60 s), or a request meets the closing of its line.
    server.keepAliveTimeout = 65_000;
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
        reject(new Fault('config.invalid', { faults: `· HOST：${host} 不是这台机器的地址` }));
        return;
      }
      const why =
        error.code === 'EADDRINUSE' ? '已被占用，换一个或先停掉那个程序' : `用不了（${error.code}）`;
      reject(new Fault('config.invalid', { faults: `· PORT：${port} ${why}` }));
    });
    server.listen(port, host, () => resolve(server));
  });

/** How this machine reaches what listens on `host`. */
function addressOf(server: Server, host: string): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${(server.address() as AddressInfo).port}`;
}

/** @throws Fault when the database, the key or the rules do not fit; nothing is left open then */
export async function compose(config: Config, log: Logger, options: ComposeOptions): Promise<App> {
  const policy = readPolicy(config.policyFile);
  const db = await openDatabase(config, options.patienceMs);
  try {
    await db.check();
    await db.migrate();
    return await composeOver(db, policy, config, log, options);
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** The one place where parts meet: they are made here, handed to each other, and stopped in reverse order. */
async function composeOver(
  db: Database,
  policy: Policy,
  config: Config,
  log: Logger,
  { port, onInboundFailed }: ComposeOptions,
): Promise<App> {
  const secrets = new Secrets(config.secretKey);
  await guardIdentity(db, secrets, config.feishu ? 'real' : 'sandbox');
  const timeline = config.feishu ? null : await Timeline.open(db);
  const clock = timeline?.clock ?? realClock;
  await adoptPolicy(db, policy, clock.now());

  const calendar = new Calendar(policy.calendar);
  const policies = new Policies(db, policy);

  const app = express().disable('x-powered-by');
  const server = await listen(app, port, config.host);
  const address = addressOf(server, config.host);
  // Whoever tries it out looks at the pages on this machine.
  const publicUrl = config.publicUrl ?? (config.feishu ? null : address);
  const deps = { db, policies, calendar, clock, log, secrets, publicUrl };

  const sandbox = timeline
    ? createSandbox({
        dataDir: config.dataDir,
        // A month passes in seconds here; with the limits of the real Feishu it would take minutes.
        limits: { per_target: 0, per_second: 0, per_minute: 0 },
        clock: {
          now: () => clock.now(),
          advanceTo: (to) => timeline.advanceTo(to),
          next: () => runner.nextInstant(clock.now()),
        },
        log: (line) => log.debug(line),
      })
    : null;
  if (sandbox) {
    const targets = { eventsUrl: `${address}/feishu/events`, cardsUrl: `${address}/feishu/cards` };
    sandbox.setTargets(config.inbound === 'webhook' ? targets : 'long-connection');
    sandbox.attach(server);
  }

  let feishuAnswers = true;
  const metrics = new Metrics();
  const presenters = new Presenters(deps);
  const door = new Door(deps, presenters, ACTIONS);
  const conversation = new Conversation(deps, async (words) => {
    try {
      await feishu.delivery.say(words);
    } catch (error) {
      // Whoever stopped the bot's messages is not told more by trying eight times.
      if (!(error instanceof FeishuRefusal) || !error.kind.startsWith('terminal')) throw error;
      log.warn({ code: error.code }, 'an answer in words was refused');
    }
  });
  // The messenger keeps what is sent to it, and is made last.
  const uploads: UploadBytes = {
    fetch: (upload, mostBytes) => feishu.uploads.fetch(upload, mostBytes),
    read: (id, sha256) => feishu.uploads.read(id, sha256),
    forget: (id) => feishu.uploads.forget(id),
  };
  const looker = new Looker();
  const reading = { bytes: uploads, readSheets: readSheetsApart };
  const files = new Files({ ...deps, ...reading });
  const calls: ChatCalls = {
    makeChat: (ask) => feishu.gateway.makeChat(ask),
    addToChat: (ask) => feishu.gateway.addToChat(ask),
    removeFromChat: (ask) => feishu.gateway.removeFromChat(ask),
  };
  const feishu: Feishu = createFeishu({
    ...deps,
    config: config.feishu ?? { ...(sandbox as Sandbox).app, domain: address },
    inbound: config.inbound,
    onInboundFailed,
    dataDir: config.dataDir,
    renderers: presenters,
    files,
    shrink: (file, out) => looker.shrink(file, out),
    work: {
      ...uploadWork({ ...deps, ...reading, imported: () => imported() }),
      ...evidenceWork({
        ...deps,
        gallery: new Gallery(),
        fileOf: (sha256) => mediaPath(config.dataDir, sha256),
        look: (file, mime) => looker.look(file, mime),
      }),
      ...groupWork({ ...deps, calls }),
    },
    ...(sandbox && { limits: NO_LIMITS }),
    observe: (event, labels) => {
      if (event === 'outage' || event === 'recovery') feishuAnswers = event === 'recovery';
      metrics.saw(event, labels);
    },
    onStored: (photoId) => db.transaction((tx) => photoArrived(tx, photoId, clock.now())),
    port: {
      press: (press) => {
        metrics.presses.inc();
        return door.press(press);
      },
      message: (message) => conversation.message(message),
      entered: (openId) => conversation.entered(openId),
      read: (receipt) => db.transaction((tx) => noteRead(tx, receipt)),
      menu: (chosen) => conversation.menu(chosen),
      group: (change) => db.transaction((tx) => takeChange(tx, change, clock.now())),
      contactsChanged: () => matchPeople().then(() => undefined),
    },
  });

  /** Who was found is welcomed, who was not is listed for the county office. @returns how many were found */
  async function matchPeople(): Promise<number> {
    const { matched } = await feishu.people.match(clock.now());
    const fresh = await db.read.find(Person, { privacySentAt: null });
    await db.transaction(async (tx) => {
      await welcome(tx, fresh, clock.now());
      await tellUnmatched(tx, clock.now());
      await bringMembersLater(tx, deps, clock.now());
    });
    return matched;
  }

  let ladderFaults: number | null = null;
  const sawLadder = ({ length }: readonly unknown[]): void => {
    ladderFaults = length;
    metrics.ladderFaults.set(length);
  };
  const runner = new JobRunner(
    db,
    log,
    jobsOf(deps, { matchPeople, fetchPhotos: () => feishu.media.fetchWaitingPhotos(), sawLadder }),
    timeline ? null : machineNow,
  );
  let heartbeat: Date | null = null;
  const health = {
    db,
    probe: sparing(
      () => db.transaction((tx) => remember(tx, 'health.probe', machineNow().toISOString())),
      machineNow,
    ),
    clock,
    calendar,
    heartbeat: () => heartbeat,
    longestWorkdays: () => longestWorkdaysOf(policies.current),
    jobsAhead: () => runner.ahead(),
    machineNow,
    aheadOfFeishuMs: () => feishu.time.machineAheadMs,
    feishuAnswers: () => feishuAnswers,
    parts: () => {
      const missed = feishu.missed();
      return [
        inboundPart(feishu.inbound(), machineNow()),
        ...(missed ? [missedPart(missed)] : []),
        senderPart(feishu.sender()),
        ladderPart(ladderFaults),
      ];
    },
  };
  app.use(healthRoutes(health, metrics));
  app.use(feishu.router);
  app.use(publicPages(deps));
  if (sandbox) {
    app.use(sandbox.router);
    app.get('/', (_req, res) => res.redirect('/sandbox/'));
  }

  async function runDue(): Promise<void> {
    heartbeat = machineNow();
    await timeline?.follow();
    await runner.runDue(clock.now());
  }

  timeline?.moves({
    nextInstant: async (after) => {
      const job = runner.nextInstant(after);
      const message = await feishu.delivery.nextDue(after);
      return message && message < job ? message : job;
    },
    runDue: async () => {
      await runner.runDue(clock.now());
      await feishu.settle();
    },
  });
  timeline?.moves({
    nextInstant: async () => sandbox?.nextDue() ?? null,
    runDue: async () => {
      await sandbox?.runDue();
      await sandbox?.settled();
      await feishu.settle();
    },
  });

  const loops: { stop(): void | Promise<void> }[] = [];

  async function imported(): Promise<void> {
    if (sandbox) sandbox.addPeople(await everyone(db, secrets));
    await matchPeople();
    await handOver(deps, clock.now());
  }

  return {
    deps,
    feishu,
    address,
    sandbox,
    imported,

    async start() {
      if (config.trial) await loadSampleCounty(deps, clock.now(), imported);
      const strangers = await unknownReaches(db.read, policy);
      if (strangers.length > 0)
        log.warn({ reaches: strangers }, 'the policy names reaches that nobody knows');
      await timeline?.keep();
      feishu.start();
      await runDue();
      const minutes = eachMinute(() => runDue().catch((err) => log.error({ err }, 'jobs failed')));
      // The sandbox's own repeats (an event that failed comes again after 15 s) keep this pace too.
      const follow = setInterval(() => {
        const following = timeline?.follow().then(() => sandbox?.runDue());
        following?.catch((err) => log.error({ err }, 'clock could not be followed'));
      }, 1_000);
      loops.push(minutes, { stop: () => clearInterval(follow) });
      // A start does not wait for the auditor's hour to know what it would find.
      const looked = findLadderFaults(db.read, deps, clock.now())
        .then(sawLadder)
        .catch((err) => log.error({ err }, 'the ladder could not be looked at'));
      loops.push({ stop: () => looked });
    },

    async tick(at) {
      await runner.mayTick(at);
      timeline?.mayReach(at);
      await timeline?.beginAt(at);
      await timeline?.jumpTo(at);
      const jobs = await runner.tick(at);
      // People sleep by the real clock, whatever instant a real county's jobs catch up with.
      const { sent, deferred, refused } = await feishu.delivery.deliver(timeline ? at : clock.now());
      return { at, jobs, sent, deferred, refused };
    },

    async stop() {
      for (const loop of loops.reverse()) await loop.stop();
      await feishu.stop();
      await looker.stop();
      await sandbox?.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      await db.close();
    },
  };
}

/** In a roster's 职务: this person has no Feishu. The sandbox leaves them out, so that the list of unmatched people is seen. */
const WITHOUT_FEISHU = '没有飞书';

/** Everybody of the roster, as the sandbox's contacts: by post, with the phone that Feishu would know. */
async function everyone(db: Database, secrets: Secrets) {
  const units = new Map((await db.read.find(Unit)).map((unit) => [unit.id, unit.name]));
  const people = await db.read.find(Person);
  return people
    .filter((person) => !person.title?.includes(WITHOUT_FEISHU))
    .map((person) => ({
      name: person.name,
      title: [units.get(person.unitId), person.title].filter(Boolean).join(' · '),
      mobile: secrets.decrypt(person.mobileCipher),
    }));
}

import { Router } from 'express';
import { openApis } from './api';
import { Chats } from './chats';
import { controlApi } from './control';
import { Db } from './db';
import { Events } from './events';
import { Faults } from './faults';
import { Feed } from './feed';
import { loadIdentity } from './identity';
import { Messages } from './messages';
import { pageRoutes } from './pageRoutes';
import { People } from './people';
import { Rates } from './rates';
import { Resources } from './resources';
import { Road } from './road';
import { SettingsStore } from './settings';
import { Connections } from './socket/connections';
import { endpointApi } from './socket/endpoint';
import { KeptSettings } from './socket/settings';
import { Tokens } from './tokens';
import type { Sandbox, SandboxOptions } from './types';
import type { World } from './world';

export type {
  AppIdentity,
  NewPerson,
  Sandbox,
  SandboxClock,
  SandboxOptions,
  Subscription,
  Targets,
} from './types';

/** A push left behind by a process that was killed can be claimed after this long, in ms of machine time. */
const TAKE_OVER_AFTER = 11_000;

/**
 * A Feishu that runs on this machine: the API the SDK calls, event push, card callbacks, and people's phones in a
 * web page. It shares nothing with the bot but a clock, and keeps everything in `<dataDir>/sandbox.db`.
 */
export function createSandbox({ dataDir, clock, limits, log = () => undefined }: SandboxOptions): Sandbox {
  const db = new Db(dataDir);
  const identity = loadIdentity(db);
  const faults = new Faults(db);
  const connections = new Connections(new KeptSettings(db), faults, log);
  const road = new Road(identity, connections);
  const events = new Events(db, clock, identity, faults, road, log);
  const settings = new SettingsStore(db);
  const world: World = {
    db,
    clock,
    identity,
    faults,
    events,
    settings,
    road,
    connections,
    people: new People(db),
    chats: new Chats(db, clock),
    messages: new Messages(db, clock),
    resources: new Resources(db, clock, dataDir, () => settings.get().media_kept_days),
    tokens: new Tokens(db),
    rates: new Rates(db, limits),
    feed: new Feed(db, clock),
    log,
  };

  const router = Router();
  router.use('/open-apis', openApis(world));
  router.use(endpointApi(world));
  router.use('/sandbox/api', controlApi(world));
  router.use('/sandbox', pageRoutes());

  const takeOver = setTimeout(() => {
    events.runDue().catch((error: unknown) => log(`pushing left-over events failed: ${String(error)}`));
  }, TAKE_OVER_AFTER).unref();

  const { appId, appSecret, encryptKey, verificationToken } = identity;
  return {
    app: { appId, appSecret, encryptKey, verificationToken },
    router,
    attach: (server) => connections.attach(server),
    setTargets: (targets) => road.subscribe(targets),
    addPeople: (people) => {
      world.people.add(people);
      world.feed.touch();
    },
    nextDue: () => events.nextDue(),
    runDue: () => events.runDue(),
    settled: () => events.settled(),
    close: async () => {
      clearTimeout(takeOver);
      await events.settled();
      connections.close();
      db.close();
    },
  };
}

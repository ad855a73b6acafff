import type { Chats } from './chats';
import type { Db } from './db';
import type { Events } from './events';
import type { Faults } from './faults';
import type { Feed } from './feed';
import type { loadIdentity } from './identity';
import type { Messages } from './messages';
import type { People } from './people';
import type { Rates } from './rates';
import type { Resources } from './resources';
import type { Road } from './road';
import type { SettingsStore } from './settings';
import type { Connections } from './socket/connections';
import type { Tokens } from './tokens';
import type { SandboxClock } from './types';

/** Everything the routers work on. */
export interface World {
  db: Db;
  clock: SandboxClock;
  identity: ReturnType<typeof loadIdentity>;
  settings: SettingsStore;
  people: People;
  chats: Chats;
  messages: Messages;
  resources: Resources;
  tokens: Tokens;
  rates: Rates;
  faults: Faults;
  feed: Feed;
  events: Events;
  road: Road;
  connections: Connections;
  /** For the operator; never bodies or answers. */
  log: (line: string) => void;
}

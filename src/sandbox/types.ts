import type { Server } from 'node:http';
import type { Router } from 'express';
import type { Limits } from './rates';

/** The business clock that compose hands over; the sandbox never asks the system for business time. */
export interface SandboxClock {
  now(): Date;
  /** Moves the shared clock, stepping through every scheduled instant on the way; resolves when deliveries have settled. */
  advanceTo(to: Date): Promise<void>;
  /** The bot's next scheduled instant, or null when nothing is scheduled. */
  next(): Date | null;
}

export interface SandboxOptions {
  /** Folder of `sandbox.db` and `sandbox-images/`; made when it is missing. */
  dataDir: string;
  clock: SandboxClock;
  /** Rate limits until others are set by `POST /sandbox/api/limits`; Feishu's own when left out, 0 = none. */
  limits?: Limits;
  log?: (line: string) => void;
}

/** What a real tenant's administrator would copy from the developer console. */
export interface AppIdentity {
  /** `cli_` + 16 hex: the SDK's long-connection client refuses anything else. */
  appId: string;
  appSecret: string;
  encryptKey: string;
  verificationToken: string;
}

/** Where the bot listens. Until they are known, events wait in the store. */
export interface Targets {
  eventsUrl: string;
  cardsUrl: string;
}

/** How the app is told of things, as chosen in the developer console. */
export type Subscription = Targets | 'long-connection';

export interface NewPerson {
  name: string;
  title: string;
  /** Eleven digits; the key by which a person is added only once. */
  mobile: string;
}

export interface Sandbox {
  app: AppIdentity;
  /** Serves `/open-apis/**` and `/sandbox/**`; mounted at `/` before any body parser of the bot. */
  router: Router;
  /** Takes the app's long connections on the server that serves `router`. */
  attach(server: Server): void;
  setTargets(targets: Subscription): void;
  /** Idempotent by mobile: a known one gets the new name and title. */
  addPeople(people: NewPerson[]): void;
  /** Earliest pending event re-push in business time, those already on their way left out. */
  nextDue(): Date | null;
  /** Pushes what is due now and resolves when those pushes have ended. */
  runDue(): Promise<void>;
  /** Resolves when no event push is in flight. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

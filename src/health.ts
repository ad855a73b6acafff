import { setTimeout as pause } from 'node:timers/promises';
import { type Response, Router } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Calendar } from './core/calendar';
import { calendarOutlook } from './core/calendarOutlook';
import type { Clock } from './core/clock';
import { type Database, sqlInstant } from './core/database';
import { dayOf, timeOf } from './core/days';
import { Fault } from './core/errors';
import { REACHED } from './core/outbox';

export interface Health {
  db: Database;
  /** Writes something small. @throws when the database takes no writes, though it may be read */
  probe(): Promise<void>;
  clock: Clock;
  calendar: Calendar;
  /** The longest deadline that may begin today, in working days. */
  longestWorkdays(): number;
  /** Whether Feishu took the last message that it was given. */
  feishuAnswers(): boolean;
  /** When the scheduler last looked, machine time; null before the first look. */
  heartbeat(): Date | null;
  /** The latest instant ahead of the machine's clock as of which jobs have run; null when there is none. */
  jobsAhead(): Promise<Date | null>;
  machineNow(): Date;
  /** How far the machine's clock is ahead of Feishu's, ms; null before Feishu has answered. */
  aheadOfFeishuMs(): number | null;
  /** What else there is to say, e.g. of the line to Feishu. */
  parts(): Part[];
}

/** One more check of `/readyz`; one that is not ok is `degraded` or, when nothing works without it, `down`. */
export interface Part {
  name: string;
  ok: boolean;
  found: string;
  down?: boolean;
}

const STALE_MS = 180_000;

/** How long a write that went well speaks for the next: whoever asks often must not keep the disk busy. */
const PROBED_MS = 5_000;

/** A probe that may be asked often and writes seldom; one that failed is tried again at once. */
export function sparing(probe: () => Promise<void>, machineNow: () => Date): Health['probe'] {
  let wentWellAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = machineNow().getTime();
    if (Math.abs(now - wentWellAt) < PROBED_MS) return;
    await probe();
    wentWellAt = now;
  };
}

interface Readiness {
  ready: boolean;
  degraded: boolean;
  checks: { name: string; ok: boolean; found: string }[];
}

/** Who asks whether we are ready does not wait for long. */
const ANSWER_MS = 2_000;
const STUCK_MS = 3_600_000;

/** Messages that could have gone an hour ago and have not. */
async function stuckMessages({ db, clock }: Health): Promise<number> {
  const [row] = await db.read.query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM outbox_message o LEFT JOIN person p ON p.id = o.recipientId
      WHERE o.state = 'pending' AND o.dueAt < ? AND ${REACHED}`,
    [sqlInstant(new Date(clock.now().getTime() - STUCK_MS))],
  );
  return Number(row?.n ?? 0);
}

/** Events that were given up; `inbox` lists them. */
async function parkedEvents({ db }: Health): Promise<number> {
  const [row] = await db.read.query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM inbox_event WHERE state = 'parked'`,
  );
  return Number(row?.n ?? 0);
}

function scheduler(beat: Date | null, ahead: Date | null): string {
  if (ahead) {
    const until = `${dayOf(ahead)} ${timeOf(ahead)}`;
    return `任务曾按 ${until} 算过，比本机时钟晚；现在已按本机时钟运行。请核对本机时钟和已发的消息，再用 tick --at 现在的时刻 消除`;
  }
  return beat ? beat.toISOString() : '还没有运行';
}

/** What the auditor of the ladder found when it last looked; null before its first look. */
export const ladderPart = (faults: number | null): Part => ({
  name: 'ladder',
  ok: !faults,
  found:
    faults === null
      ? '还没有看过'
      : faults === 0
        ? '正常'
        : `${faults} 件滞后的事没有下一步，看日志和发给县河长办的卡片`,
});

/** Presses are judged by Feishu's time, but what is due when is judged by ours. */
const SKEW_MS = 60_000;

function machineClock(aheadMs: number | null): { ok: boolean; found: string } {
  if (aheadMs === null) return { ok: true, found: '还没有听到飞书的时间' };
  if (Math.abs(aheadMs) < SKEW_MS) return { ok: true, found: '正常' };
  const off = `本机时钟比飞书${aheadMs > 0 ? '快' : '慢'} ${Math.round(Math.abs(aheadMs) / 60_000)} 分钟`;
  return { ok: false, found: `${off}，请校准；按钮照飞书的时间判断，不受影响` };
}

/** A full disk or a read-only copy is read as well as ever. */
async function databaseState({ db, probe }: Health): Promise<{ ok: boolean; found: string }> {
  try {
    await db.check();
  } catch (error) {
    return { ok: false, found: error instanceof Fault ? error.message : '出错' };
  }
  try {
    await probe();
  } catch (error) {
    const why = error instanceof Fault ? error.message : '请看磁盘是不是满了、文件能不能写';
    return { ok: false, found: `读得出，写不进去：${why}` };
  }
  return { ok: true, found: '正常' };
}

/** What `/readyz` says: a part that is down makes the bot not ready, an uncovered year only degraded. */
export async function readiness(health: Health): Promise<Readiness> {
  const silent = pause(ANSWER_MS).then(() => ({ ok: false, found: '数据库没有应答' }));
  const database = await Promise.race([silent, databaseState(health)]);
  const stuck = database.ok ? await stuckMessages(health) : 0;
  const parked = database.ok ? await parkedEvents(health) : 0;
  const feishu = health.feishuAnswers();
  const beat = health.heartbeat();
  const ahead = database.ok ? await health.jobsAhead() : null;
  const late = beat !== null && health.machineNow().getTime() - beat.getTime() > STALE_MS;
  const clock = machineClock(health.aheadOfFeishuMs());
  const today = dayOf(health.clock.now());
  const holidays = calendarOutlook(health.calendar, today, health.longestWorkdays());
  const parts = health.parts();
  return {
    ready: database.ok && feishu && !late && ahead === null && !parts.some(({ down }) => down),
    degraded: !holidays.current || stuck > 0 || parked > 0 || !clock.ok || parts.some(({ ok }) => !ok),
    checks: [
      { name: 'database', ...database },
      { name: 'feishu', ok: feishu, found: feishu ? '正常' : '飞书没有应答，消息在等' },
      { name: 'queue', ok: stuck === 0, found: stuck === 0 ? '正常' : `${stuck} 条消息超过 1 小时没发出` },
      {
        name: 'inbox',
        ok: parked === 0,
        found: parked === 0 ? '正常' : `${parked} 件事多次处理不成，已搁置，用命令 inbox 查看`,
      },
      { name: 'clock', ...clock },
      { name: 'scheduler', ok: !late && ahead === null, found: scheduler(beat, ahead) },
      {
        name: 'calendar',
        ok: holidays.ok,
        found: holidays.mend ? `${holidays.found}；请${holidays.mend}` : holidays.found,
      },
      ...parts.map(({ name, ok, found }) => ({ name, ok, found })),
    ],
  };
}

export class Metrics {
  readonly registry = new Registry();
  readonly presses = new Counter({
    name: 'river_card_presses_total',
    help: 'Card presses answered',
    registers: [this.registry],
  });
  private readonly messenger = new Counter({
    name: 'river_messenger_events_total',
    help: 'What happened between the bot and Feishu: messages by end, callbacks by result, inbox, outages',
    labelNames: ['event', 'type', 'end'],
    registers: [this.registry],
  });
  readonly waiting = new Gauge({
    name: 'river_outbox_waiting',
    help: 'Messages that wait to be sent',
    registers: [this.registry],
  });

  private readonly connection = new Gauge({
    name: 'river_long_connection',
    help: '1 for the state that the long connection to Feishu is in; nothing when webhooks are used',
    labelNames: ['state'],
    registers: [this.registry],
  });

  readonly databaseUp = new Gauge({
    name: 'river_database_up',
    help: 'Whether the database answered when it was asked just now',
    registers: [this.registry],
  });

  readonly ladderFaults = new Gauge({
    name: 'river_ladder_faults',
    help: 'Lagging matters that have neither a next step nor somebody they wait for, when last looked for',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  saw(event: string, { type, messageClass, kind, end, result }: Record<string, string>): void {
    if (event === 'connection') {
      this.connection.reset();
      this.connection.set({ state: result ?? '' }, 1);
    }
    this.messenger.inc({ event, type: type ?? messageClass ?? kind ?? '', end: end ?? result ?? '' });
  }
}

export function healthRoutes(health: Health, metrics: Metrics): Router {
  const router = Router();
  router.get('/healthz', (_req, res: Response) => {
    res.json({ alive: true });
  });
  router.get('/readyz', async (_req, res: Response) => {
    const state = await readiness(health);
    res.status(state.ready ? 200 : 503).json(state);
  });
  router.get('/metrics', async (_req, res: Response) => {
    const waiting = await Promise.race([
      pause(ANSWER_MS).then(() => null),
      health.db.read.query<{ n: number }>('SELECT COUNT(*) AS n FROM outbox_message').catch(() => null),
    ]);
    metrics.databaseUp.set(waiting ? 1 : 0);
    if (waiting) metrics.waiting.set(Number(waiting[0]?.n ?? 0));
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
}

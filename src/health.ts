import { type Response, Router } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Calendar } from './core/calendar';
import type { Clock } from './core/clock';
import type { Database } from './core/database';
import { dayOf } from './core/days';
import { Fault } from './core/errors';

export interface Health {
  db: Database;
  clock: Clock;
  calendar: Calendar;
  /** When the scheduler last looked, machine time; null before the first look. */
  heartbeat(): Date | null;
  machineNow(): Date;
}

const STALE_MS = 180_000;

interface Readiness {
  ready: boolean;
  degraded: boolean;
  checks: { name: string; ok: boolean; found: string }[];
}

/** What `/readyz` says: a part that is down makes the bot not ready, an uncovered year only degraded. */
export async function readiness(health: Health): Promise<Readiness> {
  const database = await health.db.check().then(
    () => ({ ok: true, found: '正常' }),
    (error: unknown) => ({ ok: false, found: error instanceof Fault ? error.message : '出错' }),
  );
  const beat = health.heartbeat();
  const late = beat !== null && health.machineNow().getTime() - beat.getTime() > STALE_MS;
  const covered = health.calendar.covers(dayOf(health.clock.now()));
  const { from, to } = health.calendar.coverage();
  return {
    ready: database.ok && !late,
    degraded: !covered,
    checks: [
      { name: 'database', ...database },
      { name: 'scheduler', ok: !late, found: beat ? beat.toISOString() : '还没有运行' },
      {
        name: 'calendar',
        ok: covered,
        found: covered ? `覆盖 ${from}–${to} 年` : `只覆盖 ${from}–${to} 年，今年的期限都是暂定`,
      },
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

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  saw(event: string, { type, messageClass, kind, end, result }: Record<string, string>): void {
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
    const [row] = await health.db.read.query<{ n: number }>('SELECT COUNT(*) AS n FROM outbox_message');
    metrics.waiting.set(Number(row?.n ?? 0));
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
}

import { Router } from 'express';
import { z } from 'zod';
import { durationMs } from '../duration';
import { RequestRefused } from '../requestRefused';
import type { World } from '../world';
import { check } from './check';

const move = z.union([
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advance: z.string() }),
  z.strictObject({ to: z.literal('next') }),
]);

/** The clock goes through every scheduled instant and never back: a far year would keep it going for ever. */
const MOST_YEARS = 5;

function latestMove(w: World): Date {
  const latest = new Date(w.clock.now());
  latest.setUTCFullYear(latest.getUTCFullYear() + MOST_YEARS);
  return latest;
}

/** The shared business clock, seen and driven. */
export function clockControl(w: World): Router {
  const router = Router();

  router.get('/clock', (_req, res) => {
    res.json(shown(w));
  });

  router.post('/clock', async (req, res) => {
    const to = target(w, check(move, req.body));
    if (to < w.clock.now()) throw new RequestRefused('时钟只能往前走');
    // Not `to > latest`: what is further than any date can say is no number at all.
    if (!(to <= latestMove(w))) throw new RequestRefused(`一次最多往前走 ${MOST_YEARS} 年`);
    await w.clock.advanceTo(to);
    await w.events.settled();
    w.feed.touch();
    res.json(shown(w));
  });

  return router;
}

function target(w: World, asked: z.infer<typeof move>): Date {
  if ('now' in asked) return new Date(asked.now);
  if ('advance' in asked) {
    const ms = durationMs(asked.advance);
    if (ms === null) throw new RequestRefused(`看不懂时长 ${asked.advance}，例如 PT8H、P1D`);
    return new Date(w.clock.now().getTime() + ms);
  }
  const next = nextThing(w);
  if (!next) throw new RequestRefused('后面没有安排好的事');
  return new Date(Math.max(next.getTime(), w.clock.now().getTime()));
}

function nextThing(w: World): Date | null {
  const times = [w.clock.next(), w.events.nextDue()].filter((time) => time !== null);
  return times.length ? new Date(Math.min(...times.map((time) => time.getTime()))) : null;
}

function shown(w: World) {
  return { now: w.clock.now().toISOString(), next: nextThing(w)?.toISOString() ?? null };
}

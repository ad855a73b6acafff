import { Router } from 'express';
import { z } from 'zod';
import type { Db } from '../db';
import { ids } from '../ids';
import type { World } from '../world';
import { success } from './answer';

const LIFE = 7_200;
const kept = z.object({ ticket: z.string(), expires_machine: z.number() });

/** The ticket with which a page signs its calls of the client's JSAPI. */
export function jssdkApi(w: World): Router {
  const router = Router();
  router.all('/jssdk/ticket/get', (_req, res) => {
    success(res, ticketOf(w.db, Date.now()), 'ok');
  });
  return router;
}

/** The same ticket until it has run out. Named `expire_in`, unlike the tokens' `expires_in`. */
function ticketOf(db: Db, machineNow: number): { ticket: string; expire_in: number } {
  return db.write(() => {
    const row = db.one<{ value: string }>("SELECT value FROM setting WHERE key = 'jssdk-ticket'");
    const current = row && kept.parse(JSON.parse(row.value));
    const left = current ? Math.floor((current.expires_machine - machineNow) / 1000) : 0;
    if (current && left > 0) return { ticket: current.ticket, expire_in: left };
    const fresh = { ticket: ids.ticket(), expires_machine: machineNow + LIFE * 1000 };
    db.run("INSERT OR REPLACE INTO setting VALUES ('jssdk-ticket', ?)", JSON.stringify(fresh));
    return { ticket: fresh.ticket, expire_in: LIFE };
  });
}

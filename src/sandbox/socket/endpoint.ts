import { json, Router } from 'express';
import { z } from 'zod';
import { answer } from '../api/answer';
import { logCall, meetFaults } from '../api/gateway';
import type { World } from '../world';
import { AUTH_FAILED, TOO_MANY } from './connections';

const asked = z.object({ AppID: z.string(), AppSecret: z.string() });

/** Where the SDK asks for the address to connect to (feishu.md §7.1). */
export function endpointApi(w: World): Router {
  const router = Router();
  router.post('/callback/ws/endpoint', logCall(w), meetFaults(w), json(), (req, res) => {
    const refusal = refusalOf(w, req.body);
    const origin = `${req.secure ? 'wss' : 'ws'}://${req.headers.host}`;
    // With `data`, even in a refusal: without it the SDK takes every code for one to retry.
    if (refusal) answer(res, { ...refusal, data: {} });
    else answer(res, { code: 0, msg: 'ok', data: invitation(w, origin) });
  });
  return router;
}

function refusalOf(w: World, body: unknown): { code: number; msg: string } | null {
  const given = asked.safeParse(body);
  if (!given.success || given.data.AppID !== w.identity.appId) {
    return { code: AUTH_FAILED, msg: 'invalid app id' };
  }
  if (given.data.AppSecret !== w.identity.appSecret) return { code: AUTH_FAILED, msg: 'invalid app secret' };
  return w.connections.full ? { code: TOO_MANY, msg: 'exceed connection limit' } : null;
}

function invitation({ connections }: World, origin: string) {
  return { URL: connections.invite(origin), ClientConfig: connections.settings.get().client_config };
}

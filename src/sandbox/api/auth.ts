import { Router } from 'express';
import { z } from 'zod';
import { ApiError, parse } from '../apiError';
import type { World } from '../world';
import { answer } from './answer';

const credentials = z.object({ app_id: z.string().min(1), app_secret: z.string().min(1) });

/** Tokens of the app; their fields stand at the top level of the answer, not under `data`. */
export function authApi(w: World): Router {
  const router = Router();

  const issue = (body: unknown) => {
    const { app_id, app_secret } = parse(credentials, body ?? {});
    if (app_id !== w.identity.appId || app_secret !== w.identity.appSecret) {
      throw new ApiError(10014, 'app secret invalid');
    }
    return w.tokens.issue(Date.now(), w.settings.get().token_life);
  };

  router.post('/auth/v3/tenant_access_token/internal', (req, res) => {
    const { token, expire } = issue(req.body);
    answer(res, { code: 0, msg: 'ok', tenant_access_token: token, expire });
  });

  router.post('/auth/v3/app_access_token/internal', (req, res) => {
    const { token, expire } = issue(req.body);
    answer(res, { code: 0, msg: 'ok', app_access_token: token, tenant_access_token: token, expire });
  });

  return router;
}

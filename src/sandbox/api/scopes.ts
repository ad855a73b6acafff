import { Router } from 'express';
import { everyScope, granted } from '../scopes';
import type { World } from '../world';
import { success } from './answer';

/** Which scopes the administrator has granted; it needs none itself. */
export function scopesApi(w: World): Router {
  const router = Router();
  router.get('/application/v6/scopes', (_req, res) => {
    const scopes = everyScope().map((scope) => ({
      scope_name: scope,
      grant_status: granted(w, scope) ? 1 : 2,
      scope_type: 'tenant',
    }));
    success(res, { scopes });
  });
  return router;
}

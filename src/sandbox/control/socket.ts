import { Router } from 'express';
import { socketChange } from '../socket/settings';
import type { World } from '../world';
import { check } from './check';

/** How the long connection behaves, and how many clients there are. */
export function socketControl(w: World): Router {
  const router = Router();
  const shown = () => ({
    ...w.connections.settings.get(),
    connections: w.connections.count,
    half_open: w.connections.halfOpen,
  });

  router.get('/socket', (_req, res) => {
    res.json(shown());
  });

  router.post('/socket', (req, res) => {
    w.connections.settings.change(check(socketChange, req.body));
    res.json(shown());
  });

  return router;
}

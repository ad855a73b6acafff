import { Router } from 'express';
import { z } from 'zod';
import { ApiLog } from '../apiLog';
import { faultSchema } from '../faults';
import { RequestRefused } from '../requestRefused';
import { settingsChange } from '../settings';
import { verifyAddresses } from '../verify';
import type { World } from '../world';
import { check } from './check';

const since = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(20_000).default(1_000),
});
const limit = z.int().min(0).optional();
const limits = z.strictObject({ per_target: limit, per_second: limit, per_minute: limit });

/** What happened, what was ordered to go wrong, and what the page asks to know when to look again. */
export function observeControl(w: World): Router {
  const router = Router();
  const log = new ApiLog(w.db);

  router.get('/faults', (_req, res) => {
    res.json(w.faults.list());
  });

  // One fault is added; a list takes the place of all there are, so an empty one clears.
  router.post('/faults', (req, res) => {
    if (Array.isArray(req.body)) w.faults.replace(check(z.array(faultSchema), req.body));
    else w.faults.add(check(faultSchema, req.body));
    w.connections.meetFaults();
    res.json(w.faults.list());
  });

  router.get('/limits', (_req, res) => {
    res.json(w.rates.limits());
  });

  router.post('/limits', (req, res) => {
    w.rates.setLimits(check(limits, req.body));
    res.json(w.rates.limits());
  });

  router.get('/settings', (_req, res) => {
    res.json(w.settings.get());
  });

  router.post('/settings', (req, res) => {
    w.settings.change(check(settingsChange, req.body));
    res.json(w.settings.get());
  });

  router.post('/verify', async (_req, res) => {
    res.json(await verifyAddresses(w));
  });

  router.get('/log', (req, res) => {
    const query = check(since, req.query);
    res.json(log.after(query.after, query.limit));
  });

  router.get('/feed', (req, res) => {
    res.json(w.feed.after(check(since, req.query).after));
  });

  router.get('/changes', (_req, res) => {
    res.json({ seq: w.feed.seq() });
  });

  router.get('/images/:image_key', (req, res) => {
    const found = w.resources.find(req.params.image_key);
    if (!found) throw new RequestRefused('没有这张图片', 404);
    res.set({ 'Content-Type': found.mime, 'Cache-Control': 'max-age=86400' });
    res.end(w.resources.bytes(found.key));
  });

  // Always as an attachment and never sniffed: a file's bytes come from anybody and must not run on this page.
  router.get('/files/:file_key', (req, res) => {
    const found = w.resources.find(req.params.file_key);
    if (found?.kind !== 'file') throw new RequestRefused('没有这个文件', 404);
    res.attachment(found.file_name).set('X-Content-Type-Options', 'nosniff');
    res.end(w.resources.bytes(found.key));
  });

  return router;
}

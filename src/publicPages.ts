import { type Response, Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Database } from './core/database';
import type { Logger } from './core/log';
import type { Policies } from './core/policy';
import { outfallPage, PAGE_POLICY, plainPage, publicFacts } from './publicity';

export interface PublicPages {
  db: Database;
  policies: Policies;
  log: Logger;
}

/** Whoever walks along a river with a phone asks for a page now and then; behind one proxy all of them are one. */
const PER_MINUTE = 300;
/** How long a browser keeps a page: the ledger changes by the day. */
const KEPT_S = 300;

const send = (res: Response, status: number, page: string): void => {
  res
    .status(status)
    .set({
      'Cache-Control': status === 200 ? `public, max-age=${KEPT_S}` : 'no-store',
      'Content-Security-Policy': PAGE_POLICY,
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    })
    .type('html')
    .send(page);
};

/** `/p/…`: for anybody, without a login. A hostile id is an address that there is not. */
export function publicPages({ db, policies, log }: PublicPages): Router {
  const router = Router();
  router.use(
    '/p',
    rateLimit({
      windowMs: 60_000,
      limit: PER_MINUTE,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      // Which proxies are to be believed nobody has said; the address that connects is the one that counts.
      validate: { xForwardedForHeader: false, forwardedHeader: false },
      handler: (_req, res) => send(res, 429, plainPage('看的人太多', '请过一分钟再试。')),
    }),
  );
  router.get('/p/outfalls/:publicId', async (req, res) => {
    const policy = policies.current;
    try {
      const facts = await publicFacts(db.read, policy, req.params.publicId);
      if (facts) send(res, 200, outfallPage(facts, policy.county.name));
      else send(res, 404, plainPage('没有这个排污口', '请核对标识牌上的二维码或网址。'));
    } catch (err) {
      log.error({ err }, 'a public page could not be shown');
      send(res, 503, plainPage('现在看不了', '请过一会儿再试。'));
    }
  });
  router.use('/p', (_req, res) =>
    send(res, 404, plainPage('没有这个页面', '请核对标识牌上的二维码或网址。')),
  );
  // A name that is no text at all (%E0%A4%A) fails before any route is asked.
  router.use('/p', (_err: unknown, _req: unknown, res: Response, _next: unknown) =>
    send(res, 404, plainPage('没有这个页面', '请核对标识牌上的二维码或网址。')),
  );
  return router;
}

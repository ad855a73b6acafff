import { type NextFunction, type Request, type Response, Router, raw } from 'express';
import { type TakeDeps, takeEnvelope } from './takeEnvelope';
import type { Verifier } from './verify';

export interface WebhookDeps extends TakeDeps {
  verifier: Verifier;
}

const MOST = '1mb';

/** Written by hand: express would also compute an ETag, for every press. */
function answer(res: Response, status: number, body: object): void {
  res.statusCode = status;
  res.setHeader('content-type', 'application/json; charset=utf-8');
  res.end(JSON.stringify(body));
}

/**
 * `POST /feishu/events` and `POST /feishu/cards`. What fails verification is answered 401 and has no effect; an
 * event that could not be stored is answered 500, so that Feishu sends it again.
 */
export function webhookRouter(deps: WebhookDeps): Router {
  const { verifier, log, observe } = deps;
  const router = Router();

  const take = async (req: Request, res: Response): Promise<void> => {
    // Without a body the parser leaves an empty object.
    const opened = Buffer.isBuffer(req.body) ? verifier.open(req.body, req.headers) : null;
    if (!opened) {
      observe?.('inbound', { type: 'unknown', result: 'forged' });
      log.warn({ path: req.path }, 'callback failed verification');
      return answer(res, 401, {});
    }
    if ('challenge' in opened) return answer(res, 200, { challenge: opened.challenge });
    try {
      answer(res, 200, await takeEnvelope(deps, opened.envelope));
    } catch {
      // Told of where it failed.
      answer(res, 500, {});
    }
  };

  const unreadable = (
    error: { status?: number },
    _req: Request,
    res: Response,
    _next: NextFunction,
  ): void => {
    answer(res, error.status ?? 400, {});
  };

  router.post(
    ['/feishu/events', '/feishu/cards'],
    raw({ type: () => true, limit: MOST, inflate: false }),
    take,
    unreadable,
  );
  return router;
}

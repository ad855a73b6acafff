import type { EventDispatcher } from '@larksuiteoapi/node-sdk';
import { type NextFunction, type Request, type Response, Router, raw } from 'express';
import type { Logger } from '../../core/log';
import type { Observe } from '../observe';
import type { Verifier } from './verify';

export interface WebhookDeps {
  verifier: Verifier;
  dispatcher: EventDispatcher;
  log: Logger;
  observe?: Observe;
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
export function webhookRouter({ verifier, dispatcher, log, observe }: WebhookDeps): Router {
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
    const { envelope } = opened;
    const { event_type: type, event_id: eventId } = envelope.header;
    if (!dispatcher.handles.has(type)) return answer(res, 200, {});
    try {
      const answered: unknown = await dispatcher.invoke(envelope, { needCheck: false });
      answer(res, 200, typeof answered === 'object' && answered !== null ? answered : {});
    } catch (error) {
      log.error({ err: error, type, eventId }, 'event not taken in');
      observe?.('inbound', { type, result: 'failed' });
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

import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ApiError } from '../apiError';
import { ApiLog } from '../apiLog';
import { ids } from '../ids';
import { requireScope } from '../scopes';
import type { World } from '../world';

/** Gives the call its log id and logs it before its answer leaves, so that who has the answer finds it in the log. */
export function logCall(w: World): RequestHandler {
  const log = new ApiLog(w.db);
  return (req, res, next) => {
    const started = Date.now();
    res.locals.logId = ids.log(new Date(started));
    res.set('X-Tt-Logid', res.locals.logId);
    let logged = false;
    const record = (status: number) => {
      // A connection may end after the sandbox has closed its store.
      if (logged || !w.db.open) return;
      logged = true;
      log.add({
        at: w.clock.now().getTime(),
        method: req.method,
        path: pathOf(req),
        status,
        code: res.locals.code ?? null,
        log_id: res.locals.logId,
        took_ms: Date.now() - started,
        fault: res.locals.fault ?? null,
      });
    };
    const end = res.end.bind(res) as (...args: unknown[]) => Response;
    const endLogged = (...args: unknown[]): Response => {
      record(res.locals.loseAnswer ? 0 : res.statusCode);
      if (!res.locals.loseAnswer) return end(...args);
      req.socket.destroy();
      return res;
    };
    res.end = endLogged as typeof res.end;
    res.on('close', () => record(0));
    next();
  };
}

/** Applies the ordered faults: wait, forget tokens, drop, answer instead of the API, or lose the API's answer. */
export function meetFaults(w: World): RequestHandler {
  return async (req, res, next) => {
    const call = { method: req.method, path: pathOf(req) };
    const latency = w.faults.take('latency', call);
    if (latency) {
      res.locals.fault = latency.kind;
      await new Promise((resolve) => setTimeout(resolve, latency.ms));
    }
    if (!needsNoAppToken(req) && w.faults.take('forget-tokens', call)) {
      res.locals.fault = 'forget-tokens';
      w.tokens.forget();
    }
    if (w.faults.take('drop', call)) {
      res.locals.fault = 'drop';
      req.socket.destroy();
      return;
    }
    const status = w.faults.take('status', call);
    if (status) {
      res.locals.fault = status.kind;
      answerInstead(res, status.code, status.headers, status.body);
      return;
    }
    if (w.faults.take('lose-answer', call)) {
      res.locals.fault = 'lose-answer';
      res.locals.loseAnswer = true;
    }
    next();
  };
}

/** Bearer token, scope, the app's rate bucket of this API and its bot ability; login and token calls need none of these. */
export function admit(w: World): RequestHandler {
  return (req: Request, _res: Response, next: NextFunction) => {
    if (!needsNoAppToken(req)) {
      const { invalid_token_status, rate_limit_status } = w.settings.get();
      w.tokens.check(req.headers.authorization, Date.now(), invalid_token_status);
      requireScope(w, req.method, pathOf(req));
      w.rates.takeApi(`${req.method} ${apiOf(pathOf(req))}`, Date.now(), rate_limit_status);
      requireBot(w, pathOf(req));
    }
    next();
  };
}

/** Size of the request body in bytes, which is what the message limits count. */
export function bodyBytes(req: Request): number {
  return Number(req.headers['content-length'] ?? Buffer.byteLength(JSON.stringify(req.body ?? {})));
}

function answerInstead(res: Response, code: number, headers: Record<string, string>, body: unknown): void {
  res.status(code).set(headers);
  if (typeof body === 'object' && body !== null) {
    if ('code' in body && typeof body.code === 'number') res.locals.code = body.code;
    res.json(body);
  } else {
    res.send(body === undefined ? '' : String(body));
  }
}

/** Calls that hand tokens out, and those of a person's login. */
function needsNoAppToken(req: Request): boolean {
  const path = pathOf(req).replace(/\/$/, '');
  return /\/(auth\/v3\/(tenant|app)_access_token\/internal|authen\/v1\/(authorize|user_info)|authen\/v2\/oauth\/token)$/.test(
    path,
  );
}

function pathOf(req: Request): string {
  return req.originalUrl.split('?', 1)[0] ?? '';
}

function requireBot(w: World, path: string): void {
  if (w.settings.get().bot_enabled) return;
  if (/\/im\/v1\/chats/.test(path)) throw new ApiError(232025, 'Bot ability is not activated.');
  if (/\/message\/v4\//.test(path)) throw new ApiError(11205, 'App do not have bot.', 200);
  if (/\/(im|ephemeral)\/v1\//.test(path)) throw new ApiError(230006, 'Bot ability is not activated.');
}

/** The path with ids taken out, so that all calls of one API share a bucket. */
function apiOf(path: string): string {
  return path.replace(/\/((om|oc|ou|on|img_v3|file_v3)_|bm-)[^/]+/g, '/:id');
}

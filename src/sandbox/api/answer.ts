import { inspect } from 'node:util';
import type { ErrorRequestHandler, Response } from 'express';
import { ApiError } from '../apiError';
import type { World } from '../world';

/** Sends a JSON answer and notes its business code for the log. */
export function answer(res: Response, body: { code: number } & Record<string, unknown>, status = 200): void {
  res.locals.code = body.code;
  res.status(status).json(body);
}

/** `{"code":0,"msg":"success","data":…}`, as most calls answer. */
export function success(res: Response, data: object = {}, msg = 'success'): void {
  answer(res, { code: 0, msg, data });
}

/** A refusal in the gateway's shape, with the log id that the header carries too. */
export function refuse(w: World): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) next(error);
    else sendRefusal(res, asApiError(error) ?? ourFault(w, error));
  };
}

function sendRefusal(res: Response, refusal: ApiError): void {
  const logId = String(res.locals.logId);
  const { headers = {}, violations, permissions } = refusal.extra;
  res.set(headers);
  const troubleshooter = `排查建议查看(Troubleshooting suggestions): https://open.feishu.cn/search?from=openapi&log_id=${logId}&code=${refusal.code}`;
  const detail = {
    log_id: logId,
    troubleshooter,
    ...(violations && { field_violations: violations }),
    ...(permissions && { permission_violations: permissions }),
  };
  answer(res, { code: refusal.code, msg: refusal.message, error: detail }, refusal.status);
}

/** What the body parser refuses (no JSON, too large, strange charset) comes with its own error. */
function asApiError(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error;
  if (!(error instanceof Error) || !('type' in error) || !('status' in error)) return null;
  if (error.type === 'entity.too.large') return new ApiError(234006, 'The file size exceed the max value.');
  return new ApiError(9499, 'Invalid parameter type in json');
}

function ourFault(w: World, error: unknown): ApiError {
  w.log(`sandbox API failed: ${inspect(error)}`);
  return new ApiError(2200, 'Internal Error', 500);
}

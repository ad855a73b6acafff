import { inspect } from 'node:util';
import { json, type NextFunction, type Request, type Response, Router } from 'express';
import { ApiError } from '../apiError';
import { RequestRefused } from '../requestRefused';
import type { World } from '../world';
import { chatsControl } from './chats';
import { clockControl } from './clock';
import { observeControl } from './observe';
import { peopleControl } from './people';
import { socketControl } from './socket';

/** What a phone says of a picture or file that Feishu would not take. */
const UPLOAD_REFUSED: Record<number, string> = {
  234006: '文件太大：图片最大 10 MB，文件最大 30 MB',
  234010: '文件是空的',
  234011: '认不出这张图片的格式',
  234039: '图片尺寸太大',
};

/** `/sandbox/api`: the hands of the page, of tests and of a person with curl. Refusals are `{"error":sentence}`. */
export function controlApi(w: World): Router {
  const router = Router();
  // Pictures come as base64: 10 MB of one is 14 MB of text, and a post may hold several.
  router.use(json({ limit: '60mb' }));
  router.use(peopleControl(w), chatsControl(w), clockControl(w), observeControl(w), socketControl(w));
  router.use(() => {
    throw new RequestRefused('没有这个地址', 404);
  });
  router.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (error instanceof RequestRefused) res.status(error.status).json({ error: error.message });
    else if (error instanceof ApiError)
      res.status(400).json({ error: UPLOAD_REFUSED[error.code] ?? error.message });
    else if (error instanceof SyntaxError) res.status(400).json({ error: '请求不是 JSON' });
    else if (res.headersSent) next(error);
    else {
      w.log(`sandbox control failed: ${inspect(error)}`);
      res.status(500).json({ error: '沙箱自己出错了，详情见日志' });
    }
  });
  return router;
}

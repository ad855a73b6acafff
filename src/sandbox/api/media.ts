import { type Request, type Response, Router, raw } from 'express';
import { z } from 'zod';
import { ApiError, parse } from '../apiError';
import { keysIn, parseJson } from '../content';
import { readMultipart } from '../multipart';
import { BOT, type Resource } from '../resources';
import type { World } from '../world';
import { success } from './answer';
import { findMessage } from './find';

const image = z.object({ image_type: z.enum(['message', 'avatar']) });
const file = z.object({
  file_type: z.enum(['opus', 'mp4', 'pdf', 'doc', 'xls', 'ppt', 'stream']),
  file_name: z.string().min(1),
  duration: z.string().optional(),
});
const resourceType = z.object({ type: z.enum(['image', 'file']) });

/** Uploads and downloads. */
export function mediaApi(w: World): Router {
  const router = Router();
  // 30 MB is the largest file; a little more lets the API itself refuse it in its own words.
  const multipart = raw({ type: 'multipart/form-data', limit: '40mb' });

  router.post('/im/v1/images', multipart, (req, res) => {
    const { bytes, image_type } = readForm(req, image, 'image');
    success(res, { image_key: w.resources.addImage(bytes, BOT, image_type) });
  });

  router.post('/im/v1/files', multipart, (req, res) => {
    const { bytes, file_name, file_type } = readForm(req, file, 'file');
    success(res, { file_key: w.resources.addFile(bytes, BOT, file_name, file_type) });
  });

  router.get(['/im/v1/images/:key', '/im/v1/files/:key'], (req, res) => {
    const found = w.resources.find(String(req.params.key));
    if (!found) throw new ApiError(234005, 'Image has been deleted.');
    if (found.owner !== BOT) throw new ApiError(234008, 'The app is not the resource sender.');
    sendBytes(w, res, found);
  });

  router.get('/im/v1/messages/:message_id/resources/:key', (req, res) => {
    const { type } = parse(resourceType, req.query);
    const message = findMessage(w, req.params.message_id);
    const chat = w.chats.byId(message.chat_id);
    if (chat && !chat.bot_in) throw new ApiError(234004, 'The app is not in the chat where the msg is.');
    if (message.recalled) throw new ApiError(230110, 'Action unavailable as the message has been deleted.');
    if (message.msg_type === 'interactive') throw new ApiError(234043, 'Unsupported message type.');
    const inMessage = keysIn(parseJson(message.content)).find(({ key }) => key === req.params.key);
    if (inMessage?.kind !== type) throw new ApiError(234003, 'File not in msg.');
    const found = w.resources.find(inMessage.key);
    if (!found) throw new ApiError(234005, 'Image has been deleted.');
    sendBytes(w, res, found);
  });

  return router;
}

/** Reads a multipart form, `bytes` naming its binary field; throws 234001 when a field is missing or wrong. */
function readForm<T>(req: Request, words: z.ZodType<T>, bytes: string): T & { bytes: Buffer } {
  const form = Buffer.isBuffer(req.body) ? readMultipart(req.body, req.headers['content-type'] ?? '') : null;
  const content = form?.get(bytes);
  const texts = [...(form ?? [])].map(([name, value]) => [
    name,
    name === bytes ? '' : value.toString('utf8'),
  ]);
  const fields = words.safeParse(Object.fromEntries(texts));
  if (!content || !fields.success) throw new ApiError(234001, 'Invalid request param.');
  return { ...fields.data, bytes: content };
}

function sendBytes(w: World, res: Response, { key, mime, file_name }: Resource): void {
  const disposition = file_name ? `attachment; filename*=UTF-8''${encodeURIComponent(file_name)}` : 'inline';
  res.set({ 'Content-Type': mime, 'Content-Disposition': disposition });
  res.end(w.resources.bytes(key));
}

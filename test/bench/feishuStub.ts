/* A Feishu that takes every message after a while and counts; with `strict` it refuses what comes too fast. */
import { createServer, type ServerResponse } from 'node:http';
import { RateWindows } from '../../src/feishu/rates';

/** Feishu's own limits, exactly: the sender's are a little longer. */
const STRICT = [
  { perMs: 1_000, most: 50 },
  { perMs: 60_000, most: 1_000 },
];

const [latencyMs = '10', mode = ''] = process.argv.slice(2);
const windows = new RateWindows(mode === 'strict' ? STRICT : []);
const counts = { taken: 0, refused: 0 };
/** Of the message whose receiver is `ou_urgent`. */
let urgentAt = 0;

function answer(
  res: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  res.end(JSON.stringify(body));
}

function takeMessage(res: ServerResponse, body: string): void {
  const waitMs = windows.take();
  if (waitMs > 0) {
    counts.refused += 1;
    const reset = { 'x-ogw-ratelimit-reset': String(Math.ceil(waitMs / 1_000)) };
    answer(res, 429, { code: 99991400, msg: 'request trigger frequency limit' }, reset);
    return;
  }
  counts.taken += 1;
  if (body.includes('"ou_urgent"')) urgentAt = Date.now();
  const data = { message_id: `om_${process.pid}_${counts.taken}`, chat_id: 'oc_bench' };
  setTimeout(() => answer(res, 200, { code: 0, msg: 'success', data }), Number(latencyMs));
}

const server = createServer((req, res) => {
  const parts: Buffer[] = [];
  req.on('data', (part: Buffer) => parts.push(part));
  req.on('end', () => {
    if (req.url === '/counts') return answer(res, 200, { ...counts, urgentAt });
    if (req.url?.includes('/auth/v3/')) {
      return answer(res, 200, { code: 0, msg: 'ok', tenant_access_token: 't-bench', expire: 7_200 });
    }
    takeMessage(res, Buffer.concat(parts).toString('utf8'));
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  process.send?.({ ready: `http://127.0.0.1:${port}` });
});
process.on('disconnect', () => process.exit(0));

const BREAK = '\r\n';

/**
 * The parts of a multipart/form-data body by name, as bytes; null when it is not one. Own code, because the SDK sends
 * a Buffer as a part without a file name, and Node's own `formData()` reads such a part as text and ruins the bytes.
 */
export function readMultipart(body: Buffer, contentType: string): Map<string, Buffer> | null {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/i.exec(contentType)?.[1];
  if (!boundary) return null;
  const delimiter = Buffer.from(`--${boundary}`);
  const parts = new Map<string, Buffer>();
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    const start = at + delimiter.length + BREAK.length;
    const end = body.indexOf(`${BREAK}--${boundary}`, start);
    if (end < 0) break;
    const headersEnd = body.indexOf(BREAK + BREAK, start);
    if (headersEnd < 0 || headersEnd > end) return null;
    const name = /;\s*name="([^"]*)"/i.exec(body.toString('utf8', start, headersEnd))?.[1];
    if (name === undefined) return null;
    parts.set(name, body.subarray(headersEnd + 2 * BREAK.length, end));
    at = end + BREAK.length;
  }
  return parts.size > 0 ? parts : null;
}

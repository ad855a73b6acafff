/** Format and, where the header tells it cheaply, pixels of an image. */
export interface ImageKind {
  mime: string;
  width?: number;
  height?: number;
}

/** Recognises the formats Feishu takes by their first bytes (never by file name); null for anything else. */
export function imageKind(bytes: Buffer): ImageKind | null {
  const ascii = (from: number, to: number) => bytes.toString('latin1', from, to);
  if (bytes.length > 24 && ascii(1, 4) === 'PNG') {
    return { mime: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  }
  if (bytes.length > 4 && bytes[0] === 0xff && bytes[1] === 0xd8)
    return { mime: 'image/jpeg', ...jpegSize(bytes) };
  if (bytes.length > 10 && ascii(0, 4) === 'GIF8') {
    return { mime: 'image/gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  }
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return { mime: 'image/webp' };
  if (ascii(0, 2) === 'BM') return { mime: 'image/bmp' };
  if (ascii(0, 4) === 'II*\0' || ascii(0, 4) === 'MM\0*') return { mime: 'image/tiff' };
  if (ascii(0, 4) === '\0\0\x01\0') return { mime: 'image/x-icon' };
  if (ascii(4, 8) === 'ftyp' && /^(heic|heix|mif1|msf1)$/.test(ascii(8, 12))) return { mime: 'image/heic' };
  return null;
}

/** Size from the first start-of-frame segment (0xC0…0xCF without the three that are tables). */
function jpegSize(bytes: Buffer): { width?: number; height?: number } {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return {};
}

const HEIC = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

/** The kind of picture that these first bytes (≥ 12) begin, by the bytes alone; null for anything else. */
export function imageType(head: Buffer): string | null {
  const at = (offset: number, bytes: string): boolean =>
    head.toString('latin1', offset, offset + bytes.length) === bytes;
  if (at(0, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (at(0, '\xff\xd8\xff')) return 'image/jpeg';
  if (at(0, 'RIFF') && at(8, 'WEBP')) return 'image/webp';
  // What iPhones take: Feishu shows it.
  if (at(4, 'ftyp') && HEIC.some((brand) => at(8, brand))) return 'image/heic';
  if (at(0, 'GIF87a') || at(0, 'GIF89a')) return 'image/gif';
  return null;
}

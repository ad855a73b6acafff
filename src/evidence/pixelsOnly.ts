import sharp from 'sharp';

/** More pixels than any phone's photo: a picture that says so was made to fill the memory. */
const MOST_PIXELS = 120_000_000;
/** Close enough to the original that nobody sees the difference at full size. */
const QUALITY = 92;

const FORMATS = {
  'image/jpeg': { extension: 'jpg', encode: (image: sharp.Sharp) => image.jpeg({ quality: QUALITY }) },
  'image/png': { extension: 'png', encode: (image: sharp.Sharp) => image.png() },
  'image/webp': { extension: 'webp', encode: (image: sharp.Sharp) => image.webp({ quality: QUALITY }) },
  'image/gif': { extension: 'gif', encode: (image: sharp.Sharp) => image.gif() },
} as const;

/**
 * A picture as it is seen and nothing else: drawn anew from its pixels, upright as its EXIF said it should be shown,
 * without EXIF, XMP, comments, or whatever a phone puts behind the picture (a motion photo's film). Taking the
 * blocks out one by one would keep what no list knows of, and lay photos on their side.
 *
 * @param mime as stored: JPEG, PNG, WebP or GIF; a HEIC is stored, and cannot be drawn here
 * @returns null when it cannot be drawn: then nobody knows what is in it
 */
export async function pixelsOnly(
  bytes: Buffer,
  mime: string,
): Promise<{ bytes: Buffer; extension: string } | null> {
  if (!Object.hasOwn(FORMATS, mime)) return null;
  const { extension, encode } = FORMATS[mime as keyof typeof FORMATS];
  try {
    const animated = mime === 'image/gif' || mime === 'image/webp';
    const image = sharp(bytes, { limitInputPixels: MOST_PIXELS, animated });
    return { bytes: await encode(image.autoOrient()).toBuffer(), extension };
  } catch {
    // Broken or hostile; the export's table says that it was left out.
    return null;
  }
}

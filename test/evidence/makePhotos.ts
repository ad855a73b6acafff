import sharp from 'sharp';

/*
 * The kept set of made photos: river, banks, hills, houses, an outfall, stones, drawn from a seed with noise on them.
 * Kept as this script and its seeds; the same seed draws the same place. What changes with the day (light, ripples,
 * the camera's noise) has a seed of its own, and so has nothing to do with where things stand.
 */

export const WIDTH = 480;
export const HEIGHT = 360;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface View {
  /** Another day: other light, ripples and noise. */
  day?: number;
  /** The camera stands elsewhere: by so much of the picture's width. */
  shift?: number;
  zoom?: number;
  width?: number;
}

/** The photo of one place, as PNG: each copy of it is made from these very pixels. */
export async function makePhoto(
  seed: number,
  { day = 0, shift = 0, zoom = 1, width = WIDTH }: View = {},
): Promise<Buffer> {
  const place = randomOf(seed * 7_919 + 1);
  const today = randomOf(seed * 104_729 + day * 31 + 5);
  const height = Math.round((width * 3) / 4);
  const [w, h] = [1_200 / zoom, 900 / zoom];
  const box = [600 - w / 2 + shift * 1_200, 450 - h / 2 + shift * 300, w, h].join(' ');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${box}">${draw(place, today)}</svg>`;
  return sharp(Buffer.from(svg))
    .resize(width, height, { fit: 'fill' })
    .composite([
      await noise(place, 12, 70, width, height),
      await noise(place, 48, 60, width, height),
      await noise(today, 240, 70, width, height),
    ])
    .removeAlpha()
    .png({ compressionLevel: 1 })
    .toBuffer();
}

function draw(place: () => number, today: () => number): string {
  const between = (a: number, b: number) => a + (b - a) * place();
  const light = 0.9 + today() * 0.35;
  const paint = (hue: [number, number], strong: [number, number], lit: [number, number]) =>
    `hsl(${between(...hue).toFixed()},${between(...strong).toFixed()}%,${Math.min(97, between(...lit) * light).toFixed()}%)`;
  const horizon = between(180, 420);
  const ridge = (y: number, rough: number, fill: string) => {
    let path = 'M-300 1500';
    let at = y;
    for (let x = -300; x <= 1_500; x += 60) {
      at += between(-rough / 2, rough / 2);
      path += ` L${x} ${at.toFixed()}`;
    }
    return `<path d="${path} L1500 1500 Z" fill="${fill}"/>`;
  };
  const parts = [
    shade('sky', paint([200, 225], [10, 60], [50, 80]), paint([195, 205], [15, 25], [78, 92]), 0),
    shade('water', paint([80, 210], [8, 35], [35, 65]), paint([60, 200], [8, 40], [18, 45]), place()),
    '<rect x="-600" y="-600" width="2400" height="2400" fill="url(#sky)"/>',
  ];
  for (let hills = Math.floor(between(0, 4)); hills > 0; hills -= 1) {
    parts.push(ridge(horizon - between(0, 120), 70, paint([90, 220], [10, 40], [28, 65])));
  }
  parts.push(ridge(horizon, 14, paint([40, 130], [15, 50], [24, 60])));
  for (let things = Math.floor(between(2, 22)); things > 0; things -= 1) {
    const [x, y, size] = [between(-200, 1_400), horizon + between(-10, 60), between(25, 130)];
    parts.push(
      place() < 0.7
        ? `<ellipse cx="${x}" cy="${y - size / 2}" rx="${size * between(0.3, 0.6)}" ry="${size * between(0.5, 1)}" fill="${paint([60, 140], [20, 50], [12, 40])}"/>`
        : `<rect x="${x}" y="${y - size}" width="${size * between(0.8, 2)}" height="${size}" fill="${paint([0, 60], [5, 40], [40, 85])}"/>`,
    );
  }
  const shore = horizon + between(20, 80);
  parts.push(river(between, shore, paint([25, 60], [10, 40], [30, 70])));
  for (let ripples = 25; ripples > 0; ripples -= 1) {
    const [x, y] = [today() * 1_200, shore + today() * (900 - shore)];
    parts.push(
      `<path d="M${x} ${y} q${20 + today() * 50} ${today() * 12 - 6} ${50 + today() * 120} 0" stroke="hsl(200,10%,${40 + today() * 50}%)" stroke-width="${1 + today() * 4}" fill="none" opacity="0.5"/>`,
    );
  }
  if (place() < 0.8) {
    const [x, y, size] = [between(100, 1_000), between(shore, 820), between(20, 110)];
    parts.push(
      `<rect x="${x - size}" y="${y - size}" width="${size * 2.6}" height="${size * 2}" fill="${paint([20, 40], [0, 20], [45, 80])}"/>`,
      `<circle cx="${x + size * 0.3}" cy="${y}" r="${size * 0.7}" fill="${paint([0, 1], [0, 1], [5, 25])}"/>`,
    );
  }
  for (let stones = Math.floor(between(3, 40)); stones > 0; stones -= 1) {
    const y = between(shore, 1_000);
    const size = 4 + ((y - shore) / 600) * between(10, 90);
    parts.push(
      `<ellipse cx="${between(-100, 1_300)}" cy="${y}" rx="${size}" ry="${size * between(0.3, 0.8)}" fill="${paint([0, 120], [0, 35], [15, 85])}"/>`,
    );
  }
  return parts.join('');
}

const shade = (id: string, from: string, to: string, across: number) =>
  `<defs><linearGradient id="${id}" x1="0" y1="0" x2="${across}" y2="1"><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient></defs>`;

/** Comes from the distance and grows wide. */
function river(between: (a: number, b: number) => number, shore: number, bank: string): string {
  const [far, farWide] = [between(200, 1_000), between(20, 260)];
  const [near, nearWide] = [between(-400, 700), between(300, 1_100)];
  const bend = between(-250, 250);
  const side = (top: number, bottom: number) =>
    `${top + bend} ${shore + 200},${bottom + bend / 2} ${shore + 300},${bottom} 1300`;
  const back = (bottom: number, top: number) =>
    `${bottom + bend / 2} ${shore + 300},${top + bend} ${shore + 200},${top} ${shore}`;
  return `<path d="M${far} ${shore} C${side(far, near)} L${near + nearWide} 1300 C${back(near + nearWide, far + farWide)} Z" fill="url(#water)" stroke="${bank}" stroke-width="${between(4, 40)}"/>`;
}

/** Grey grains, `grains` of them across the picture. */
async function noise(random: () => number, grains: number, alpha: number, width: number, height: number) {
  const rows = Math.round(grains * 0.75);
  const data = Buffer.alloc(grains * rows * 4);
  for (let at = 0; at < data.length; at += 4) {
    data.fill(Math.floor(random() * 256), at, at + 3);
    data[at + 3] = alpha;
  }
  const input = await sharp(data, { raw: { width: grains, height: rows, channels: 4 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .png({ compressionLevel: 0 })
    .toBuffer();
  return { input, blend: 'overlay' as const };
}

/** Parts left out left, top, right and bottom. */
const cut = (left: number, top: number, right: number, bottom: number) => (photo: Buffer) =>
  sharp(photo)
    .extract({
      left: Math.round(WIDTH * left),
      top: Math.round(HEIGHT * top),
      width: Math.round(WIDTH * (1 - left - right)),
      height: Math.round(HEIGHT * (1 - top - bottom)),
    })
    .jpeg({ quality: 85 })
    .toBuffer();

const over = (parts: string) => (photo: Buffer) =>
  sharp(photo)
    .composite([{ input: Buffer.from(`<svg width="${WIDTH}" height="${HEIGHT}">${parts}</svg>`) }])
    .jpeg()
    .toBuffer();
const line = (y: number, size: number, words: string) =>
  `<text x="10" y="${HEIGHT - y}" font-size="${size}" fill="white">${words}</text>`;
const watermark = over(line(60, 34, '09:10') + line(30, 18, '2026-11-20 Fri') + line(10, 16, '111.22 35.61'));

/** What people's phones do to a photo besides. */
export const TREATED: Record<string, (photo: Buffer) => Promise<Buffer>> = {
  'with a camera app’s words on it': watermark,
  'with words on a dark strip': over(
    `<rect y="${HEIGHT - 44}" width="${WIDTH}" height="44" fill="black" opacity="0.55"/>${line(16, 22, '2026-11-20 09:10')}`,
  ),
  'with a white edge': (photo) =>
    sharp(photo).extend({ top: 15, bottom: 15, left: 20, right: 20, background: '#fff' }).jpeg().toBuffer(),
  'turned by 2 degrees': (photo) => sharp(photo).rotate(2, { background: '#000' }).jpeg().toBuffer(),
  'in grey': (photo) => sharp(photo).greyscale().jpeg().toBuffer(),
  'out of focus': (photo) => sharp(photo).blur(3).jpeg().toBuffer(),
  'with more contrast': (photo) => sharp(photo).linear(1.4, -40).jpeg().toBuffer(),
};

/** What makes another picture of it: not known again, and not looked for. */
export const REMADE: Record<string, (photo: Buffer) => Promise<Buffer>> = {
  mirrored: (photo) => sharp(photo).flop().jpeg().toBuffer(),
  'a screenshot with bars above and below': (photo) =>
    sharp(photo).extend({ top: 90, bottom: 90, background: '#000' }).jpeg().toBuffer(),
  'cut by 10 % on all sides': cut(0.1, 0.1, 0.1, 0.1),
};

/** One kind of picture after another in which little is to be seen, or all have the same on them. */
export const DULL: Record<string, (photo: Buffer) => Promise<Buffer>> = {
  fog: (photo) => sharp(photo).linear(0.25, 150).jpeg().toBuffer(),
  dusk: (photo) => sharp(photo).linear(0.2, 5).jpeg().toBuffer(),
  'far out of focus': (photo) => sharp(photo).blur(8).jpeg().toBuffer(),
  'water and nothing else': (photo) =>
    sharp(photo)
      .extract({ left: 100, top: 250, width: 280, height: 110 })
      .resize(WIDTH, HEIGHT, { fit: 'fill' })
      .jpeg()
      .toBuffer(),
  'the same words on it': watermark,
};

/** What is done to a photo so that its bytes are new. */
export const COPIES: Record<string, (photo: Buffer) => Promise<Buffer>> = {
  'saved at 90': (photo) => sharp(photo).jpeg({ quality: 90 }).toBuffer(),
  'saved at 60': (photo) => sharp(photo).jpeg({ quality: 60 }).toBuffer(),
  'saved at 30': (photo) => sharp(photo).jpeg({ quality: 30 }).toBuffer(),
  'saved as webp': (photo) => sharp(photo).webp({ quality: 60 }).toBuffer(),
  'a quarter of the size': (photo) =>
    sharp(photo)
      .resize(WIDTH / 4)
      .jpeg()
      .toBuffer(),
  'twice the size': (photo) =>
    sharp(photo)
      .resize(WIDTH * 2)
      .jpeg()
      .toBuffer(),
  'cut by 5 % on the left': cut(0.05, 0, 0, 0),
  'cut by 5 % at the top': cut(0, 0.05, 0, 0),
  'cut by 5 % on the right': cut(0, 0, 0.05, 0),
  'cut by 5 % at the bottom': cut(0, 0, 0, 0.05),
  'cut by 5 % on two sides that meet': cut(0, 0, 0.05, 0.05),
  'cut by 5 % left and right': cut(0.05, 0, 0.05, 0),
  'cut by 5 % on all sides': cut(0.05, 0.05, 0.05, 0.05),
  'cut by 5 % in all': cut(0.025, 0.025, 0.025, 0.025),
  'cut unevenly': cut(0.03, 0.01, 0.02, 0.05),
  '20 % brighter': (photo) => sharp(photo).modulate({ brightness: 1.2 }).jpeg().toBuffer(),
  '20 % darker': (photo) => sharp(photo).modulate({ brightness: 0.8 }).jpeg().toBuffer(),
  '20 % of white added': (photo) => sharp(photo).linear(1, 51).jpeg().toBuffer(),
  '20 % of white taken': (photo) => sharp(photo).linear(1, -51).jpeg().toBuffer(),
  'cut, smaller, brighter and saved badly': async (photo) =>
    sharp(await cut(0.05, 0.05, 0.05, 0.05)(photo))
      .resize(Math.round(WIDTH * 0.6))
      .modulate({ brightness: 1.2 })
      .jpeg({ quality: 50 })
      .toBuffer(),
  'lying on its side, with a note of the camera’s how to turn it': (photo) =>
    sharp(photo).rotate(90).withMetadata({ orientation: 8 }).jpeg().toBuffer(),
};

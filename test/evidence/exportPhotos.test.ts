import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { MediaFile, OutfallTask, Photo, type Problem } from '../../entities';
import { readSheets } from '../../src/core/workbook/readSheets';
import { exportPhotos, pixelsOnly } from '../../src/evidence';
import { BACKENDS } from '../factories';
import { at, buildProblem, eachRiver, type River } from '../river';

/** 35°36′36″ N 111°13′12″ E, and a phone that was held upright. */
const EXIF = {
  IFD0: { Make: 'PhoneMaker', Model: 'X1' },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '35/1 36/1 36/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '111/1 13/1 12/1',
  },
};
const drawn = () =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: '#9db8a5' } })
    .withMetadata({ orientation: 6 })
    .withExifMerge(EXIF);
const PHOTOS = {
  'image/jpeg': () => drawn().jpeg().toBuffer(),
  'image/png': () => drawn().png().toBuffer(),
  'image/webp': () => drawn().webp().toBuffer(),
};
const says = (bytes: Uint8Array, word: string) => Buffer.from(bytes).includes(word);

describe('a photo that leaves the house', () => {
  it.each(Object.entries(PHOTOS))('carries no EXIF and stands upright (%s)', async (mime, take) => {
    const original = await take();
    const before = await sharp(original).metadata();
    expect(before.exif?.includes('PhoneMaker')).toBe(true);
    expect(before.orientation).toBe(6);
    const out = await pixelsOnly(original, mime);
    const { exif, xmp, orientation, width, height } = await sharp(out?.bytes).metadata();
    expect({ exif, xmp, orientation }).toEqual({ exif: undefined, xmp: undefined, orientation: undefined });
    expect(says(out?.bytes ?? original, 'PhoneMaker')).toBe(false);
    expect([width, height]).toEqual([20, 40]);
  });

  it('loses what the phone put behind the picture too', async () => {
    const original = Buffer.concat([await PHOTOS['image/jpeg'](), Buffer.from('ftypmp4 N35.61 E111.22')]);
    const out = await pixelsOnly(original, 'image/jpeg');
    expect(says(out?.bytes ?? original, 'E111.22')).toBe(false);
  });

  it('is not let out when it cannot be drawn, or is of a kind that is not stored', async () => {
    expect(await pixelsOnly(Buffer.from('\xff\xd8\xff no picture', 'latin1'), 'image/jpeg')).toBeNull();
    expect(await pixelsOnly(await PHOTOS['image/jpeg'](), 'image/heic')).toBeNull();
  });
});

describe.each(BACKENDS)('a zip of photos (%s)', (backend) => {
  let river: River;
  let problem: Problem;
  let dir: string;
  eachRiver(backend, async (fresh) => {
    river = fresh;
    problem = await buildProblem(river);
    dir = mkdtempSync(join(tmpdir(), 'photos-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const pathOf = (sha256: string) => join(dir, sha256);
  let photos = 0;
  async function stored(bytes: Buffer | null, given: Partial<Photo> = {}): Promise<string> {
    photos += 1;
    const sha256 = createHash('sha256')
      .update(bytes ?? `gone ${photos}`)
      .digest('hex');
    if (bytes) writeFileSync(pathOf(sha256), bytes);
    await river.db.transaction(async (tx) => {
      const when = at('2026-11-06', '10:05');
      const media = { sha256, mime: 'image/jpeg', bytes: 1, storedAt: when };
      const { firstId: mediaId } = await tx.insert(MediaFile, media);
      await tx.insert(Photo, {
        messageId: `om_${photos}`,
        sourceKey: 'img_1',
        personId: river.chief.id,
        mediaId,
        state: 'stored',
        subjectType: 'problem',
        subjectId: problem.id,
        side: 'before',
        occurredAt: when,
        recordedAt: when,
        ...given,
      });
    });
    return sha256;
  }
  async function exported(wanted: Parameters<typeof exportPhotos>[1], most?: number) {
    const out = join(dir, 'out.zip');
    const told = await exportPhotos({ read: river.db.read, pathOf }, wanted, out, most);
    const files = unzipSync(readFileSync(out));
    const [sheet] = await readSheets(files['照片目录.xlsx'] ?? new Uint8Array());
    return { told, files, rows: sheet?.rows.slice(1) ?? [] };
  }

  it('has a problem’s photos without EXIF, and a table of them; the originals stay as they were', async () => {
    const original = await PHOTOS['image/jpeg']();
    const sha256 = await stored(original);
    await stored(Buffer.concat([original, Buffer.from('2')]), { subjectId: problem.id + 1 });
    const { told, files, rows } = await exported({ problemId: problem.id });
    expect(told).toEqual({ photos: 1, leftOut: 0 });
    const [name, picture] = Object.entries(files).find(([path]) => path.endsWith('.jpg')) ?? [];
    expect(name).toMatch(new RegExp(`^照片/问题${problem.id}-发现时-\\d+\\.jpg$`));
    expect((await sharp(picture).metadata()).exif).toBeUndefined();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toEqual(
      expect.arrayContaining([name, problem.id, '河岸：桥下50米', '发现时', '2026-11-06 10:05', sha256]),
    );
    expect(readFileSync(pathOf(sha256)).equals(original)).toBe(true);
  });

  it('lists what it could not take along, with the reason', async () => {
    await stored(null);
    await stored(Buffer.from('no picture'));
    await stored(null, { state: 'lost', mediaId: null });
    const { told, rows } = await exported({ problemId: problem.id });
    expect(told).toEqual({ photos: 0, leftOut: 3 });
    expect(rows.map((row) => row[10])).toEqual([
      '原图文件不见了，请查备份',
      '图片读不了，拍摄信息去不掉，没有导出',
      '飞书没有给到，照片没有了',
    ]);
  });

  it('has a period’s photos of problems and patrols, and none that belong to nothing', async () => {
    const original = await PHOTOS['image/jpeg']();
    await stored(original);
    await stored(Buffer.concat([original, Buffer.from('2')]), { subjectType: null, subjectId: null });
    await stored(Buffer.concat([original, Buffer.from('3')]), { recordedAt: at('2026-12-01', '00:00') });
    const { told } = await exported({ fromDay: '2026-11-01', toDay: '2026-11-30' });
    expect(told).toEqual({ photos: 1, leftOut: 0 });
  });

  it('has what was sent for an outfall’s task, with the outfall and its reach', async () => {
    const taskId = await river.db.transaction(async (tx) => {
      const { firstId } = await tx.insert(OutfallTask, {
        roundId: 1,
        kind: 'gateOpen',
        periodKey: '2026',
        outfallId: river.outfall.id,
        townId: river.town.id,
        startDay: '2026-06-01',
        dueDay: '2026-06-05',
        lateDay: '2026-06-30',
        state: 'done',
        policyVersion: 1,
        createdAt: at('2026-06-01'),
        version: 1,
      });
      return firstId;
    });
    const of = { subjectType: 'outfallTask', subjectId: taskId, side: null };
    await stored(await PHOTOS['image/jpeg'](), of);
    const { files, rows } = await exported({ fromDay: '2026-11-01', toDay: '2026-11-30' });
    const [name] = Object.keys(files).filter((path) => path.endsWith('.jpg'));
    expect(name).toMatch(new RegExp(`^照片/排污口任务${taskId}-\\d+\\.jpg$`));
    expect(rows[0]).toEqual(
      expect.arrayContaining([name, '排污口任务', '汾河龙兴镇第一村段', '桥西雨洪排口']),
    );
  });

  it('of more than it can hold is refused, and nothing is left behind', async () => {
    await stored(await PHOTOS['image/jpeg']());
    await expect(exported({ problemId: problem.id }, 10)).rejects.toMatchObject({ code: 'input.invalid' });
    expect(() => readFileSync(join(dir, 'out.zip.part'))).toThrow('ENOENT');
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { Photo, PhotoCheck, PhotoPair } from '../../entities';
import { makePhoto } from '../evidence/makePhotos';
import { countOf, until } from './badDays';
import { ChildBot } from './child';
import { County, textOf } from './county';

describe('photos, all the way', () => {
  let county: County;
  beforeAll(async () => {
    county = await County.start();
  }, 60_000);
  afterAll(() => county.stop());

  const sendsAs = (name: string) => async (bytes: Buffer) => {
    const { openId } = await county.phone(name);
    await county.api('POST', `people/${openId}/messages`, {
      type: 'image',
      base64: bytes.toString('base64'),
    });
    await county.settle();
  };
  const newest = async () => {
    const { read } = county.app.deps.db;
    const [photo] = await read.find(Photo, {}, { order: { id: 'DESC' }, limit: 1 });
    return { photo, check: photo && (await read.findOne(PhotoCheck, { photoId: photo.id })) };
  };

  it('are looked at without anybody asking, the bot’s answers as ever', async () => {
    await sendsAs('龙兴镇第二村河长')(await makePhoto(11));
    expect(await newest()).toMatchObject({ photo: { state: 'stored' }, check: { verdict: 'photo' } });
  });

  it('that are no photos are told to their sender; what an iPhone or an animation shows is kept', async () => {
    const name = '龙兴镇第三村河长';
    const chief = await county.phone(name);
    await sendsAs(name)(Buffer.concat([Buffer.from('ffd8ffe000104a46', 'hex'), Buffer.alloc(3_000, 7)]));
    expect(textOf((await chief.card('照片没收到')).content)).toContain('打不开');
    expect(await newest()).toMatchObject({ photo: { state: 'lost' }, check: { verdict: 'broken' } });

    await sendsAs(name)(Buffer.concat([Buffer.from('\0\0\0\x18ftypheic', 'latin1'), Buffer.alloc(300)]));
    expect(await newest()).toMatchObject({ photo: { state: 'stored' }, check: { verdict: 'unsupported' } });

    const frames = await Promise.all([1, 2].map((seed) => makePhoto(seed, { width: 120 })));
    await sendsAs(name)(
      await sharp(frames, { join: { animated: true } })
        .gif()
        .toBuffer(),
    );
    expect(await newest()).toMatchObject({ photo: { state: 'stored' }, check: { verdict: 'animated' } });
    expect((await fetch(`${county.app.address}/healthz`)).status).toBe(200);
    expect(await county.app.feishu.inbox.parked()).toEqual([]);
  });
});

it('photos that were sent to a process that is killed are each looked at once by the next', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'killed-photos-'));
  const one = await makePhoto(21);
  const copies = await Promise.all([90, 60, 30].map((quality) => sharp(one).jpeg({ quality }).toBuffer()));
  const photos = [one, await makePhoto(22), ...copies, one];
  const bot = ChildBot.start(dataDir);
  const people = await bot.api<{ open_id: string }[]>('GET', 'people');
  for (const photo of photos) {
    const said = { type: 'image', base64: photo.toString('base64') };
    await bot.api('POST', `people/${people[0]?.open_id}/messages`, said);
  }
  await pause(Math.random() * 600);
  await bot.kill();

  const county = await County.start({}, dataDir);
  const { db } = county.app.deps;
  try {
    // What the killed process was at is its own for half a minute.
    await until(
      'every photo',
      async () => (await countOf(db, 'photo_check', 'comparedAt IS NOT NULL')) === photos.length,
      60_000,
    );
    expect(await countOf(db, 'photo')).toBe(photos.length);
    const pairs = await db.read.find(PhotoPair, {}, { order: { id: 'ASC' } });
    // Five of one picture, two of them of the same bytes: each pair once.
    expect(pairs.map(({ kind }) => kind).sort()).toEqual(['same-file', ...new Array(9).fill('same-picture')]);
    expect(await county.app.feishu.inbox.parked()).toEqual([]);
  } finally {
    await county.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 120_000);

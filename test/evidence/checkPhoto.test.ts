import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { InboxEvent, MediaFile, Photo, PhotoCheck, PhotoPair } from '../../entities';
import { evidenceWork } from '../../src/bot/evidenceWork';
import { photoArrived } from '../../src/bot/photoArrived';
import { checkPhoto, checkUnchecked, type EvidenceDeps, Gallery } from '../../src/evidence';
import { lookAt } from '../../src/evidence/look';
import { BACKENDS } from '../factories';
import { eachRiver, NOW, type River, waiting } from '../river';
import { COPIES, makePhoto } from './makePhotos';

const folder = mkdtempSync(join(tmpdir(), 'check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(BACKENDS)('a stored photo over %s', (backend) => {
  let river: River;
  let deps: EvidenceDeps;
  let looks: number;
  eachRiver(backend, (made) => {
    river = made;
    looks = 0;
    deps = {
      ...river.deps,
      gallery: new Gallery(),
      fileOf: (sha256) => join(folder, sha256),
      look: (file, mime) => {
        looks += 1;
        return lookAt(file, mime);
      },
    };
  });

  let serial = 0;
  async function store(bytes: Buffer, mime = 'image/jpeg'): Promise<number> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(folder, sha256), bytes);
    serial += 1;
    return river.db.transaction(async (tx) => {
      await tx.insert(MediaFile, { sha256, mime, bytes: bytes.length, storedAt: NOW }, { ignore: true });
      const media = await tx.findOne(MediaFile, { sha256 });
      const photo = { messageId: `om_${serial}`, sourceKey: 'img', personId: river.chief.id };
      const about = { subjectType: null, subjectId: null, side: null };
      const stored = { state: 'stored' as const, mediaId: media?.id, occurredAt: NOW, recordedAt: NOW };
      return (await tx.insert(Photo, { ...photo, ...about, ...stored })).firstId;
    });
  }

  const checks = () => river.db.read.find(PhotoCheck, {}, { order: { id: 'ASC' } });
  const pairs = () => river.db.read.find(PhotoPair, {}, { order: { id: 'ASC' } });

  test('is looked at once it arrived, from the inbox', async () => {
    const id = await store(await makePhoto(1, { width: 320 }));
    await river.db.transaction((tx) => photoArrived(tx, id, NOW));
    await river.db.transaction((tx) => photoArrived(tx, id, NOW));
    const events = await river.db.read.find(InboxEvent, { type: 'look' });
    expect(events).toMatchObject([{ payload: { photoId: id }, state: 'new' }]);
    await evidenceWork(deps).look.run(events[0]?.payload);
    expect(await checks()).toMatchObject([
      { photoId: id, verdict: 'photo', format: 'png', width: 320, height: 240, comparedAt: NOW },
    ]);
    expect(await pairs()).toEqual([]);
  });

  test('that was sent before is found: the same file, and the same picture saved anew', async () => {
    const photo = await makePhoto(2, { width: 320 });
    const again = await sharp(photo).jpeg({ quality: 50 }).toBuffer();
    const ids: number[] = [];
    for (const bytes of [photo, await makePhoto(3, { width: 320 }), photo, again]) {
      ids.push(await store(bytes));
      await checkPhoto(deps, ids.at(-1) as number);
    }
    const [first, , same, anew] = ids;
    expect(await pairs()).toMatchObject([
      { photoId: same, earlierId: first, kind: 'same-file', distance: 0 },
      { photoId: anew, earlierId: first, kind: 'same-picture' },
      { photoId: anew, earlierId: same, kind: 'same-picture' },
    ]);
    // The same bytes are not decoded again.
    expect(looks).toBe(3);
  });

  test('checked again changes nothing, and a process that was killed between the two steps goes on', async () => {
    const photo = await makePhoto(4);
    const cut = (await COPIES['cut by 5 % on the left']?.(photo)) as Buffer;
    const first = await store(photo);
    const second = await store(cut);
    await checkPhoto(deps, first);
    // Killed after it was seen, before it was compared.
    const transaction = river.db.transaction.bind(river.db);
    let left = 1;
    const dying = Object.assign(Object.create(river.db), {
      transaction: (...given: Parameters<typeof transaction>) => {
        left -= 1;
        if (left < 0) throw new Error('killed');
        return transaction(...given);
      },
    });
    await expect(checkPhoto({ ...deps, db: dying }, second)).rejects.toThrow('killed');
    expect(await checks()).toMatchObject([{ comparedAt: NOW }, { photoId: second, comparedAt: null }]);
    const restarted = { ...deps, gallery: new Gallery() };
    await checkPhoto(restarted, second);
    await checkPhoto(restarted, second);
    expect(await pairs()).toMatchObject([{ photoId: second, earlierId: first, kind: 'same-picture' }]);
    expect(looks).toBe(2);
  });

  test('two of one picture that are checked at the same time find each other once', async () => {
    const photo = await makePhoto(5, { width: 320 });
    const ids = [await store(photo), await store(await sharp(photo).jpeg({ quality: 40 }).toBuffer())];
    const others = ids.map(() => ({ ...deps, gallery: new Gallery() }));
    await Promise.all(ids.map((id, n) => checkPhoto(others[n] as EvidenceDeps, id)));
    expect(await pairs()).toMatchObject([{ photoId: ids[1], earlierId: ids[0] }]);
  });

  test('that is no photo is told to its sender, and counts for nothing', async () => {
    const broken = Buffer.concat([Buffer.from('ffd8ffe000104a46', 'hex'), Buffer.alloc(500, 7)]);
    const id = await store(broken);
    await evidenceWork(deps).look.run({ photoId: id });
    await evidenceWork(deps).look.run({ photoId: id });
    expect(await river.db.read.findOne(Photo, { id })).toMatchObject({
      state: 'lost',
      error: '图片打不开，文件是坏的，或者不是照片',
    });
    expect((await waiting(river.db)).filter((one) => one.startsWith('photoLost'))).toHaveLength(1);
  });

  test('larger than any card shows is told to its sender with its size', async () => {
    const strip = await sharp({ create: { width: 15_000, height: 20, channels: 3, background: '#123456' } })
      .png()
      .toBuffer();
    const id = await store(strip, 'image/png');
    await evidenceWork(deps).look.run({ photoId: id });
    expect(await river.db.read.findOne(Photo, { id })).toMatchObject({
      state: 'lost',
      error: expect.stringContaining('15000×20'),
    });
  });

  test('of an iPhone is kept, is evidence, and is said not to be comparable', async () => {
    const heic = Buffer.concat([Buffer.from('\0\0\0\x18ftypheic', 'latin1'), Buffer.alloc(200, serial)]);
    const id = await store(heic, 'image/heic');
    await evidenceWork(deps).look.run({ photoId: id });
    expect(await river.db.read.findOne(Photo, { id })).toMatchObject({ state: 'stored', error: null });
    expect(await checks()).toMatchObject([{ verdict: 'unsupported', format: 'heic', coarse: null }]);
  });

  test('that ended the process three times is not decoded a fourth time, and is kept', async () => {
    const id = await store(await makePhoto(6, { width: 160 }));
    const event = { key: `look:${id}`, type: 'look', payload: { photoId: id }, receivedAt: NOW };
    await river.db.transaction((tx) =>
      tx.insert(InboxEvent, { ...event, nextAt: NOW, state: 'new', attempts: 4 }),
    );
    expect(await checkPhoto(deps, id)).toBe('checked');
    expect(looks).toBe(0);
    expect(await checks()).toMatchObject([{ verdict: 'failed' }]);
    expect(await river.db.read.findOne(Photo, { id })).toMatchObject({ state: 'stored' });
  });

  test('of the time before photos were looked at is asked for at night, once', async () => {
    const id = await store(await makePhoto(8, { width: 160 }));
    const asked = async () =>
      (await river.db.read.find(InboxEvent, { type: 'look' })).map(({ payload }) => payload);
    expect(await checkUnchecked(deps, NOW)).toBe(1);
    await checkUnchecked(deps, NOW);
    expect(await asked()).toEqual([{ photoId: id }]);
    await checkPhoto(deps, id);
    expect(await checkUnchecked(deps, NOW)).toBe(0);
  });

  test('with nothing on it is like no other', async () => {
    const black = (shade: string) =>
      sharp({ create: { width: 200, height: 150, channels: 3, background: shade } })
        .png()
        .toBuffer();
    for (const shade of ['#000000', '#010101']) await checkPhoto(deps, await store(await black(shade)));
    expect(await pairs()).toEqual([]);
    expect(await checks()).toMatchObject([{ coarse: null }, { coarse: null }]);
  });
});

import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Photo } from '../../entities';
import { countOf, until } from '../e2e/badDays';
import { County, PNG } from '../e2e/county';

describe('an evidence folder that takes nothing more', () => {
  let county: County;
  beforeAll(async () => {
    county = await County.start();
  }, 60_000);
  afterAll(() => county.stop());

  it('loses no photo and holds up no press: what was sent meanwhile is stored when it takes files again', async () => {
    const { db } = county.app.deps;
    const media = join(county.dataDir, 'media');
    rmSync(media, { recursive: true, force: true });
    // A file stands where the folder should be: as on a full disk, nothing can be made there, not by root either.
    writeFileSync(media, '');
    const walker = await county.phone('龙兴镇第一村河长');
    const finder = await county.phone('龙兴镇第二村河长');
    await finder.press(await finder.card('巡河任务'), '发现问题');
    for (let n = 0; n < 3; n += 1) {
      await county.api('POST', `people/${finder.openId}/messages`, { type: 'image', base64: PNG });
    }
    await county.app.sandbox?.settled();
    await until('the photos', async () => (await countOf(db, 'photo')) === 3);
    expect((await walker.press(await walker.card('巡河任务'), '一切正常，提交')).toast?.type).toBe('success');
    expect((await fetch(`${county.app.address}/healthz`)).status).toBe(200);
    const states = async () => (await db.read.find(Photo)).map(({ state }) => state);
    expect(await states()).toEqual(['waiting', 'waiting', 'waiting']);

    rmSync(media);
    mkdirSync(media);
    await until('every photo', async () => (await states()).every((state) => state === 'stored'), 30_000);
    const [file] = await db.read.query<{ sha256: string }>('SELECT sha256 FROM media_file');
    const sha256 = String(file?.sha256);
    expect(existsSync(join(media, sha256.slice(0, 2), sha256))).toBe(true);
    expect(await county.app.feishu.inbox.parked()).toEqual([]);
  }, 90_000);
});

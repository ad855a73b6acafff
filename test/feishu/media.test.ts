import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { InboxEvent, MediaFile, Photo } from '../../entities';
import { silentLog } from '../../src/core/log';
import { type FeishuGateway, mediaPath, NO_LIMITS, storePicture } from '../../src/feishu';
import { Pictures, type Shrink } from '../../src/feishu/delivery/pictures';
import { imageType } from '../../src/feishu/imageType';
import { BACKENDS, openTestDatabase } from '../factories';
import { PNG, Stage } from './stage';

const RESOURCES = '/open-apis/im/v1/messages/';

describe.each(BACKENDS)('photos on %s', (backend) => {
  let stage: Stage;
  let senders = 0;
  beforeEach(async () => {
    stage = await Stage.open(backend);
    // As the domain does: a photo row for each picture of a message.
    stage.bot.onMessage = async ({ messageId, imageKeys, sentAt }) => {
      const rows = imageKeys.map((sourceKey) => ({
        messageId,
        sourceKey,
        personId: 1,
        state: 'waiting' as const,
        occurredAt: sentAt,
        recordedAt: stage.clock.now(),
      }));
      await stage.db.transaction((tx) => tx.insert(Photo, rows, { ignore: true }));
    };
  });
  afterEach(() => stage.close());

  const photos = () => stage.db.read.find(Photo, {}, { order: { id: 'ASC' } });
  const files = () => stage.db.read.find(MediaFile);
  const send = async (bytes = PNG) => {
    senders += 1;
    const chief = await stage.person(`1990000${1_000 + senders}`);
    await stage.control('POST', `people/${chief.openId}/messages`, {
      type: 'image',
      base64: bytes.toString('base64'),
    });
  };

  test('are fetched and stored under their SHA-256, and the domain is told', async () => {
    await send();
    await stage.feishu.inbox.settle();
    const sha256 = createHash('sha256').update(PNG).digest('hex');
    expect(await files()).toMatchObject([{ sha256, mime: 'image/png', bytes: PNG.length, imageKey: null }]);
    const [media] = await files();
    expect(await photos()).toMatchObject([{ state: 'stored', mediaId: media?.id, error: null }]);
    expect(readFileSync(mediaPath(stage.dataDir, sha256))).toEqual(PNG);
    expect(readdirSync(join(stage.dataDir, 'media', 'incoming'))).toEqual([]);
    const [photo] = await photos();
    expect(stage.bot.stored).toEqual([photo?.id]);
  });

  test('the same picture from two people is kept once', async () => {
    await send();
    await send();
    await stage.feishu.inbox.settle();
    expect(await files()).toHaveLength(1);
    expect((await photos()).map(({ state }) => state)).toEqual(['stored', 'stored']);
  });

  test('are fetched again when Feishu fails, and after a restart', async () => {
    await stage.fault({ kind: 'status', code: 500, match: { method: 'GET', path: RESOURCES } });
    await send();
    await stage.feishu.inbox.settle();
    expect(await photos()).toMatchObject([{ state: 'stored' }]);

    const left = { messageId: 'om_left', sourceKey: 'img_left', personId: 1, state: 'waiting' as const };
    const at = stage.clock.now();
    await stage.db.transaction((tx) => tx.insert(Photo, { ...left, occurredAt: at, recordedAt: at }));
    const restarted = stage.another();
    restarted.start();
    await restarted.media.fetchWaitingPhotos();
    await restarted.inbox.settle();
    await restarted.stop();
    expect((await photos())[1]).toMatchObject({ state: 'lost', error: expect.any(String) });
  });

  test('half stored when the process was killed are thrown away by the next start, and others stored', async () => {
    const incoming = join(stage.dataDir, 'media', 'incoming');
    mkdirSync(incoming, { recursive: true });
    writeFileSync(join(incoming, 'left-behind'), PNG.subarray(0, 20));
    const restarted = stage.another();
    restarted.start();
    await restarted.stop();
    expect(existsSync(join(incoming, 'left-behind'))).toBe(false);
    await send();
    await stage.feishu.inbox.settle();
    expect(await photos()).toMatchObject([{ state: 'stored' }]);
  });

  test('a recalled one is lost, with the reason', async () => {
    const body = { code: 230110, msg: 'Action unavailable as the message has been deleted.' };
    await stage.fault({ kind: 'status', code: 400, match: { method: 'GET', path: RESOURCES }, body });
    await send();
    await stage.feishu.inbox.settle();
    expect(await photos()).toMatchObject([{ state: 'lost', error: '这条消息已被删除' }]);
    expect(await stage.db.read.find(InboxEvent, { type: 'photo' })).toMatchObject([{ state: 'done' }]);
    expect(stage.bot.stored).toHaveLength(1);
  });

  describe('for which there is no room for as long as eight tries take', () => {
    let machine: number;
    const inbox = () => stage.feishu.inbox;
    const gaveUp = async () => {
      for (let tries = 0; tries < 8; tries += 1) {
        await inbox().settle(0);
        machine += 1_000_000;
      }
    };
    beforeEach(async () => {
      machine = Date.now();
      await send();
      await inbox().settle(0);
      rmSync(join(stage.dataDir, 'media'), { recursive: true, force: true });
      writeFileSync(join(stage.dataDir, 'media'), '');
      await stage.db.transaction(async (tx) => {
        await tx.update(Photo, {}, { state: 'waiting', mediaId: null });
        const again = { state: 'new' as const, attempts: 0, nextAt: new Date(0), payload: { photoId: 1 } };
        await tx.update(InboxEvent, { type: 'photo' }, again);
      });
      stage.bot.stored.length = 0;
      await stage.feishu.stop();
      stage.feishu = stage.another(stage.url, { machine: () => new Date(machine) });
      await gaveUp();
    });

    test('wait on with the reason, which the domain is told, and are listed as given up', async () => {
      expect(await photos()).toMatchObject([{ state: 'waiting', error: '服务器暂时存不了照片' }]);
      expect(stage.bot.stored).toEqual([1]);
      expect(await inbox().parked()).toMatchObject([{ type: 'photo', attempts: 8 }]);
    });

    test.each<[string, () => Promise<unknown>]>([
      ['somebody asks for it', async () => inbox().retry(Number((await inbox().parked())[0]?.id))],
      [
        'the bot looks for what waits, as it does at its start',
        () => stage.feishu.media.fetchWaitingPhotos(),
      ],
    ])('are stored when there is room again and %s', async (_, look) => {
      rmSync(join(stage.dataDir, 'media'));
      await look();
      await inbox().settle();
      expect(await photos()).toMatchObject([{ state: 'stored', error: null }]);
      expect(stage.bot.stored).toEqual([1, 1]);
      expect(await inbox().parked()).toEqual([]);
    });
  });

  test('that Feishu does not give for a while wait on too', async () => {
    let machine = Date.now();
    stage.feishu = stage.another(stage.url, { machine: () => new Date(machine) });
    const at = stage.clock.now();
    const row = { messageId: 'om_1', sourceKey: 'img_1', personId: 1, state: 'waiting' as const };
    await stage.db.transaction((tx) => tx.insert(Photo, { ...row, occurredAt: at, recordedAt: at }));
    await stage.fault({ kind: 'status', code: 503, count: 8, match: { method: 'GET', path: RESOURCES } });
    await stage.feishu.media.fetchWaitingPhotos();
    for (let tries = 0; tries < 8; tries += 1) {
      await stage.feishu.inbox.settle(0);
      machine += 1_000_000;
    }
    expect(await photos()).toMatchObject([{ state: 'waiting', error: '飞书暂时出错' }]);
    expect(stage.bot.stored).toHaveLength(1);
  });

  test('what is no picture is not kept', async () => {
    const { gateway } = stage.feishu;
    gateway.download = async () => ({
      mime: 'image/png',
      bytes: (async function* () {
        yield Buffer.from('<html>not a picture</html>');
      })(),
    });
    await send();
    await stage.feishu.inbox.settle();
    expect(await photos()).toMatchObject([
      { state: 'lost', error: expect.stringContaining('不是能显示的图片') },
    ]);
    expect(await files()).toEqual([]);
  });

  test('the domain is told again when it failed to listen', async () => {
    let deaf = true;
    const { push } = stage.bot.stored;
    stage.bot.stored.push = (...ids) => {
      if (deaf) {
        deaf = false;
        throw new Error('database is away');
      }
      return push.apply(stage.bot.stored, ids);
    };
    await send();
    await stage.feishu.inbox.settle();
    expect(stage.bot.stored).toHaveLength(1);
  });
});

describe('a picture larger than Feishu takes', () => {
  const bytes = Buffer.concat([PNG, Buffer.alloc(10 * 1024 * 1024)]);
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  async function upload(shrink: Shrink) {
    const dataDir = mkdtempSync(join(tmpdir(), 'large-'));
    folders.push(dataDir);
    const { sha256 } = await storePicture(dataDir, Readable.from([bytes]));
    const db = await openTestDatabase();
    try {
      const media = { sha256, mime: 'image/png', bytes: bytes.length, storedAt: new Date() };
      const { firstId: id } = await db.transaction((tx) => tx.insert(MediaFile, media));
      const sizes: number[] = [];
      const uploadImage = async (file: string) => {
        sizes.push(readFileSync(file).length);
        return 'img_v3_small';
      };
      const gateway = { uploadImage } as unknown as FeishuGateway;
      await new Pictures({ db, gateway, dataDir, log: silentLog(), limits: NO_LIMITS, shrink }).upload([id]);
      const left = readdirSync(join(dataDir, 'media', 'incoming'));
      return { sizes, left, key: (await db.read.findOne(MediaFile, { id }))?.imageKey };
    } finally {
      await db.drop();
    }
  }

  test('is shown by a smaller copy, which is not kept', async () => {
    const shrink: Shrink = async (_file, out) => writeFileSync(out, PNG);
    expect(await upload(shrink)).toEqual({ sizes: [PNG.length], left: [], key: 'img_v3_small' });
  });

  test('of which no copy can be made is left to Feishu to refuse', async () => {
    const shrink: Shrink = async () => {
      throw new Error('cannot be decoded');
    };
    expect(await upload(shrink)).toMatchObject({ sizes: [bytes.length], left: [] });
  });
});

test.each([
  ['image/png', PNG],
  ['image/jpeg', Buffer.from('ffd8ffe000104a46', 'hex')],
  ['image/gif', Buffer.from('GIF89a…')],
  ['image/heic', Buffer.from('\0\0\0\x18ftypheic', 'latin1')],
  ['image/webp', Buffer.from('RIFF\x10\0\0\0WEBPVP8 ')],
  [null, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  [null, Buffer.from('RIFF\x10\0\0\0WAVE')],
  [null, Buffer.alloc(0)],
])('first bytes tell %s', (mime, bytes) => {
  expect(imageType(bytes)).toBe(mime);
});

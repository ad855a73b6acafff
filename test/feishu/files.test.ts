import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CardMessage, Delivery } from '../../entities';
import { BACKENDS, testSecrets } from '../factories';
import { SEND, Stage } from './stage';

const FILES = '/open-apis/im/v1/files';
const LEDGER = { kind: 'ledgerFile', subject: { type: 'person', id: 7 } } as const;

describe.each(BACKENDS)('files on their way out, on %s', (backend) => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.open(backend);
  });
  afterEach(() => stage.close());

  const deliver = () => stage.feishu.delivery.deliver();
  const files = async (openId: string) =>
    (await stage.phone(openId)).filter(({ msg_type }) => msg_type === 'file').map(({ content }) => content);

  test('are written when they go out, uploaded, and sent as a message', async () => {
    const clerk = await stage.person('19900000001');
    await stage.ask(clerk.id, LEDGER);
    expect(await deliver()).toEqual({ sent: 1, deferred: 0, refused: 0, dropped: 0 });
    expect(await files(clerk.openId)).toMatchObject([{ file_name: '台账7.xlsx' }]);
    expect(await stage.calls('POST', FILES)).toMatchObject([{ status: 200 }]);
    expect(await stage.db.read.find(Delivery)).toMatchObject([{ state: 'sent', kind: 'ledgerFile' }]);
  });

  test('arrive once when the answer is lost: the same uuid, a fresh upload', async () => {
    const clerk = await stage.person('19900000001');
    await stage.fault({ kind: 'lose-answer', match: { path: SEND }, count: 1 });
    await stage.ask(clerk.id, LEDGER);
    expect(await deliver()).toMatchObject({ sent: 1, refused: 0 });
    expect(await stage.calls('POST', FILES)).toHaveLength(2);
    expect(await files(clerk.openId)).toHaveLength(1);
  });

  test('are tried again when the upload fails, and the message is sent only then', async () => {
    const clerk = await stage.person('19900000001');
    await stage.fault({ kind: 'status', code: 503, match: { path: FILES }, count: 1 });
    await stage.ask(clerk.id, LEDGER);
    expect(await deliver()).toMatchObject({ sent: 1, refused: 0 });
    expect(await stage.calls('POST', SEND)).toHaveLength(1);
    expect(await files(clerk.openId)).toHaveLength(1);
  });

  test('are no cards: one asked for again changes nothing about the first', async () => {
    const clerk = await stage.person('19900000001');
    await stage.ask(clerk.id, LEDGER);
    await deliver();
    await stage.ask(clerk.id, LEDGER);
    expect(await deliver()).toMatchObject({ sent: 1 });
    expect(await files(clerk.openId)).toHaveLength(2);
    expect(await stage.db.read.find(CardMessage)).toEqual([]);
    expect(await stage.calls('PATCH', SEND)).toEqual([]);
  });

  test('that their recipient may no longer have are not sent', async () => {
    const clerk = await stage.person('19900000001');
    stage.bot.write = async () => null;
    await stage.ask(clerk.id, LEDGER);
    expect(await deliver()).toMatchObject({ sent: 0, dropped: 1 });
    expect(await stage.calls('POST', FILES)).toEqual([]);
  });
});

describe('files on their way in', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.open();
  });
  afterEach(() => stage.close());

  /** What the bot was told of a file that somebody sent. */
  async function sent(name: string, content: Buffer) {
    const clerk = await stage.person('19900000001');
    await stage.control('POST', `people/${clerk.openId}/messages`, {
      type: 'file',
      name,
      base64: content.toString('base64'),
    });
    await stage.sandbox.settled();
    await stage.feishu.settle();
    const [message] = stage.bot.messages;
    return { id: 3, messageId: String(message?.messageId), fileKey: String(message?.file?.key), message };
  }

  test('are told with their name, and their bytes are had and kept sealed until they are forgotten', async () => {
    const content = Buffer.from('手机号 19900000001');
    const source = await sent('花名册.xlsx', content);
    expect(source.message).toMatchObject({ text: null, imageKeys: [], file: { name: '花名册.xlsx' } });
    expect(await stage.feishu.uploads.fetch(source, 1_000)).toEqual({ bytes: content });
    const kept = readFileSync(join(stage.dataDir, 'uploads', '3'), 'latin1');
    expect(kept).not.toContain('19900000001');
    expect(testSecrets.decrypt(kept)).toBe(content.toString('base64'));
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(await stage.feishu.uploads.read(3, sha256)).toEqual(content);
    await expect(stage.feishu.uploads.read(3, 'a'.repeat(64))).rejects.toThrow('was changed');
    await stage.feishu.uploads.forget(3);
    expect(readdirSync(join(stage.dataDir, 'uploads'))).toEqual([]);
  });

  test('are not read further than what is wanted of them', async () => {
    const source = await sent('大.xlsx', Buffer.alloc(3 * 1024 * 1024));
    const fetched = await stage.feishu.uploads.fetch(source, 1_000);
    const { length } = 'bytes' in fetched ? fetched.bytes : Buffer.alloc(0);
    expect(length).toBeGreaterThan(1_000);
    expect(length).toBeLessThan(1024 * 1024);
  });

  test('that were taken back are said to be lost', async () => {
    const source = await sent('花名册.xlsx', Buffer.from('PK'));
    const gone = { code: 230110, msg: 'deleted' };
    await stage.fault({
      kind: 'status',
      code: 400,
      match: { path: '/open-apis/im/v1/messages/' },
      body: gone,
    });
    expect(await stage.feishu.uploads.fetch(source, 1_000)).toEqual({ lost: '这条消息已被删除' });
  });

  test('an entry of the menu is handed on once', async () => {
    const clerk = await stage.person('19900000001');
    await stage.control('POST', `people/${clerk.openId}/menu`, { event_key: 'tasks' });
    await stage.sandbox.settled();
    await stage.feishu.settle();
    expect(stage.bot.chosen).toMatchObject([{ openId: clerk.openId, key: 'tasks' }]);
  });
});

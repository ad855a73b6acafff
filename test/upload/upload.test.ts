import {
  AuditEntry,
  InboxEvent,
  OutboxMessage,
  Outfall,
  Patrol,
  type Person,
  PersonRole,
  Problem,
  Upload,
} from '../../entities';
import { uploadActions } from '../../src/bot/actions/upload';
import { Conversation } from '../../src/bot/conversation';
import { Files } from '../../src/bot/files';
import { importPreview } from '../../src/bot/presenters/importPreview';
import { uploadWork } from '../../src/bot/uploadWork';
import { Fault } from '../../src/core/errors';
import { readSheets, writeBook } from '../../src/core/workbook';
import { COMPLAINT_BOOK } from '../../src/problem';
import {
  checkUpload,
  expireUploads,
  giveUpCheck,
  giveUpImport,
  importUpload,
  type UploadDeps,
} from '../../src/upload';
import { BACKENDS, buildPerson, testSecrets } from '../factories';
import { paperBook } from '../fixtures/paperBook';
import { sheet } from '../fixtures/sheets';
import { ledgerBook, rosterBook, soundOutfall, soundRoster } from '../fixtures/workbooks';
import { Shown } from '../problem/pressing';
import { buildTask, eachRiver, NOW, type River, sendAll, waiting } from '../river';

const outfall = (different = {}) => soundOutfall({ 河段编号: 'FH-01', ...different });

describe.each(BACKENDS)('a workbook sent in the chat (%s)', (backend) => {
  let river: River;
  let bytes: Map<number, Buffer>;
  let sent: Buffer;
  let followed: number;
  eachRiver(backend, (fresh) => {
    river = fresh;
    bytes = new Map();
    followed = 0;
  });

  const deps = (): UploadDeps => ({
    ...river.deps,
    secrets: testSecrets,
    readSheets,
    bytes: {
      fetch: async ({ id }) => {
        bytes.set(id, sent);
        return { bytes: sent };
      },
      read: async (id) => bytes.get(id) as Buffer,
      forget: async (id) => {
        bytes.delete(id);
      },
    },
    imported: async () => {
      followed += 1;
    },
  });

  let messages = 0;
  async function sends(person: Person, name: string, messageId?: string): Promise<string> {
    messages += 1;
    const said: string[] = [];
    await new Conversation(river.deps, async ({ text }) => said.push(text)).message({
      messageId: messageId ?? `om_file_${messages}`,
      chatId: 'oc_1',
      chatType: 'p2p',
      openId: String(person.openId),
      sentAt: NOW,
      text: null,
      imageKeys: [],
      place: null,
      file: { key: 'file_1', name },
    });
    return said.join();
  }
  const newest = async () => (await river.db.read.find(Upload)).at(-1) as Upload;

  /** From the message to the preview on the phone. */
  async function previewOf(content: Buffer, name = '台账.xlsx'): Promise<Upload> {
    sent = content;
    await sends(river.office, name);
    await checkUpload(deps(), (await newest()).id);
    return newest();
  }
  async function sees(upload: Upload, recipient: Person = river.office): Promise<Shown> {
    const request = { subject: { type: 'upload', id: upload.id }, recipient, snapshot: null, at: NOW };
    const rendered = await importPreview(river.deps, river.db.read, request);
    return new Shown(rendered?.card ?? {}, []);
  }
  async function presses(label: string, shown: Shown, person: Person = river.office): Promise<string> {
    const value = shown.value(label);
    const action = uploadActions.find(({ name }) => name === value.action);
    try {
      const outcome = await river.db.transaction(async (tx) => {
        const roles = (await tx.find(PersonRole, { personId: person.id })).map(({ role }) => role);
        const ctx = { deps: river.deps, tx, person, roles, at: NOW, messageId: 'om_x' };
        return action?.begin(ctx, { value })(ctx);
      });
      return outcome?.toast?.content ?? '';
    } catch (error) {
      if (error instanceof Fault) return error.code;
      throw error;
    }
  }
  /** How many workbooks' bytes are left when the inbox has done its work. */
  async function kept(): Promise<number> {
    const forget = await river.db.read.find(InboxEvent, { type: 'forget' });
    for (const { payload } of forget) await uploadWork(deps()).forget.run(payload);
    return bytes.size;
  }
  const outfalls = async () => (await river.db.read.find(Outfall)).map(({ name }) => name);
  const written = (code: string) => river.db.read.find(AuditEntry, { action: code });

  it('says what would change, and nothing is written before 确认导入', async () => {
    const upload = await previewOf(await ledgerBook([outfall()]));
    expect(await waiting(river.db)).toEqual([`importPreview→${river.office.id}`]);
    const shown = await sees(upload);
    expect(shown.words).toContain('新增 **1**');
    expect(shown.words).toContain('台账.xlsx');
    expect(shown.buttons).toEqual(['确认导入', '取消']);
    expect(await outfalls()).toEqual([river.outfall.name]);
  });

  it('is imported once by 确认导入, and the card says who did it and when', async () => {
    const upload = await previewOf(await ledgerBook([outfall()]));
    expect(await presses('确认导入', await sees(upload))).toBe('正在导入');
    expect((await sees(await newest())).words).toContain('正在导入');
    await importUpload(deps(), upload.id);
    expect(await outfalls()).toHaveLength(2);
    const shown = await sees(await newest());
    expect(shown.words).toContain('县水利局县河长办主任11月25日9时10分确认导入');
    expect(shown.words).toContain('新增 **1**');
    expect(shown.buttons).toEqual([]);
    expect(followed).toBe(1);
    expect(await kept()).toBe(0);
  });

  it('that nobody decided on for five days is void, says so, and its bytes are forgotten', async () => {
    const faulty = await previewOf(await ledgerBook([outfall({ 经度: 'x' })]));
    const upload = await previewOf(await ledgerBook([outfall()]));
    expect([faulty.state, upload.state]).toEqual(['faults', 'preview']);
    const daysOn = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
    expect(await expireUploads(river.deps, daysOn(4))).toBe(0);
    const shown = await sees(upload);
    expect(await expireUploads(river.deps, daysOn(6))).toBe(2);
    expect(await expireUploads(river.deps, daysOn(6))).toBe(0);
    const gone = await sees(upload);
    expect(gone.words).toContain('已作废，没有导入');
    expect(gone.buttons).toEqual([]);
    expect(await presses('确认导入', shown)).toBe('press.stale');
    expect(await kept()).toBe(0);
  });

  it('is imported once however often 确认导入 is pressed and carried out', async () => {
    const upload = await previewOf(await ledgerBook([outfall()]));
    const shown = await sees(upload);
    expect([await presses('确认导入', shown), await presses('确认导入', shown)]).toEqual([
      '正在导入',
      'press.stale',
    ]);
    expect(await river.db.read.find(InboxEvent, { type: 'import' })).toHaveLength(1);
    await Promise.allSettled([importUpload(deps(), upload.id), importUpload(deps(), upload.id)]);
    await importUpload(deps(), upload.id);
    expect(await outfalls()).toHaveLength(2);
    expect(await written('upload.imported')).toHaveLength(1);
    expect(await written('ledger.imported')).toHaveLength(1);
    expect((await newest()).report).toMatchObject({ created: 1, updated: 0 });
  });

  it('is followed up by the next process when one dies right after the import', async () => {
    const upload = await previewOf(await ledgerBook([outfall()]));
    await presses('确认导入', await sees(upload));
    const dying = { ...deps(), imported: () => Promise.reject(new Error('killed')) };
    await expect(importUpload(dying, upload.id)).rejects.toThrow('killed');
    await importUpload(deps(), upload.id);
    expect(followed).toBe(1);
    expect((await newest()).report).toMatchObject({ created: 1 });
    expect(await written('ledger.imported')).toHaveLength(1);
  });

  it('is not imported with another result than the preview showed: that is shown again', async () => {
    const upload = await previewOf(await ledgerBook([outfall({ 备注: '新备注' })]));
    await presses('确认导入', await sees(upload));
    const { reach, town } = river;
    await river.db.transaction((tx) =>
      tx.update(
        Outfall,
        { id: river.outfall.id },
        { name: String(outfall().名称), reachId: reach.id, townId: town.id },
      ),
    );
    await importUpload(deps(), upload.id);
    expect((await river.db.read.findOne(Outfall, { id: river.outfall.id }))?.note).toBeNull();
    const shown = await sees(await newest());
    expect(shown.words).toContain('又变了，没有导入');
    expect(shown.words).toContain('修改 **1**');
    expect(await presses('确认导入', shown)).toBe('正在导入');
    await importUpload(deps(), upload.id);
    expect((await river.db.read.findOne(Outfall, { id: river.outfall.id }))?.note).toBe('新备注');
  });

  it('is imported from the bytes that were checked: others are refused', async () => {
    const upload = await previewOf(await ledgerBook([outfall()]));
    await presses('确认导入', await sees(upload));
    expect(upload.sha256).toMatch(/^[0-9a-f]{64}$/);
    const other: UploadDeps = {
      ...deps(),
      bytes: {
        ...deps().bytes,
        read: async (_id, sha256) => {
          throw new Error(`not ${sha256}`);
        },
      },
    };
    await expect(importUpload(other, upload.id)).rejects.toThrow(`not ${upload.sha256}`);
    expect(await outfalls()).toHaveLength(1);
  });

  it('is dropped by 取消, which the card says', async () => {
    const upload = await previewOf(await ledgerBook([outfall()]));
    expect(await presses('取消', await sees(upload))).toBe('已取消，没有导入');
    await importUpload(deps(), upload.id);
    expect(await outfalls()).toHaveLength(1);
    expect(await kept()).toBe(0);
    expect((await sees(await newest())).words).toContain('县水利局县河长办主任11月25日9时10分取消');
  });

  it('is only its sender’s to decide on, and only while they may import', async () => {
    const clerk = await buildPerson(river.db, { unitId: river.office.unitId, roles: ['县河长办'] });
    const shown = await sees(await previewOf(await ledgerBook([outfall()])));
    expect(await presses('确认导入', shown, clerk)).toBe('press.notYours');
    expect((await sees(await newest(), clerk)).buttons).toEqual([]);
    await river.db.transaction((tx) => tx.remove(PersonRole, { personId: river.office.id }));
    expect(await presses('确认导入', shown)).toBe('press.notYours');
    expect(await outfalls()).toHaveLength(1);
  });

  it('with faults is shown them by sheet, row and column, and cannot be imported', async () => {
    const upload = await previewOf(
      await ledgerBook([outfall({ 所属镇: '没有的镇' }), outfall({ 经度: 35.6 })]),
    );
    const shown = await sees(upload);
    expect(shown.words).toContain('台账 第2行 所属镇');
    expect(shown.words).toContain('没有的镇');
    expect(shown.words).toContain('一行也没有写入');
    expect(shown.buttons).toEqual([]);
  });

  it('with many faults gets all of them as a workbook', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => outfall({ 名称: `排口${n}`, 所属镇: '没有的镇' }));
    const upload = await previewOf(await ledgerBook(rows), '我的台账.xlsx');
    const { office } = river;
    expect(await waiting(river.db)).toEqual([`importPreview→${office.id}`, `faultsFile→${office.id}`]);
    expect((await sees(upload)).words).toContain('还有30处');
    const files = new Files({ ...river.deps, ...deps() });
    const request = { kind: 'faultsFile' as const, subject: { type: 'upload', id: upload.id } };
    const ask = (recipient: Person) =>
      files.write(river.db.read, { ...request, recipient, snapshot: null, at: NOW });
    const list = await ask(office);
    expect(list?.name).toBe('检查结果-我的台账.xlsx');
    const [sheet] = await readSheets(list?.bytes ?? Buffer.alloc(0));
    const [, first] = sheet?.rows ?? [];
    expect(first?.slice(0, 4)).toEqual(['要改', '台账', 2, '所属镇']);
    expect(sheet?.rows.filter(([must]) => must === '要改')).toHaveLength(40);
    expect(await ask(river.chief)).toBeNull();
  });

  it('that changes nothing says so and asks nothing', async () => {
    const content = await ledgerBook([outfall()]);
    const first = await previewOf(content);
    await presses('确认导入', await sees(first));
    await importUpload(deps(), first.id);
    const shown = await sees(await previewOf(content));
    expect(shown.words).toContain('和系统里的一样');
    expect(shown.buttons).toEqual([]);
  });

  it.each([
    ['no workbook at all', async () => Buffer.from('hello'), '这不是 Excel 工作簿'],
    ['larger than the importer takes', async () => Buffer.alloc(21 * 1024 * 1024), '文件超过 20 MB'],
    ['of sheets that we do not know', async () => ledgerBookNamed('排查'), '没认出这是哪张表'],
  ])('%s is refused in one sentence', async (_what, make, why) => {
    const upload = await previewOf(await make());
    expect(upload.state).toBe('unreadable');
    expect((await sees(upload)).words).toContain(why);
  });

  it('is known by its headings where its sheet has another name, and told how the sheet must be called', async () => {
    const row = outfall();
    const upload = await previewOf(
      await writeBook([
        {
          name: 'Sheet1',
          columns: Object.keys(row).map((heading) => ({ heading })),
          rows: [Object.values(row) as string[]],
        },
      ]),
    );
    expect(upload).toMatchObject({ kind: 'ledger', state: 'faults' });
    expect((await sees(upload)).words).toContain('缺少工作表“台账”');
  });

  it('may be a 花名册, whose people are then looked for', async () => {
    const upload = await previewOf(await rosterBook(soundRoster()), '花名册.xlsx');
    expect(upload).toMatchObject({ kind: 'roster', state: 'preview' });
    await presses('确认导入', await sees(upload));
    await importUpload(deps(), upload.id);
    expect((await newest()).state).toBe('imported');
    expect(followed).toBe(1);
  });

  it('may be paper patrols, from 县河长办 alone', async () => {
    await buildTask(river);
    const rows = [
      { 河段编号: 'FH-01', 级别: '村级', 巡河人: '第一村河长', 巡河日期: '2026-11-24', 结果: '正常' },
    ];
    const upload = await previewOf(await paperBook(rows), '巡河记录.xlsx');
    expect(upload).toMatchObject({ kind: 'patrols', state: 'preview' });
    expect((await sees(upload)).words).toContain('巡河记录');
    await presses('确认导入', await sees(upload));
    await importUpload(deps(), upload.id);
    expect(await river.db.read.find(Patrol)).toMatchObject([
      { channel: 'paper', personId: river.chief.id, enteredById: river.office.id },
    ]);
    const bureau = await buildPerson(river.db, { unitId: river.office.unitId, roles: ['分局'] });
    await sends(bureau, '巡河记录.xlsx');
    await checkUpload(deps(), (await newest()).id);
    expect(await newest()).toMatchObject({ state: 'unreadable', why: expect.stringContaining('县河长办') });
  });

  it('may be complaints, from 县河长办 alone; no phone is on the preview', async () => {
    const row = {
      投诉日期: '2026-11-24',
      河段编号: 'FH-01',
      具体位置: '桥下50米',
      问题类别: '河岸',
      严重程度: '一般',
      投诉内容: '岸边堆垃圾',
      投诉人电话: '19900012345',
    };
    const book = await writeBook([sheet(COMPLAINT_BOOK.complaints, [row])]);
    const upload = await previewOf(book, '投诉.xlsx');
    expect(upload).toMatchObject({ kind: 'complaints', state: 'preview' });
    const preview = await sees(upload);
    expect(preview.words).toContain('投诉');
    expect(preview.words).not.toContain('12345');
    await presses('确认导入', preview);
    await importUpload(deps(), upload.id);
    expect(await river.db.read.find(Problem)).toMatchObject([
      { source: 'complaint', state: 'assigned', finderId: river.office.id },
    ]);
    const bureau = await buildPerson(river.db, { unitId: river.office.unitId, roles: ['分局'] });
    await sends(bureau, '投诉.xlsx');
    await checkUpload(deps(), (await newest()).id);
    expect(await newest()).toMatchObject({
      state: 'unreadable',
      why: expect.stringContaining('投诉人的电话'),
    });
  });

  it('is not taken from anybody else, who is told who may', async () => {
    expect(await sends(river.chief, '台账.xlsx')).toContain('导入表格由县河长办、分局来发');
    expect(await sends(river.liaison, '台账.xlsx')).toContain('没有收');
    expect(await river.db.read.find(Upload)).toEqual([]);
  });

  it('that gives out roles is taken from 县河长办 alone', async () => {
    const bureau = await buildPerson(river.db, { unitId: river.office.unitId, roles: ['分局'] });
    sent = await rosterBook(soundRoster());
    await sends(bureau, '花名册.xlsx');
    await checkUpload(deps(), (await newest()).id);
    expect(await newest()).toMatchObject({ state: 'unreadable', why: expect.stringContaining('县河长办') });
    expect(await kept()).toBe(0);
  });

  it('is taken from the 分局 too', async () => {
    const bureau = await buildPerson(river.db, { unitId: river.office.unitId, roles: ['分局'] });
    expect(await sends(bureau, '台账.xlsx')).toContain('正在检查');
  });

  it.each([
    ['报告.pdf', '这种文件我看不了'],
    ['台账.xls', '另存为 .xlsx'],
    ['<at user_id="all">.zip', '＜at user_id="all"＞'],
  ])('%s is refused politely, with what can be sent', async (name, words) => {
    const said = await sends(river.office, name);
    expect(said).toContain(words);
    expect(said).toContain('花名册、入河排污口台账、巡河记录、投诉、监测结果、排查线索和区划');
    expect(await river.db.read.find(Upload)).toEqual([]);
  });

  it('that comes twice as one message is taken once', async () => {
    await sends(river.office, '台账.xlsx', 'om_same');
    await sends(river.office, '台账.xlsx', 'om_same');
    expect(await river.db.read.find(Upload)).toHaveLength(1);
    expect(await river.db.read.find(InboxEvent, { type: 'upload' })).toHaveLength(1);
  });

  it('that cannot be fetched or imported in the end is told as such', async () => {
    sent = await ledgerBook([outfall()]);
    await sends(river.office, '台账.xlsx');
    await giveUpCheck(deps(), (await newest()).id);
    expect((await sees(await newest())).words).toContain('请再发一次');
    const upload = await previewOf(sent);
    await presses('确认导入', await sees(upload));
    await sendAll(river.db);
    await giveUpImport(deps(), upload.id);
    expect((await sees(await newest())).words).toContain('一行也没有写入');
    expect(await river.db.read.find(OutboxMessage)).toEqual([]);
  });
});

/** A ledger whose sheet and headings are nobody's. */
async function ledgerBookNamed(name: string): Promise<Buffer> {
  return writeBook([{ name, columns: [{ heading: '甲' }, { heading: '乙' }], rows: [['1', '2']] }]);
}

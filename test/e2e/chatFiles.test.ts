import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Outfall, Upload } from '../../entities';
import { exportLedger, importLedger } from '../../src/ledger';
import { sampleLedger } from '../fixtures/workbooks';
import { until } from './badDays';
import { ChildBot, cliJson } from './child';
import { buttons, County, type Phone, type ShownMessage, textOf } from './county';

/** A county in which somebody changed what the sample's ledger says, so that importing it anew changes it back. */
async function changed(county: County): Promise<Outfall> {
  const { db } = county.app.deps;
  const [outfall] = await db.read.find(Outfall, {}, { order: { id: 'ASC' }, limit: 1 });
  if (!outfall) throw new Error('no outfall');
  await db.transaction((tx) => tx.update(Outfall, { id: outfall.id }, { tracing: '未溯源' }));
  return outfall;
}

const file = { type: 'file', name: '台账.xlsx', base64: sampleLedger().toString('base64') };

describe('workbooks in the chat', () => {
  let county: County;
  let office: Phone;
  beforeAll(async () => {
    county = await County.start();
    office = await county.phone('县河长办专干');
  }, 60_000);
  afterAll(() => county.stop());

  const files = async (phone: Phone): Promise<(ShownMessage & { content: { file_key?: string } })[]> =>
    (await phone.messages()).filter(({ msg_type, from }) => msg_type === 'file' && from === 'bot') as never;
  async function download(message: { content: { file_key?: string } } | undefined): Promise<Buffer> {
    const answer = await fetch(`${county.app.address}/sandbox/api/files/${message?.content.file_key}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  it('become a preview, and 确认导入 brings them in once', async () => {
    const { db } = county.app.deps;
    const outfall = await changed(county);
    await office.say(file);
    const preview = await office.card('导入预览');
    expect(textOf(preview.content)).toContain('修改 **1**');
    const [first] = await Promise.all([office.press(preview, '确认导入'), office.press(preview, '确认导入')]);
    expect(first.error).toBeNull();
    await county.settle();
    const done = await office.card('导入预览');
    expect(buttons(done.content)).toEqual([]);
    expect(textOf(done.content)).toContain('已导入');
    expect((await db.read.findOne(Outfall, { id: outfall.id }))?.tracing).toBe(outfall.tracing);
    expect((await db.read.find(Upload)).map(({ state }) => state)).toEqual(['imported']);
  });

  it('come back when they are asked for: 台账, as it is now', async () => {
    const { db } = county.app.deps;
    await office.say({ type: 'text', text: '台账' });
    const bytes = await download((await files(office)).at(-1));
    const { policies, clock } = county.app.deps;
    const at = clock.now();
    const written = { policy: policies.current, at, writtenFor: '县河长办专干' };
    expect(bytes.equals(await exportLedger(db.read, written))).toBe(true);
    const report = await importLedger({ db }, bytes, { dryRun: true, actor: 'test', at });
    expect(report).toMatchObject({ created: 0, updated: 0, errors: [] });
  });

  it('come back from the menu too, to a town its own', async () => {
    const town = await county.phone('龙兴镇联络员');
    await county.api('POST', `people/${town.openId}/menu`, { event_key: 'ledger' });
    await county.settle();
    expect(await files(town)).toMatchObject([
      { content: { file_name: expect.stringContaining('入河排污口台账-龙兴镇-') } },
    ]);
  });
});

describe('the import of a workbook', () => {
  it('outlives kill -9 right after 确认导入, and is done once', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'chat-kill-'));
    const bots: ChildBot[] = [];
    const start = () => {
      const bot = ChildBot.start(dataDir);
      bots.push(bot);
      return bot;
    };
    try {
      const county = await County.start({}, dataDir);
      const office = await county.phone('县河长办专干');
      await changed(county);
      await office.say(file);
      const preview = await office.card('导入预览');
      await county.app.stop();

      const button = buttons(preview.content).find(({ text }) => text?.content === '确认导入');
      const press = { message_id: preview.message_id, name: button?.name };
      const killed = start();
      await killed.ready;
      await killed.api('POST', `people/${office.openId}/actions`, press);
      await killed.kill();

      const next = start();
      await next.ready;
      const shown = async () => {
        const messages = await next.api<ShownMessage[]>('GET', `people/${office.openId}/messages`);
        return textOf(messages.find(({ message_id }) => message_id === preview.message_id)?.content ?? {});
      };
      await until('the result of the import', async () => (await shown()).includes('已导入'));
      await next.stop();
      const again = await County.start({}, dataDir);
      const { db } = again.app.deps;
      const audits = await db.read.query(
        `SELECT id FROM audit_entry WHERE action IN ('ledger.imported', 'upload.imported') AND actor <> 'trial'`,
      );
      expect(audits).toHaveLength(2);
      expect(await db.read.find(Upload)).toMatchObject([{ state: 'imported', report: { updated: 1 } }]);
      await again.app.stop();
    } finally {
      await Promise.all(bots.map((bot) => bot.kill()));
      rmSync(dataDir, { recursive: true, force: true });
    }
  }, 120_000);
});

describe('export on the command line', () => {
  it('writes what importing again leaves as it is', async () => {
    const county = await County.start();
    const dir = mkdtempSync(join(tmpdir(), 'export-'));
    try {
      await county.app.stop();
      for (const kind of ['roster', 'ledger']) {
        const out = join(dir, `${kind}.xlsx`);
        expect(await cliJson(county.dataDir, ['export', kind, out])).toEqual({
          code: 0,
          data: { file: out },
        });
        const report = await cliJson(county.dataDir, ['import', kind, out]);
        expect(report).toMatchObject({ code: 0, data: { created: 0, updated: 0, errors: [] } });
      }
      const out = join(dir, 'assessment.xlsx');
      const none = await cliJson<{ error: { message: string } }>(county.dataDir, [
        'export',
        'assessment',
        out,
      ]);
      expect([none.code, none.data.error.message]).toEqual([1, expect.stringContaining('还没有考核结果')]);
      await cliJson(county.dataDir, ['assess', '--period', '2026-11']);
      expect(await cliJson(county.dataDir, ['export', 'assessment', out])).toMatchObject({ code: 0 });
      const nothing = await cliJson<{ error: { message: string } }>(county.dataDir, ['export', 'maps', out]);
      expect([nothing.code, nothing.data.error.message]).toEqual([
        1,
        expect.stringMatching(/^不认识“maps”，能导出的有：roster、ledger、.+、photos$/),
      ]);
    } finally {
      rmSync(dir, { recursive: true, force: true });
      rmSync(county.dataDir, { recursive: true, force: true });
    }
  }, 180_000);
});

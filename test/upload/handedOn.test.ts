import type { Workbook } from 'exceljs';
import { AuditEntry, EnforcementCase, type FileKind, type Person, SurveyLead } from '../../entities';
import { Conversation } from '../../src/bot/conversation';
import { Files } from '../../src/bot/files';
import { importLeads } from '../../src/survey';
import { BACKENDS, buildOutfall, buildPerson, buildReach, buildUnit, testSecrets } from '../factories';
import { buildProblem, eachRiver, NOW, type River, waiting } from '../river';

const DAY = new Date('2026-12-31T00:00:00Z');

describe.each(BACKENDS)('files to hand on (%s)', (backend) => {
  let river: River;
  let bureau: Person;
  eachRiver(backend, async (given) => {
    river = given;
    const unit = await buildUnit(river.db, {
      name: '市生态环境局新绛分局',
      type: '县直部门',
      divisionCode: null,
    });
    bureau = await buildPerson(river.db, { unitId: unit.id, name: '王科长', roles: ['分局'] });
  });

  const bytesOf = async (kind: FileKind, recipient = bureau) =>
    (
      await new Files({
        ...river.deps,
        secrets: testSecrets,
        readSheets: async () => [],
        bytes: {
          fetch: async () => ({ lost: '' }),
          read: async () => Buffer.alloc(0),
          forget: async () => undefined,
        },
      }).write(river.db.read, {
        kind,
        subject: { type: 'person', id: recipient.id },
        recipient,
        snapshot: null,
        at: NOW,
      })
    )?.bytes ?? null;

  async function bookOf(kind: FileKind): Promise<Workbook> {
    const bytes = await bytesOf(kind);
    const { default: excel } = await import('exceljs');
    const book = new excel.Workbook();
    await book.xlsx.load(bytes as never);
    return book;
  }

  /** A sheet's rows by their headings. */
  function rowsOf(book: Workbook, name: string): Record<string, unknown>[] {
    const sheet = book.getWorksheet(name);
    if (!sheet) throw new Error(`no sheet ${name}`);
    expect(sheet.views).toMatchObject([{ state: 'frozen', ySplit: 1 }]);
    // Rows and cells are counted from one.
    const [, [, ...headings] = [], ...rows] = sheet.getSheetValues() as unknown[][];
    return rows.map((row) => Object.fromEntries(headings.map((heading, n) => [heading, row[n + 1]])));
  }

  const notesOf = (book: Workbook) => JSON.stringify(rowsOf(book, '说明'));

  test('clause （六）: 项目打包清单 has the government’s kept outfalls by town, and what each still lacks', async () => {
    const { db, town, reach } = river;
    const other = await buildUnit(db, { name: '三泉镇' });
    const there = await buildReach(db, { townId: other.id });
    const kept = { townId: town.id, reachId: reach.id, retained: true, ownerType: '镇政府' };
    await buildOutfall(db, { ...kept, townId: other.id, reachId: there.id, name: '三泉镇桥东排口' });
    await buildOutfall(db, {
      ...kept,
      name: '=HYPERLINK("http://x")排口',
      remedyMeasure: '立标识牌',
      remedyDueDay: '2026-12-31',
      samplingPoint: '无',
      sign: '破损',
    });
    await buildOutfall(db, { ...kept, name: '企业的口', ownerType: '企业' });
    await buildOutfall(db, { ...kept, name: '不留的口', retained: false });
    await buildOutfall(db, { ...kept, name: '没溯源的口', tracing: '未溯源' });
    await buildOutfall(db, { ...kept, name: '按规范整治留的口', retained: null, remedyType: '规范整治' });
    const book = await bookOf('bundleFile');
    expect(rowsOf(book, '打包清单')).toMatchObject([
      {
        序号: 1,
        所属镇: '龙兴镇',
        // Text, which Excel shows and does not work out.
        名称: '=HYPERLINK("http://x")排口',
        整治措施: '立标识牌',
        整治期限: DAY,
        采样点: '无',
        标识牌: '破损',
        档案: '待补',
        还要建什么: '采样点、换标识牌',
      },
      { 名称: '按规范整治留的口', 为什么保留: '整治类型为规范整治' },
      { 序号: 3, 所属镇: '三泉镇', 责任主体: '三泉镇人民政府' },
    ]);
    expect(rowsOf(book, '按镇汇总')).toMatchObject([
      { 所属镇: '龙兴镇', 排污口: 2, 要建采样点: 1, 要建标识牌: 1, 要建档案: 0, 没定措施: 1 },
      { 所属镇: '三泉镇', 排污口: 1 },
    ]);
    expect(notesOf(book)).toMatch(/（六）.*共3个，截至2026-11-25.*给：王科长；规则第1版/);
  });

  test('clause （十三）: 排查线索 says what was found, and imported again changes nothing', async () => {
    await river.db.transaction(async (tx) => {
      await tx.insert(SurveyLead, {
        code: 'WRJ-001',
        source: '无人机',
        foundDay: '2026-11-20',
        reachId: river.reach.id,
        townId: river.town.id,
        lonE6: 111_220_300,
        latE6: 35_610_100,
        words: '左岸有黑水流入',
        state: 'known',
        outfallId: river.outfall.id,
        dueDay: '2026-12-31',
        doneById: river.liaison.id,
        doneAt: NOW,
        recordedAt: NOW,
        policyVersion: 1,
        version: 2,
      });
    });
    const book = await bookOf('leadsFile');
    expect(rowsOf(book, '核实情况')).toMatchObject([
      {
        线索编号: 'WRJ-001',
        核实的镇: '龙兴镇',
        核实期限: DAY,
        核实结果: '是台账里的口',
        核实人: '龙兴镇联络员',
        核实日期: new Date('2026-11-25T00:00:00Z'),
        台账里的口: '桥西雨洪排口',
      },
    ]);
    expect(notesOf(book)).toContain('共1条，还没核实0条');
    const again = await importLeads(river.deps, (await bytesOf('leadsFile')) as Buffer, {
      dryRun: false,
      actor: 'cli',
      at: NOW,
    });
    expect(again).toMatchObject({ created: 0, unchanged: 1, errors: [] });
    expect(again.warnings.map(({ code }) => code)).toEqual(['sheet.unread']);
  });

  test('clause （十）: 执法案件 says what came of each, on which grounds, and not who found it', async () => {
    const problem = await buildProblem(river, { category: '排污口', kind: '私设暗管', words: '一根暗管' });
    await river.db.transaction((tx) =>
      tx.insert(EnforcementCase, {
        problemId: problem.id,
        kind: '私设暗管',
        openedAt: NOW,
        dueDay: '2026-12-31',
        outcome: '立案',
        words: '水污染防治法第八十三条',
        decidedById: bureau.id,
        decidedAt: NOW,
        policyVersion: 1,
        version: 2,
      }),
    );
    const book = await bookOf('casesFile');
    expect(rowsOf(book, '执法案件')).toMatchObject([
      {
        种类: '私设暗管',
        来源: '巡河',
        所属镇: '龙兴镇',
        情况: '一根暗管',
        处理期限: DAY,
        处理结果: '立案',
        依据和说明: '水污染防治法第八十三条',
        问题编号: problem.id,
      },
    ]);
    expect(JSON.stringify(rowsOf(book, '执法案件'))).not.toContain(river.chief.name);
    expect(notesOf(book)).toContain('共1件，没办结1件');
  });

  test('分局 asks for each with a word, others do not get them', async () => {
    const said: string[] = [];
    const says = (person: Person, text: string) =>
      new Conversation(river.deps, async (words) => said.push(words.text)).message({
        messageId: `om_${person.id}_${text}`,
        chatId: 'oc_1',
        chatType: 'p2p',
        openId: String(person.openId),
        sentAt: NOW,
        text,
        imageKeys: [],
        place: null,
      });
    for (const word of ['打包清单', '线索表', '执法表']) await says(bureau, word);
    await says(river.liaison, '执法表');
    expect(said).toEqual(['打包清单马上发给你。', '线索表马上发给你。', '执法表马上发给你。']);
    expect(await waiting(river.db)).toEqual([
      `bundleFile→${bureau.id}`,
      `leadsFile→${bureau.id}`,
      `casesFile→${bureau.id}`,
      `help→${river.liaison.id}`,
    ]);
    expect(await river.db.read.find(AuditEntry, { action: 'casesFile.asked' })).toHaveLength(1);
    expect(await bytesOf('casesFile', river.liaison)).toBeNull();
  });
});

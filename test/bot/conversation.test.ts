import gcoord from 'gcoord';
import {
  AuditEntry,
  Complaint,
  Outfall,
  type Person,
  Photo,
  Problem,
  SentPlace,
  Suggestion,
} from '../../entities';
import { Conversation } from '../../src/bot/conversation';
import { Files } from '../../src/bot/files';
import { remember } from '../../src/core/state';
import { readBook } from '../../src/core/workbook/readBook';
import { LEDGER_BOOK } from '../../src/ledger';
import { BACKENDS, buildOutfall, buildPerson, buildReach, buildUnit, testSecrets } from '../factories';
import { Hand, newestProblem } from '../problem/pressing';
import { buildProblem, buildTask, eachRiver, NOW, type River, sendAll, waiting } from '../river';

describe.each(BACKENDS)('what is said in the chat (%s)', (backend) => {
  let river: River;
  eachRiver(backend, (fresh) => {
    river = fresh;
  });

  let messages = 0;
  let said: string[] = [];
  beforeEach(() => {
    said = [];
  });
  const conversation = () => new Conversation(river.deps, async ({ text }) => said.push(text));
  async function says(person: Person, more: object): Promise<string> {
    messages += 1;
    said = [];
    await conversation().message({
      messageId: `om_said_${messages}`,
      chatId: 'oc_1',
      chatType: 'p2p',
      openId: String(person.openId),
      sentAt: NOW,
      text: null,
      imageKeys: [],
      place: null,
      ...more,
    });
    return said.join();
  }
  const word = (person: Person, text: string) => says(person, { text });
  const photo = (person: Person, text: string | null = null) => says(person, { imageKeys: ['img_1'], text });
  const place = (person: Person, longitude = '111.2265', latitude = '35.6169') =>
    says(person, { place: { name: '东关桥', longitude, latitude } });
  const files = () =>
    new Files({
      ...river.deps,
      secrets: testSecrets,
      readSheets: async () => [],
      bytes: {
        fetch: async () => ({ lost: '' }),
        read: async () => Buffer.alloc(0),
        forget: async () => undefined,
      },
    });
  const write = (kind: 'complaintFile' | 'ledgerFile' | 'rosterFile', recipient: Person) =>
    files().write(river.db.read, {
      kind,
      subject: { type: 'person', id: recipient.id },
      recipient,
      snapshot: null,
      at: NOW,
    });
  async function namesIn(bytes: Buffer | undefined) {
    const { tables } = await readBook(bytes ?? Buffer.alloc(0), LEDGER_BOOK);
    return tables?.outfalls.rows.map(({ values }) => values.name);
  }

  test('what could not be answered is done once, however often the answer is tried', async () => {
    const person = await buildPerson(river.db, { unitId: river.town.id, mobile: '19900000088' });
    let away = 2;
    const hard = new Conversation(river.deps, async ({ text }) => {
      away -= 1;
      if (away >= 0) throw new Error('not said');
      said.push(text);
    });
    const message = {
      messageId: 'om_hard',
      chatId: 'oc_1',
      chatType: 'p2p' as const,
      openId: String(person.openId),
      sentAt: NOW,
      text: '意见 桥下有垃圾',
      imageKeys: [],
      place: null,
      file: null,
    };
    for (const _ of [1, 2]) await expect(hard.message(message)).rejects.toThrow('not said');
    await hard.message(message);
    expect(said).toEqual([expect.stringContaining('已转给县河长办')]);
    expect(await river.db.read.find(Suggestion, {})).toHaveLength(1);
  });

  test('巡河 of somebody with no reach to walk is answered in words, and of a chief with the form', async () => {
    expect(await word(river.mayor, '巡河')).toContain('花名册里现在没有你负责的河段');
    expect(await waiting(river.db)).toEqual([]);
    expect(await word(river.chief, '巡河')).toBe('');
    expect(await waiting(river.db)).toEqual([`patrolMore→${river.chief.id}`]);
  });

  test('抽查 gives 县河长办 a tenth of last month’s patrols, or of the month that is named, and nobody else', async () => {
    const { office } = river;
    expect(await word(office, '抽查')).toContain('2026-10 抽查的表马上发给你');
    expect(await word(office, '抽查 2026年9月')).toContain('2026-09');
    expect(await word(office, '抽查 2026-11')).toContain('还没过完');
    for (const wrong of ['抽查 2026-13', '抽查 2026-12', '抽查 张三']) {
      expect(await word(office, wrong)).toContain('请这样写');
    }
    const asked = {
      kind: 'recheckFile' as const,
      subject: { type: 'month', id: 202610 },
      snapshot: null,
      at: NOW,
    };
    const written = (recipient: Person) => files().write(river.db.read, { ...asked, recipient });
    expect((await written(office))?.name).toBe('巡河抽查-2026-10.xlsx');
    expect(await written(river.chief)).toBeNull();
    await word(river.chief, '抽查');
    expect(await waiting(river.db)).toContain(`help→${river.chief.id}`);
  });

  describe('台账', () => {
    let elsewhere: Outfall;
    beforeEach(async () => {
      const town = await buildUnit(river.db, { name: '三泉镇', code: '140825101' });
      const reach = await buildReach(river.db, { townId: town.id, name: '三泉镇段' });
      elsewhere = await buildOutfall(river.db, { townId: town.id, reachId: reach.id, name: '三泉雨洪排口' });
    });

    it('gives 县河长办 and the 分局 the whole county’s table, and writes down who asked', async () => {
      const bureau = await buildPerson(river.db, { unitId: river.office.unitId, roles: ['分局'] });
      for (const person of [river.office, bureau]) {
        expect(await word(person, '台账')).toBe('全县的台账马上发给你。');
        const file = await write('ledgerFile', person);
        expect(file?.name).toBe('入河排污口台账-2026-11-25.xlsx');
        expect(await namesIn(file?.bytes)).toEqual([river.outfall.name, elsewhere.name]);
      }
      expect(await waiting(river.db)).toEqual([`ledgerFile→${river.office.id}`, `ledgerFile→${bureau.id}`]);
      expect(await river.db.read.find(AuditEntry, { action: 'ledgerFile.asked' })).toHaveLength(2);
    });

    it('gives a town its own rows', async () => {
      expect(await word(river.liaison, '台账')).toBe('本镇的台账马上发给你。');
      const file = await write('ledgerFile', river.liaison);
      expect(file?.name).toBe('入河排污口台账-龙兴镇-2026-11-25.xlsx');
      expect(await namesIn(file?.bytes)).toEqual([river.outfall.name]);
    });

    it('gives a village chief none, and says what to send instead', async () => {
      expect(await word(river.chief, '台账')).toContain('发“台账”加名称或编号');
      expect(await write('ledgerFile', river.chief)).toBeNull();
      expect(await waiting(river.db)).toEqual([]);
    });

    it('with a name or a code shows that outfall’s card, to whoever may see it', async () => {
      const { internalCode, id } = river.outfall;
      for (const words of ['台账 桥西', `台账${internalCode}`, `台账：${internalCode.toLowerCase()}`]) {
        expect(await word(river.chief, words)).toBe('');
        expect(await waiting(river.db)).toEqual([`outfall→${river.chief.id}`]);
        await sendAll(river.db);
      }
      const shown = await new Hand(river, river.chief).sees('outfall', id);
      expect(shown.words).toContain('桥西雨洪排口');
      expect(shown.words).toContain(internalCode.slice(-4));
      expect(shown.words).not.toContain('null');
      expect(await word(river.chief, '台账 三泉')).toContain('没有找到“三泉”');
      expect(await word(river.liaison, `台账 ${elsewhere.internalCode}`)).toContain('没有找到');
      expect(await word(river.office, '台账 三泉')).toBe('');
      expect((await new Hand(river, river.liaison).sees('outfall', elsewhere.id)).words).toContain(
        '不归你管',
      );
    });

    it('with words that several have lists them, and never passes a tag of the messenger on', async () => {
      await river.db.transaction((tx) =>
        tx.update(Outfall, { id: elsewhere.id }, { name: '<at user_id="all">雨洪</at>' }),
      );
      const told = await word(river.office, '台账 雨洪');
      expect(told).toContain('找到2个');
      expect(told).toContain('＜at');
      expect(await word(river.office, '台账 <at user_id="all">')).not.toContain('<');
    });
  });

  it('a place of whoever handles a problem is kept as a hint to the verifier', async () => {
    const { id } = await buildProblem(river, { outfallId: river.outfall.id });
    await river.db.transaction((tx) => remember(tx, `focus.person:${river.liaison.id}`, `problem:${id}`));
    expect(await place(river.liaison)).toContain('核查时作参考');
    const [problem] = await river.db.read.find(Problem);
    expect(problem?.afterLonE6).toBeGreaterThan(111_000_000);
    expect(problem?.hintLonE6).toBeNull();
  });

  describe('投诉', () => {
    const complaints = () => river.db.read.find(Complaint);
    const problems = () => river.db.read.find(Problem);

    it('with a place, what was said and a phone opens the form with it; the phone is not among the words', async () => {
      expect(await word(river.office, '投诉 桥西雨洪排口 夜里排黑水，有臭味 19900001234')).toBe('');
      const [draft] = await problems();
      expect(draft).toMatchObject({
        source: 'complaint',
        state: 'draft',
        outfallId: river.outfall.id,
        words: '夜里排黑水，有臭味',
        finderId: river.office.id,
      });
      expect(await complaints()).toMatchObject([{ problemId: draft?.id, contactMasked: '199****1234' }]);
      expect(await waiting(river.db)).toEqual([`problemForm→${river.office.id}`]);
    });

    it('at a reach by its code, and without a phone', async () => {
      expect(await word(river.office, '投诉FH-01 村东头堆了垃圾')).toBe('');
      expect(await problems()).toMatchObject([{ reachId: river.reach.id, outfallId: null }]);
      expect(await complaints()).toMatchObject([{ contactMasked: null }]);
    });

    it('without a place that is known, or without what was said, says how', async () => {
      expect(await word(river.office, '投诉 <哪儿> 有臭味')).toContain('没有找到“＜哪儿＞”');
      expect(await word(river.office, '投诉 桥西雨洪排口')).toContain('请这样发');
      expect(await problems()).toEqual([]);
    });

    it('is 县河长办’s to take in, and its list is a file with the whole phones', async () => {
      expect(await word(river.chief, '投诉 桥西雨洪排口 有臭味')).toContain('由县河长办登记');
      expect(await problems()).toEqual([]);
      expect(await word(river.office, '投诉')).toContain('不要外传');
      expect(await waiting(river.db)).toEqual([`complaintFile→${river.office.id}`]);
      expect(await write('complaintFile', river.office)).toMatchObject({ name: '投诉台账-2026-11-25.xlsx' });
      expect(await write('complaintFile', river.liaison)).toBeNull();
    });
  });

  it('花名册 goes to 县河长办 alone, phone numbers and all', async () => {
    expect(await word(river.office, '花名册')).toContain('不要外传');
    expect(await waiting(river.db)).toEqual([`rosterFile→${river.office.id}`]);
    expect(await river.db.read.find(AuditEntry, { action: 'rosterFile.asked' })).toHaveLength(1);
    expect(await write('rosterFile', river.office)).toMatchObject({ name: '花名册-2026-11-25.xlsx' });
    await sendAll(river.db);
    for (const person of [river.liaison, river.chief]) {
      await word(person, '花名册');
      expect(await write('rosterFile', person)).toBeNull();
    }
    expect(await waiting(river.db)).toEqual([`help→${river.liaison.id}`, `help→${river.chief.id}`]);
  });

  it('代巡 opens the form by which somebody is asked', async () => {
    expect(await word(river.chief, '代巡')).toBe('');
    expect(await waiting(river.db)).toEqual([`standInForm→${river.chief.id}`]);
  });

  it('the menu tells a stranger to ask 县河长办', async () => {
    await conversation().menu({ openId: 'ou_nobody', key: 'tasks', eventId: 'ev_1' });
    expect(said.join()).toContain('没认出你是谁');
  });

  describe('words beside photos', () => {
    const problem = () => newestProblem(river);

    it('are the 情况 of the problem being filled in, when that is empty', async () => {
      const { id } = await buildProblem(river, { state: 'draft', words: null });
      expect(await photo(river.chief, '岸边有垃圾')).toContain('文字已填进“情况”');
      expect((await problem()).words).toBe('岸边有垃圾');
      const form = await new Hand(river, river.chief).sees('problemForm', id);
      expect(form.form.words).toBe('岸边有垃圾');
    });

    it('stand beside the photo when the 情况 is written already, and on the card of who handles it', async () => {
      const { id } = await buildProblem(river, { words: '岸边有垃圾', assignedAt: NOW });
      await photo(river.chief, '有三车多');
      expect((await problem()).words).toBe('岸边有垃圾');
      expect((await river.db.read.find(Photo))[0]).toMatchObject({ subjectId: id, words: '有三车多' });
      const shown = await new Hand(river, river.liaison).sees('problemWork', id);
      expect(shown.words).toContain('有三车多');
    });

    it('come before the form: it opens with them', async () => {
      const { id } = await buildTask(river);
      expect(await photo(river.chief, '水发黑')).toContain('文字也一起记下了');
      const hand = new Hand(river, river.chief);
      await hand.presses('发现问题', await hand.sees('patrolTask', id));
      const form = await hand.sees('problemForm', (await problem()).id);
      expect(form.form.words).toBe('水发黑');
    });

    it('with no matter are kept with the photo, and their sender is told what to do', async () => {
      expect(await photo(river.chief, '这是什么')).toBe(
        '收到照片和文字，先替你存着。要报问题，就打开巡河任务点“发现问题”。',
      );
      expect((await river.db.read.find(Photo))[0]).toMatchObject({ words: '这是什么', subjectId: null });
    });

    it('of somebody who walks no river are kept, and they are not sent to a task that they will never have', async () => {
      const told = '先替你存着。你没有要巡的河，要报问题，请找那段河的河长。';
      expect(await photo(river.mayor)).toBe(`收到照片，${told}`);
      expect(await place(river.mayor)).toBe(`收到位置，${told}`);
    });
  });

  describe('a place', () => {
    it('is a hint to the problem being filled in, kept as WGS84', async () => {
      await buildProblem(river, { state: 'draft', place: null });
      const [lon, lat] = gcoord.transform([111.22, 35.61], gcoord.WGS84, gcoord.GCJ02);
      expect(Math.abs(lon - 111.22)).toBeGreaterThan(0.001);
      expect(await place(river.chief, String(lon), String(lat))).toBe(
        '位置“东关桥”已记到正在填的问题，只作参考。',
      );
      const { id, hintName, hintLonE6, hintLatE6 } = await newestProblem(river);
      expect(hintName).toBe('东关桥');
      expect(Math.abs(Number(hintLonE6) - 111_220_000)).toBeLessThan(20);
      expect(Math.abs(Number(hintLatE6) - 35_610_000)).toBeLessThan(20);
      expect((await new Hand(river, river.chief).sees('problemForm', id)).form.spot).toBe('东关桥');
    });

    it('with no problem is kept, and its sender is told what to do', async () => {
      expect(await place(river.chief)).toBe('收到位置，先替你存着。要报问题，就打开巡河任务点“发现问题”。');
      expect(await river.db.read.find(SentPlace)).toMatchObject([{ name: '东关桥', subjectId: null }]);
    });

    it('that cannot be is not kept', async () => {
      await buildProblem(river, { state: 'draft' });
      for (const [lon, lat] of [
        ['0', '0'],
        ['abc', '35'],
      ] as const)
        expect(await place(river.chief, lon, lat)).toContain('不在国内');
      expect((await newestProblem(river)).hintLonE6).toBeNull();
    });

    it('in another province is not kept, and the sender is told how far away it is', async () => {
      await buildProblem(river, { state: 'draft' });
      expect(await place(river.chief, '113.62', '34.75')).toMatch(/离本县有\d+公里，没有记/);
      expect((await newestProblem(river)).hintLonE6).toBeNull();
      expect(await place(river.chief, '111.45', '35.61')).toContain('已记到正在填的问题');
    });

    it('is told to whoever handles the problem, beside what was written', async () => {
      const { id } = await buildProblem(river, { place: '桥下50米', hintName: '东关桥' });
      expect((await new Hand(river, river.liaison).sees('problemWork', id)).words).toContain(
        '桥下50米（发来的位置：东关桥）',
      );
    });
  });
});

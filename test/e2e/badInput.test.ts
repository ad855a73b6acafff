import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { Outfall, Photo, PhotoCheck, Reach } from '../../entities';
import { addDays } from '../../src/core/days';
import { makePhoto } from '../evidence/makePhotos';
import { buttonOn, countOf, gesture, until, watchedPress } from './badDays';
import { County, components, type Phone, PNG, textOf } from './county';
import { optionOf } from './walking';

const OK = '一切正常，提交';
const MORE = '其他情况（补记、顺延）';
const ENTER = '一切正常，补记';
const FORM = { place: 'other', spot: '桥下', category: '河岸', seriousness: '一般', words: '有垃圾' };

/** What people and phones send that cannot be: each is refused with a sentence, or taken without harm. */
describe('what cannot be', () => {
  let county: County;
  beforeAll(async () => {
    county = await County.start();
  }, 60_000);
  afterAll(() => county?.stop());

  const db = () => county.app.deps.db;
  const texts = async (phone: Phone): Promise<string> =>
    (await phone.messages())
      .filter(({ from, msg_type }) => from === 'bot' && msg_type === 'text')
      .map(({ content }) => content.text ?? '')
      .at(-1) ?? '';

  describe('a photo', () => {
    let chief: Phone;
    beforeAll(async () => {
      chief = await county.phone('龙兴镇第三村河长');
    });

    /** Where the sandbox keeps what phones sent; a phone itself sends nothing so large, but nobody vouches for that. */
    function newestImage(): string {
      const dir = join(county.dataDir, 'sandbox-images');
      const files = readdirSync(dir).map((name) => join(dir, name));
      return files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0] ?? '';
    }

    /** The phone sends it, and what the bot then fetches are these bytes. */
    async function sends(bytes: Buffer): Promise<Photo> {
      const before = await countOf(db(), 'photo');
      await county.api('POST', 'faults', {
        kind: 'status',
        code: 503,
        match: { path: '/open-apis/im/v1/messages', method: 'GET' },
        count: 1,
      });
      await county.api('POST', `people/${chief.openId}/messages`, { type: 'image', base64: PNG });
      writeFileSync(newestImage(), bytes);
      const seen = await until('the look at it', async () => {
        await county.settle();
        return db().read.findOne(PhotoCheck, { photoId: before + 1 });
      });
      await county.settle();
      return (await db().read.findOne(Photo, { id: seen.photoId })) as Photo;
    }

    it('that would be 1.6 GB is not shown, and its sender is told why', async () => {
      const background = '#123456';
      const create = { width: 20_000, height: 20_000, channels: 3 as const, background };
      const bomb = await sharp({ create, limitInputPixels: false }).png({ compressionLevel: 9 }).toBuffer();
      expect((await sends(bomb)).state).toBe('lost');
      expect(textOf((await chief.card('照片没收到')).content)).toContain('图片太大');
    }, 60_000);

    it('of 50 MB is taken as any other', async () => {
      const huge = await sharp(await makePhoto(5))
        .resize(4_800, 3_600)
        .png({ compressionLevel: 0 })
        .toBuffer();
      expect(huge.length).toBeGreaterThan(50_000_000);
      expect(await sends(huge)).toMatchObject({ state: 'stored' });
      expect((await fetch(`${county.app.address}/healthz`)).status).toBe(200);
    }, 60_000);
  });

  it('a place in another province is not taken for one of the county’s', async () => {
    const chief = await county.phone('泉掌镇第一村河长');
    await chief.press(await chief.card('巡河任务'), '发现问题');
    await chief.say({ type: 'location', name: '西湖', longitude: 120.15, latitude: 30.25 });
    expect(await texts(chief)).toMatch(/离本县有\d+公里，没有记/);
    await chief.say({ type: 'location', name: '纽约', longitude: -74, latitude: 40.7 });
    expect(await texts(chief)).toContain('不在国内');
  });

  describe('a patrol', () => {
    let chief: Phone;
    beforeAll(async () => {
      chief = await county.phone('三泉镇第二村河长');
      await chief.press(await chief.card('巡河任务'), MORE);
    });

    it.each<[string, Record<string, string>, string]>([
      ['that ends before it begins', { begun: '7:50', ended: '7:10' }, '结束时间要晚于开始时间'],
      ['of twenty hours', { begun: '1:00', ended: '21:00', day: '2026-11-23' }, '超过12小时'],
      ['that begins this evening', { begun: '20:00' }, '还没有到'],
      ['of tomorrow', { day: '2026-11-24' }, '巡河日期还没有到'],
      ['of last week', { day: '2026-11-20' }, '太早'],
      ['at a time that no clock has', { begun: '25:70' }, '几点开始'],
    ])('%s is refused', async (_, form, sentence) => {
      const card = await chief.card('其他情况');
      const refused = await watchedPress(county, () => chief.press(card, ENTER, form));
      expect(refused).toMatchObject({ toast: { type: 'warning' }, changed: [] });
      expect(refused.toast?.content).toContain(sentence);
    });

    it('without a task is refused the same, and for a reach that is another’s', async () => {
      await chief.say({ type: 'text', text: '巡河' });
      const free = await chief.card('另记一次巡河');
      const { name } = buttonOn(free, '一切正常，记下');
      const post = optionOf(free.content, 'post', '第二村');
      const said = (form_value: object) =>
        watchedPress(county, () =>
          gesture(county, chief, { message_id: free.message_id, name, form_value, force: true }),
        );
      expect((await said({ post, day: addDays('2026-11-23', 1) })).toast?.content).toContain('还没有到');
      for (const other of ['village-1', 'county-1', 'village-999999']) {
        expect(await said({ post: other })).toMatchObject({ toast: { type: 'warning' }, changed: [] });
      }
    });
  });

  it('what an older version of a card sends is refused, and the newest is shown instead', async () => {
    const chief = await county.phone('万安镇第二村河长');
    const old = await chief.card('巡河任务');
    await chief.press(old, MORE);
    await chief.press(await chief.card('其他情况'), '顺延', { days: '1', reason: '下雨' });
    const { name } = buttonOn(old, OK);
    const press = (form_value: object) =>
      watchedPress(county, () =>
        gesture(county, chief, {
          message_id: old.message_id,
          name,
          card: old.content,
          form_value,
          force: true,
        }),
      );
    const stale = await press({});
    expect(stale).toMatchObject({ toast: { type: 'warning' }, changed: [] });
    expect(stale.toast?.content).toContain('已给你换成最新的');
    // Rows that the card did not have, and answers that it never offered.
    for (const form of [{ outfall_1: 'dry' }, { walked_on: '2031-01-01' }, { problem_7: 'still' }]) {
      expect(await press(form)).toMatchObject({ toast: { type: 'warning' }, changed: [] });
    }
  });

  it('a chief who was removed while the form was open is told so, and nothing is recorded', async () => {
    const chief = await county.phone('古交镇第二村河长');
    const task = await chief.card('巡河任务');
    await chief.press(task, MORE);
    const more = await chief.card('其他情况');
    await chief.say({ type: 'text', text: '巡河' });
    const free = await chief.card('另记一次巡河');
    await db().transaction((tx) =>
      tx.run('UPDATE post SET toDay = ? WHERE personId = (SELECT id FROM person WHERE openId = ?)', [
        '2026-11-22',
        chief.openId,
      ]),
    );
    const post = optionOf(free.content, 'post', '第二村');
    for (const [card, label, form] of [
      [task, OK, undefined],
      [task, '发现问题', undefined],
      [more, ENTER, {}],
      [free, '一切正常，记下', { post }],
    ] as const) {
      const asked = { message_id: card.message_id, name: buttonOn(card, label).name, card: card.content };
      const refused = await watchedPress(county, () =>
        gesture(county, chief, { ...asked, form_value: form, force: true }),
      );
      expect({ label, ...refused }).toMatchObject({
        label,
        toast: { content: '这件事不归你办' },
        changed: [],
      });
    }
  });

  it('a form of somebody who was removed meanwhile still tells of what they saw', async () => {
    const chief = await county.phone('阳王镇第二村河长');
    await chief.press(await chief.card('巡河任务'), '发现问题');
    const form = await chief.card('发现问题');
    await db().transaction((tx) =>
      tx.run('UPDATE post SET toDay = ? WHERE personId = (SELECT id FROM person WHERE openId = ?)', [
        '2026-11-22',
        chief.openId,
      ]),
    );
    // What lies on the bank is no less there; the patrol is nobody's.
    expect((await chief.press(form, '提交', FORM)).toast?.type).toBe('success');
    const [row] = await db().read.query<{ n: number }>(
      'SELECT COUNT(*) AS n FROM patrol WHERE personId = (SELECT id FROM person WHERE openId = ?)',
      [chief.openId],
    );
    expect(Number(row?.n)).toBe(0);
  });

  describe('forty key outfalls on a reach', () => {
    let chief: Phone;
    beforeAll(async () => {
      chief = await county.phone('泽掌镇第二村河长');
      await db().transaction(async (tx) => {
        const reach = (await tx.findOne(Reach, { code: 'FH-0502' })) as Reach;
        const [model] = await tx.find(Outfall, {}, { limit: 1 });
        const rows = Array.from({ length: 40 }, (_, n) => ({
          ...model,
          id: undefined,
          internalCode: `XJ-FORTY-${n}`,
          nationalCode: null,
          name: `运城市新绛县泽掌镇第二村${'样例焦化公司厂区北侧围墙外'.repeat(2)}${n}号雨洪排口`,
          reachId: reach.id,
          townId: reach.townId,
          isKey: true,
        }));
        for (const { id: _id, ...row } of rows) await tx.insert(Outfall, row as Partial<Outfall>);
      });
    });

    it('are asked about on a card that Feishu takes, and offered on a form that it takes', async () => {
      await chief.say({ type: 'text', text: '任务' });
      const task = await chief.card('巡河任务');
      await chief.press(task, '发现问题');
      const form = await chief.card('发现问题');
      for (const { content } of [task, form]) {
        expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(30 * 1024);
        const parts = components(content);
        const all = parts.reduce((sum, { options }) => sum + 1 + ((options as unknown[]) ?? []).length, 0);
        expect(all).toBeLessThan(200);
      }
      expect(textOf(task.content)).toContain('重点排污口');
      expect(await county.app.feishu.deliveries({ refused: true })).toEqual([]);
    });

    it('and none are nothing to look at', async () => {
      const walker = await county.phone('龙兴镇第三村河长');
      const task = await walker.card('巡河任务');
      expect(textOf(task.content)).not.toContain('重点排污口');
      expect((await walker.press(task, OK)).toast?.content).toBe('已提交');
    });
  });
});

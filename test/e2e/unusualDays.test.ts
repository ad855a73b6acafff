import { importRoster } from '../../src/roster';
import { makePhoto } from '../evidence/makePhotos';
import { BACKENDS } from '../factories';
import { PEOPLE, POSTS } from '../fixtures/county/people';
import { makeRoster } from '../fixtures/makeSampleCounty';
import { buttons, County, type Phone, PNG, type ShownMessage, textOf } from './county';
import { countyOver, optionOf, type Place, tagsOf } from './walking';

const OK = '一切正常，提交';

describe.each(BACKENDS)('days that are not like others, on the phones of a county over %s', (backend) => {
  let place: Place;
  let county: County;
  let office: Phone;
  beforeAll(async () => {
    place = await countyOver(backend);
    county = place.county;
    office = await county.phone('县河长办主任');
  }, 120_000);
  afterAll(() => place?.close());

  const say = (phone: Phone, text: string) => phone.say({ type: 'text', text });
  const titled = async (phone: Phone, title: string): Promise<ShownMessage[]> =>
    (await phone.messages()).filter(({ content }) => content.header?.title.content === title);
  const labels = ({ content }: ShownMessage) => buttons(content).map(({ text }) => text?.content);
  const tasksSaying = async (phone: Phone, words: string) =>
    (await titled(phone, '巡河任务')).filter(({ content }) => textOf(content).includes(words));

  it('请假 without a deputy is taken by one form, and 县河长办 sees which reach nobody walks', async () => {
    const chief = await county.phone('三泉镇第一村河长');
    await say(chief, '请假');
    const form = await chief.card('请人代巡');
    const given = { deputy: 'nobody', reach: 'all', to: '2026-12-05', reason: '生病' };
    expect((await chief.press(form, '发出', given)).toast?.content).toBe('已记下请假，这几天不催你');
    const told = textOf((await office.card('请假')).content);
    expect(told).toContain('没人巡的有 **1次**');
    expect(told).not.toContain('生病');
  });

  it('请假 with a deputy leaves nothing uncovered', async () => {
    const chief = await county.phone('泽掌镇第一村河长');
    const deputy = await county.phone('泽掌镇第二村河长');
    await say(chief, '请假');
    const form = await chief.card('请人代巡');
    const who = optionOf(form.content, 'deputy', '泽掌镇第二村河长');
    await chief.press(form, '发出', { deputy: who, reach: 'all', to: '2026-12-05', reason: '请假' });
    await deputy.press(await deputy.card('代巡'), '同意代巡');
    await say(office, '停巡');
    const orders = textOf((await office.card('巡河安排')).content);
    expect(orders.match(/请假没人代\*\* · [^\\]*/g)).toEqual(['请假没人代** · 三泉镇第一村村委会主任']);
  });

  it('应急 begins for one town by one form: its chiefs have today’s task, and nobody else has', async () => {
    await say(office, '应急');
    const card = await office.card('巡河安排');
    const where = optionOf(card.content, 'where', '万安镇');
    const begun = await office.press(card, '下达', { what: 'emergency-汛情', where, words: '汾河涨水' });
    expect(begun.toast?.content).toMatch(/^应急开始，今天发出[1-9]\d*个任务$/);
    const chief = await county.phone('万安镇第一村河长');
    const [task] = await tasksSaying(chief, '应急（汛情）');
    expect(textOf(task?.content ?? {})).toContain('汾河涨水');
    expect(await tasksSaying(await county.phone('阳王镇第一村河长'), '应急')).toEqual([]);
    const pressed = await chief.press(task as ShownMessage, OK);
    expect(pressed.toast?.content).toBe('已提交');
  });

  it('a photo that fits two patrols is asked about once, and one tap moves it', async () => {
    const chief = await county.phone('北张镇第一村河长');
    const base64 = (await makePhoto(7)).toString('base64');
    await chief.say({ type: 'image', base64 });
    await chief.say({ type: 'image', base64: PNG });
    expect(await titled(chief, '照片是哪件事的')).toHaveLength(1);
    const asked = await chief.card('照片是哪件事的');
    expect(textOf(asked.content)).toContain('2张照片放进了');
    expect((await chief.press(asked, '是这件')).toast?.content).toBe('2张照片已放进去');
    const answered = await chief.card('照片是哪件事的');
    expect(tagsOf(answered.content)).toContain('记下了');
    expect(labels(answered)).toEqual([]);
  });

  it('a place that fits two 交办单 is asked about once, and one tap moves it', async () => {
    for (const name of ['古交镇第一村河长', '古交镇第二村河长']) {
      const finder = await county.phone(name);
      await finder.press(await finder.card('巡河任务'), '发现问题');
      const form = {
        place: 'other',
        spot: `${name}桥下`,
        category: '河岸',
        seriousness: '一般',
        words: '有垃圾',
      };
      await finder.press(await finder.card('发现问题'), '提交', form);
    }
    const liaison = await county.phone('古交镇联络员');
    await liaison.say({ type: 'location', name: '石桥', longitude: 111.22, latitude: 35.6 });
    const asked = await liaison.card('位置是哪件事的');
    expect(textOf(asked.content)).toContain('1个位置放进了');
    expect((await liaison.press(asked, '是这件')).toast?.content).toBe('1个位置已放进去');
    const moved = await county.app.deps.db.read.query<{ n: number }>(
      'SELECT COUNT(*) AS n FROM problem WHERE afterLonE6 IS NOT NULL',
    );
    expect(Number(moved[0]?.n)).toBe(1);
  });

  describe('the day after', () => {
    beforeAll(() => county.advance('P1DT1H'), 120_000);

    it('whoever is above a chief on 请假 reads it in 今日待办, and in no message of its own', async () => {
      const head = await county.phone('三泉镇河长');
      expect(textOf((await head.card('今日待办')).content)).toContain('三泉镇第一村村委会主任请假，没人代巡');
      expect(await titled(head, '请假')).toEqual([]);
      expect(await titled(await county.phone('三泉镇第一村河长'), '今日待办')).toEqual([]);
    });

    it('应急 asks again, and ends with what came of it; what was not walked is nobody’s', async () => {
      const chief = await county.phone('万安镇第一村河长');
      const second = await chief.card('巡河任务');
      expect(textOf(second.content)).toContain('应急（汛情）');
      expect(labels(second)).toContain(OK);
      await say(office, '应急');
      const running = await office.card('应急');
      expect(textOf(running.content)).toContain('已巡 **1次**');
      expect((await office.press(running, '结束应急', { words: '水退了' })).toast?.content).toMatch(
        /^应急已结束，今天没巡的[1-9]\d*个任务作废$/,
      );
      const log = await office.card('应急');
      expect(tagsOf(log.content)).toContain('已结束');
      expect(textOf(log.content)).toContain('结果：水退了');
      expect(labels(await chief.card('巡河任务'))).not.toContain(OK);
    });
  });

  it('after 应急 nobody is asked any more', async () => {
    await county.advance('P1D');
    const asked = await tasksSaying(await county.phone('万安镇第一村河长'), '应急（汛情）');
    expect(asked.filter((message) => labels(message).includes(OK))).toEqual([]);
  }, 120_000);

  it('nothing that was said was refused by Feishu', async () => {
    expect(await county.app.feishu.deliveries({ refused: true })).toEqual([]);
  });
});

describe('a new holder of a post', () => {
  let county: County;
  let holder: Phone;
  beforeAll(async () => {
    county = await County.start();
    holder = await county.phone('泉掌镇第二村河长');
    const { deps, imported } = county.app;
    const mobile = PEOPLE.find(({ name }) => name === '泉掌镇第二村河长')?.mobile ?? '';
    const vacated = POSTS.find(({ to }) => to !== null);
    const posts = [...POSTS, { ...vacated, mobile, from: '2026-11-23', to: null }] as typeof POSTS;
    const options = { dryRun: false, actor: 'cli', at: deps.clock.now() };
    expect((await importRoster(deps, await makeRoster(posts), options)).errors).toEqual([]);
    await imported();
  }, 120_000);
  afterAll(() => county?.stop());

  it('is not pressed for what falls due in the first days, and is for what comes later', async () => {
    const cards = async (title: string) =>
      (await holder.messages()).filter(({ content }) => content.header?.title.content === title);
    const late = async () =>
      (await cards('今日待办')).filter(({ content }) => textOf(content).includes('已过期'));
    // The week from 30 November was due on 6 December; it is Friday, 11 December.
    await county.advance('P18DT1H');
    expect((await cards('巡河任务')).length).toBeGreaterThan(0);
    expect(await late()).toEqual([]);
    // What was due on 13 December is the holder's own.
    await county.advance('P5D');
    expect((await late()).length).toBeGreaterThan(0);
  }, 300_000);
});

describe('the edges of the flood season', () => {
  let county: County;
  let keeper: Phone;
  beforeAll(async () => {
    county = await County.start({}, undefined, '2026-05-29T08:00:00+08:00');
    keeper = await county.phone('样例造纸公司联系人');
  }, 120_000);
  afterAll(() => county?.stop());

  it('on its first day a gate is to be opened, with a photo and a press', async () => {
    expect(await keeper.has('汛期开闸')).toBe(false);
    await county.advance('P3DT2H');
    const task = await keeper.card('汛期开闸');
    expect((await keeper.press(task, '已打开')).toast?.content).toContain('还差一张照片');
    await keeper.say({ type: 'image', base64: PNG });
    expect((await keeper.press(await keeper.card('汛期开闸'), '已打开')).toast?.content).toContain('办好了');
    const branch = await county.phone('分局排污口专干');
    expect((await branch.messages()).some(({ content }) => textOf(content).includes('汛期开闸'))).toBe(true);
  }, 120_000);

  it('a gate that the county takes away meanwhile is asked for no more', async () => {
    const others = await county.app.deps.db.read.query<{ id: number; outfallId: number }>(
      `SELECT id, outfallId FROM outfall_task WHERE kind = 'gateOpen' AND state = 'open' ORDER BY id`,
    );
    expect(others.length).toBeGreaterThan(0);
    const [one] = others;
    await county.app.deps.db.transaction((tx) =>
      tx.run(`UPDATE outfall SET remedyType = '依法取缔', remedyStage = '完成整治' WHERE id = ?`, [
        one?.outfallId ?? 0,
      ]),
    );
    await county.advance('P1D');
    const [row] = await county.app.deps.db.read.query<{ state: string }>(
      'SELECT state FROM outfall_task WHERE id = ?',
      [one?.id ?? 0],
    );
    expect(row?.state).toBe('void');
  }, 120_000);
});

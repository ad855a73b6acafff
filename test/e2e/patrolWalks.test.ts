import { makePhoto } from '../evidence/makePhotos';
import { BACKENDS } from '../factories';
import { buttons, type County, type Phone, type ShownMessage, textOf } from './county';
import { countyOver, offeredBy, optionOf, type Place, tagsOf } from './walking';

const OK = '一切正常，提交';
const MORE = '其他情况（补记、顺延）';

describe.each(BACKENDS)('a patrol as chiefs live it, on the phones of a county over %s', (backend) => {
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
  const photo = async (phone: Phone, seed: number) =>
    phone.say({ type: 'image', base64: (await makePhoto(seed)).toString('base64') });
  const texts = async (phone: Phone): Promise<string[]> =>
    (await phone.messages())
      .filter(({ from, msg_type }) => from === 'bot' && msg_type === 'text')
      .map(({ content }) => content.text ?? '');
  const offeredRows = ({ content }: ShownMessage, prefix: string): string[] =>
    [...textOf(content).matchAll(new RegExp(`"name":"(${prefix}\\d+)"`, 'g'))].map(([, name]) => name ?? '');
  const colour = ({ content }: ShownMessage) => content.header?.template;
  const labels = ({ content }: ShownMessage) => buttons(content).map(({ text }) => text?.content);

  describe('代巡', () => {
    it('moves the task and its reminders to whoever agreed, and is shown as nobody’s own', async () => {
      const chief = await county.phone('龙兴镇第一村河长');
      const deputy = await county.phone('龙兴镇第二村河长');
      await say(chief, '代巡');
      const form = await chief.card('请人代巡');
      const given = {
        deputy: optionOf(form.content, 'deputy', '龙兴镇第二村河长'),
        reach: 'all',
        to: '2026-11-27',
        reason: '生病',
      };
      expect((await chief.press(form, '发出', given)).toast?.content).toBe('已发给他，等他同意');
      // Nothing is handed over before the other has agreed.
      expect(labels(await chief.card('巡河任务'))).toContain(OK);
      await deputy.press(await deputy.card('代巡'), '同意代巡');
      expect(await deputy.has('本期巡河任务')).toBe(true);
      await deputy.press(await deputy.card('本期巡河任务'), '打开');
      const tasks = (await deputy.messages()).filter((m) => textOf(m.content).includes('你是代'));
      const task = tasks.at(-1) ?? (await otherTask(deputy));
      expect(textOf(task.content)).toContain('记作代巡');
      expect((await deputy.press(task, OK)).toast?.content).toBe('已提交');
      const done = await chief.card('巡河任务');
      expect(colour(done)).toBe('green');
      expect(textOf(done.content)).toContain('代龙兴镇第一村');
    });

    /** The list opens one after the other; the first may be the deputy’s own. */
    async function otherTask(deputy: Phone): Promise<ShownMessage> {
      const list = await deputy.card('本期巡河任务');
      const second = buttons(list.content).filter(({ text }) => text?.content === '打开')[1];
      await county.api('POST', `people/${deputy.openId}/actions`, {
        message_id: list.message_id,
        name: second?.name,
      });
      return deputy.card('巡河任务');
    }

    it('is refused for somebody who is not asked, and is over when either ends it', async () => {
      const chief = await county.phone('三泉镇第一村河长');
      const deputy = await county.phone('三泉镇第二村河长');
      await say(chief, '代巡');
      const form = await chief.card('请人代巡');
      const given = { deputy: optionOf(form.content, 'deputy', '三泉镇第二村河长'), reach: 'all' };
      const backwards = { ...given, from: '2026-11-25', to: '2026-11-24', reason: '请假' };
      expect((await chief.press(form, '发出', backwards)).toast?.content).toContain('结束日期早于开始日期');
      await chief.press(form, '发出', { ...given, to: '2026-11-30', reason: '请假' });
      await deputy.press(await deputy.card('代巡'), '同意代巡');
      await deputy.press(await deputy.card('代巡'), '不再代巡');
      expect(textOf((await chief.card('代巡')).content)).toContain('已结束');
      expect(await chief.press(await chief.card('巡河任务'), OK)).toMatchObject({
        toast: { type: 'success' },
      });
    });
  });

  it('two chiefs of one reach have one task between them; one chief of two reaches has both in one list', async () => {
    const [one, other] = [await county.phone('龙兴镇河长'), await county.phone('龙兴镇副河长')];
    const copy = await other.card('巡河任务');
    await one.press(await one.card('巡河任务'), OK);
    expect(colour(await other.card('巡河任务'))).toBe('green');
    const name = buttons(copy.content).find(({ text }) => text?.content === OK)?.name;
    const late = await county.api('POST', `people/${other.openId}/actions`, {
      message_id: copy.message_id,
      name,
      card: copy.content,
    });
    expect(late).toMatchObject({ toast: { type: 'warning' }, card: { header: { template: 'green' } } });
    const both = await county.phone('北张镇第一村河长');
    expect(labels(await both.card('本期巡河任务'))).toEqual(['打开', '打开']);
    expect(
      (await both.messages()).filter(({ content }) => content.header?.title.content === '巡河任务'),
    ).toEqual([]);
  });

  it('a post that nobody holds is asked for nothing', async () => {
    const [row] = await county.app.deps.db.read.query<{ n: number }>(
      `SELECT COUNT(*) AS n FROM patrol_task t JOIN reach r ON r.id = t.reachId WHERE r.name LIKE '%泉掌镇第二村%'`,
    );
    expect(Number(row?.n)).toBe(0);
  });

  it('after heavy rain the office has a stretch walked by one press; in a dry spell its rain-water outfalls looked at', async () => {
    const order = async (what: string, where: string, words: string) => {
      await say(office, '停巡');
      const card = await office.card('巡河安排');
      return office.press(card, '下达', { what, where: optionOf(card.content, 'where', where), words });
    };
    const dry = await order('dryCheck', '新绛经济技术开发区', '十天没下雨');
    expect(dry.toast?.content).toMatch(/发出[1-9]\d*个旱天查雨水口任务/);
    const rain = await order('rain', '万安镇', '昨夜大雨62毫米');
    expect(rain.toast?.content).toBe('已下达，发出2个雨后巡河任务');
    expect((await order('dryCheck', '万安镇', '再看一遍')).toast?.content).toContain('下雨');
    expect((await order('dryCheck', '全县', '再看一遍')).toast?.content).toContain('刚下过雨的');
    const chief = await county.phone('万安镇第一村河长');
    const asked = await chief.card('巡河任务');
    expect(tagsOf(asked.content)).toContain('雨后');
    expect((await chief.press(asked, OK)).toast?.content).toBe('已提交');
  });

  it('停巡 stops what is asked for on every phone of the stretch, and 恢复 gives it back', async () => {
    const chief = await county.phone('阳王镇第一村河长');
    await say(office, '停巡');
    const card = await office.card('巡河安排');
    const where = optionOf(card.content, 'where', '阳王镇');
    const stopped = await office.press(card, '下达', { what: '冰冻', where, words: '河面结冰' });
    expect(stopped.toast?.content).toMatch(/已停巡/);
    const closed = await chief.card('巡河任务');
    expect(tagsOf(closed.content)).toContain('停巡');
    expect(labels(closed)).toEqual([]);
    await say(office, '停巡');
    await office.press(await office.card('巡河安排'), '恢复');
    expect(labels(await chief.card('巡河任务'))).toContain(OK);
  });

  describe('a photo finds its matter', () => {
    it('sent before, during and after the form', async () => {
      const chief = await county.phone('古交镇第一村河长');
      await photo(chief, 1);
      expect((await texts(chief)).at(-1)).toContain('巡河');
      await chief.press(await chief.card('巡河任务'), '发现问题');
      expect(textOf((await chief.card('发现问题')).content)).toContain('照片1张');
      await photo(chief, 2);
      // A form that is being filled in is not drawn anew: the answer says it.
      expect((await texts(chief)).at(-1)).toContain('已放进正在填的问题');
      const place = { place: 'other', spot: '桥下', category: '河岸', seriousness: '一般', words: '有垃圾' };
      await chief.press(await chief.card('发现问题'), '提交', place);
      await photo(chief, 2);
      expect(textOf((await chief.card('发现问题')).content)).toContain('3');
    });

    it('and so does a place', async () => {
      const chief = await county.phone('古交镇第二村河长');
      const sends = async (name: string) => {
        await chief.say({ type: 'location', name, longitude: 111.22, latitude: 35.6 });
        return (await texts(chief)).at(-1);
      };
      expect(await sends('村东头小桥')).toContain('先替你存着');
      await chief.press(await chief.card('巡河任务'), '发现问题');
      const form = await chief.card('发现问题');
      expect(textOf(form.content)).toContain('村东头小桥');
      expect(await sends('村西头小桥')).toContain('已记到正在填的问题');
      const given = { place: 'other', spot: '桥下', category: '河岸', seriousness: '一般', words: '有垃圾' };
      await chief.press(form, '提交', given);
      expect(await sends('石桥')).toContain('已补进');
    });
  });

  it('the card carries each key outfall with its last state, and asks once more after an open problem', async () => {
    const chief = await county.phone('横桥镇第一村河长');
    const first = await chief.card('巡河任务');
    expect(textOf(first.content)).toContain('台账：');
    const [row] = offeredRows(first, 'outfall_');
    const pressed = await chief.press(first, OK, { [row ?? '']: 'abnormal' });
    expect(pressed.toast?.content).toContain('有异常，请填一下问题');
    const form = await chief.card('发现问题');
    await chief.press(form, '提交', { category: '排污口', seriousness: '一般', words: '出水发黑' });
    expect(colour(await chief.card('巡河任务'))).toBe('green');
    await county.advance('P7D');
    const next = await chief.card('巡河任务');
    expect(textOf(next.content)).toContain('上次：异常');
    expect(textOf(next.content)).toContain('老问题');
    const [old] = offeredRows(next, 'problem_');
    expect(offeredBy(next.content, old ?? '')).toEqual(['已解决', '还在', '看不清']);
    expect((await chief.press(next, OK, { [old ?? '']: 'unclear' })).toast?.content).toBe('已提交');
  }, 120_000);

  it('顺延 goes once, with a reason; 补记 keeps what is said apart from when it came; a walk needs no task', async () => {
    const chief = await county.phone('泽掌镇第二村河长');
    await chief.press(await chief.card('巡河任务'), MORE);
    const form = await chief.card('其他情况');
    expect((await chief.press(form, '顺延', { days: '2', reason: '路上塌方' })).toast?.content).toContain(
      '已顺延到',
    );
    const again = await chief.card('其他情况');
    expect(labels(again)).not.toContain('顺延');
    const entry = { begun: '7:10', ended: '7:50' };
    expect((await chief.press(again, '一切正常，补记', entry)).toast?.content).toBe('已补记');
    const { read } = county.app.deps.db;
    const [patrol] = await read.query<{ startedAt: string; occurredAt: string; recordedAt: string }>(
      'SELECT startedAt, occurredAt, recordedAt FROM patrol ORDER BY id DESC LIMIT 1',
    );
    expect(new Set(Object.values(patrol ?? {}).map(String)).size).toBe(3);
    await say(chief, '巡河');
    const free = await chief.card('另记一次巡河');
    const post = optionOf(free.content, 'post', '第二村');
    const said = (day: string) => chief.press(free, '一切正常，记下', { post, day });
    expect((await said('2026-11-28')).toast?.type).toBe('success');
    expect((await said('2026-11-28')).toast?.content).toContain('已经记过');
  });
});

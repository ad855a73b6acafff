import { countOf, gesture, watchedPress } from './badDays';
import { buttons, County, type Phone, PNG, type Pressed, type ShownMessage } from './county';
import { optionOf } from './walking';

const FORM = { place: 'other', spot: '桥下', category: '河岸', seriousness: '一般', words: '有垃圾' };

/** Cards of patrols and problems in wrong hands, in two hands at once, and forwarded. */
describe('cards in wrong hands', () => {
  let county: County;
  let office: Phone;
  let clerk: Phone;
  let stranger: Phone;
  beforeAll(async () => {
    county = await County.start();
    office = await county.phone('县河长办主任');
    clerk = await county.phone('县河长办专干');
    stranger = await county.phone('横桥镇第一村河长');
  }, 60_000);
  afterAll(() => county?.stop());

  /** The press as it is made on a phone that shows this very copy, whatever has become of the card since. */
  const on = (phone: Phone, card: ShownMessage, label: string, form_value: object = {}): Promise<Pressed> => {
    const button = buttons(card.content).find(({ text }) => text?.content === label);
    return gesture(county, phone, {
      message_id: card.message_id,
      name: button?.name ?? '',
      card: card.content,
      ...(button?.form_action_type !== undefined && { form_value }),
      force: true,
    });
  };
  const types = (pressed: Pressed[]) => pressed.map(({ toast }) => toast?.type).sort();

  /** Everybody else presses every button of it: a refusal, and nothing changes. */
  async function isOnlyFor(card: ShownMessage, form: object = {}): Promise<void> {
    const labels = buttons(card.content).map(({ text }) => text?.content ?? '');
    expect(labels.length).toBeGreaterThan(0);
    for (const label of labels) {
      const refused = await watchedPress(county, () => on(stranger, card, label, form));
      expect({ label, ...refused }).toMatchObject({ label, toast: { type: 'warning' }, changed: [] });
      expect(refused.card).toBeNull();
    }
  }

  async function found(name: string, form: Record<string, string> = {}): Promise<Phone> {
    const chief = await county.phone(name);
    await chief.press(await chief.card('巡河任务'), '发现问题');
    await chief.press(await chief.card('发现问题'), '提交', { ...FORM, ...form });
    return chief;
  }

  it('代巡: the deputy agrees while the chief takes it back, and one of the two holds', async () => {
    const chief = await county.phone('龙兴镇第一村河长');
    const deputy = await county.phone('龙兴镇第二村河长');
    await chief.say({ type: 'text', text: '代巡' });
    const form = await chief.card('请人代巡');
    const given = { reach: 'all', to: '2026-11-27', reason: '请假' };
    const who = optionOf(form.content, 'deputy', '龙兴镇第二村河长');
    await isOnlyFor(form, { ...given, deputy: who });
    const twice = await Promise.all([1, 2].map(() => on(chief, form, '发出', { ...given, deputy: who })));
    await county.settle();
    expect(types(twice)).toEqual(['success', 'warning']);
    expect(await countOf(county.app.deps.db, 'stand_in')).toBe(1);
    const [asked, own] = [await deputy.card('代巡'), await chief.card('代巡')];
    await isOnlyFor(asked);
    const both = await Promise.all([on(deputy, asked, '同意代巡'), on(chief, own, '收回')]);
    await county.settle();
    expect(both.filter(({ toast }) => toast?.type === 'warning').length).toBeLessThanOrEqual(1);
    const steps = await countOf(county.app.deps.db, 'history_entry', `subjectType = 'standIn'`);
    expect(steps).toBe(1 + both.filter(({ toast }) => toast?.type !== 'warning').length);
  });

  it('顺延 and 补记 at once: one of them is done, the other is told that it changed', async () => {
    const chief = await county.phone('泽掌镇第一村河长');
    await chief.press(await chief.card('巡河任务'), '其他情况（补记、顺延）');
    const more = await chief.card('其他情况');
    await isOnlyFor(more, { days: '2', reason: '住院' });
    const both = await Promise.all([
      on(chief, more, '顺延', { days: '2', reason: '住院' }),
      on(chief, more, '一切正常，补记'),
    ]);
    expect(types(both)).toEqual(['success', 'warning']);
  });

  it('待交办: two of 县河长办 decide at once, one decision holds', async () => {
    await found('三泉镇第一村河长', { seriousness: '重大' });
    const [mine, theirs] = [await office.card('待交办'), await clerk.card('待交办')];
    const unit = optionOf(mine.content, 'unit', '三泉镇');
    await isOnlyFor(mine, { unit, seriousness: '重大', reason: '看过' });
    const both = await Promise.all([
      on(office, mine, '交办', { unit, seriousness: '重大' }),
      on(clerk, theirs, '不属实', { reason: '是料场' }),
    ]);
    await county.settle();
    expect(types(both)).toEqual(['success', 'warning']);
    expect(buttons((await clerk.card('交办和批复')).content)).toEqual([]);
  });

  it('交办单: signed for by two of the town at once it is signed for once', async () => {
    await found('万安镇第一村河长');
    const town = await county.phone('万安镇联络员');
    const work = await town.card('交办单');
    await isOnlyFor(work, { reason: '不归我', day: '2027-01-01' });
    const twice = await Promise.all([on(town, work, '签收'), on(town, work, '签收')]);
    await county.settle();
    expect(types(twice)).toEqual(['success', 'warning']);
    await town.say({ type: 'image', base64: PNG });
    const accepted = await town.card('交办单');
    const ways = await Promise.all([
      on(town, accepted, '反馈', { words: '清了' }),
      on(town, accepted, '上报', { reason: '办不了' }),
    ]);
    expect(types(ways)).toEqual(['success', 'warning']);
  });

  it('核查: passed and sent back at once by the verifier, one of the two holds; nobody else may', async () => {
    await county.settle();
    const chief = await found('古交镇第一村河长');
    const town = await county.phone('古交镇联络员');
    await town.press(await town.card('交办单'), '签收');
    await town.say({ type: 'image', base64: PNG });
    await town.press(await town.card('交办单'), '反馈', { words: '清了' });
    const verify = await chief.card('核查');
    await isOnlyFor(verify, { reason: '没清' });
    const own = await watchedPress(county, () => on(town, verify, '通过'));
    expect(own).toMatchObject({ toast: { type: 'warning' }, changed: [] });
    const both = await Promise.all([
      on(chief, verify, '通过'),
      on(chief, verify, '退回', { reason: '没清' }),
    ]);
    expect(types(both)).toEqual(['success', 'warning']);
  });

  it('巡河安排: given twice at once stops a stretch once for everybody, and is nobody’s but the office’s', async () => {
    await office.say({ type: 'text', text: '停巡' });
    const orders = await office.card('巡河安排');
    const where = optionOf(orders.content, 'where', '阳王镇');
    await isOnlyFor(orders, { what: '冰冻', where, words: '封河' });
    const twice = await Promise.all(
      [1, 2].map(() => on(office, orders, '下达', { what: '冰冻', where, words: '封河' })),
    );
    await county.settle();
    const stops = await countOf(county.app.deps.db, 'patrol_suspension');
    expect(twice.filter(({ toast }) => toast?.type === 'success')).toHaveLength(stops);
    expect(stops).toBe(1);
  });
});

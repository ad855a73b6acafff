import { County, type Phone, PNG, textOf } from './county';

const FORM = {
  place: 'other',
  spot: '石桥下游二十米',
  category: '河岸',
  kind: '乱堆',
  words: '岸边堆了建筑垃圾',
};

describe('what is decided about a problem, on the phones of a county', () => {
  let county: County;
  let town: Phone;
  let office: Phone;
  beforeAll(async () => {
    county = await County.start();
    town = await county.phone('龙兴镇联络员');
    office = await county.phone('县河长办主任');
  }, 60_000);
  afterAll(() => county.stop());

  async function found(post: string, form: Record<string, string>): Promise<Phone> {
    const chief = await county.phone(post);
    await chief.press(await chief.card('巡河任务'), '发现问题');
    await chief.say({ type: 'image', base64: PNG });
    const submitted = await chief.press(await chief.card('发现问题'), '提交', { ...FORM, ...form });
    expect(submitted.error).toBeNull();
    return chief;
  }

  it('重大 goes to 县河长办 first, which confirms it and alerts the town', async () => {
    const chief = await found('龙兴镇第一村河长', { seriousness: '重大' });
    expect(textOf((await chief.card('发现问题')).content)).toContain('已报县河长办');
    expect(await town.has('交办单')).toBe(false);
    const desk = await office.card('待交办');
    expect(textOf(desk.content)).toContain('乱堆');
    const initial = { seriousness: '重大', unit: unitOn(desk.content) };
    expect((await office.press(desk, '交办', initial)).toast?.content).toBe('已交办');
    expect(await town.has('交办单')).toBe(true);
    expect(await (await county.phone('龙兴镇镇长')).has('交办单')).toBe(true);
  });

  it('延期 is asked for by the town and granted by 县河长办 with a reason', async () => {
    await town.press(await town.card('交办单'), '签收');
    const asked = await town.press(await town.card('交办单'), '申请延期', {
      reason: '要等车辆',
      day: '2027-02-01',
    });
    expect(asked.toast?.content).toBe('已申请延期，等批复');
    const desk = await office.card('待批复');
    expect(textOf(desk.content)).toContain('要等车辆');
    expect((await office.press(desk, '同意', { reason: '情况属实' })).toast?.content).toBe('已同意');
    expect(textOf((await town.card('交办单')).content)).toContain('2月1日');
  });

  it('不属实 is granted, and the finder is told why', async () => {
    await town.press(await town.card('交办单'), '不属实', { reason: '那是施工料场' });
    await office.press(await office.card('待批复'), '同意', { reason: '有临时用地手续' });
    const chief = await county.phone('龙兴镇第一村河长');
    expect(textOf((await chief.card('发现问题')).content)).toContain('有临时用地手续');
  });

  it('投诉 is taken in by a message, handled, and the complainant told', async () => {
    await office.say({ type: 'text', text: '投诉 三泉镇第一村段 夜里有人倒垃圾 19900000077' });
    const form = await office.card('登记投诉');
    expect(textOf(form.content)).toContain('夜里有人倒垃圾');
    expect(textOf(form.content)).not.toContain('19900000077');
    const given = { ...FORM, seriousness: '一般', words: '夜里有人倒垃圾' };
    expect((await office.press(form, '提交', given)).toast?.type).toBe('success');
    const sanquan = await county.phone('三泉镇联络员');
    await sanquan.press(await sanquan.card('交办单'), '签收');
    await sanquan.say({ type: 'image', base64: PNG });
    await sanquan.press(await sanquan.card('交办单'), '反馈');
    await office.press(await office.card('核查'), '通过');
    const tell = await office.card('告知投诉人');
    expect((await office.press(tell, '已告知，投诉人满意', { words: '电话告知' })).toast?.type).toBe(
      'success',
    );
    expect((await office.card('告知投诉人')).content.header?.template).toBe('green');
  });
});

/** What the select of units stands at. */
function unitOn(card: object): string {
  const [, unit] = /"name":"unit".*?"initial_option":"(\d+)"/.exec(JSON.stringify(card)) ?? [];
  return unit ?? '';
}

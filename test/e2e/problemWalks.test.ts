import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePhoto } from '../evidence/makePhotos';
import { BACKENDS } from '../factories';
import { buttons, type County, type Phone, type ShownMessage, textOf } from './county';
import { countyOver, offeredBy, optionOf, type Place, policyWith, tagsOf } from './walking';

const OK = '一切正常，提交';
const FORM = { place: 'other', spot: '石桥下', category: '河岸', seriousness: '一般', words: '堆了垃圾' };

/** What the county of these walks says of findings: one group of its own, which 县水利局 handles. */
const FINDINGS = {
  groups: [
    { name: '河岸', kinds: ['乱堆', '岸坡垃圾'] },
    { name: '水面', kinds: ['成片水葫芦'] },
    { name: '排污口', kinds: ['污水直排', '晴天雨水口排污'] },
  ],
  routes: [{ group: '水面', unit: 'B03' }],
  handlerRoles: ['部门联络员', '部门负责人', '分局'],
};

describe.each(BACKENDS)('a problem as people live it, on the phones of a county over %s', (backend) => {
  let folder: string;
  let place: Place;
  let county: County;
  let office: Phone;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'policy-'));
    const file = policyWith(folder, (policy) => ({ ...policy, findings: FINDINGS }));
    place = await countyOver(backend, { POLICY_FILE: file });
    county = place.county;
    office = await county.phone('县河长办主任');
  }, 120_000);
  afterAll(async () => {
    await place?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  let seed = 0;
  const photo = async (phone: Phone, of = ++seed) =>
    phone.say({ type: 'image', base64: (await makePhoto(of)).toString('base64') });
  const labels = ({ content }: ShownMessage) => buttons(content).map(({ text }) => text?.content);
  const shown = async (phone: Phone, title: string) => textOf((await phone.card(title)).content);
  const toast = async (phone: Phone, title: string, label: string, form?: Record<string, string>) =>
    (await phone.press(await phone.card(title), label, form)).toast?.content;

  async function finds(name: string, form: Record<string, string> = {}): Promise<Phone> {
    const chief = await county.phone(name);
    await chief.press(await chief.card('巡河任务'), '发现问题');
    await photo(chief);
    const { toast: said } = await chief.press(await chief.card('发现问题'), '提交', { ...FORM, ...form });
    expect(said?.type).toBe('success');
    return chief;
  }

  it('costs its finder one form and one photo, whatever becomes of it', async () => {
    const chief = await county.phone('龙兴镇第三村河长');
    const deeds: string[] = [];
    const press = async (title: string, label: string, form?: Record<string, string>) => {
      deeds.push(form ? 'form' : 'press');
      return chief.press(await chief.card(title), label, form);
    };
    await press('巡河任务', '发现问题');
    await photo(chief);
    deeds.push('photo');
    expect((await press('发现问题', '提交', FORM)).toast?.content).toBe('已登记并交办');
    expect(deeds).toEqual(['press', 'photo', 'form']);
    // The patrol is done with it, and nothing else is asked of them.
    expect((await chief.card('巡河任务')).content.header?.template).toBe('green');
    expect(labels(await chief.card('发现问题'))).toEqual([]);
  });

  it('goes 发现 → 交办 → 签收 → 反馈 → 退回 → 反馈 → 销号, and comes back as 反弹 under the same number', async () => {
    const chief = await finds('龙兴镇第一村河长');
    const town = await county.phone('龙兴镇联络员');
    expect(await toast(town, '交办单', '签收')).toBe('已签收');
    await photo(town);
    expect(await toast(town, '交办单', '反馈', { words: '清走了' })).toBe('已反馈，等核查');
    expect(await toast(chief, '核查', '退回', { reason: '还有一半没清' })).toBe('已退回重新办理');
    expect(await shown(town, '交办单')).toContain('还有一半没清');
    await photo(town);
    expect(await toast(town, '交办单', '反馈', { words: '全清了' })).toBe('已反馈，等核查');
    expect(await toast(chief, '核查', '通过')).toBe('已通过，问题销号');
    expect((await town.card('交办单')).content.header?.template).toBe('green');
    expect(await toast(chief, '发现问题', '反弹了', { reason: '又堆上了' })).toBe(
      '已按原来的问题重开，重新交办',
    );
    const back = await town.card('交办单');
    expect(textOf(back.content)).toContain('又堆上了');
    expect(labels(back)).toContain('签收');
  });

  it('of the county’s own group is handled by whom the policy names, who passes on what is not theirs', async () => {
    const finder = await county.phone('三泉镇第一村河长');
    await finder.press(await finder.card('巡河任务'), '发现问题');
    const form = await finder.card('发现问题');
    expect(offeredBy(form.content, 'category')).toEqual(['河岸', '水面', '排污口']);
    expect(offeredBy(form.content, 'kind')).toContain('成片水葫芦');
    await finder.press(form, '提交', { ...FORM, category: '水面', kind: '成片水葫芦' });
    const bureau = await county.phone('县水利局联络员');
    expect(await (await county.phone('三泉镇联络员')).has('交办单')).toBe(false);
    const work = await bureau.card('交办单');
    const given = { unit: optionOf(work.content, 'unit', '三泉镇'), reason: '镇里有船' };
    expect((await bureau.press(work, '转办', given)).toast?.content).toBe('已申请转办，等批复');
    expect(await toast(office, '待批复', '同意', { reason: '由镇里办' })).toBe('已同意');
    expect(await shown(await county.phone('三泉镇联络员'), '交办单')).toContain('由镇里办');
    expect(labels(await bureau.card('交办单'))).toEqual([]);
  });

  it('beyond the town’s own power goes up to 县河长办, which hands it on', async () => {
    await finds('泽掌镇第一村河长');
    const town = await county.phone('泽掌镇联络员');
    await town.press(await town.card('交办单'), '签收');
    expect(await toast(town, '交办单', '上报', { reason: '要县里的挖机' })).toBe('已上报县河长办');
    const desk = await office.card('待交办');
    expect(textOf(desk.content)).toContain('要县里的挖机');
    const unit = optionOf(desk.content, 'unit', '县水利局');
    expect((await office.press(desk, '交办', { unit, seriousness: '一般' })).toast?.content).toBe('已交办');
    expect(await shown(await county.phone('县水利局联络员'), '交办单')).toContain('要县里的挖机');
  });

  it('put right on the spot is one step with its photo, verified by somebody else', async () => {
    const chief = await county.phone('万安镇第一村河长');
    await chief.press(await chief.card('巡河任务'), '发现问题');
    const settle = async () => chief.press(await chief.card('发现问题'), '现场已处理', FORM);
    expect((await settle()).toast?.type).toBe('warning');
    await photo(chief);
    expect((await settle()).toast?.content).toBe('已登记，等核查');
    expect(await chief.has('核查')).toBe(false);
    const [verifier] = await county.app.deps.db.read.query<{ name: string }>(
      'SELECT h.name FROM problem p JOIN person h ON h.id = p.verifierId ORDER BY p.id DESC LIMIT 1',
    );
    const other = await county.phone(verifier?.name ?? '');
    expect(await toast(other, '核查', '通过')).toBe('已通过，问题销号');
  });

  it('seen by many is one problem with many reporters, each told how it goes', async () => {
    // 县城污水厂城镇污水处理厂排污口, cut to the width of a list.
    const outfall = '厂排污口';
    const report = async (name: string) => {
      const phone = await county.phone(name);
      await phone.say({ type: 'text', text: '巡河' });
      const free = await phone.card('另记一次巡河');
      await phone.press(free, '发现问题', { post: optionOf(free.content, 'post', '龙兴镇') });
      const form = await phone.card('发现问题');
      const at = optionOf(form.content, 'place', outfall);
      return phone.press(form, '提交', { ...FORM, place: at, category: '排污口', kind: '污水直排' });
    };
    expect((await report('龙兴镇第一村河长')).toast?.content).toContain('已登记并交办');
    expect((await report('龙兴镇河长')).toast?.content).toContain('并在一起办');
    expect(await shown(await county.phone('龙兴镇河长'), '发现问题')).toContain('已合并');
  });

  describe('what in the records people are asked about', () => {
    it('the same photo again is asked of its sender first, settled by 县河长办 with a reason, and told', async () => {
      const chief = await county.phone('阳王镇第一村河长');
      await chief.press(await chief.card('巡河任务'), '发现问题');
      await photo(chief, 901);
      await chief.press(await chief.card('发现问题'), '提交', FORM);
      await county.advance('P7D');
      await chief.press(await chief.card('巡河任务'), '发现问题');
      await photo(chief, 901);
      await chief.press(await chief.card('发现问题'), '提交', { ...FORM, spot: '村东头' });
      // A colleague found something on a reach on the day on which its chief wrote that all was well.
      const careless = await county.phone('古交镇第一村河长');
      await careless.press(await careless.card('巡河任务'), OK);
      const above = await county.phone('古交镇镇长');
      await above.press(await above.card('巡河任务'), '发现问题');
      const form = await above.card('发现问题');
      const at = optionOf(form.content, 'place', '第一村');
      await above.press(form, '提交', { ...FORM, place: at, spot: '第一村桥头' });
      expect(await office.has('待核')).toBe(false);
      await county.advance('P1DT1H');
      expect(await shown(chief, '请你说明一下')).toContain('同一张');
      expect(await shown(careless, '请你说明一下')).toContain('一切正常');
      expect(await office.has('待核')).toBe(false);
      expect(await toast(chief, '请你说明一下', '说明', { reply: '发错了，用了旧照片' })).toContain('已说明');
      expect(await shown(office, '待核')).toContain('发错了');
      const settled = await toast(office, '待核', '认定', { verdict: '成立', reason: '本人认可' });
      expect(settled).toContain('成立');
      const told = (await chief.messages()).filter(({ content }) => textOf(content).includes('本人认可'));
      expect(told.length).toBeGreaterThan(0);
    }, 120_000);
  });

  it('nothing that was said on these walks was refused by Feishu', async () => {
    expect(await county.app.feishu.deliveries({ refused: true })).toEqual([]);
    expect(tagsOf((await office.card('待核')).content).length).toBeGreaterThan(0);
  });
});

import sharp from 'sharp';
import { County, type Phone, textOf } from './county';

/** A picture of one colour, as a phone would send it. */
async function picture(background: string): Promise<string> {
  const made = sharp({ create: { width: 32, height: 32, channels: 3, background } });
  return (await made.png().toBuffer()).toString('base64');
}

describe('clauses （四）（五）: an outfall from 整治 to 销号, on the phones of a county', () => {
  let county: County;
  let town: Phone;
  let office: Phone;
  beforeAll(async () => {
    county = await County.start();
    town = await county.phone('龙兴镇联络员');
    office = await county.phone('县河长办主任');
  }, 60_000);
  afterAll(() => county.stop());

  it('the town asks for it by a word, sends photos, reports, and asks for 销号', async () => {
    await town.say({ type: 'text', text: '整治 菜市场' });
    expect(textOf((await town.card('排污口整治')).content)).toContain('清理合并');
    await town.say({ type: 'image', base64: await picture('#805020') });
    const said = await town.press(await town.card('排污口整治'), '报进展', { progress: '管子接上了' });
    expect(said.toast?.content).toBe('进展已记下');
    await town.say({ type: 'image', base64: await picture('#2060a0') });
    const applied = await town.press(await town.card('排污口整治'), '申请销号', {
      check_joined: 'done',
      check_sealed: 'done',
      words: '接进主管网，原口砌死了',
    });
    expect(applied.toast?.content).toBe('已申请销号，等牵头部门验收');
  });

  it('each unit signs on its own phone, the town’s own step merged, until 县河长办 closes it out', async () => {
    const lead = await county.phone('县住建局联络员');
    const checking = await lead.card('销号验收');
    expect(textOf(checking.content)).toContain('前面已经签过，合并');
    expect((await lead.press(checking, '验收通过', {})).toast?.content).toBe('已通过，转到下一步');
    const branch = await county.phone('分局排污口专干');
    expect((await branch.press(await branch.card('销号核查'), '核查通过', {})).error).toBeNull();
    const closed = await office.press(await office.card('销号'), '销号通过', { words: '同意销号' });
    expect(closed.toast?.content).toBe('已销号');
    const seen = await town.card('排污口整治');
    expect(seen.content.header?.template).toBe('green');
    expect(textOf(seen.content)).toContain('同意销号');
  });

  it('the office sees how the county stands, and has the list of what stays as a file', async () => {
    await office.say({ type: 'text', text: '整治' });
    const shown = textOf((await office.card('整治进度')).content);
    expect(shown).toContain('2024年10月31日前应完成100%');
    await office.say({ type: 'text', text: '保留清单' });
    expect((await office.messages()).map(({ msg_type }) => msg_type)).toContain('file');
  });
});

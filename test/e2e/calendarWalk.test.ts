import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buttons, County, type Phone, PNG, textOf } from './county';
import { offeredBy, policyWith, tagsOf } from './walking';

/** From the last Monday of the flood season over the holidays into October. */
describe('the calendar of a county, from the flood season into autumn', () => {
  let folder: string;
  let county: County;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'policy-'));
    const own = {
      reach: 'FH-0401',
      level: 'village',
      every: 'half-month',
      from: '2026-09-16',
      to: '2026-10-31',
    };
    const file = policyWith(folder, ({ patrol, ...policy }) => ({
      ...policy,
      patrol: { ...(patrol as object), reaches: [own] },
    }));
    county = await County.start({ POLICY_FILE: file }, undefined, '2026-09-28T08:00:00+08:00');
  }, 60_000);
  afterAll(async () => {
    await county?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const period = async (name: string) =>
    tagsOf((await (await county.phone(name)).card('巡河任务')).content)[0];

  it('asks each level at its own pace, towns closer in the flood season, a reach at the pace of its own dates', async () => {
    expect(await period('汾河县级河长')).toBe('三季度');
    expect(await period('三泉镇河长')).toBe('9月下半月');
    expect(await period('三泉镇第二村河长')).toBe('本周');
    expect(await period('三泉镇第一村河长')).toBe('9月下半月');
  });

  it('counts a meeting that settled something for a town, never for a village, and not without words', async () => {
    const village = await county.phone('泽掌镇第一村河长');
    await village.press(await village.card('巡河任务'), '其他情况（补记、顺延）');
    expect(offeredBy((await village.card('其他情况')).content, 'kind')).toEqual(['徒步', '无人机']);
    const town = await county.phone('泽掌镇河长');
    await town.press(await town.card('巡河任务'), '其他情况（补记、顺延）');
    const meets = async (words: string) =>
      (await town.press(await town.card('其他情况'), '一切正常，补记', { kind: 'meeting', words })).toast
        ?.content;
    expect(await meets('')).toContain('办成了什么');
    expect(await meets('定了清淤')).toBe('已补记');
    // How it was done is on the card, for everybody who looks at it later.
    expect(textOf((await town.card('巡河任务')).content)).toContain('会议协调');
  });

  it('asks one step more often while a grave problem is open, and closes the gates when the season is over', async () => {
    const finder = await county.phone('横桥镇第一村河长');
    await finder.press(await finder.card('巡河任务'), '发现问题');
    const form = { place: 'other', spot: '桥下', category: '河岸', seriousness: '较重', words: '大堆垃圾' };
    await finder.press(await finder.card('发现问题'), '提交', form);
    // The first working day after the holidays, at ten.
    await county.advance('P10DT2H');
    expect(await period('三泉镇河长')).toBe('10月');
    expect(await period('横桥镇河长')).toBe('10月上半月');
    // The county's own stretch, of which that reach is a part, goes from quarters to months.
    expect(await period('汾河县级河长')).toBe('10月');
    expect(await period('浍河县级河长')).toBe('四季度');
  }, 120_000);

  describe('at the season’s edge', () => {
    let keeper: Phone;
    beforeAll(async () => {
      keeper = await county.phone('样例造纸公司联系人');
    });

    it('a gate is closed with a photo and a press, and 分局 sees it', async () => {
      const task = await keeper.card('汛后关闸');
      expect((await keeper.press(task, '已关上')).toast?.content).toContain('还差一张照片');
      await keeper.say({ type: 'image', base64: PNG });
      expect((await keeper.press(await keeper.card('汛后关闸'), '已关上')).toast?.content).toContain(
        '办好了',
      );
      expect((await keeper.card('汛后关闸')).content.header?.template).toBe('green');
      const branch = await county.phone('分局排污口专干');
      const rounds = (await branch.messages()).filter(({ content }) => textOf(content).includes('汛后关闸'));
      expect(rounds.length).toBeGreaterThan(0);
    });

    it('自行监测 is asked of whoever discharges, and ended by a press', async () => {
      const task = await keeper.card('自行监测');
      expect(tagsOf(task.content)).toContain('四季度');
      expect((await keeper.press(task, '已监测')).toast?.type).toBe('success');
      expect(buttons((await keeper.card('自行监测')).content)).toEqual([]);
    });
  });

  it('nothing that was said was refused by Feishu', async () => {
    expect(await county.app.feishu.deliveries({ refused: true })).toEqual([]);
  });
});

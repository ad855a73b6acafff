import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssessmentMark, AssessmentRound, MarkSheet } from '../../entities';
import { assess } from '../../src/assessment';
import { type Card, type Component, County, components, type Phone, textOf } from './county';
import { optionOf, policyWith, tagsOf } from './walking';

/** What a phone sends of a page that nobody touched: what stood in it. */
const untouched = (card: Card): Record<string, unknown> =>
  Object.fromEntries(
    components(card)
      .filter(({ name = '' }: Component) => /^[pr]\d+$/.test(name))
      .map(({ name, default_value = '' }) => [name, default_value]),
  );

describe('人工评分 from the first card to the draft of the round', () => {
  const folder = mkdtempSync(join(tmpdir(), 'marks-'));
  let county: County;
  let office: Phone;
  let clerk: Phone;
  let head: Phone;
  beforeAll(async () => {
    const POLICY_FILE = policyWith(folder, (policy) => ({
      ...policy,
      assessment: { ...(policy.assessment as object), rounds: { every: 'month', draftWorkdays: 6 } },
    }));
    county = await County.start({ POLICY_FILE });
    office = await county.phone('县河长办主任');
    clerk = await county.phone('县河长办专干');
    head = await county.phone('龙兴镇党委书记');
  }, 60_000);
  afterAll(async () => {
    await county.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const townLine = async (rule: string) => {
    const { deps } = county.app;
    const { towns } = await assess(deps, { period: '2026-11', at: deps.clock.now() });
    return towns.find(({ name }) => name === '龙兴镇')?.lines.find((line) => line.rule === rule);
  };

  it('comes to both of 县河长办 with the month’s 试算, and to nobody else', async () => {
    expect(await office.has('2026年11月考核打分')).toBe(false);
    await county.advance('P9D');
    const card = await office.card('2026年11月考核打分');
    expect(textOf(card.content)).toContain('2026年11月考核打分');
    expect(textOf(card.content)).toContain('镇 · 宣传报送');
    expect(await clerk.has('2026年11月考核打分')).toBe(true);
    expect(await head.has('2026年11月考核打分')).toBe(false);
  }, 120_000);

  it('refuses a page with a wrong number or without a reason, and takes what is right as it stands', async () => {
    const card = await office.card('2026年11月考核打分');
    const theirs = await clerk.card('2026年11月考核打分');
    const form = untouched(card.content);
    const [first = ''] = Object.keys(form).filter((name) => name.startsWith('p'));
    const label = `提交这${Object.keys(form).length / 2}个`;
    const press = (given: Record<string, unknown>) => office.press(card, label, { ...form, ...given });
    expect((await press({ [first]: '四分' })).toast?.content).toContain('请写数字');
    expect((await press({ [first]: '4' })).toast?.content).toContain('应在 0 到 3 之间');
    expect((await press({ [first]: '2.5' })).toast?.content).toContain('请写一句理由');
    const nobody = Object.fromEntries(Object.keys(form).map((name) => [name, '']));
    expect((await office.press(card, label, nobody)).toast?.content).toContain('一个得分都没有写');
    const bare = { ...nobody, [first.replace('p', 'r')]: '报得晚' };
    expect((await office.press(card, label, bare)).toast?.content).toBe('第1个写了理由，没有写得分');
    expect(await county.app.deps.db.read.find(AssessmentMark)).toEqual([]);
    const reason = { [first]: '2.5', [first.replace('p', 'r')]: '信息少报一期' };
    expect((await press(reason)).toast?.content).toMatch(/^记下了\d+个/);
    // The other one's card was drawn before: nothing is given twice.
    const again = await clerk.press(theirs, label, { ...form, [first]: '3' });
    expect(again.toast?.type).not.toBe('success');
    expect(await townLine('publicity')).toMatchObject({
      points: 2.5,
      reason: '县河长办评分：信息少报一期',
      evidence: [{ kind: 'mark' }],
    });
  });

  it('has 加分 entered by one and confirmed by the other', async () => {
    await office.say({ type: 'text', text: '加分' });
    const form = await office.card('加分和否决');
    const entered = await office.press(form, '提交加分', {
      period: optionOf(form.content, 'period', '2026年11月'),
      item: optionOf(form.content, 'item', '表扬加分'),
      whose: '龙兴镇',
      points: '2',
      document: '市河长办〔2026〕18号',
      words: '市里通报表扬',
    });
    expect(entered.toast?.content).toContain('请第二个人');
    expect(await townLine('bonus.commended')).toBeUndefined();
    const card = await clerk.card('确认加分');
    await clerk.press(card, '确认');
    expect(await townLine('bonus.commended')).toMatchObject({
      points: 2,
      reason: '县河长办加分：市里通报表扬（市河长办〔2026〕18号）',
    });
    expect(tagsOf((await office.card('考核加分')).content)).toContain('已确认');
  });

  it('is on the town’s own card the next morning, and in the draft of the round', async () => {
    await county.advance('P1D');
    expect(textOf((await head.card('2026年11月考核')).content)).toContain('信息少报一期');
    await county.advance('P6D');
    const round = await office.card('2026年11月正式考核');
    expect(textOf(round.content)).toContain('2026年11月');
    const { read } = county.app.deps.db;
    expect(await read.findOne(AssessmentRound, { period: '2026-11' })).toMatchObject({ state: 'draft' });
    expect(await townLine('publicity')).toMatchObject({ points: 2.5 });
    expect(await read.findOne(MarkSheet, { period: '2026-11' })).toMatchObject({ state: 'closed' });
  }, 120_000);
});

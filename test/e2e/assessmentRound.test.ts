import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssessmentRound, AssessmentVersion } from '../../entities';
import { assess } from '../../src/assessment';
import { BACKENDS } from '../factories';
import { type County, type Phone, PNG, textOf } from './county';
import { countyOver, optionOf, type Place, policyWith, tagsOf } from './walking';

const ROUND = '2026年11月正式考核';
const OWN = '2026年11月考核';

describe.each(BACKENDS)(
  'a formal round on the phones of a county, from draft to the final card (%s)',
  (backend) => {
    const folder = mkdtempSync(join(tmpdir(), 'round-'));
    let place: Place;
    let county: County;
    let office: Phone;
    let reviewer: Phone;
    let leader: Phone;
    let chief: Phone;
    let mayor: Phone;

    beforeAll(async () => {
      const file = policyWith(folder, (policy) => ({
        ...policy,
        assessment: {
          ...(policy.assessment as object),
          // Every month, so that the walk is of weeks; one item by the county's own name.
          rounds: { every: 'month', draftWorkdays: 5 },
          marks: { workdays: 4 },
          chief: {
            patrol: { name: '按时巡河', max: 30, kind: 'ratio' },
            record: 10,
            finding: 20,
            closing: 30,
            cooperation: 10,
          },
        },
      }));
      place = await countyOver(backend, { POLICY_FILE: file });
      county = place.county;
      office = await county.phone('县河长办主任');
      reviewer = await county.phone('县河长办专干');
      leader = await county.phone('县政府签发人');
      chief = await county.phone('龙兴镇第二村河长');
      mayor = await county.phone('龙兴镇镇长');
      const walker = await county.phone('龙兴镇第一村河长');
      await walker.press(await walker.card('巡河任务'), '一切正常，提交');
      // Monday, five working days after the month: what nobody entered late is 未完成.
      await county.advance('P14D');
      await county.advance('PT2H');
    }, 240_000);
    afterAll(async () => {
      await place.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const round = async () => (await county.app.deps.db.read.findOne(AssessmentRound, {})) as AssessmentRound;
    const owns = async (phone: Phone): Promise<number> =>
      (await phone.messages()).filter(({ content }) => content.header?.title.content === OWN).length;
    const wordsOf = async (phone: Phone): Promise<string> => JSON.stringify((await phone.messages()).at(-1));

    it('草稿: 县河长办 looks it over; nobody whom it is about sees anything of it', async () => {
      const draft = await office.card(ROUND);
      expect(tagsOf(draft.content)).toEqual(['待公示']);
      expect(textOf(draft.content)).toContain('公示前各镇看不到');
      await office.press(draft, '看全表');
      expect(textOf((await office.card('2026年11月河长制考核')).content)).toContain('全县中位');
      for (const phone of [chief, mayor]) {
        // A 试算 of the month may have come in the minute before.
        const before = await owns(phone);
        await phone.say({ type: 'text', text: '考核 2026-11' });
        expect(await wordsOf(phone)).toContain('正在出正式考核，公示以后再看');
        await phone.say({ type: 'text', text: '考核表 2026-11' });
        await phone.say({ type: 'text', text: '申诉' });
        expect(await owns(phone)).toBe(before);
        expect((await phone.messages()).filter(({ msg_type }) => msg_type === 'file')).toEqual([]);
      }
    }, 60_000);

    it('公示: each gets their own row and the middle, the leaders the whole table', async () => {
      const { toast } = await office.press(await office.card(ROUND), '公示');
      expect(toast?.content).toContain('已公示');
      await county.advance('PT1H');
      const own = textOf((await chief.card(OWN)).content);
      expect(own).toContain('按时巡河');
      expect(own).toContain('全县村级河长中位');
      expect(own).not.toContain('第三村');
      const towns = textOf((await mayor.card(OWN)).content);
      expect(towns).toContain('全县各镇中位');
      expect(towns).not.toContain('三泉镇');
      expect(await chief.has('2026年11月河长制考核')).toBe(false);
      expect(textOf((await leader.card('2026年11月河长制考核')).content)).toContain('三泉镇');
    }, 60_000);

    it('申诉: by card on a line with words and a photo, which whoever decides sees', async () => {
      await chief.press(await chief.card(OWN), '我要申诉');
      const form = await chief.card('2026年11月考核申诉');
      const item = optionOf(form.content, 'item', '按时巡河');
      const { toast } = await chief.press(form, '提交申诉', { item, words: '那几天村里封路，走不到河边' });
      expect(toast?.content).toContain('申诉已提交');
      expect(JSON.stringify((await reviewer.card('复核申诉')).content)).not.toContain('"img"');
      await chief.say({ type: 'image', base64: PNG });
      expect(await wordsOf(chief)).toContain('已放进你的考核申诉');
      const seen = (await reviewer.card('复核申诉')).content;
      expect(textOf(seen)).toContain('那几天村里封路');
      expect(textOf(seen)).toContain('照片1张');
      expect(JSON.stringify(seen)).toContain('"img"');
      // Not by whoever published it.
      expect(await office.has('复核申诉')).toBe(false);
    }, 60_000);

    it('复核: of two who press at once one decides; the score follows, on every card that shows it', async () => {
      await leader.press(
        await leader.card(ROUND).catch(async () => {
          await leader.say({ type: 'text', text: '申诉' });
          return leader.card(ROUND);
        }),
        '打开',
      );
      const [mine, theirs] = [await reviewer.card('复核申诉'), await leader.card('复核申诉')];
      const answers = await Promise.all([
        reviewer.press(mine, '更正', { points: '30', reason: '封路有通知' }),
        leader.press(theirs, '更正', { points: '15', reason: '只封了半天' }),
      ]);
      const types = answers.map(({ toast }) => toast?.type).sort();
      expect(types).toEqual(['success', 'warning']);
      await county.settle();
      const own = textOf((await chief.card(OWN)).content);
      expect(own).toContain('复核更正为');
      const told = textOf((await chief.card('申诉有结果了')).content);
      expect(told).toContain('总分现在是');
      expect(told).not.toContain('正在重算');
      expect(await round()).toMatchObject({ stale: false, state: 'notice' });
    }, 60_000);

    it('定稿: once 公示 is over its button stands on the card that the office has; each gets the final row', async () => {
      const before = await office.card(ROUND);
      expect(textOf(before.content)).not.toContain('round.finalise');
      await county.advance('P8D');
      const over = await office.card(ROUND);
      expect(tagsOf(over.content)).toEqual(['待定稿']);
      const { toast } = await office.press(over, '定稿');
      expect(toast?.content).toContain('已定稿并存档');
      await county.advance('PT2H');
      const final = await chief.card(OWN);
      expect(tagsOf(final.content)).toContain('已定稿');
      expect(textOf(final.content)).not.toContain('我要申诉');
      const { deps } = county.app;
      expect(await deps.db.read.find(AssessmentVersion)).toMatchObject([{ number: 1, reason: null }]);
      const { verified } = await assess(deps, { period: '2026-11', at: deps.clock.now(), verify: true });
      expect(verified).toEqual({ stored: true, identical: true });
    }, 120_000);

    it('更正: by the name that the table says; a second version beside the first, and nothing is appealed any more', async () => {
      const item = optionOf((await office.card(ROUND)).content, 'item', '按时巡河');
      const given = { whose: '龙兴镇第三村村委会主任', item, points: '30', reason: '台账漏计' };
      const { toast } = await office.press(await office.card(ROUND), '更正', given);
      expect(toast?.content).toContain('更正记下了');
      const versions = await county.app.deps.db.read.find(
        AssessmentVersion,
        {},
        { order: { number: 'ASC' } },
      );
      expect(versions).toMatchObject([{ number: 1 }, { number: 2, reason: '台账漏计' }]);
      expect(textOf((await office.card(ROUND)).content)).toContain('第2版');
      await chief.say({ type: 'text', text: '申诉' });
      expect(await chief.has('申诉有结果了')).toBe(true);
    }, 60_000);
  },
);

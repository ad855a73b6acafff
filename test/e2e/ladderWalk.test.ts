import { LadderCase } from '../../entities';
import { BACKENDS } from '../factories';
import { type County, type Phone, PNG, type ShownMessage, textOf } from './county';
import { countyOver, type Place } from './walking';

/** For a busy machine. */
const WALK_MS = 400_000;

describe.each(BACKENDS)(
  'a town from the first hint to the supervision list and back, on the phones of a county over %s',
  (backend) => {
    let place: Place;
    let county: County;
    let office: Phone;
    let leader: Phone;
    let secretary: Phone;
    let liaison: Phone;
    let chief: Phone;
    beforeAll(async () => {
      place = await countyOver(backend);
      county = place.county;
      office = await county.phone('县河长办主任');
      leader = await county.phone('县政府签发人');
      secretary = await county.phone('龙兴镇党委书记');
      liaison = await county.phone('龙兴镇联络员');
      chief = await county.phone('龙兴镇第一村河长');
      await chief.press(await chief.card('巡河任务'), '发现问题');
      const form = {
        place: 'other',
        spot: '桥下',
        category: '河岸',
        seriousness: '立行立改',
        words: '大堆垃圾',
      };
      await chief.press(await chief.card('发现问题'), '提交', form);
    }, WALK_MS);
    afterAll(() => place.close());

    const theCase = async (): Promise<LadderCase> => {
      const [one] = await county.app.deps.db.read.find(LadderCase, { matterType: 'problem' });
      if (!one) throw new Error('no case');
      return one;
    };
    const titled = async (phone: Phone, title: string): Promise<ShownMessage[]> =>
      (await phone.messages()).filter(({ content }) => content.header?.title.content === title);

    it(
      'is hinted at before the day, and reminded on the day after it',
      async () => {
        await county.advance('PT2H');
        await county.advance('P2D');
        expect(textOf((await liaison.card('今日待办')).content)).toContain('桥下');
        await county.advance('P2D');
        const notice = await secretary.card('滞后提醒');
        expect(textOf(notice.content)).toContain('桥下');
        await secretary.press(notice, '已知悉');
      },
      WALK_MS,
    );

    it(
      'comes to a 通报 for approval when five working days pass with no more than 已知悉',
      async () => {
        await county.advance('P7D');
        expect(await titled(office, '通报审批')).toEqual([]);
        await county.advance('P3D');
        const [draft, ...others] = (await titled(office, '通报审批')).filter(({ content }) =>
          textOf(content).includes('桥下'),
        );
        expect(others.map(({ content }) => textOf(content).slice(0, 900))).toEqual([]);
        expect(await theCase()).toMatchObject({ rung: 1, waitsFor: 'issuer' });
        expect(await secretary.has('通报')).toBe(false);
        await office.press(draft as ShownMessage, '批准');
        expect(textOf((await secretary.card('通报')).content)).toContain('桥下');
        expect(await theCase()).toMatchObject({ rung: 2, nextDay: '2026-12-22' });
      },
      WALK_MS,
    );

    it(
      'comes to a 约谈 for the leader when ten working days pass without a report',
      async () => {
        await county.advance('P14D');
        expect(await leader.has('约谈草案')).toBe(false);
        await county.advance('P1D');
        const meeting = { meetDay: '2026-12-23', meetTime: '15:00', meetPlace: '县政府三楼' };
        await leader.press(await leader.card('约谈草案'), '签发', meeting);
        expect(textOf((await secretary.card('约谈通知')).content)).toContain('12月23日15时0分');
        expect(await theCase()).toMatchObject({ rung: 3, waitsFor: 'office' });
      },
      WALK_MS,
    );

    it(
      'comes to a 督查 only after the year ended with its target missed and a person called it 突出问题',
      async () => {
        await county.advance('P9D');
        expect(await leader.has('督查草案')).toBe(false);
        await county.advance('P5D');
        const asked = await office.card('是不是突出问题');
        await office.press(asked, '认定为突出问题', { reason: '一年没有清完，群众反映强烈' });
        await county.advance('P1D');
        await leader.press(await leader.card('督查草案'), '签发', { doneBy: '2027-02-26' });
        await leader.say({ type: 'text', text: '督查' });
        expect(textOf((await leader.card('督查事项')).content)).toContain('龙兴镇');
        expect(await theCase()).toMatchObject({ rung: 4 });
      },
      WALK_MS,
    );

    it(
      'goes back to the bottom when the matter is done and verified, and the list is closed by a person',
      async () => {
        await liaison.say({ type: 'text', text: '问题' });
        await liaison.press(await liaison.card('交办单'), '签收');
        await liaison.say({ type: 'image', base64: PNG });
        await liaison.press(await liaison.card('交办单'), '反馈', { words: '清完了' });
        await chief.press(await chief.card('核查'), '通过');
        await county.advance('P3D');
        expect(await theCase()).toMatchObject({ state: 'cleared' });
        await office.say({ type: 'text', text: '督查' });
        await office.press(await office.card('督查事项'), '打开');
        await office.press(await office.card('督查'), '办结', { done: '现场看过，清完了' });
        expect(textOf((await secretary.card('督查通知')).content)).toContain('现场看过，清完了');
      },
      WALK_MS,
    );

    it(
      'says on /readyz and /metrics, within the hour, that a case has neither a next day nor anybody it waits for',
      async () => {
        const { address } = county.app;
        const read = async () => {
          const { checks } = (await (await fetch(`${address}/readyz`)).json()) as {
            checks: { name: string; ok: boolean }[];
          };
          const metrics = await (await fetch(`${address}/metrics`)).text();
          return [
            checks.find(({ name }) => name === 'ladder')?.ok,
            /^river_ladder_faults (\d+)$/m.exec(metrics)?.[1],
          ];
        };
        const { db } = county.app.deps;
        expect(await read()).toEqual([true, '0']);
        const { id, ...row } = await theCase();
        const lost = { ...row, round: 900, state: 'running' as const, nextDay: null, waitsFor: null };
        const { firstId } = await db.transaction((tx) => tx.insert(LadderCase, lost));
        await county.advance('PT1H');
        expect(await read()).toEqual([false, '1']);
        await db.transaction((tx) => tx.remove(LadderCase, { id: firstId }));
        await county.advance('PT1H');
        expect(await read()).toEqual([true, '0']);
      },
      WALK_MS,
    );
  },
);

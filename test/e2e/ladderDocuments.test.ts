import { LadderCase, type LadderDocument, Problem } from '../../entities';
import { draftDocuments } from '../../src/escalation';
import { County, type Phone, textOf } from './county';
import { optionOf } from './walking';

describe('clauses （九）（十二）: a town from 通报 over 约谈 to 督查 and its close-out, on the phones of a county', () => {
  let county: County;
  let office: Phone;
  let leader: Phone;
  let mayor: Phone;
  let caseId: number;
  beforeAll(async () => {
    county = await County.start();
    office = await county.phone('县河长办主任');
    leader = await county.phone('县政府签发人');
    mayor = await county.phone('龙兴镇镇长');
    const chief = await county.phone('龙兴镇第一村河长');
    await chief.press(await chief.card('巡河任务'), '发现问题');
    const form = {
      place: 'other',
      spot: '桥下',
      category: '河岸',
      seriousness: '立行立改',
      words: '大堆垃圾',
    };
    await chief.press(await chief.card('发现问题'), '提交', form);
    // Friday at ten, a day after it was due; 提醒 has passed without an answer.
    await county.advance('P4D');
    await county.advance('PT2H');
    const { db, clock } = county.app.deps;
    const [problem] = await db.read.find(Problem);
    const begun = {
      unitId: problem?.townId ?? 0,
      matterType: 'problem' as const,
      matterId: problem?.id ?? 0,
      round: 900,
      title: '桥下（河岸）',
      rung: 1 as const,
      state: 'running' as const,
      sinceDay: '2026-11-27',
      policyVersion: 1,
      beganAt: clock.now(),
      version: 1,
    };
    caseId = await db.transaction(async (tx) => (await tx.insert(LadderCase, begun)).firstId);
  }, 240_000);
  afterAll(() => county.stop());

  /** What the daily pass of the ladder asks for when a rung is due. */
  async function due(rung: 2 | 3 | 4, issuer: LadderDocument['issuer']): Promise<void> {
    const { deps } = county.app;
    const { unitId = 0 } = (await deps.db.read.findOne(LadderCase, { id: caseId })) ?? {};
    const at = deps.clock.now();
    await deps.db.transaction((tx) =>
      draftDocuments(tx, deps, { at, due: [{ caseId, unitId, rung, issuer }] }),
    );
    await county.settle();
  }

  it('通报: 县河长办 changes and approves it, the mayor gets it and reports, the report is sent back', async () => {
    await due(2, '县河长办');
    const draft = await office.card('通报审批');
    expect(textOf(draft.content)).toContain('你镇有1件事没有按期办结');
    await office.press(draft, '保存修改', { words: '龙兴镇桥下垃圾逾期没有清走，请抓紧。' });
    const { toast } = await office.press(await office.card('通报审批'), '批准');
    expect(toast?.content).toContain('通报已签发');
    const notice = await mayor.card('通报');
    expect(textOf(notice.content)).toContain('桥下垃圾逾期没有清走');
    expect((await mayor.press(notice, '报送整改报告', { report: '正在清' })).toast?.content).toContain(
      '已报送',
    );
    await office.press(await office.card('通报'), '不同意', { answer: '写清哪天清完' });
    expect(textOf((await mayor.card('通报')).content)).toContain('写清哪天清完');
  }, 60_000);

  it('约谈: the leader signs it with time and place; afterwards the office enters the 纪要 and a promise, which is kept', async () => {
    await due(3, '县政府');
    const draft = await leader.card('约谈草案');
    expect(textOf(draft.content)).toContain('经提醒、通报后仍未整改到位');
    const meeting = { meetDay: '2026-11-27', meetTime: '15:00', meetPlace: '县政府三楼' };
    expect((await leader.press(draft, '签发', meeting)).toast?.content).toContain('已签发');
    expect(textOf((await mayor.card('约谈通知')).content)).toContain('11月27日15时0分');
    await county.advance('PT6H');
    await office.say({ type: 'text', text: '约谈' });
    await office.press(await office.card('约谈清单'), '打开');
    await office.press(await office.card('约谈'), '记下纪要', { record: '镇长到会，承诺清垃圾。' });
    const minuted = await office.card('约谈');
    const promise = {
      promise: '三天内清完',
      promiseDay: '2026-12-01',
      promiseUnit: optionOf(minuted.content, 'promiseUnit', '龙兴镇'),
    };
    expect((await office.press(minuted, '记下承诺', promise)).toast?.content).toContain('承诺记下了');
    await mayor.press(await mayor.card('约谈承诺'), '已办到', { kept: '清完了，现场没有垃圾' });
    await office.press(await office.card('约谈承诺'), '认可');
    expect(textOf((await office.card('约谈')).content)).toContain('已办结');
  }, 120_000);

  it('督查: signed into the list of the county, seen by office and government, ended with words; each is a file', async () => {
    await due(4, '县政府');
    await leader.press(await leader.card('督查草案'), '签发', { doneBy: '2026-12-31' });
    await leader.say({ type: 'text', text: '督查' });
    expect(textOf((await leader.card('督查事项')).content)).toContain('12月31日前办结');
    await office.say({ type: 'text', text: '督查' });
    await office.press(await office.card('督查事项'), '打开');
    const running = await office.card('督查');
    expect((await office.press(running, '办结', { done: '现场看过，没有反弹' })).toast?.content).toBe(
      '已办结',
    );
    expect(textOf((await mayor.card('督查通知')).content)).toContain('现场看过，没有反弹');
    await office.press(await office.card('督查'), '要文件');
    await county.settle();
    const files = (await office.messages()).filter(({ msg_type }) => msg_type === 'file');
    expect(JSON.stringify(files.at(-1))).toContain('.docx');
  }, 120_000);
});

import { AuditEntry, HistoryEntry, PlanDraft, Rectification } from '../../entities';
import { Conversation } from '../../src/bot/conversation';
import { BACKENDS, buildOutfall, buildReach, buildUnit } from '../factories';
import type { Hand, Shown } from '../problem/pressing';
import { eachRiver, NOW, sendAll, waiting } from '../river';
import { about, applies, buildWorks, inLedger, record, type Works } from './world';

const KEEP = { type: 'keep', lead: 'keep' };

describe.each(BACKENDS)('年度方案 in the chat over %s', (backend) => {
  let works: Works;
  eachRiver(backend, async (river) => {
    const fresh = { remedyType: null, remedyDueDay: null, remedyMeasure: null, leadDepartment: null };
    works = await buildWorks(river, fresh);
  });

  let said = 0;
  async function says(hand: Hand, text: string): Promise<string> {
    said += 1;
    const answers: string[] = [];
    await new Conversation(works.river.deps, async (words) => answers.push(words.text)).message({
      messageId: `om_plan_${said}`,
      chatId: 'oc_1',
      chatType: 'p2p',
      openId: String(hand.person.openId),
      sentAt: NOW,
      text,
      imageKeys: [],
      place: null,
    });
    return answers.join();
  }
  const draftId = async () => (await works.river.db.read.find(PlanDraft))[0]?.id ?? 0;
  const plan = async (): Promise<Shown> => works.branch.sees('yearPlan', await draftId());
  const filter = (form: Record<string, string>) =>
    plan().then((shown) =>
      works.branch.presses('换一批看', shown, {
        year: '2026',
        town: 'all',
        kind: 'all',
        stage: 'all',
        ...form,
      }),
    );
  const picks = (ids: number[], form: Record<string, string> = {}) =>
    plan().then((shown) =>
      works.branch.presses('放进方案', shown, {
        outfalls: JSON.stringify(ids.map((id) => `o${id}`)),
        ...form,
      }),
    );

  test('clause （四）: 分局 puts several outfalls into the year’s plan with one form, nothing typed twice', async () => {
    const { river, outfall } = works;
    const housing = works.lead.person.unitId;
    const known = await about(works, {
      name: '古交镇白村砖厂雨洪排口',
      remedyType: '清理合并',
      remedyMeasure: '并入村里的管网',
      remedyDueDay: '2026-06-30',
    });
    expect(await says(works.branch, '年度方案')).toBe('');
    expect(await waiting(river.db)).toEqual([`yearPlan→${works.branch.person.id}`]);
    expect((await plan()).words).toContain('2027年整治方案');
    await filter({});
    expect((await plan()).words).toContain('2026年整治方案');
    const { toast } = await picks([outfall.id, known.outfall.id], {
      lead: `u${housing}`,
      measure: '立标识牌，建采样点',
      type: '规范整治',
      dueDay: '2026-12-31',
    });
    expect(toast).toEqual({ type: 'success', content: '2个放进了方案' });
    expect(await inLedger(works)).toMatchObject({
      remedyType: '规范整治',
      remedyMeasure: '立标识牌，建采样点',
      leadDepartment: '县住建局',
      remedyDueDay: '2026-12-31',
      version: 2,
    });
    expect(await record(works)).toMatchObject({ planYear: 2026, plannedDay: '2026-12-31', state: 'working' });
    expect(await inLedger(known)).toMatchObject({ remedyType: '规范整治' });
    expect((await plan()).words).toContain('方案里2个');
    expect((await plan()).words).toContain('永丰焦化厂雨洪排口');
    const actions = (await river.db.read.find(AuditEntry)).map(({ action }) => action);
    expect(actions.filter((action) => action === 'rectification.planned')).toHaveLength(2);
  });

  test('what is left at 照台账 stays as each outfall has it', async () => {
    const known = await about(works, {
      name: '古交镇白村砖厂雨洪排口',
      remedyType: '清理合并',
      remedyMeasure: '并入村里的管网',
      leadDepartment: '住建局',
      remedyDueDay: '2026-06-30',
    });
    await says(works.branch, '年度方案');
    await filter({});
    await picks([known.outfall.id], KEEP);
    expect(await inLedger(known)).toMatchObject({
      remedyType: '清理合并',
      remedyMeasure: '并入村里的管网',
      leadDepartment: '住建局',
      remedyDueDay: '2026-06-30',
      version: 1,
    });
    expect(await record(known)).toMatchObject({ planYear: 2026, plannedDay: '2026-06-30' });
  });

  test('the same is refused as in the workbook, all together, and what looks odd is said', async () => {
    await says(works.branch, '年度方案');
    await filter({});
    const other = await about(works, { name: '另一个口', remedyDueDay: '2026-06-30' });
    const both = [other.outfall.id, works.outfall.id];
    const refused = (form: Record<string, string>) =>
      picks(both, form).then(
        () => 'taken',
        ({ message }) => String(message),
      );
    expect(await refused(KEEP)).toContain('“永丰焦化厂雨洪排口”还没定整治类型');
    expect(await refused({ ...KEEP, type: '规范整治' })).toContain('必须填整治期限');
    expect(await works.river.db.read.find(Rectification)).toEqual([]);
    const { toast } = await picks(both, { ...KEEP, type: '规范整治', dueDay: '2027-03-31' });
    expect(toast).toEqual({
      type: 'warning',
      content: '2个放进了方案。整治期限不在2026年，请看年度和期限哪个填错了',
    });
  });

  test('towns, types and stages narrow what is offered, and the lots go on', async () => {
    const { river, outfall } = works;
    const sanquan = await buildUnit(river.db, { name: '三泉镇' });
    const reach = await buildReach(river.db, { townId: sanquan.id });
    await buildOutfall(river.db, { townId: sanquan.id, reachId: reach.id, name: '三泉镇雨洪排口' });
    await says(works.branch, '年度方案');
    await filter({ town: `t${sanquan.id}` });
    expect((await plan()).words).toMatch(/三泉镇[\s\S]*还没排进的 \*\*1个/);
    await filter({ kind: '工业' });
    expect((await plan()).words).toContain(outfall.name);
    expect((await plan()).words).not.toContain('桥西雨洪排口');
    await filter({ stage: '整治中' });
    expect((await plan()).words).toContain('没有还要排进方案的了');
    for (let n = 0; n < 25; n += 1) await about(works, { name: `第${n}个口` });
    await filter({});
    expect((await plan()).words).toContain('第1到20个');
    await works.branch.presses('看下一批', await plan());
    expect((await plan()).words).toContain('第21到28个');
    expect((await plan()).form).toMatchObject({ year: '2026', town: 'all' });
  });

  test('clause （四）: a row is changed later with a reason, which its history keeps', async () => {
    await says(works.branch, '年度方案');
    await filter({});
    await picks([works.outfall.id], { ...KEEP, type: '规范整治', dueDay: '2026-12-31' });
    await sendAll(works.river.db);
    await works.branch.presses('改', await plan());
    expect(await waiting(works.river.db)).toEqual([`planRow→${works.branch.person.id}`]);
    const row = await works.branch.sees('planRow', works.outfall.id);
    expect(row.form).toMatchObject({ year: '2026', type: '规范整治', lead: 'keep' });
    const later = { type: '清理合并', dueDay: '2026-12-01' };
    expect(await works.branch.refused('改方案', row, later)).toBe('press.form');
    await works.branch.presses('改方案', row, { ...later, reason: '改走管网了' });
    expect(await inLedger(works)).toMatchObject({ remedyType: '清理合并', remedyDueDay: '2026-12-01' });
    expect(await record(works)).toMatchObject({ plannedDay: '2026-12-01', version: 2 });
    const steps = await works.river.db.read.find(HistoryEntry, { subjectType: 'rectification' });
    expect(steps.at(-1)).toMatchObject({ action: 'planned', reason: '改走管网了' });
    expect(await works.branch.refused('改方案', row, { ...later, reason: '再按一次' })).toBe('press.stale');
  });

  test('by name or code one outfall is put in by itself, and one that is being closed out is left alone', async () => {
    await says(works.branch, `年度方案 ${works.outfall.internalCode}`);
    expect(await waiting(works.river.db)).toEqual([`planRow→${works.branch.person.id}`]);
    const row = await works.branch.sees('planRow', works.outfall.id);
    expect(row.words).toContain('还没排进方案');
    await works.branch.presses('放进方案', row, { year: '2026', type: '规范整治', dueDay: '2026-12-31' });
    expect(await record(works)).toMatchObject({ planYear: 2026 });
    expect(await says(works.branch, '年度方案 天上的口')).toContain('台账里没有“天上的口”');
    await applies(works);
    expect((await works.branch.sees('planRow', works.outfall.id)).words).toContain('正在销号');
  });

  test('nobody else builds it', async () => {
    await says(works.branch, '年度方案');
    await says(works.mayor, '年度方案');
    expect(await waiting(works.river.db)).toEqual([
      `yearPlan→${works.branch.person.id}`,
      `help→${works.mayor.person.id}`,
    ]);
    const shown = await plan();
    expect((await works.mayor.sees('yearPlan', await draftId())).words).toContain('由分局、县河长办来排');
    const add = { outfalls: `["o${works.outfall.id}"]`, ...KEEP };
    expect(await works.mayor.refused('放进方案', shown, add)).toBe('press.notYours');
    expect(await works.office.refused('放进方案', shown, add)).toBe('press.notYours');
  });
});

import { AssessmentScore, OutboxMessage, Person, Post, Suspicion } from '../../entities';
import { assess } from '../../src/assessment';
import type { BotDeps, Presenter } from '../../src/bot/frame';
import { openAssessment } from '../../src/bot/openings';
import { assessmentOwn } from '../../src/bot/presenters/assessmentOwn';
import { assessmentSummary } from '../../src/bot/presenters/assessmentSummary';
import { createLog } from '../../src/core/log';
import { buildPerson, clockAt, testPolicy } from '../factories';
import { at } from '../river';
import { addTask, addWalked, adopt, eachWorld, type World } from './world';

describe('the assessment cards', () => {
  let world: World;
  eachWorld('sqlite', (fresh) => {
    world = fresh;
  });

  const draw = async (present: Presenter, type: string, id: number, recipient: Person) => {
    const deps: BotDeps = { ...world.deps, clock: clockAt('2026-11-02T00:30:00Z'), log: createLog('silent') };
    const request = { kind: '', subject: { type, id }, recipient, snapshot: null, at: at('2026-11-02') };
    const rendered = await present(deps, world.db.read, request);
    // Characters that would mean something in a card are sent as entities.
    const shown = (text: string) =>
      text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
    return rendered ? shown(JSON.stringify(rendered.card)) : null;
  };
  const scores = async (subject: 'town' | 'chief') =>
    world.db.read.find(AssessmentScore, { subject }, { order: { id: 'ASC' } });
  const scoreOf = async (subject: 'town' | 'chief') => (await scores(subject))[0] as AssessmentScore;

  beforeEach(async () => {
    await adopt(world, testPolicy(), '2026-09-01');
    await addWalked(world, '2026-09-13');
    await addTask(world, '2026-09-20', { state: 'missed' });
    await assess(world.deps, { period: '2026-09', at: at('2026-10-09') });
    await addWalked(world, '2026-10-11');
    await assess(world.deps, { period: '2026-10', at: at('2026-11-02') });
  });

  const newest = async (subject: 'town' | 'chief') => {
    const all = await scores(subject);
    return all.find(({ runId }) => runId === Math.max(...all.map((one) => one.runId))) as AssessmentScore;
  };

  it('show the office the county’s table, the median, the change since last month and why', async () => {
    const { runId } = await newest('town');
    const card = await draw(assessmentSummary, 'assessmentRun', runId, world.office);
    expect(card).toContain('2026年10月河长制考核');
    expect(card).toContain('试算');
    expect(card).toContain('截至10月31日24时');
    expect(card).toContain('全县中位 **100.00**，比上月 **+37.50**');
    expect(card).toContain('上升最多的是龙兴镇，+37.50（巡河履职：到期应巡 1 次，完成 1 次）。');
    expect(card).toContain('按2026年9月1日生效的规则第1版');
    expect(card).toContain('第一村河长');
    expect(card).toContain('不适用');
  });

  it('tell the office which patrols were nobody’s and count against no one: 无人任职', async () => {
    await addTask(world, '2026-10-18', { periodKey: '2026-W42' });
    await world.db.transaction((tx) => tx.update(Post, {}, { toDay: '2026-10-15' }));
    await assess(world.deps, { period: '2026-10', at: at('2026-11-03') });
    const { runId } = await newest('town');
    const card = await draw(assessmentSummary, 'assessmentRun', runId, world.office);
    expect(card).toContain('无人任职1次，没有计分：汾河龙兴镇第一村段村级第42周。请在花名册里补上河长。');
    await world.db.transaction(async (tx) => {
      await tx.update(Post, {}, { toDay: null });
      await tx.update(Person, { id: world.chief.id }, { openId: null });
    });
    expect(await draw(assessmentSummary, 'assessmentRun', runId, world.office)).toContain(
      '飞书里找不到河长1次，没有计分：汾河龙兴镇第一村段村级第42周',
    );
  });

  it('show a chief what was found 成立 apart from the items, and how the total comes from both', async () => {
    const settled = { state: 'settled', verdict: '成立', settledAt: at('2026-10-20') } as const;
    const noticed = { kind: 'late-entry', about: 'late-entry:1', words: '补记了3次' } as const;
    await world.db.transaction((tx) =>
      tx.insert(Suspicion, {
        ...noticed,
        ...settled,
        photoIds: [],
        personId: world.chief.id,
        replyDueDay: '2026-10-12',
        at: at('2026-10-09'),
      }),
    );
    await assess(world.deps, { period: '2026-10', at: at('2026-11-03') });
    const { id } = await newest('chief');
    const card = await draw(assessmentOwn, 'assessmentScore', id, world.chief);
    expect(card).toContain('**待核成立扣分**　-5.00');
    expect(card).toContain('县河长办认定成立 1 件，每件扣 5 分');
    expect(card).toContain('− 扣分5.00 = **95.00**');
    const town = await draw(assessmentOwn, 'assessmentScore', (await newest('town')).id, world.mayor);
    expect(town).not.toContain('待核');
  });

  it('say that it is 试算 and what can still be entered late', async () => {
    await addTask(world, '2026-10-25', { lateDay: '2026-11-08', periodKey: '2026-W43' });
    await assess(world.deps, { period: '2026-10', at: at('2026-11-03') });
    const { id: scoreId, runId } = await newest('town');
    const summary = await draw(assessmentSummary, 'assessmentRun', runId, world.office);
    expect(summary).toContain('试算');
    expect(summary).toContain('待补录1次巡河，没有计分');
    const own = await draw(assessmentOwn, 'assessmentScore', scoreId, world.mayor);
    expect(own).toContain('待补录：1 次巡河算分时过了期限、还可以补录');
    expect(own).toContain('汾河龙兴镇第一村段村级第43周巡河，10月25日，还没有巡');
    expect(own).toContain('得分 **100.00**');
  });

  it('show the table to the office and the county government only', async () => {
    const { runId } = await newest('town');
    expect(await draw(assessmentSummary, 'assessmentRun', runId, world.mayor)).toBeNull();
    const governor = await buildPerson(world.db, { unitId: world.office.unitId, roles: ['县政府'] });
    expect(await draw(assessmentSummary, 'assessmentRun', runId, governor)).not.toBeNull();
  });

  it('show a town its own row with reasons, records and the county’s median', async () => {
    const card = await draw(assessmentOwn, 'assessmentScore', (await newest('town')).id, world.mayor);
    expect(card).toContain('龙兴镇');
    expect(card).toContain('得分 **100.00**，比上月 +37.50');
    expect(card).toContain('全县各镇中位 100.00');
    expect(card).toContain('到期应巡 1 次，完成 1 次');
    expect(card).toContain('依据1条');
    expect(card).toContain('合计 20.00 ÷ 20.00 × 100 = **100.00**');
  });

  it('asked for in the chat are the newest round’s, even after an older one was computed again', async () => {
    await addTask(world, '2026-09-06', { state: 'missed' });
    await assess(world.deps, { period: '2026-09', at: at('2026-11-05') });
    const { runId } = await newest('town');
    await world.db.transaction((tx) =>
      openAssessment({
        tx,
        person: world.office,
        roles: ['县河长办'],
        deps: world.deps,
        at: at('2026-11-05'),
      }),
    );
    const asked = await world.db.read.find(OutboxMessage, { recipientId: world.office.id });
    expect(asked.map(({ kind, subjectId }) => [kind, subjectId])).toEqual([
      ['assessmentSummary', runId],
      ['assessmentFile', runId],
    ]);
  });

  it('show a chief the own score without the towns’ median', async () => {
    const card = await draw(assessmentOwn, 'assessmentScore', (await newest('chief')).id, world.chief);
    expect(card).toContain('第一村河长 · 龙兴镇第一村段');
    expect(card).not.toContain('中位');
  });

  it('show nobody another’s score', async () => {
    const stranger = await buildPerson(world.db, { unitId: world.other.id, roles: ['镇长'] });
    expect(await draw(assessmentOwn, 'assessmentScore', (await scoreOf('town')).id, stranger)).toBeNull();
    expect(await draw(assessmentOwn, 'assessmentScore', (await scoreOf('chief')).id, world.mayor)).toBeNull();
    expect(await draw(assessmentOwn, 'assessmentScore', 9_999, world.mayor)).toBeNull();
  });
});

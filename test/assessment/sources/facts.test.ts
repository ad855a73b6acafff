import {
  AssessmentMark,
  Complaint,
  type Contentment,
  HistoryEntry,
  LadderCase,
  LadderDocument,
  LadderDocumentCase,
  Measurement,
  Outfall,
  PatrolTask,
  type Problem,
  RuleWaiver,
} from '../../../entities';
import { borneBy } from '../../../src/assessment/facts/escalations';
import { type Records, readRecords } from '../../../src/assessment/facts/records';
import { type Period, parsePeriod } from '../../../src/assessment/period';
import { instantAt } from '../../../src/core/days';
import { changeOutfall } from '../../../src/ledger';
import { postIdOf, readTerms } from '../../../src/patrol';
import { BACKENDS, buildOutfall, testPolicy } from '../../factories';
import { at, buildProblem, buildTask } from '../../river';
import { eachWorld, type World } from '../world';

const OCTOBER = parsePeriod('2026-10');
const NOVEMBER = parsePeriod('2026-11');
/** The end of October, and of November. */
const OCT_END = instantAt('2026-11-01', '00:00');
const NOV_END = instantAt('2026-12-01', '00:00');

describe.each(BACKENDS)('what the sources read, on %s', (backend) => {
  let world: World;
  eachWorld(backend, (made) => {
    world = made;
  });

  const insert = async <E extends object>(entity: new () => E, row: Partial<E>): Promise<number> =>
    (await world.db.transaction((tx) => tx.insert(entity, row))).firstId;

  /** Of both months from one read; patrols and marks are entered up to the same instant. */
  async function records(period: Period, until: Date): Promise<Records> {
    const read = await readRecords(world.db.read, {
      span: parsePeriod('2026'),
      periods: [OCTOBER, NOVEMBER],
      now: instantAt('2027-01-01', '00:00'),
    });
    return read(period, { until, entered: until }, testPolicy());
  }

  /** A step in the outfall's life, at noon. */
  async function change(id: number, day: string, set: Partial<Outfall>): Promise<void> {
    await world.db.transaction(async (tx) => {
      const outfall = (await tx.findOne(Outfall, { id })) as Outfall;
      const by = { actor: 'cli', at: at(day, '12:00'), reason: null };
      await changeOutfall(tx, outfall, { action: 'changed', set }, by);
    });
  }

  describe('整治', () => {
    const due = (day: string, given: Partial<Outfall> = {}): Promise<Outfall> =>
      buildOutfall(world.db, {
        townId: world.town.id,
        reachId: world.reach.id,
        remedyType: '规范整治',
        remedyStage: '整治中',
        remedyDueDay: day,
        ...given,
      });
    const october = async () => (await records(OCTOBER, OCT_END)).remedies.get(world.town.id);

    it('is due when its deadline lies in the period or before it; 无需整治, 基线 and what is due later are not', async () => {
      const { id } = await due('2026-10-31');
      const older = await due('2026-09-01');
      await due('2026-11-01');
      await due('2026-10-10', { remedyType: '无需整治' });
      await due('2026-10-10', { baselineDay: '2026-09-01' });
      expect(await october()).toEqual([
        { id, done: false, reopened: false },
        { id: older.id, done: false, reopened: false },
      ]);
    });

    it('what is closed out, extended or entered after the end has not happened yet', async () => {
      const { id } = await due('2026-10-20');
      await change(id, '2026-11-03', { remedyStage: '完成整治' });
      const extended = await due('2026-10-25');
      await change(extended.id, '2026-11-04', { remedyDueDay: '2026-12-20' });
      const later = await due('2026-10-25');
      await insert(HistoryEntry, {
        subjectType: 'outfall',
        subjectId: later.id,
        version: 1,
        at: at('2026-11-05'),
        actor: 'cli',
        action: 'imported',
        state: '整治中',
        data: null,
      });
      expect(await october()).toEqual([
        { id, done: false, reopened: false },
        { id: extended.id, done: false, reopened: false },
      ]);
      const november = (await records(NOVEMBER, NOV_END)).remedies.get(world.town.id);
      expect(november).toEqual([
        { id, done: true, reopened: false },
        { id: later.id, done: false, reopened: false },
      ]);
    });

    it('what came into the ledger as closed out, long past its deadline, is nobody’s merit of the month', async () => {
      const entered = async (outfall: Outfall): Promise<number> => {
        const { id: subjectId } = outfall;
        const step = { version: 1, at: at('2026-10-06'), actor: 'cli', action: 'imported', data: null };
        await insert(HistoryEntry, { subjectType: 'outfall', subjectId, state: '整治中', ...step });
        return subjectId;
      };
      await entered(await due('2026-08-20', { remedyStage: '完成整治' }));
      const inTime = await entered(await due('2026-10-20', { remedyStage: '完成整治' }));
      const mended = await entered(await due('2026-08-20'));
      await change(mended, '2026-10-15', { remedyStage: '完成整治' });
      expect(await october()).toEqual([
        { id: inTime, done: true, reopened: false },
        { id: mended, done: true, reopened: false },
      ]);
    });

    it('closed out early counts in the period of its deadline; closed out late until it is done', async () => {
      const early = await due('2026-10-20');
      await change(early.id, '2026-09-03', { remedyStage: '完成整治' });
      const late = await due('2026-09-20');
      await change(late.id, '2026-10-15', { remedyStage: '完成整治' });
      const long = await due('2026-08-20');
      await change(long.id, '2026-09-15', { remedyStage: '完成整治' });
      expect(await october()).toEqual([
        { id: early.id, done: true, reopened: false },
        { id: late.id, done: true, reopened: false },
      ]);
    });

    it('an extension that was granted in time moves it, and 复排 is open again until it is done', async () => {
      const extended = await due('2026-10-20');
      await change(extended.id, '2026-10-19', { remedyDueDay: '2026-12-20' });
      const reopened = await due('2026-09-20', { remedyStage: '完成整治' });
      await change(reopened.id, '2026-10-10', { remedyStage: '整治中', remedyDueDay: '2026-11-10' });
      expect(await october()).toEqual([{ id: reopened.id, done: false, reopened: true }]);
      await change(reopened.id, '2026-11-05', { remedyStage: '完成整治' });
      const november = await records(NOVEMBER, NOV_END);
      expect(november.remedies.get(world.town.id)).toEqual([
        { id: reopened.id, done: true, reopened: false },
      ]);
    });

    it('while the period runs only what is over is due', async () => {
      const { id } = await due('2026-10-14');
      await due('2026-10-15');
      const { remedies } = await records(OCTOBER, at('2026-10-15', '09:00'));
      expect(remedies.get(world.town.id)).toEqual([{ id, done: false, reopened: false }]);
    });
  });

  describe('规范化建设', () => {
    const WHOLE = {
      owner: '龙兴镇人民政府',
      isKey: false,
      retained: true,
      samplingPoint: '有',
      class1: '其他排口',
      class2: '规模以下水产养殖排污口',
    } as const;
    const standards = async (asOf: Date) => (await records(OCTOBER, asOf)).standards.get(world.town.id);

    it('names what an outfall lacks as of the end, without what is waived or 分局’s to do; 待补 is unknown', async () => {
      const { id } = world.outfall;
      await change(id, '2026-09-01', { ...WHOLE, samplingPoint: '无', sign: '无', archive: '无' });
      const unknown = await buildOutfall(world.db, {
        townId: world.town.id,
        reachId: world.reach.id,
        ...WHOLE,
        samplingPoint: null,
      });
      await change(id, '2026-11-10', { samplingPoint: '有' });
      expect(await standards(OCT_END)).toEqual([
        { id, townId: world.town.id, lacks: ['采样点'], unknown: false },
        { id: unknown.id, townId: world.town.id, lacks: [], unknown: true },
      ]);
      expect((await standards(NOV_END))?.[0]).toMatchObject({ id, lacks: [], unknown: false });
    });

    it('a waiver counts from the day it was granted until it is taken back', async () => {
      const { id } = world.outfall;
      await change(id, '2026-08-01', { ...WHOLE, samplingPoint: '无' });
      await insert(RuleWaiver, {
        rule: 'samplingPoint',
        outfallIds: [id],
        reason: '岸陡',
        untilDay: '2026-12-31',
        grantedById: world.office.id,
        grantedAt: at('2026-10-05'),
        withdrawnById: world.office.id,
        withdrawnAt: at('2026-11-05'),
      });
      const lacks = async (asOf: Date) => (await standards(asOf))?.[0]?.lacks;
      expect(await lacks(instantAt('2026-10-01', '00:00'))).toEqual(['采样点']);
      expect(await lacks(OCT_END)).toEqual([]);
      expect(await lacks(NOV_END)).toEqual(['采样点']);
    });
  });

  it('水质: what a laboratory measured in the period and was judged, known by its end; 快检 is not read', async () => {
    const measured = (given: Partial<Measurement>): Promise<number> =>
      insert(Measurement, {
        outfallId: world.outfall.id,
        sampledDay: '2026-10-12',
        sampledTime: '',
        method: '实验室',
        item: '氨氮',
        valueE4: 10_000,
        below: false,
        verdict: 'pass',
        recordedAt: at('2026-10-20'),
        recordedBy: 'cli',
        policyVersion: 1,
        ...given,
      });
    const pass = await measured({});
    const over = await measured({ sampledDay: '2026-10-31', item: '总磷', verdict: 'over' });
    await measured({ sampledTime: '10:00', method: '快检', verdict: 'suspected' });
    await measured({ item: '水温', verdict: 'unjudged' });
    await measured({ sampledDay: '2026-11-01' });
    await measured({ sampledDay: '2026-10-30', item: 'pH', recordedAt: at('2026-11-02') });
    const { samples } = await records(OCTOBER, OCT_END);
    expect([...samples]).toMatchObject([
      [
        world.town.id,
        [
          { id: pass, outfallId: world.outfall.id, over: false },
          { id: over, outfallId: world.outfall.id, over: true },
        ],
      ],
    ]);
  });

  describe('公众投诉', () => {
    /** A complaint with its life: action, day, state after it, and data. */
    async function complaint(
      given: Partial<Problem>,
      steps: [string, string, Problem['state'], unknown?][],
    ): Promise<Problem> {
      const problem = await buildProblem(world, {
        source: 'complaint',
        recordedAt: at('2026-10-02'),
        ...given,
        state: steps.at(-1)?.[2] ?? 'assigned',
        version: steps.length + 1,
      });
      await insert(Complaint, { problemId: problem.id, recordedAt: at('2026-10-02') });
      const all: typeof steps = [['found', '2026-10-02', 'draft'], ...steps];
      for (const [n, [action, day, state, data = null]] of all.entries()) {
        await insert(HistoryEntry, {
          subjectType: 'problem',
          subjectId: problem.id,
          version: n + 1,
          at: at(day, '10:00'),
          actor: 'cli',
          action,
          state,
          data,
        });
      }
      return problem;
    }
    const told = (day: string, content: Contentment | null) =>
      ['told', day, 'closed', { content }] as [string, string, Problem['state'], unknown];
    const HANDLED: [string, string, Problem['state']][] = [
      ['assigned', '2026-10-02', 'assigned'],
      ['accepted', '2026-10-02', 'accepted'],
      ['answered', '2026-10-09', 'answered'],
      ['closed', '2026-10-11', 'closed'],
    ];
    const october = async (asOf = OCT_END) => (await records(OCTOBER, asOf)).complaints.get(world.town.id);

    it('count once closed and told, and whether the complainant is content is as it was known then', async () => {
      const due = { dueDay: '2026-10-10' };
      const content = await complaint(due, [...HANDLED, told('2026-10-12', '满意')]);
      const cross = await complaint(due, [...HANDLED, told('2026-10-12', '不满意')]);
      const asked = await complaint(due, [
        ...HANDLED,
        told('2026-10-12', '没联系上'),
        told('2026-11-03', '满意'),
      ]);
      await complaint(due, HANDLED);
      await complaint(due, [...HANDLED, told('2026-11-02', '不满意')]);
      expect(await october()).toEqual([
        { id: content.id, late: false, content: true },
        { id: cross.id, late: false, content: false },
        { id: asked.id, late: false, content: false },
      ]);
    });

    it('not answered by its due day it counts in that day’s period; 延期 that came after the end has not come yet', async () => {
      const late = await complaint({ dueDay: '2026-10-08' }, [...HANDLED, told('2026-11-12', '不满意')]);
      const open = await complaint({ dueDay: '2026-12-10' }, [
        ...HANDLED.slice(0, 2),
        ['extended', '2026-11-02', 'accepted', { before: { dueDay: '2026-10-20' } }],
      ]);
      await complaint({ dueDay: '2026-12-10' }, HANDLED.slice(0, 2));
      expect(await october()).toEqual([
        { id: late.id, late: true, content: false },
        { id: open.id, late: true, content: false },
      ]);
      const november = await records(NOVEMBER, NOV_END);
      expect(november.complaints.get(world.town.id)).toBeUndefined();
    });

    it('不属实 counts nowhere, two about one thing once, and a department’s is not the town’s', async () => {
      const dueDay = '2026-10-10';
      await complaint({ dueDay }, [
        ['assigned', '2026-10-02', 'assigned'],
        ['dismissed', '2026-10-05', 'unfounded'],
      ]);
      const main = await complaint({ dueDay }, [...HANDLED, told('2026-10-12', '满意')]);
      await complaint({ dueDay: null, mergedIntoId: main.id }, [
        ['merged', '2026-10-04', 'merged'],
        ['told', '2026-10-13', 'merged', { content: '不满意' }],
      ]);
      await complaint({ dueDay, unitId: world.other.id }, [...HANDLED, told('2026-10-12', '不满意')]);
      const { complaints: facts } = await records(OCTOBER, OCT_END);
      expect(facts.get(world.town.id)).toEqual([{ id: main.id, late: false, content: false }]);
      expect(facts.get(world.other.id)).toHaveLength(1);
    });
  });

  describe('通报 and 约谈', () => {
    const document = (given: Partial<LadderDocument>): Promise<number> =>
      insert(LadderDocument, {
        rung: 2,
        unitId: world.town.id,
        day: '2026-10-08',
        issuer: '县河长办',
        state: 'issued',
        words: '通报',
        signedById: world.office.id,
        signedAt: at('2026-10-09'),
        deskAt: at('2026-10-08'),
        policyVersion: 1,
        createdAt: at('2026-10-08'),
        ...given,
      });

    it('count by the day of their signature; drafts, what was refused, 督查 and what is signed later do not', async () => {
      const id = await document({});
      const interview = await document({ rung: 3, state: 'closed', signedAt: at('2026-10-31', '23:00') });
      await document({ day: '2026-10-10', state: 'draft', signedAt: null });
      await document({ day: '2026-10-11', state: 'refused' });
      await document({ rung: 4 });
      await document({ day: '2026-10-30', signedAt: at('2026-11-01', '00:00') });
      const { ofUnits, ofPosts } = (await records(OCTOBER, OCT_END)).escalations;
      expect(ofUnits.get(world.town.id)).toMatchObject([
        { id, kind: '通报', day: '2026-10-09' },
        { id: interview, kind: '约谈', day: '2026-10-31' },
      ]);
      expect(ofPosts).toEqual([]);
      const early = await records(OCTOBER, at('2026-10-09', '08:00'));
      expect(early.escalations.ofUnits.size).toBe(0);
    });

    it('one that names a post is borne by who held it when the patrol was missed', async () => {
      const task = await buildTask(world, { dueDay: '2026-09-13', lateDay: '2026-09-20', state: 'missed' });
      const documentId = await document({});
      const caseId = await insert(LadderCase, {
        unitId: world.town.id,
        matterType: 'missedPatrols',
        matterId: postIdOf(task),
        round: 1,
        title: '汾河 第一村段 上一期没巡河',
        rung: 2,
        state: 'running',
        sinceDay: '2026-09-21',
        policyVersion: 1,
        beganAt: at('2026-09-21'),
      });
      await insert(LadderDocumentCase, {
        documentId,
        caseId,
        evidence: {} as LadderDocumentCase['evidence'],
      });
      const { ofPosts } = (await records(OCTOBER, OCT_END)).escalations;
      const { reachId, level } = task;
      expect(ofPosts).toEqual([
        { id: documentId, kind: '通报', day: '2026-10-09', reachId, level, dueDay: '2026-09-13' },
      ]);
      const terms = (await readTerms(world.db.read)).filter(({ personId }) => personId === world.chief.id);
      expect(borneBy(ofPosts, { reachId, level }, terms)).toHaveLength(1);
      expect(borneBy(ofPosts, { reachId, level: 'town' }, terms)).toEqual([]);
      const later = terms.map((term) => ({ ...term, fromDay: '2026-10-01' }));
      expect(borneBy(ofPosts, { reachId, level }, later)).toEqual([]);
      await world.db.transaction((tx) => tx.remove(PatrolTask, { id: task.id }));
    });
  });

  it('人工评分: of its own period, given and not taken back before the instant', async () => {
    const mark = (given: Partial<AssessmentMark>): Promise<number> =>
      insert(AssessmentMark, {
        period: '2026-10',
        subject: 'town',
        unitId: world.town.id,
        rule: 'publicity',
        points: 200,
        reason: '报送6篇',
        byId: world.office.id,
        at: at('2026-11-03'),
        ...given,
      });
    const first = await mark({});
    const second = await mark({ points: 300, at: at('2026-11-05') });
    const taken = await mark({ points: 100, at: at('2026-11-06'), withdrawnAt: at('2026-11-07') });
    await mark({ period: '2026', points: 50 });
    const post = { subject: 'chief', unitId: world.village.id, reachId: world.reach.id } as const;
    const holder = { ...post, level: 'village', personId: world.chief.id } as const;
    const own = await mark({ ...holder, rule: 'cooperation', points: 900 });
    const until = async (day: string) => (await records(OCTOBER, at(day))).marks;
    expect(await until('2026-11-04')).toMatchObject([{ id: first, points: 200 }, { id: own }]);
    expect(await until('2026-11-30')).toEqual([
      expect.objectContaining({ id: first, rule: 'publicity', points: 200, reason: '报送6篇' }),
      expect.objectContaining({ id: second, points: 300 }),
      expect.objectContaining({ id: own, points: 900, ...holder }),
    ]);
    expect((await until('2026-11-06')).map(({ id }) => id)).toEqual([first, second, own]);
    expect((await until('2026-11-07')).map(({ id }) => id)).toContain(taken);
  });
});

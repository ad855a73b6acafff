import {
  AssessmentMark,
  AssessmentScore,
  AuditEntry,
  CardMessage,
  HistoryEntry,
  MarkSheet,
  OutboxMessage,
  Person,
} from '../../../entities';
import {
  assess,
  changeMark,
  draftRound,
  giveMarks,
  giveRest,
  keepScores,
  monthlyAssessment,
  openMarkSheets,
  waitingMarkSheets,
  wholeSheet,
} from '../../../src/assessment';
import type { Tx } from '../../../src/core/database';
import { Policies } from '../../../src/core/policy';
import { openMatters } from '../../../src/escalation';
import { BACKENDS, buildPerson, buildUnit, testPolicy } from '../../factories';
import { at } from '../../river';
import { addTask, addWalked, adopt, eachWorld, type World } from '../world';

/** The first working day after October; its patrols can be entered until the 25th. */
const OPENS = '2026-11-02';
const DUE = '2026-11-06';

const policy = testPolicy();
policy.assessment.rounds = { every: 'month' };

describe.each(BACKENDS)('人工评分 (%s)', (backend) => {
  let world: World;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });
  let rules: typeof policy;
  const deps = () => ({ ...world.deps, policies: new Policies(world.db, rules) });
  const tx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => world.db.transaction(work);

  beforeEach(async () => {
    rules = structuredClone(policy);
    await adopt(world, rules, '2026-09-01');
    await addWalked(world, '2026-10-11');
    await addTask(world, '2026-10-18', { state: 'missed' });
  });

  const morning = async (day: string, time = '08:30') => {
    await monthlyAssessment(deps(), at(day, time));
    await keepScores(deps(), at(day, time));
    await draftRound(deps(), at(day, time));
    return openMarkSheets(deps(), at(day, time));
  };
  const theSheet = async (scorer = '县河长办'): Promise<MarkSheet> =>
    (await world.db.read.findOne(MarkSheet, { scorer })) as MarkSheet;
  const scoreOf = async (subject: 'town' | 'chief', unitId = world.town.id): Promise<AssessmentScore> =>
    (await world.db.read.findOne(
      AssessmentScore,
      subject === 'town' ? { subject, unitId } : { subject },
    )) as AssessmentScore;
  const give = async (
    given: { unitId?: number; points: number; reason?: string }[],
    { item = 'town:publicity', by = world.office as Person, day = OPENS, time = '10:00' } = {},
  ) => {
    const of = item.startsWith('town') ? 'town' : 'chief';
    const rows = await Promise.all(
      given.map(async ({ unitId, points, reason = '' }) => ({
        scoreId: (await scoreOf(of, unitId)).id,
        points,
        reason,
      })),
    );
    const { id: sheetId } = await theSheet();
    return tx((t) => giveMarks(t, deps(), { sheetId, item, person: by, at: at(day, time), given: rows }));
  };
  const rest = async (item: string, { by = world.office as Person, day = OPENS } = {}) => {
    const { id: sheetId, version } = await theSheet();
    return tx((t) => giveRest(t, deps(), { sheetId, version, item, person: by, at: at(day, '10:00') }));
  };
  const lineOf = async (day: string, rule = 'publicity') => {
    const { towns } = await assess(deps(), { period: '2026-10', at: at(day, '12:00') });
    return towns.find(({ name }) => name === world.town.name)?.lines.find((line) => line.rule === rule);
  };

  it('gives each scorer one card on the first working day of the new month, with a day by which it is due', async () => {
    expect(await morning('2026-11-01')).toBe(0);
    expect(await morning(OPENS, '08:00')).toBe(0);
    expect(await morning(OPENS)).toBe(1);
    expect(await morning(OPENS)).toBe(0);
    expect(await theSheet()).toMatchObject({ period: '2026-10', state: 'open', dueDay: DUE });
    const [card] = await world.db.read.find(OutboxMessage, { kind: 'markSheet' });
    expect(card).toMatchObject({ recipientId: world.office.id, subjectType: 'markSheet' });
    const matters = (await openMatters(world.db.read, deps(), { today: OPENS })).filter(
      ({ type }) => type === 'markSheet',
    );
    // Two items of two towns, one of one chief.
    expect(matters).toMatchObject([
      { title: '2026年10月考核打分，还差5项', dueDay: DUE, responsible: [world.office.id], unitId: null },
    ]);
  });

  it('takes one score once: a page that names somebody twice is refused whole', async () => {
    await morning(OPENS);
    await expect(give([{ points: 300 }, { points: 300 }])).rejects.toMatchObject({ code: 'press.stale' });
    expect(await world.db.read.find(AssessmentMark)).toEqual([]);
    expect((await give([{ points: 300 }])).left).toBe(4);
  });

  it('lets the scores follow what was given, with the scorer and the reason in the line', async () => {
    await morning(OPENS);
    expect(await lineOf(OPENS)).toMatchObject({ applicable: false, reason: '还没有人工评分，不计入' });
    await give([{ points: 250, reason: '信息少报一期' }]);
    expect(await lineOf(OPENS)).toMatchObject({
      points: 2.5,
      max: 3,
      applicable: true,
      reason: '县河长办评分：信息少报一期',
      evidence: [{ kind: 'mark' }],
    });
    await morning('2026-11-03');
    const run = await assess(deps(), { period: '2026-10', at: at('2026-11-03', '12:00'), verify: true });
    expect(run.verified).toEqual({ stored: true, identical: true });
    expect(await world.db.read.find(AuditEntry, { action: 'assessment.marks.given' })).toHaveLength(1);
  });

  it('is in the draft of the round, and then nothing can be given any more', async () => {
    await morning(OPENS);
    await give([{ points: 100, reason: '没有报送' }]);
    await morning('2026-11-13');
    expect(await lineOf('2026-11-13')).toMatchObject({ points: 1, reason: '县河长办评分：没有报送' });
    await expect(give([{ unitId: world.other.id, points: 300 }], { day: '2026-11-16' })).rejects.toThrow(
      '已经固定',
    );
    await morning('2026-11-16');
    expect(await theSheet()).toMatchObject({ state: 'closed' });
    expect(await waitingMarkSheets(world.db.read, deps())).toEqual([]);
  });

  it('freezes no period before its marks are due, though nothing was to be entered late', async () => {
    rules.assessment.rounds = { every: 'none' };
    await morning(OPENS);
    // All patrols of October could be entered until the 25th of October only.
    await give([{ points: 300 }], { day: DUE, time: '23:59' });
    await expect(give([{ unitId: world.other.id, points: 300 }], { day: '2026-11-07' })).rejects.toThrow(
      '已经固定',
    );
    await morning('2026-11-09');
    expect(await lineOf('2026-11-09')).toMatchObject({ points: 3, reason: '县河长办评分' });
    expect(await theSheet()).toMatchObject({ state: 'closed' });
  });

  it('refuses points out of range and less than the maximum without a word, and stores nothing of the page', async () => {
    await morning(OPENS);
    await expect(give([{ points: 301 }])).rejects.toThrow('应在 0 到 3 之间');
    await expect(give([{ points: -1, reason: '差' }])).rejects.toThrow('应在 0 到 3 之间');
    await expect(give([{ unitId: world.other.id, points: 300 }, { points: 299 }])).rejects.toThrow(
      `“宣传报送”${world.town.name}不是满分，请写一句理由`,
    );
    expect(await world.db.read.find(AssessmentMark)).toEqual([]);
    expect((await theSheet()).version).toBe(1);
  });

  it('takes marks from nobody else, and from nobody for their own unit', async () => {
    await morning(OPENS);
    await expect(give([{ points: 300 }], { by: world.mayor })).rejects.toMatchObject({
      code: 'press.notYours',
    });
    const local = await buildPerson(world.db, { unitId: world.town.id, roles: ['县河长办'] });
    await expect(give([{ points: 300 }], { by: local })).rejects.toMatchObject({ code: 'press.notYours' });
    await give([{ unitId: world.other.id, points: 300 }], { by: local });
    expect((await wholeSheet(world.db.read, deps(), (await theSheet()).id))?.rowsFor(local)).not.toHaveLength(
      0,
    );
  });

  it('refuses the second of two who score the same town at once', async () => {
    await morning(OPENS);
    const results = await Promise.allSettled([
      give([{ points: 300 }]),
      give([{ points: 200, reason: '信息少' }]),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await world.db.read.find(AssessmentMark, { withdrawnAt: null })).toHaveLength(1);
    await expect(give([{ points: 300 }])).rejects.toMatchObject({ code: 'press.stale' });
  });

  it('suggests what was given for the month before, and counts it only once it is submitted', async () => {
    const september = {
      period: '2026-09',
      subject: 'town',
      unitId: world.town.id,
      rule: 'publicity',
    } as const;
    const given = { points: 200, reason: '信息少', byId: world.office.id, at: at('2026-10-09') };
    await tx((t) => t.insert(AssessmentMark, { ...september, ...given }));
    await morning(OPENS);
    const whole = await wholeSheet(world.db.read, deps(), (await theSheet()).id);
    const suggested = (unitId: number) =>
      whole?.rows.find(({ item, score }) => item.key === 'publicity' && score.unitId === unitId)?.suggestion;
    expect(suggested(world.town.id)).toEqual({ points: 200, reason: '信息少', before: true });
    expect(suggested(world.other.id)).toEqual({ points: 300, reason: '', before: false });
    expect(await lineOf(OPENS)).toMatchObject({ applicable: false });
    expect(await rest('town:publicity')).toMatchObject({ given: 2, left: 3 });
    expect(await lineOf(OPENS)).toMatchObject({ points: 2, reason: '县河长办评分：信息少' });
  });

  it('is done when all have points; a change takes the old mark back and keeps it', async () => {
    await morning(OPENS);
    await rest('town:publicity');
    await rest('town:organisation');
    await rest('chief:cooperation');
    expect(await theSheet()).toMatchObject({ state: 'done' });
    expect(await waitingMarkSheets(world.db.read, deps())).toEqual([]);
    const { id: sheetId, version } = await theSheet();
    const change = { sheetId, version, item: 'town:publicity', whose: world.town.name, person: world.office };
    const said = { points: 150, reason: '核对后少两期', at: at('2026-11-04', '09:00') };
    const { name } = await tx((t) => changeMark(t, deps(), { ...change, ...said }));
    expect(name).toBe(world.town.name);
    const marks = await world.db.read.find(
      AssessmentMark,
      { rule: 'publicity', unitId: world.town.id },
      { order: { id: 'ASC' } },
    );
    expect(marks.map(({ points, withdrawnAt }) => [points, withdrawnAt])).toEqual([
      [300, at('2026-11-04', '09:00')],
      [150, null],
    ]);
    expect(await lineOf('2026-11-04')).toMatchObject({ points: 1.5 });
    await expect(tx((t) => changeMark(t, deps(), { ...change, ...said }))).rejects.toMatchObject({
      code: 'press.stale',
    });
    const steps = await world.db.read.find(
      HistoryEntry,
      { subjectType: 'markSheet', subjectId: sheetId },
      { order: { version: 'ASC' } },
    );
    expect(steps.map(({ action }) => action)).toEqual(['opened', 'given', 'given', 'given', 'changed']);
  });

  it('draws the cards of others anew once all have points, and not while they may be filling them in', async () => {
    await morning(OPENS);
    const { id: subjectId } = await theSheet();
    await tx((t) =>
      t.insert(CardMessage, {
        messageId: 'om_2',
        chatId: 'oc_2',
        kind: 'markSheet',
        subjectType: 'markSheet',
        subjectId,
        recipientId: world.mayor.id,
        sentAt: at(OPENS, '09:00'),
        shownHash: null,
        retiredAt: null,
      }),
    );
    const redrawn = () => world.db.read.find(OutboxMessage, { kind: 'markSheet', mode: 'replace' });
    await give([{ points: 300 }]);
    await rest('town:publicity');
    expect(await redrawn()).toEqual([]);
    await rest('town:organisation');
    await rest('chief:cooperation');
    expect(await redrawn()).toHaveLength(1);
  });

  it('knows nobody by a name that is not on the sheet', async () => {
    await morning(OPENS);
    const { id: sheetId, version } = await theSheet();
    const press = { sheetId, version, item: 'town:publicity', person: world.office, at: at(OPENS, '10:00') };
    await expect(
      tx((t) => changeMark(t, deps(), { ...press, whose: '没有的镇', points: 100, reason: '差' })),
    ).rejects.toThrow('没有“没有的镇”');
    await expect(
      tx((t) => changeMark(t, deps(), { ...press, whose: '镇', points: 100, reason: '差' })),
    ).rejects.toThrow('不止一个，请写全名称');
  });

  it('is corrected for a chief whom the scorer calls by name, though the card calls them by post', async () => {
    await tx((t) => t.update(Person, { id: world.chief.id }, { title: '村委会主任' }));
    await morning(OPENS);
    const { id: sheetId, version } = await theSheet();
    const press = { sheetId, version, person: world.office, at: at(OPENS, '10:00') };
    const said = { whose: world.chief.name, points: 800, reason: '会议缺席' };
    await tx((t) => changeMark(t, deps(), { ...press, ...said, item: 'chief:cooperation' }));
    expect(await world.db.read.find(AssessmentMark)).toMatchObject([
      { personId: world.chief.id, rule: 'cooperation', points: 800 },
    ]);
  });

  it('asks a unit by its head, and 县河长办 where nobody of it is in Feishu', async () => {
    rules.assessment.town = {
      ...rules.assessment.town,
      publicity: { max: 3, kind: 'manual', scorer: '县融媒体中心' },
    };
    await world.db.transaction((t) => t.remove(MarkSheet, {}));
    await tx((t) => t.run('DELETE FROM policy_version'));
    await adopt(world, rules, '2026-09-01');
    const media = await buildUnit(world.db, { name: '县融媒体中心', type: '县直部门', divisionCode: null });
    await morning(OPENS);
    const asked = async () =>
      (await waitingMarkSheets(world.db.read, deps())).find(({ sheet }) => sheet.scorer === '县融媒体中心');
    expect((await asked())?.responsible.map(({ id }) => id)).toEqual([world.office.id]);
    const whole = await wholeSheet(world.db.read, deps(), (await theSheet('县融媒体中心')).id);
    expect(whole?.instead).toBe(true);
    const head = await buildPerson(world.db, { unitId: media.id, roles: ['部门负责人'] });
    expect((await asked())?.responsible.map(({ id }) => id)).toEqual([head.id]);
  });

  it('asks for the quarter, too, where formal rounds are of quarters', async () => {
    rules.assessment.rounds = { every: 'quarter' };
    await addWalked(world, '2026-12-13');
    await morning('2027-01-04');
    const sheets = await world.db.read.find(MarkSheet, {}, { order: { period: 'ASC' } });
    expect(sheets.map(({ period }) => period)).toEqual(['2026-12', '2026-Q4']);
    const whole = await wholeSheet(world.db.read, deps(), sheets[1]?.id ?? 0);
    expect(whole?.rows.map(({ score }) => score.unitId)).toContain(world.town.id);
  });

  it('leaves the marks of the scorers’ own unit to 县政府, and says when nobody is left', async () => {
    await tx((t) => t.run('UPDATE person SET unitId = ? WHERE id = ?', [world.town.id, world.office.id]));
    await morning(OPENS);
    const whole = await wholeSheet(world.db.read, deps(), (await theSheet()).id);
    expect(whole?.nobody).toBe(2);
    const mayor = await buildPerson(world.db, { unitId: world.village.id + 1, roles: ['县政府'] });
    const again = await wholeSheet(world.db.read, deps(), (await theSheet()).id);
    expect(again?.nobody).toBe(0);
    expect(again?.rowsFor(mayor).map(({ score }) => score.unitId)).toEqual([world.town.id, world.town.id]);
  });
});

import { strFromU8, unzipSync } from 'fflate';
import {
  AssessmentRound,
  AssessmentRun,
  AssessmentScore,
  type FileKind,
  OutboxMessage,
  type Person,
  PersonRole,
} from '../../entities';
import { assess } from '../../src/assessment';
import { assessmentWord } from '../../src/bot/assessmentWords';
import { Files } from '../../src/bot/files';
import type { BotDeps } from '../../src/bot/frame';
import { assessmentCompare } from '../../src/bot/presenters/assessmentCompare';
import { assessmentOwn } from '../../src/bot/presenters/assessmentOwn';
import { createLog } from '../../src/core/log';
import { readSheets } from '../../src/core/workbook';
import { BACKENDS, buildPerson, clockAt, testPolicy, testSecrets } from '../factories';
import { at } from '../river';
import { addTask, addWalked, adopt, eachWorld, type World } from './world';

const NOW = at('2026-11-05');

describe.each(BACKENDS)('what is shown of an assessment, on %s', (backend) => {
  let world: World;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });
  let deps: BotDeps;

  beforeEach(async () => {
    deps = { ...world.deps, clock: clockAt('2026-11-05T00:30:00Z'), log: createLog('silent') };
    await adopt(world, testPolicy(), '2026-07-01');
    for (const month of ['07', '08', '09']) {
      await addWalked(world, `2026-${month}-13`);
      await addTask(world, `2026-${month}-20`, { state: 'missed', periodKey: `2026-W${month}` });
      await assess(world.deps, { period: `2026-${month}`, at: NOW });
    }
    await addWalked(world, '2026-10-11');
    await assess(world.deps, { period: '2026-10', at: NOW });
  });

  const rolesOf = async ({ id }: Person) =>
    (await world.db.read.find(PersonRole, { personId: id })).map(({ role }) => role);

  /** What is answered, and what is on its way. */
  async function says(person: Person, text: string) {
    const roles = await rolesOf(person);
    const before = (await world.db.read.find(OutboxMessage)).length;
    const answer = await world.db.transaction((tx) =>
      assessmentWord({ tx, person, roles, at: NOW, deps }, text),
    );
    const sent = (await world.db.read.find(OutboxMessage, {}, { order: { id: 'ASC' } })).slice(before);
    return { answer, sent };
  }

  async function write(person: Person, { kind, subjectType, subjectId }: OutboxMessage) {
    const files = new Files({
      ...deps,
      secrets: testSecrets,
      readSheets: async () => [],
      bytes: {
        fetch: async () => ({ lost: '' }),
        read: async () => Buffer.alloc(0),
        forget: async () => undefined,
      },
    });
    return files.write(world.db.read, {
      kind: kind as FileKind,
      subject: { type: subjectType, id: subjectId },
      recipient: person,
      snapshot: null,
      at: NOW,
    });
  }

  async function onlyFile(person: Person, text: string) {
    const { sent } = await says(person, text);
    expect(sent).toHaveLength(1);
    return write(person, sent[0] as OutboxMessage);
  }

  test('考核表 gives a town its own lines and the records behind each, in words, and nothing of anybody else', async () => {
    const file = await onlyFile(world.mayor, '考核表 2026-09');
    expect(file?.name).toBe('考核-2026年9月.xlsx');
    const sheets = await readSheets(file?.bytes ?? Buffer.alloc(0));
    const text = JSON.stringify(sheets);
    expect(text).toContain('龙兴镇');
    expect(text).not.toContain('古交镇');
    expect(text).not.toContain('村河长');
    expect(text).toContain('汾河龙兴镇第一村段村级第9周巡河');
    const [first] = sheets.find(({ name }) => name === '依据')?.rows.slice(1) ?? [];
    expect(JSON.stringify(first)).toContain('未完成');
  });

  test('考核表 gives the office the whole county', async () => {
    const text = JSON.stringify(
      await readSheets((await onlyFile(world.office, '考核表'))?.bytes ?? Buffer.alloc(0)),
    );
    expect(text).toContain('龙兴镇');
    expect(text).toContain('古交镇');
  });

  test('asked without a period, the last one that is over comes, whatever running ones the command has looked at', async () => {
    for (const period of ['2026-11', '2026-Q4', '2026']) await assess(world.deps, { period, at: NOW });
    for (const person of [world.mayor, world.office])
      expect((await onlyFile(person, '考核表'))?.name).toBe('考核-2026年10月.xlsx');
    expect((await onlyFile(world.office, '考核表 2026-11'))?.name).toBe('考核-2026年11月.xlsx');
  });

  test('考核表 says up to when it is, how it stands and by which rules, for whoever it is handed on to', async () => {
    const notes = async (text: string) => {
      const sheets = await readSheets((await onlyFile(world.office, text))?.bytes ?? Buffer.alloc(0));
      return (sheets.find(({ name }) => name === '说明')?.rows ?? []).slice(1).map(([cell]) => cell);
    };
    expect(await notes('考核表 2026-10')).toEqual([
      '2026年10月考核，截至2026年10月31日',
      '这是试算，不公示，不作为考核结果',
      '按规则第1版算',
    ]);
    await assess(world.deps, { period: '2026-Q4', at: NOW });
    expect((await notes('考核表 2026-Q4'))[0]).toBe('2026年四季度考核，截至2026年11月5日，这一期还没结束');
  });

  test('a file that was asked for is not given to whoever may no longer have it', async () => {
    const { sent } = await says(world.mayor, '考核表');
    await world.db.transaction((tx) => tx.remove(PersonRole, { personId: world.mayor.id }));
    expect(await write(world.mayor, sent[0] as OutboxMessage)).toBeNull();
    const stranger = await buildPerson(world.db, { unitId: world.other.id, roles: ['镇长'] });
    expect(await write(stranger, sent[0] as OutboxMessage)).toBeNull();
  });

  test('a draft of a formal round is not given before 公示 to those whom it is about', async () => {
    const { sent: before } = await says(world.mayor, '考核表 2026-10');
    const run = await world.db.read.findOne(AssessmentRun, { period: '2026-10' });
    await world.db.transaction((tx) =>
      tx.insert(AssessmentRound, {
        period: '2026-10',
        runId: run?.id ?? 0,
        state: 'draft',
        frozenAt: NOW,
        policyVersion: 1,
        confirmedById: null,
        confirmedAt: null,
        publishedById: null,
        publishedAt: null,
        noticeUntil: null,
        finalById: null,
        finalAt: null,
        stale: false,
      }),
    );
    expect(await write(world.mayor, before[0] as OutboxMessage)).toBeNull();
    expect((await says(world.mayor, '考核表 2026-10')).answer).toBe(
      '2026年10月正在出正式考核，公示以后再看。',
    );
    expect((await onlyFile(world.mayor, '考核表'))?.name).toBe('考核-2026年9月.xlsx');
    expect((await onlyFile(world.office, '考核表'))?.name).toBe('考核-2026年10月.xlsx');
  });

  test('考核报告 is a docx for the office: the middle, what moved, both tables, and that it is 试算', async () => {
    const file = await onlyFile(world.office, '考核报告');
    expect(file?.name).toBe('考核情况-2026年10月.docx');
    const text = strFromU8(
      unzipSync(file?.bytes ?? Buffer.alloc(0))['word/document.xml'] ?? new Uint8Array(),
    );
    for (const words of [
      '2026年10月河长制考核情况',
      '试算',
      '各单位得分中位数100.00，比上月+37.50',
      '上升最多的是龙兴镇，+37.50',
      '各单位得分',
      '河长得分',
      '第一村河长',
    ])
      expect(text).toContain(words);
    expect((await says(world.mayor, '考核报告')).answer).toContain('由县河长办和县领导看');
  });

  test('考核对比 shows what moved between two periods and by which lines, and as a workbook', async () => {
    const { answer, sent } = await says(world.office, '考核对比 2026-10 2026-08');
    expect(answer).toBeNull();
    const [{ kind, subjectType: type, subjectId: id }] = sent as [OutboxMessage];
    expect(kind).toBe('assessmentCompare');
    const request = { kind, subject: { type, id }, recipient: world.office, snapshot: null, at: NOW };
    const card = JSON.stringify((await assessmentCompare(deps, world.db.read, request))?.card);
    expect(card).toContain('2026年8月和2026年10月');
    expect(card).toContain('巡河履职+7.50');
    expect(await assessmentCompare(deps, world.db.read, { ...request, recipient: world.mayor })).toBeNull();
    const file = await write(world.office, { ...(sent[0] as OutboxMessage), kind: 'assessmentCompared' });
    expect(file?.name).toBe('考核对比-2026年8月-2026年10月.xlsx');
    expect(JSON.stringify(await readSheets(file?.bytes ?? Buffer.alloc(0)))).toContain('哪些项目变了');
  });

  test.each([
    ['考核对比', '考核对比 2026-09 2026-10'],
    ['考核对比 2026-10', '考核对比 2026-09 2026-10'],
    ['考核对比 2026-10 2026-Q4', '没法比'],
    ['考核对比 2026-10 2026-01', '还没算过'],
    ['考核对比 十月 九月', '看不懂是哪一期'],
    ['考核 上月', '看不懂是哪一期'],
    ['考核表 2026-13', '看不懂是哪一期'],
    ['考核报告 2025-10', '2025年10月还没有算过'],
  ])('%s is answered with what to write instead', async (text, answer) => {
    const said = await says(world.office, text);
    expect(said.answer).toContain(answer);
    expect(said.sent).toEqual([]);
  });

  test('who was not scored is told so', async () => {
    const stranger = await buildPerson(world.db, { unitId: world.office.unitId, roles: ['分局'] });
    expect((await says(stranger, '考核 2026-10')).answer).toBe('2026年10月没有你的得分。');
    expect((await says(stranger, '考核表')).answer).toBe('2026年10月没有你的得分。');
  });

  test('the scores of a running year of months stand as a line on one’s own card', async () => {
    const [score] = await world.db.read.find(
      AssessmentScore,
      { subject: 'town', unitId: world.mayor.unitId },
      { order: { id: 'DESC' }, limit: 1 },
    );
    const subject = { type: 'assessmentScore', id: score?.id ?? 0 };
    const drawn = await assessmentOwn(deps, world.db.read, {
      subject,
      recipient: world.mayor,
      snapshot: null,
      at: NOW,
    });
    const card = JSON.stringify(drawn?.card);
    expect(card).toContain('"type":"line"');
    expect(card).toContain('{"period":"7月","who":"龙兴镇","score":62.5}');
    expect(card).toContain('{"period":"10月","who":"龙兴镇","score":100}');
  });
});

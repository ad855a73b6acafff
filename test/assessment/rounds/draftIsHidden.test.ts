import {
  AssessmentRound,
  AssessmentRun,
  AssessmentScore,
  OutboxMessage,
  PatrolTask,
  type Person,
  PersonRole,
} from '../../../entities';
import { assess, newestShownRun, readTrend, summaryContent } from '../../../src/assessment';
import { assessmentWord } from '../../../src/bot/assessmentWords';
import type { BotDeps } from '../../../src/bot/frame';
import { assessmentOwn } from '../../../src/bot/presenters/assessmentOwn';
import { createLog } from '../../../src/core/log';
import { jobsOf } from '../../../src/jobs';
import { BACKENDS, buildPerson, clockAt, testPolicy } from '../../factories';
import { at } from '../../river';
import { addTask, addWalked, adopt, eachWorld, type World } from '../world';
import { type Desk, deskOf } from './desk';

const policy = testPolicy();
policy.assessment.rounds = { every: 'month' };
const DRAFT = '2026-11-13';
const DECEMBER = '2026-12-02';

const noPorts = { matchPeople: async () => 0, fetchPhotos: async () => 0, sawLadder: () => undefined };

/** The morning's job of the assessment, as it runs at the digest's time. */
const morning = async (deps: BotDeps, day: string): Promise<unknown> =>
  jobsOf({ ...deps, policies: { current: policy, at: async () => policy } as never }, noPorts as never)
    .find(({ name }) => name === 'assessment')
    ?.run(new Date(`${day}T08:30:00+08:00`), null as never);

describe.each(BACKENDS)('the morning of a draft (%s)', (backend) => {
  let world: World;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });

  it.each([
    ['each morning ran', ['2026-11-02', DRAFT]],
    ['the machine stood still until then', [DRAFT]],
  ])('asks for nobody’s own card of what it froze, when %s', async (_, mornings) => {
    const reviewer = await buildPerson(world.db, { unitId: world.office.unitId, roles: ['县河长办'] });
    const desk = deskOf(world, policy, reviewer);
    const deps = {
      ...desk.deps,
      clock: clockAt('2026-11-13T00:30:00Z'),
      log: createLog('silent'),
    } as BotDeps;
    await adopt(world, policy, '2026-09-01');
    const id = await addTask(world, '2026-10-31', { state: 'open' });
    for (const day of mornings) {
      // What nobody entered late is 未完成 by then, and counts for the first time.
      if (day === DRAFT)
        await world.db.transaction((tx) => tx.update(PatrolTask, { id }, { state: 'missed' }));
      await morning(deps, day);
    }
    expect(await world.db.read.find(AssessmentRound, {})).toMatchObject([
      { period: '2026-10', state: 'draft' },
    ]);
    expect(await world.db.read.find(OutboxMessage, { kind: 'assessmentOwn' })).toEqual([]);
  });
});

describe.each(BACKENDS)('a draft is nobody’s whom it is about (%s)', (backend) => {
  let world: World;
  let desk: Desk;
  let deps: BotDeps;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });

  beforeEach(async () => {
    const reviewer = await buildPerson(world.db, { unitId: world.office.unitId, roles: ['县河长办'] });
    desk = deskOf(world, policy, reviewer);
    deps = { ...desk.deps, clock: clockAt('2026-12-02T00:30:00Z'), log: createLog('silent') };
    await adopt(world, policy, '2026-09-01');
    await addWalked(world, '2026-10-11');
    await addTask(world, '2026-10-18', { state: 'missed' });
    await desk.draft(DRAFT);
    await addWalked(world, '2026-11-08');
    await assess(desk.deps, { period: '2026-11', at: at(DECEMBER) });
  });

  const novembers = async (): Promise<AssessmentScore> => {
    const run = await world.db.read.findOne(AssessmentRun, { period: '2026-11' });
    return (await world.db.read.findOne(AssessmentScore, {
      runId: run?.id,
      subject: 'chief',
    })) as AssessmentScore;
  };
  const card = async (score: AssessmentScore, recipient: Person): Promise<string> =>
    JSON.stringify(
      await assessmentOwn(deps, world.db.read, {
        subject: { type: 'assessmentScore', id: score.id },
        recipient,
        at: at(DECEMBER),
        snapshot: null,
      }),
    );
  const says = async (person: Person, text: string): Promise<string | null | undefined> => {
    const roles = (await world.db.read.find(PersonRole, { personId: person.id })).map(({ role }) => role);
    return world.db.transaction((tx) => assessmentWord({ tx, person, roles, at: at(DECEMBER), deps }, text));
  };

  it('not as the period before on the card of the next month, nor in its trend; after 公示 it is', async () => {
    const score = await novembers();
    const whose = score;
    const { period } = (await summaryContent(world.db.read, score.runId, 0)) ?? {};
    if (!period) throw new Error('November was computed');
    const months = async (of: AssessmentScore | null) =>
      (await readTrend(world.db.read, period, of)).map((one) => one.period.key);
    expect(await months(whose)).toEqual(['2026-11']);
    expect(await months(null)).toEqual(['2026-10', '2026-11']);
    expect(await card(score, world.chief)).not.toContain('比上月');
    await desk.publish('2026-12-01');
    expect(await months(whose)).toEqual(['2026-10', '2026-11']);
    expect(await card(score, world.chief)).toContain('比上月');
  });

  it('not by a word in the chat, which says why there is nothing', async () => {
    for (const person of [world.chief, world.mayor, world.liaison])
      for (const text of ['考核 2026-10', '考核表 2026-10'])
        expect(await says(person, text)).toBe('2026年10月正在出正式考核，公示以后再看。');
    expect(await says(world.mayor, '考核对比 2026-10 2026-11')).toContain('由县河长办和县领导看');
    expect(await says(world.mayor, '考核报告 2026-10')).toContain('由县河长办和县领导看');
  });

  it('and the newest that they see is the newest month, whatever was computed for the first time since', async () => {
    await assess(desk.deps, { period: '2026-08', at: at(DECEMBER) });
    expect(await newestShownRun(world.db.read)).toMatchObject({ period: '2026-11' });
  });
});

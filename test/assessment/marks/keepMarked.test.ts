import { AssessmentRun, AssessmentScore, MarkProposal, MarkSheet, type Person } from '../../../entities';
import {
  assess,
  confirmProposal,
  draftRound,
  giveRest,
  keepMarked,
  keepScores,
  monthlyAssessment,
  openMarkSheets,
  proposeMark,
  withdrawProposal,
} from '../../../src/assessment';
import type { Tx } from '../../../src/core/database';
import { Policies } from '../../../src/core/policy';
import { BACKENDS, buildPerson, testPolicy } from '../../factories';
import { at, sendAll, waiting } from '../../river';
import { addTask, addWalked, adopt, eachWorld, type World } from '../world';

const DAY = '2026-11-02';
const policy = testPolicy();
policy.assessment.rounds = { every: 'month' };

describe.each(BACKENDS)('the total after marks were given (%s)', (backend) => {
  let world: World;
  let second: Person;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });
  const deps = () => ({ ...world.deps, policies: new Policies(world.db, policy) });
  const tx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => world.db.transaction(work);

  beforeEach(async () => {
    await adopt(world, policy, '2026-09-01');
    await addWalked(world, '2026-10-11');
    await addTask(world, '2026-10-18', { state: 'missed' });
    second = await buildPerson(world.db, { unitId: world.office.unitId, roles: ['县河长办'] });
    await monthlyAssessment(deps(), at(DAY));
    await openMarkSheets(deps(), at(DAY));
    await sendAll(world.db);
  });

  const rest = async (item: string) => {
    const { id: sheetId, version } = (await world.db.read.findOne(MarkSheet, {})) as MarkSheet;
    return tx((t) =>
      giveRest(t, deps(), { sheetId, version, item, person: world.office, at: at(DAY, '10:00') }),
    );
  };
  const everything = async () => {
    for (const item of ['town:publicity', 'town:organisation', 'chief:cooperation']) await rest(item);
  };
  const proposal = async (time: string) => {
    const { id, version } = (await world.db.read.findOne(MarkProposal, {})) as MarkProposal;
    const roles = ['县河长办' as const];
    return { proposalId: id, version, person: second, roles, at: at(DAY, time) };
  };
  const propose = () =>
    tx((t) =>
      proposeMark(t, deps(), {
        period: '2026-10',
        whose: world.town.name,
        rule: 'bonus.commended',
        points: 300,
        document: '市河长办〔2026〕18号',
        words: '市里通报表扬',
        person: world.office,
        roles: ['县河长办'],
        at: at(DAY, '10:00'),
      }),
    );
  const town = async () =>
    (await world.db.read.findOne(AssessmentScore, { subject: 'town', unitId: world.town.id }))?.score ?? 0;
  const keep = (from: string, to: string) => keepMarked(deps(), at(DAY, to), at(DAY, from));

  it('follows within ten minutes once a sheet is whole, on the cards that are there, and once', async () => {
    const before = await town();
    await rest('town:publicity');
    expect(await keep('09:55', '10:05')).toBe(0);
    expect(await town()).toBe(before);
    await rest('town:organisation');
    await rest('chief:cooperation');
    expect(await keep('09:55', '10:05')).toBe(1);
    // 7.5 of 15 and 5 of 5, then with 3 of 3 and 2 of 2 on top: 17.5 of 25.
    expect([before, await town()]).toEqual([6_250, 7_000]);
    expect(await waiting(world.db)).toEqual([]);
    const [run] = await world.db.read.find(AssessmentRun);
    expect(await keep('10:05', '10:15')).toBe(0);
    expect(await keep('09:55', '10:05')).toBe(1);
    expect(await world.db.read.find(AssessmentRun)).toEqual([run]);
    const { verified } = await assess(deps(), { period: '2026-10', at: at(DAY, '10:20'), verify: true });
    expect(verified).toEqual({ stored: true, identical: true });
    await keepScores(deps(), at('2026-11-03'));
    expect(await world.db.read.find(AssessmentRun)).toMatchObject([{ hash: run?.hash }]);
  });

  it('follows 加分 once it is confirmed, and once it is taken back', async () => {
    const before = await town();
    await propose();
    expect(await keep('09:55', '10:05')).toBe(0);
    const confirmed = await proposal('11:00');
    await tx((t) => confirmProposal(t, deps(), confirmed));
    expect(await keep('10:55', '11:05')).toBe(1);
    expect(await town()).toBe(before + 300);
    const back = { ...(await proposal('11:10')), reason: '文件搞错了' };
    await tx((t) => withdrawProposal(t, deps(), back));
    expect(await keep('11:05', '11:15')).toBe(1);
    expect(await town()).toBe(before);
  });

  it('does not follow what was taken back before anybody confirmed it', async () => {
    await propose();
    const back = { ...(await proposal('10:02')), reason: '文件搞错了' };
    await tx((t) => withdrawProposal(t, deps(), back));
    expect(await keep('09:55', '10:05')).toBe(0);
  });

  it('stays as the draft froze it, and is left to the morning where the job never ran', async () => {
    await everything();
    expect(await keepMarked(deps(), at(DAY, '10:05'), null)).toBe(0);
    await draftRound(deps(), at('2026-11-13'));
    expect(await keepMarked(deps(), at('2026-11-13', '08:35'), at(DAY, '09:55'))).toBe(0);
  });
});

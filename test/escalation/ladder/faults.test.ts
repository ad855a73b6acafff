import { JobRun, LadderCase, PersonRole } from '../../../entities';
import { climb, ladderFaults, lagNotices, noteDocument, watchLadder } from '../../../src/escalation';
import { BACKENDS } from '../../factories';
import { at, buildProblem, eachRiver, type River } from '../../river';
import { buildTask, deliver, MONDAY, requests } from '../world';

describe.each(BACKENDS)('the auditor of the ladder on %s', (backend) => {
  let world: River;
  eachRiver(backend, (fresh) => {
    world = fresh;
  });

  const ran = (date: string) =>
    world.db.transaction(async (tx) => {
      const set = { name: 'ladder', lastAt: at(date) };
      if ((await tx.update(JobRun, { name: 'ladder' }, set)) === 0) await tx.insert(JobRun, set);
    });
  const day = async (date: string): Promise<void> => {
    await lagNotices(world.deps, at(date));
    await climb({ ...world.deps, documents: null }, at(date));
    await deliver(world, date);
    await ran(date);
  };
  const found = async (date: string, time?: string) =>
    (await ladderFaults(world.db.read, world.deps, at(date, time))).map(({ what }) => what);
  const set = (change: Partial<LadderCase>) =>
    world.db.transaction((tx) => tx.update(LadderCase, { matterType: 'problem' }, change));

  it('finds nothing in a healthy county, at any hour, from the first day of a lag to its 通报', async () => {
    expect(await found(MONDAY)).toEqual([]);
    await buildProblem(world);
    for (const date of [MONDAY, '2026-11-24', '2026-11-25', '2026-12-01', '2026-12-02']) {
      await day(date);
      expect([date, await found(date, '00:40'), await found(date, '23:40')]).toEqual([date, [], []]);
    }
  });

  it('finds nothing in the night in which a patrol ends 未完成, before the pass that takes it up', async () => {
    await buildTask(world, { dueDay: '2026-11-15', lateDay: '2026-11-24', state: 'missed' });
    await ran('2026-11-24');
    expect(await found('2026-11-25', '00:40')).toEqual([]);
  });

  it('finds what lags and was never taken up', async () => {
    await ran(MONDAY);
    expect(await found(MONDAY)).toEqual([]);
    await buildProblem(world);
    await ran('2026-11-25');
    expect(await found('2026-11-25')).toEqual(['lag-without-case']);
  });

  it('finds a case that nothing will move', async () => {
    await buildProblem(world);
    await day(MONDAY);
    await day('2026-11-24');
    await set({ nextDay: null });
    expect(await found('2026-11-24')).toEqual(['case-without-next']);
    await set({ nextDay: '2026-11-20' });
    expect(await found('2026-11-24')).toEqual(['case-overdue']);
  });

  it('finds a case that waits for somebody who does not exist: its signer was removed', async () => {
    await buildProblem(world);
    for (const date of [MONDAY, '2026-11-24', '2026-12-01']) await day(date);
    expect(await found('2026-12-01')).toEqual([]);
    await world.db.transaction((tx) => tx.remove(PersonRole, { role: '县河长办' }));
    expect(await found('2026-12-01')).toEqual(['case-without-hand']);
  });

  it('finds two documents of one rung', async () => {
    await buildProblem(world);
    for (const date of [MONDAY, '2026-11-24', '2026-12-01']) await day(date);
    const [one] = await world.db.read.find(LadderCase);
    for (const documentId of [1, 2]) {
      await world.db.transaction((tx) =>
        noteDocument(tx, world.deps, {
          caseIds: [one?.id ?? 0],
          documentId,
          rung: 2,
          event: 'issued',
          at: at('2026-12-01', '10:00'),
          actor: 'person:1',
        }),
      );
    }
    expect(await found('2026-12-01')).toEqual(['case-signed-twice']);
  });

  it('finds that the daily pass did not run, and tells 县河长办 once a day, when people are awake', async () => {
    await ran(MONDAY);
    expect(await found('2026-11-24', '10:00')).toEqual([]);
    expect(await found('2026-11-24', '11:40')).toEqual(['ladder-silent']);
    await watchLadder(world.deps, at('2026-11-25', '03:40'));
    expect(await requests(world)).toEqual([]);
    await watchLadder(world.deps, at('2026-11-25', '09:40'));
    await deliver(world, '2026-11-25');
    await watchLadder(world.deps, at('2026-11-25', '10:40'));
    expect(await requests(world)).toEqual([]);
    await watchLadder(world.deps, at('2026-11-26', '09:40'));
    expect((await requests(world)).map(({ kind, recipientId }) => [kind, recipientId])).toEqual([
      ['ladderFaults', world.office.id],
    ]);
  });
});

import { AuditEntry, Problem, SentPlace } from '../../entities';
import { forgetPlaces } from '../../src/problem';
import { BACKENDS } from '../factories';
import { buildProblem, eachRiver, NOW, type River } from '../river';

const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

describe.each(BACKENDS)('where somebody’s messenger said that they were (%s)', (backend) => {
  let river: River;
  eachRiver(backend, (fresh) => {
    river = fresh;
  });
  const sent = { hintName: '汾河大桥', hintLonE6: 111_220_400, hintLatE6: 35_615_100 };
  const places = async () =>
    (await river.db.read.find(Problem, {}, { order: { id: 'ASC' } })).map(
      ({ hintName, hintLonE6, hintLatE6 }) => [hintName, hintLonE6, hintLatE6],
    );

  it('is forgotten after 180 days but for the reach, which is written down once', async () => {
    const old = await buildProblem(river, { ...sent, state: 'closed', recordedAt: daysAgo(180.1) });
    await buildProblem(river, { ...sent, recordedAt: daysAgo(179.9) });
    const handled = { afterLonE6: 111_220_400, afterLatE6: 35_615_100 };
    const { id } = await buildProblem(river, { ...handled, recordedAt: daysAgo(400) });
    expect(await forgetPlaces(river.deps, NOW)).toBe(2);
    expect(await forgetPlaces(river.deps, NOW)).toBe(0);
    expect(await places()).toEqual([
      [null, null, null],
      ['汾河大桥', 111_220_400, 35_615_100],
      [null, null, null],
    ]);
    expect(await river.db.read.findOne(Problem, { id })).toMatchObject({
      afterLonE6: null,
      afterLatE6: null,
    });
    expect(await river.db.read.findOne(Problem, { id: old.id })).toMatchObject({
      place: '桥下50米',
      reachId: river.reach.id,
      version: old.version,
    });
    expect(await river.db.read.find(AuditEntry)).toMatchObject([
      { action: 'problem.placeForgotten', subjectId: old.id, detail: { left: { reachId: river.reach.id } } },
      { action: 'problem.placeForgotten', subjectId: id },
    ]);
  });

  it('is kept as long as the county’s rules say', async () => {
    const rules = river.deps.policies.current;
    const retention = { inboxDays: 2, parkedDays: 90, deliveryDays: 365, locationDays: 30 };
    await buildProblem(river, { ...sent, recordedAt: daysAgo(31) });
    expect(await forgetPlaces({ ...river.deps, policies: { current: { ...rules, retention } } }, NOW)).toBe(
      1,
    );
  });

  it('and was sent is forgotten itself: with the problem it went to, or within two weeks when it went to none', async () => {
    const { id } = await buildProblem(river);
    const send = (messageId: string, days: number, to: Partial<SentPlace> = {}) => ({
      messageId,
      personId: river.chief.id,
      name: '汾河大桥',
      lonE6: 111_220_400,
      latE6: 35_615_100,
      occurredAt: daysAgo(days),
      recordedAt: daysAgo(days),
      ...{ subjectType: null, subjectId: null, side: null },
      ...to,
    });
    const of = { subjectType: 'problem', subjectId: id, side: 'before' as const };
    await river.db.transaction((tx) =>
      tx.insert(SentPlace, [
        send('om_1', 181, of),
        send('om_2', 179, of),
        send('om_3', 15),
        send('om_4', 13),
      ]),
    );
    expect(await forgetPlaces(river.deps, NOW)).toBe(2);
    const left = await river.db.read.find(SentPlace, {}, { order: { id: 'ASC' } });
    expect(left.map(({ messageId }) => messageId)).toEqual(['om_2', 'om_4']);
    expect(await river.db.read.find(AuditEntry)).toMatchObject([
      { action: 'place.forgotten', detail: { places: 2 } },
    ]);
  });
});

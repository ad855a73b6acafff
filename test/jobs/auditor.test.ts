import { OutboxMessage, PatrolTask, Person, PersonRole, Post, Problem, Rectification } from '../../entities';
import { enqueue } from '../../src/core/outbox';
import { findStuck } from '../../src/jobs/auditor';
import { BACKENDS } from '../factories';
import { applies, buildWorks } from '../rectification/world';
import { buildProblem, buildTask, NOW, openRiver, type River } from '../river';

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

describe.each(BACKENDS)('the auditor (%s)', (backend) => {
  let river: River;
  beforeAll(async () => {
    river = await openRiver(backend);
  });
  afterAll(() => river.db.drop());
  beforeEach(() =>
    river.db.transaction(async (tx) => {
      await tx.remove(PatrolTask, {});
      await tx.remove(Problem, {});
      await tx.remove(OutboxMessage, {});
    }),
  );
  const found = async () => (await findStuck(river.deps, NOW, daysAgo(1))).map(({ what }) => what);
  const waitsFor = (days: number) =>
    river.db.transaction((tx) =>
      enqueue(tx, {
        kind: 'patrolTask',
        subject: { type: 'task', id: 1 },
        recipientId: river.chief.id,
        messageClass: 'task',
        at: daysAgo(days),
      }),
    );

  it('finds nothing in a healthy county', async () => {
    await buildTask(river);
    await buildTask(river, { periodKey: '2026-W40', lateDay: '2026-10-11', state: 'missed' });
    await waitsFor(1);
    expect(await found()).toEqual([]);
  });

  it('finds a task that is open past the last day on which an entry is taken', async () => {
    await buildTask(river, { lateDay: '2026-11-24' });
    expect(await found()).toEqual(['task-past-late-day']);
  });

  it('finds a town with reaches whose lag nobody there would be told of', async () => {
    const { town, mayor, liaison, db } = river;
    const reached = (openId: string | null, ...people: Person[]) =>
      db.transaction((tx) => tx.update(Person, { id: people.map(({ id }) => id) }, { openId }));
    await reached(null, mayor);
    expect(await found()).toEqual([]);
    await reached(null, liaison);
    expect(await findStuck(river.deps, NOW, daysAgo(1))).toEqual([{ what: 'town-unheard', id: town.id }]);
    await reached('ou_back', liaison);
    expect(await found()).toEqual([]);
  });

  it('finds a problem that waits for 县河长办 where nobody is of it', async () => {
    await buildProblem(river, { state: 'registered', deskAt: NOW });
    expect(await found()).toEqual([]);
    const role = { personId: river.office.id, role: '县河长办' as const };
    await river.db.transaction((tx) => tx.remove(PersonRole, role));
    expect(await found()).toContain('problem-without-hand');
    await river.db.transaction((tx) => tx.insert(PersonRole, role));
  });

  it('finds 销号 that waits for a step of which everybody has left', async () => {
    const works = await buildWorks(river);
    await applies(works);
    expect(await found()).toEqual([]);
    await river.db.transaction((tx) => tx.update(Person, { id: works.lead.person.id }, { openId: null }));
    expect(await findStuck(river.deps, NOW, daysAgo(1))).toEqual([
      { what: 'close-out-without-signer', id: works.outfall.id },
    ]);
    await river.db.transaction((tx) => tx.remove(Rectification, {}));
  });

  it('counts an overdue task that is nobody’s, since its post is empty', async () => {
    await buildTask(river, { startDay: '2026-11-09', dueDay: '2026-11-15', lateDay: '2026-12-15' });
    await river.db.transaction((tx) => tx.update(Post, {}, { toDay: '2026-11-10' }));
    expect(await found()).toEqual(['task-of-nobody']);
    await river.db.transaction((tx) => tx.update(Post, {}, { toDay: null }));
  });

  it('finds a message that should have gone out days ago, but not what waited while nobody looked', async () => {
    await waitsFor(5);
    expect(await found()).toEqual(['message-stuck']);
    expect(await findStuck(river.deps, NOW, daysAgo(30))).toEqual([]);
  });
});

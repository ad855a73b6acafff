import { AppState } from '../../entities';
import { recall, remember } from '../../src/core/state';
import { takeTurn } from '../../src/core/turn';
import { BACKENDS, openTestDatabase, type TestDatabase } from '../factories';

const at = new Date('2026-11-23T00:30:00Z');

describe.each(BACKENDS)('what the program remembers of itself (%s)', (backend) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(backend);
  });
  afterAll(() => db.drop());

  it('is nothing at first, then the last word', async () => {
    expect(await recall(db.read, 'word')).toBeNull();
    await db.transaction((tx) => remember(tx, 'word', 'first'));
    await db.transaction((tx) => remember(tx, 'word', 'second'));
    expect(await recall(db.read, 'word')).toBe('second');
  });

  it('jobs of one name take turns from the very first, and each sees what the one before left', async () => {
    const work = () =>
      db.transaction(async (tx) => {
        await takeTurn(tx, 'count', at);
        const before = await recall(tx, 'done');
        await new Promise(setImmediate);
        await remember(tx, 'done', String(Number(before) + 1));
      });
    await Promise.all(Array.from({ length: 8 }, work));
    expect(await recall(db.read, 'done')).toBe('8');
    expect(await db.read.find(AppState, { name: 'turn.count' })).toHaveLength(1);
  });
});

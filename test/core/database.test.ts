import { AppState, AuditEntry, HistoryEntry, Outfall, Unit } from '../../entities';
import { type EntityClass, instantOf, type Tx, type Where } from '../../src/core/database';
import { BACKENDS, buildOutfall, openTestDatabase, type TestDatabase } from '../factories';

const at = new Date('2026-11-23T01:02:03.456Z');
const entry = (action: string, more: Partial<AuditEntry> = {}): Partial<AuditEntry> => ({
  at,
  actor: 'cli',
  action,
  subjectType: 'unit',
  subjectId: null,
  detail: null,
  ...more,
});
const unit = (code: string): Partial<Unit> => ({ code, name: '龙兴镇', type: '镇', divisionCode: null });

describe.each(BACKENDS)('what the database keeps (%s)', (backend) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(backend);
  });
  afterAll(() => db.drop());
  beforeEach(() =>
    db.transaction(async (tx) => {
      const tables: EntityClass<object>[] = [AuditEntry, HistoryEntry, Unit, AppState];
      for (const table of tables) await tx.remove(table, {});
    }),
  );
  const write = <T>(work: (tx: Tx) => Promise<T>) => db.transaction(work);

  it('gives back instants to the millisecond, JSON, null and Chinese as they were put in', async () => {
    const detail = { 原因: "“退回”\\n'重办'", list: [1, null, { deep: true }], emoji: '🌊' };
    await write((tx) => tx.insert(AuditEntry, entry('kept', { detail, subjectId: 7 })));
    const [kept] = await db.read.find(AuditEntry);
    expect(kept).toMatchObject({ at, detail, subjectId: 7, seq: null, hash: null });
    expect(kept).toBeInstanceOf(AuditEntry);
  });

  it('gives back yes, no and unknown as three different things', async () => {
    const place = { townId: 1, reachId: 1 };
    const [yes, no, unknown] = [true, false, null];
    for (const isKey of [yes, no, unknown]) await buildOutfall(db, { ...place, isKey });
    const keys = (await db.read.find(Outfall, {}, { order: { id: 'ASC' } })).map(({ isKey }) => isKey);
    expect(keys).toEqual([true, false, null]);
    expect(await db.read.find(Outfall, { isKey: true })).toHaveLength(1);
    expect(await db.read.find(Outfall, { isKey: false })).toHaveLength(1);
    expect(await db.read.find(Outfall, { isKey: null })).toHaveLength(1);
  });

  it('reads null as IS NULL, an array as IN, an empty array as nobody, and orders and limits', async () => {
    const rows = [entry('a', { subjectId: 1 }), entry('b', { subjectId: 2 }), entry('c')];
    await write((tx) => tx.insert(AuditEntry, rows));
    type Options = { order?: { [K in keyof AuditEntry]?: 'ASC' | 'DESC' }; limit?: number };
    const actions = async (where: Where<AuditEntry>, options?: Options) =>
      (await db.read.find(AuditEntry, where, options)).map(({ action }) => action);
    expect(await actions({ subjectId: null })).toEqual(['c']);
    expect(await actions({ subjectId: [1, 2] }, { order: { id: 'ASC' } })).toEqual(['a', 'b']);
    expect(await actions({ subjectId: [] })).toEqual([]);
    expect(await actions({ at, action: 'b' })).toEqual(['b']);
    expect(await actions({}, { order: { action: 'DESC' }, limit: 2 })).toEqual(['c', 'b']);
    expect(await db.read.findOne(AuditEntry, { action: 'x' })).toBeNull();
  });

  it('reads only the columns that are asked for, each as it would come with the others', async () => {
    const name = '一"口\n\u2028😀';
    await buildOutfall(db, { townId: 1, reachId: 1, name, isKey: false, village: null });
    await write((tx) => tx.insert(AuditEntry, entry('a')));
    const columns = ['village', 'isKey', 'name', 'lonE6'] as const;
    const [whole] = await db.read.find(Outfall, { name });
    const [some] = await db.read.find(Outfall, { name }, { columns });
    expect(some).toEqual({ name, isKey: false, village: null, lonE6: whole?.lonE6 });
    expect(await db.read.find(AuditEntry, { action: 'a' }, { columns: ['at'] })).toEqual([{ at }]);
  });

  it('refuses a condition that is undefined or names no column, so that a slip never touches every row', async () => {
    await write((tx) => tx.insert(Unit, unit('A')));
    const slip = { code: undefined } as never;
    await expect(write((tx) => tx.remove(Unit, slip))).rejects.toThrow('undefined in a condition');
    await expect(db.read.find(Unit, { colour: 'red' } as never)).rejects.toThrow('no column colour');
    expect(await db.read.find(Unit)).toHaveLength(1);
  });

  it('counts the rows that a condition found, also those that were so already', async () => {
    await write((tx) => tx.insert(Unit, [unit('A'), unit('B'), unit('C')]));
    expect(await write((tx) => tx.update(Unit, { code: ['A', 'B'] }, { name: '龙兴镇' }))).toBe(2);
    expect(await write((tx) => tx.update(Unit, { code: 'Z' }, { name: '别处' }))).toBe(0);
    expect(await write((tx) => tx.remove(Unit, { code: [] }))).toBe(0);
    expect(await write((tx) => tx.remove(Unit, { code: ['A', 'C'] }))).toBe(2);
    expect((await db.read.find(Unit)).map(({ code }) => code)).toEqual(['B']);
  });

  it('tells the first id of many rows, which follow each other from there', async () => {
    const codes = Array.from({ length: 2_500 }, (_, i) => `M${i}`);
    const done = await write((tx) => tx.insert(Unit, codes.map(unit)));
    const rows = await db.read.find(Unit, {}, { order: { id: 'ASC' } });
    expect(done).toEqual({ affected: 2_500, firstId: rows[0]?.id });
    expect(rows.map(({ code }) => code)).toEqual(codes);
    expect(rows.at(-1)?.id).toBe(done.firstId + 2_499);
    expect(await write((tx) => tx.insert(Unit, []))).toEqual({ affected: 0, firstId: 0 });
  });

  it('skips a row that is there already when told to ignore it, and says that nothing was added', async () => {
    const first = await write((tx) => tx.insert(Unit, unit('A')));
    const again = (codes: string[]) => write((tx) => tx.insert(Unit, codes.map(unit), { ignore: true }));
    expect(await again(['A'])).toEqual({ affected: 0, firstId: 0 });
    expect((await again(['A', 'B', 'C'])).affected).toBe(2);
    expect(first.firstId).toBeGreaterThan(0);
    await expect(write((tx) => tx.insert(Unit, unit('A')))).rejects.toThrow();
  });

  it('tells texts apart by every character: case, width, accents, emoji', async () => {
    const codes = ['om_a', 'om_A', 'om_ａ', 'om_á', '口🌊', '口🐟', '１号', '1号'];
    await write((tx) => tx.insert(Unit, codes.map(unit)));
    for (const code of codes) expect(await db.read.find(Unit, { code })).toMatchObject([{ code }]);
    const sorted = (await db.read.find(Unit, {}, { order: { code: 'ASC' } })).map(({ code }) => code);
    const bytes = (text: string) => Buffer.from(text);
    expect(sorted).toEqual([...codes].sort((a, b) => bytes(a).compare(bytes(b))));
  });

  it('ignores repeats only: a row that lacks something is refused', async () => {
    const broken = { code: 'D', name: null, type: '镇' } as unknown as Partial<Unit>;
    await expect(write((tx) => tx.insert(Unit, broken, { ignore: true }))).rejects.toThrow();
    await expect(write((tx) => tx.insert(Unit, [unit('E'), broken], { ignore: true }))).rejects.toThrow();
    expect(await db.read.find(Unit)).toEqual([]);
  });

  it('leaves nothing of a transaction that failed', async () => {
    const failing = write(async (tx) => {
      await tx.insert(Unit, unit('A'));
      await tx.run("INSERT INTO app_state (name, value) VALUES ('x', 'y')");
      throw new Error('half way');
    });
    await expect(failing).rejects.toThrow('half way');
    expect(await db.read.find(Unit)).toEqual([]);
    expect(await db.read.find(AppState)).toEqual([]);
  });

  it('shows an open transaction its own rows, and nobody else any', async () => {
    await write(async (tx) => {
      await tx.insert(Unit, unit('A'));
      expect(await tx.find(Unit)).toHaveLength(1);
      expect(await db.read.find(Unit)).toEqual([]);
    });
    expect(await db.read.find(Unit)).toHaveLength(1);
  });

  it('answers the same SQL on every dialect', async () => {
    await write(async (tx) => {
      const step = {
        subjectType: 'task',
        subjectId: 1,
        at,
        actor: 'cli',
        state: 'open',
        reason: null,
        data: null,
      };
      await tx.insert(HistoryEntry, { ...step, version: 1, action: 'made' });
      const { affected, insertId } = await tx.run('INSERT INTO unit (code, name, type) VALUES (?, ?, ?)', [
        'Q',
        '泽掌镇',
        '镇',
      ]);
      expect({ affected, insertId }).toEqual({
        affected: 1,
        insertId: (await tx.findOne(Unit, { code: 'Q' }))?.id,
      });
    });
    const [row] = await db.read.query<{ version: number; at: unknown }>(
      'SELECT version, at FROM history_entry WHERE subjectType = ? AND subjectId = ?',
      ['task', 1],
    );
    expect(row?.version).toBe(1);
    expect(instantOf(row?.at)).toEqual(at);
  });
});

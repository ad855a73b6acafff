import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getMetadataArgsStorage } from 'typeorm';
import { AuditEntry, CardMessage, HistoryEntry, OutboxMessage, Unit } from '../entities';
import { audit } from '../src/core/audit';
import type { EntityClass, Tx } from '../src/core/database';
import { history } from '../src/core/history';
import { enqueue, refreshCards } from '../src/core/outbox';
import { BACKENDS, buildUnit, openTestDatabase, type TestDatabase } from './factories';

const ROOT = join(__dirname, '..');
const filesOf = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|json|yaml|md)$/.test(file))
    .map((file) => join(folder, file));
const SOURCE = ['src', 'cards', 'entities', 'migrations'].flatMap(filesOf);
const BOT = SOURCE.filter((file) => !file.startsWith(join('src', 'sandbox')));
/** The files in which a pattern is found, other than those that may. */
const found = (files: string[], pattern: RegExp, may: string[] = []): string[] =>
  files.filter((file) => !may.includes(file) && pattern.test(readFileSync(join(ROOT, file), 'utf8')));

const at = new Date('2026-11-23T01:00:00Z');

describe.each(BACKENDS)('state, history, audit and messages (%s)', (backend) => {
  let db: TestDatabase;
  let unit: Unit;
  beforeAll(async () => {
    db = await openTestDatabase(backend);
    unit = await buildUnit(db, { name: '旧名' });
    await db.transaction((tx) =>
      tx.insert(CardMessage, {
        messageId: 'om_1',
        chatId: 'oc_1',
        kind: 'digest',
        subjectType: 'unit',
        subjectId: unit.id,
        recipientId: 1,
        sentAt: at,
      }),
    );
  });
  afterAll(() => db.drop());

  const step = { subjectType: 'unit', subjectId: 1, at, actor: 'cli', action: 'renamed' };
  const subject = { type: 'unit', id: 1 };
  const steps: ((tx: Tx) => Promise<unknown>)[] = [
    (tx) => tx.update(Unit, { id: unit.id }, { name: '新名' }),
    async (tx) => history(tx, { ...step, version: 1, state: 'new' }),
    async (tx) => audit(tx, step),
    (tx) => enqueue(tx, { kind: 'digest', subject, recipientId: 1, messageClass: 'task', at }),
    (tx) => refreshCards(tx, { subject, at }),
  ];
  const left = async () => {
    const tables: EntityClass<object>[] = [HistoryEntry, AuditEntry, OutboxMessage];
    const counts = await Promise.all(tables.map(async (table) => (await db.read.find(table)).length));
    return [(await db.read.find(Unit))[0]?.name, ...counts];
  };

  it.each(steps.map((_, n) => n + 1))(
    'come to nothing when the command fails after step %s',
    async (count) => {
      const failing = db.transaction(async (tx) => {
        for (const one of steps.slice(0, count)) await one(tx);
        throw new Error('failed');
      });
      await expect(failing).rejects.toThrow('failed');
      expect(await left()).toEqual(['旧名', 0, 0, 0]);
    },
  );

  it('commit together', async () => {
    await db.transaction(async (tx) => {
      for (const one of steps) await one(tx);
    });
    expect(await left()).toEqual(['新名', 1, 1, 2]);
  });
});

const BACKUP = join('src', 'backup');

describe('the house', () => {
  it('asks the system for the time in one place', () => {
    const clock = join('src', 'core', 'clock.ts');
    expect(found([clock], /new Date\(\)/)).toEqual([clock]);
    expect(found(BOT, /new Date\(\)|Date\.now\(|DateTime\.(now|local|utc)\(\)/, [clock])).toEqual([]);
  });

  it('leaves no time, and no default, to the database', () => {
    expect(found(BOT, /CURRENT_TIMESTAMP|\bNOW\(\)|CURDATE\(|UTC_TIMESTAMP|datetime\('now/)).toEqual([]);
  });

  it('writes through transaction() only', () => {
    // The store itself, and the copy of all tables as of one instant, which no transaction of ours can be.
    const mayOpen = [join('src', 'core', 'mysqlStore.ts'), ...BOT.filter((file) => file.startsWith(BACKUP))];
    expect(
      found(BOT, /createQueryRunner|getRepository|\.manager\b|\.save\(|\.source\b\.query/, mayOpen),
    ).toEqual([]);
  });

  it('claims by compare-and-set, never by a lock that TiDB does not take', () => {
    expect(found(BOT, /^(?!\s*(\*|\/\/)).*SKIP LOCKED/m)).toEqual([]);
  });

  it('reads the environment in one place', () => {
    // The two programs hand it over; nobody picks a variable out of it.
    const programs = BOT.filter(
      (file) => file.startsWith(join('src', 'cli')) || file === join('src', 'main.ts'),
    );
    const picked = /process\.env\s*(\[|\.(?!FEISHU_APP_ID))/;
    expect(found(BOT, /process\.env/, programs)).toEqual([]);
    expect(found(programs, picked)).toEqual([]);
  });

  it('keeps whole numbers, text and instants only: no float rounds a score', () => {
    const types = getMetadataArgsStorage().columns.map(({ options }) => String(options.type));
    const kept = ['boolean', 'datetime', 'integer', 'simple-json', 'text', 'varchar'];
    expect([...new Set(types)].sort()).toEqual(kept);
  });

  it('names no real phone: only numbers that are not assigned', () => {
    const written = [...SOURCE, ...['test', 'docs'].flatMap(filesOf)];
    expect(found(written, /(?<![\w.])(86)?1(?!9900)\d{10}(?!\w)/)).toEqual([]);
  });
});

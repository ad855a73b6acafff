import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { type Level, Outfall, Person, PersonRole, Post, Reach, type Role, Unit } from '../entities';
import { Calendar } from '../src/core/calendar';
import { DrivenClock } from '../src/core/clock';
import { Database } from '../src/core/database';
import { type Policy, readPolicy } from '../src/core/policy';
import { maskMobile, Secrets } from '../src/core/secrets';
import { copyMigrated, fillMigrated } from './migrated';

/** Where a MariaDB for tests listens, e.g. mysql://root@127.0.0.1:3307; `.ci/run` starts one and sets it. */
export const MARIADB_URL = process.env.TEST_MARIADB_URL;

export type Backend = 'sqlite' | 'mariadb';

/** The backends a conformance suite runs over; MariaDB only where one is offered (see skips.test.ts). */
export const BACKENDS: Backend[] = MARIADB_URL ? ['sqlite', 'mariadb'] : ['sqlite'];

export interface TestDatabase extends Database {
  url: string;
  drop(): Promise<void>;
}

/** A fresh, migrated database of its own; `drop()` it in `afterEach`/`afterAll`. @param server another MariaDB */
export async function openTestDatabase(
  backend: Backend = 'sqlite',
  server = MARIADB_URL,
): Promise<TestDatabase> {
  if (backend === 'sqlite') {
    const dir = mkdtempSync(join(tmpdir(), 'river-chief-'));
    await copyMigrated(dir);
    const url = `sqlite:${join(dir, 'test.db')}`;
    const db = await Database.open({ url });
    const drop = async () => {
      await db.close();
      rmSync(dir, { recursive: true, force: true });
    };
    return Object.assign(db, { url, drop });
  }
  const name = `t_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  // Not kept open meanwhile: some tests kill the server.
  const asRoot = async (words: string) => {
    const admin = await createConnection(String(server));
    await admin.query(words);
    await admin.end();
  };
  await asRoot(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  const url = `${String(server).replace(/\/$/, '')}/${name}`;
  await fillMigrated(url);
  const db = await Database.open({ url });
  const drop = async () => {
    await db.close();
    await asRoot(`DROP DATABASE ${name}`);
  };
  return Object.assign(db, { url, drop });
}

export const testSecrets = new Secrets(Buffer.alloc(32, 7));
export const testCalendar = new Calendar();
export const testPolicy = (): Policy => readPolicy(join(__dirname, '..', 'policy.yaml'));

/** A clock that shows this instant and stands still until it is moved. */
export const clockAt = (iso: string): DrivenClock => DrivenClock.showing(new Date(iso), () => new Date(0));

let serial = 0;
const next = (): number => {
  serial += 1;
  return serial;
};

async function insertOne<E extends object>(db: Database, entity: new () => E, row: Partial<E>): Promise<E> {
  const id = await db.transaction(async (tx) => (await tx.insert(entity, row)).firstId);
  return (await db.read.findOne(entity, { id } as never)) as E;
}

export const buildUnit = (db: Database, given: Partial<Unit> = {}): Promise<Unit> =>
  insertOne(db, Unit, {
    code: `U${next()}`,
    name: '龙兴镇',
    type: '镇',
    divisionCode: '140825100',
    ...given,
  });

export async function buildPerson(
  db: Database,
  given: Partial<Person> & { unitId: number; roles?: Role[]; mobile?: string },
): Promise<Person> {
  const { roles = [], mobile = `199000${String(next()).padStart(5, '0')}`, ...columns } = given;
  const person = await insertOne(db, Person, {
    name: '龙兴镇河长',
    mobileCipher: testSecrets.encrypt(mobile),
    mobileHash: testSecrets.lookup(mobile),
    mobileMasked: maskMobile(mobile),
    openId: `ou_${next()}`,
    ...columns,
  });
  for (const role of roles) await insertOne(db, PersonRole, { personId: person.id, role });
  return person;
}

export const buildReach = (db: Database, given: Partial<Reach> & { townId: number }): Promise<Reach> =>
  insertOne(db, Reach, {
    code: `R${next()}`,
    river: '汾河',
    name: '龙兴镇第一村段',
    lengthM: 2500,
    ...given,
  });

export const buildPost = (
  db: Database,
  given: Partial<Post> & { reachId: number; personId: number; level: Level },
): Promise<Post> => insertOne(db, Post, { fromDay: '2024-01-01', toDay: null, ...given });

export const buildOutfall = (
  db: Database,
  given: Partial<Outfall> & { townId: number; reachId: number },
): Promise<Outfall> =>
  insertOne(db, Outfall, {
    internalCode: `XJ-100-${String(next()).padStart(4, '0')}`,
    name: `桥西${serial}号雨洪排口`,
    river: '汾河',
    lonE6: 111_220_000,
    latE6: 35_610_000,
    class1: '其他排口',
    class2: '城镇雨洪排口',
    ownerType: '镇政府',
    isKey: true,
    tracing: '已溯源',
    ...given,
  });

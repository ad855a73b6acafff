import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Delivery, MediaFile, OutboxMessage, Person, Upload, type UploadState } from '../../entities';
import { backUp, restore } from '../../src/backup';
import { audit, sealAudit, verifyAudit } from '../../src/core/audit';
import { Database } from '../../src/core/database';
import { guardIdentity, RESTORING } from '../../src/core/identity';
import { adoptPolicy } from '../../src/core/policy';
import { Secrets } from '../../src/core/secrets';
import { remember } from '../../src/core/state';
import { mediaPath, storePicture, uploadPath, uploadsDir } from '../../src/feishu';
import { holdings } from '../e2e/badDays';
import {
  BACKENDS,
  buildOutfall,
  buildPerson,
  buildReach,
  buildUnit,
  testPolicy,
  testSecrets,
} from '../factories';
import { PNG } from '../feishu/stage';
import { type EmptyPlaces, emptyPlaces } from './places';

const AT = new Date('2026-11-23T01:00:00.123Z');
const OTHER_KEY = new Secrets(Buffer.alloc(32, 9));
const pairs = BACKENDS.flatMap((from) => BACKENDS.map((to) => [from, to] as const));

/** Any picture that no other is. */
const picture = (): Buffer => Buffer.concat([PNG, randomBytes(300_000)]);

async function keepPicture(db: Database, { dataDir }: EmptyPlaces): Promise<string> {
  const { sha256, bytes, mime } = await storePicture(dataDir, Readable.from([picture()]));
  await db.transaction((tx) =>
    tx.insert(MediaFile, { sha256, bytes, mime: String(mime), storedAt: AT, imageKey: null }),
  );
  return sha256;
}

/** A county in use: people, an outfall with empty and full cells, a photo, an outbox whose last row is gone, a sealed audit. */
async function liveIn(places: EmptyPlaces): Promise<Database> {
  const db = await Database.open({ url: places.databaseUrl });
  await db.migrate();
  await guardIdentity(db, testSecrets, 'real');
  await adoptPolicy(db, testPolicy(), AT);
  const town = await buildUnit(db);
  await buildPerson(db, { unitId: town.id, mobile: '19900000012', name: '𠮷“老”\\李\n' });
  await buildPerson(db, { unitId: town.id, openId: null });
  const reach = await buildReach(db, { townId: town.id });
  await buildOutfall(db, { townId: town.id, reachId: reach.id, isKey: true, gateFiled: false, note: '😀' });
  await keepPicture(db, places);
  await db.transaction(async (tx) => {
    const detail = { 说明: '按“老规矩”办', n: [1, null] };
    for (let n = 1; n <= 3; n += 1) {
      audit(tx, { at: AT, actor: 'cli', action: 'test', subjectType: 'task', subjectId: n, detail });
    }
    await tx.run(
      `INSERT INTO outbox_message (kind, subjectType, subjectId, recipientId, mode, messageClass, priority, dueAt, state, uuid, createdAt)
       VALUES ('help', 'person', 1, 1, 'send', 'answer', 1, '2026-11-23 01:00:00.000', 'sent', 'u', '2026-11-23 01:00:00.000')`,
    );
    await tx.remove(OutboxMessage, {});
  });
  await sealAudit(db);
  return db;
}

describe.each(pairs)('a backup of %s, restored into %s', (from, to) => {
  let source: EmptyPlaces;
  let target: EmptyPlaces;
  let db: Database;
  let dir: string;
  let out: string;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'backup-'));
    out = join(dir, 'county.tar.gz');
    source = await emptyPlaces(from);
    target = await emptyPlaces(to);
    db = await liveIn(source);
  });
  afterEach(async () => {
    await db.close();
    await source.drop();
    await target.drop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('is the same county: every row, every photo, the rules, an audit chain that is whole', async () => {
    const report = await backUp(source, testSecrets, out);
    expect(report).toMatchObject({ photos: 1, missing: [], damaged: [], tables: { person: 2, outfall: 1 } });
    const restored = await restore(target, testSecrets, out);
    expect(restored).toMatchObject({
      photos: 1,
      policyFile: target.policyFile,
      audit: { sealed: 3, unsealed: 1 },
    });

    const copy = await Database.open({ url: target.databaseUrl });
    const except = ['audit_entry', 'delivery'];
    expect(await same(copy, except)).toEqual(await same(db, except));
    const [person] = await copy.read.find(Person, {}, { order: { id: 'ASC' } });
    expect([person?.name, testSecrets.decrypt(String(person?.mobileCipher))]).toEqual([
      '𠮷“老”\\李\n',
      '19900000012',
    ]);
    const [file] = await copy.read.find(MediaFile);
    const path = (dataDir: string) => mediaPath(dataDir, String(file?.sha256));
    expect(readFileSync(path(target.dataDir)).equals(readFileSync(path(source.dataDir)))).toBe(true);
    await expect(guardIdentity(copy, testSecrets, 'real')).resolves.toBeUndefined();
    await copy.close();
  });

  it('has the workbooks that wait for a decision, sealed as they lie, and none that is over with', async () => {
    const sealed = testSecrets.encrypt('花名册');
    const fresh = { name: '花名册.xlsx', personId: 1, receivedAt: AT, again: false, version: 1 };
    const sent = (messageId: string, state: UploadState) =>
      db.transaction(async (tx) => {
        const row = { ...fresh, messageId, fileKey: 'f', state };
        const { firstId } = await tx.insert(Upload, row);
        mkdirSync(uploadsDir(source.dataDir), { recursive: true });
        writeFileSync(uploadPath(source.dataDir, firstId), sealed);
        return firstId;
      });
    const waiting = await sent('om_1', 'preview');
    await sent('om_2', 'imported');
    await backUp(source, testSecrets, out);
    await restore(target, testSecrets, out);
    expect(readdirSync(uploadsDir(target.dataDir))).toEqual([String(waiting)]);
    expect(readFileSync(uploadPath(target.dataDir, waiting), 'utf8')).toBe(sealed);
  });

  it('gives no id a second time that was given before', async () => {
    await backUp(source, testSecrets, out);
    await restore(target, testSecrets, out);
    const copy = await Database.open({ url: target.databaseUrl });
    const { firstId } = await copy.transaction((tx) =>
      tx.insert(OutboxMessage, {
        kind: 'help',
        subjectType: 'person',
        subjectId: 1,
        recipientId: 1,
        mode: 'send',
        messageClass: 'answer',
        priority: 1,
        dueAt: AT,
        state: 'pending',
        uuid: 'u2',
        createdAt: AT,
      } as Partial<OutboxMessage>),
    );
    expect(firstId).toBe(2);
    await copy.close();
  });

  it('is of one instant, though the county goes on while it is made', async () => {
    let going = true;
    const writing = (async () => {
      for (let n = 0; going; n += 1) {
        // Both or none: a copy that tears them apart is of no instant.
        await db.transaction(async (tx) => {
          await tx.run('INSERT INTO app_state (name, value) VALUES (?, ?)', [`tick.${n}`, 'x']);
          audit(tx, { at: AT, actor: 'job', action: 'tick', subjectType: 'task', subjectId: n });
        });
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const { tables } = await backUp(source, testSecrets, out);
    going = false;
    await writing;
    await restore(target, testSecrets, out);
    const copy = await Database.open({ url: target.databaseUrl });
    const count = async (sql: string) => Number((await copy.read.query<{ n: number }>(sql))[0]?.n);
    const states = await count("SELECT COUNT(*) AS n FROM app_state WHERE name LIKE 'tick.%'");
    const audits = await count("SELECT COUNT(*) AS n FROM audit_entry WHERE actor = 'job'");
    expect([states, tables.audit_entry]).toEqual([audits, audits + 3]);
    await copy.close();
  });
});

/** What a database holds, whichever it is: drivers differ in how they give an instant. */
async function same(db: Database, except: readonly string[]) {
  const held = await holdings(db, except);
  return Object.fromEntries(
    Object.entries(held).map(([table, rows]) => [
      table,
      rows.replace(/(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d\.\d{3})Z?/g, '$1 $2'),
    ]),
  );
}

describe.each(BACKENDS)('a backup (%s)', (backend) => {
  let source: EmptyPlaces;
  let target: EmptyPlaces;
  let db: Database;
  let dir: string;
  let out: string;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'backup-'));
    out = join(dir, 'county.tar.gz');
    source = await emptyPlaces(backend);
    target = await emptyPlaces(backend);
    db = await liveIn(source);
  });
  afterEach(async () => {
    await db.close();
    await source.drop();
    await target.drop();
    rmSync(dir, { recursive: true, force: true });
  });

  const nothingWritten = async () => {
    expect(readdirSync(target.dataDir).filter((name) => !/^(rules\.yaml|county\.db.*)$/.test(name))).toEqual(
      [],
    );
    if (!existsSync(target.databaseUrl.slice('sqlite:'.length)) && backend === 'sqlite') return;
    const empty = await Database.open({ url: target.databaseUrl });
    const tables = empty.source.createQueryRunner();
    expect(await tables.hasTable('person')).toBe(false);
    await tables.release();
    await empty.close();
  };
  const refused = async (file: string, sentence: RegExp, secrets = testSecrets) => {
    await expect(restore(target, secrets, file)).rejects.toThrow(sentence);
    await nothingWritten();
  };

  it('says which photos the disk has lost or damaged, and holds all the rest', async () => {
    const [lost, damaged] = [await keepPicture(db, source), await keepPicture(db, source)];
    rmSync(mediaPath(source.dataDir, lost));
    writeFileSync(mediaPath(source.dataDir, damaged), 'half a pict');
    const report = await backUp(source, testSecrets, out);
    expect(report).toMatchObject({ photos: 1, missing: [lost], damaged: [damaged] });
    expect(await restore(target, testSecrets, out)).toMatchObject({
      photos: 1,
      missing: [lost],
      damaged: [damaged],
    });
  });

  it('holds neither the key nor a phone number', async () => {
    await backUp(source, testSecrets, out);
    const bytes = gunzipSync(readFileSync(out)).toString('latin1');
    expect(bytes).not.toContain('19900000012');
    expect(bytes).not.toContain(Buffer.alloc(32, 7).toString('base64'));
  });

  it('does not write over a file, and leaves nothing beside it', async () => {
    writeFileSync(out, 'mine');
    await expect(backUp(source, testSecrets, out)).rejects.toThrow('请换个名字');
    rmSync(out);
    await backUp(source, testSecrets, out);
    expect(readdirSync(dir)).toEqual(['county.tar.gz']);
  });

  it('is not made of a database that is not there, not of this version, or half restored', async () => {
    await expect(backUp(target, testSecrets, out)).rejects.toThrow(/没有可备份的/);
    await db.transaction((tx) => remember(tx, RESTORING, 'x'));
    await expect(backUp(source, testSecrets, out)).rejects.toThrow('只做了一半');
    await db.transaction((tx) =>
      tx.run('DELETE FROM migrations WHERE id = (SELECT m FROM (SELECT MAX(id) AS m FROM migrations) AS t)'),
    );
    await expect(backUp(source, testSecrets, out)).rejects.toThrow('不是同一版');
    expect(existsSync(out)).toBe(false);
  });

  it('is refused whole, with one sentence, when it is foreign, cut short or changed', async () => {
    await backUp(source, testSecrets, out);
    const bytes = readFileSync(out);
    const bad = join(dir, 'bad');
    const having = (content: Buffer | string) => {
      writeFileSync(bad, content);
      return bad;
    };
    await refused(having('你好'), /不是河长助手的备份/);
    await refused(having(gzipSync('你好'.repeat(1000))), /不是河长助手的备份/);
    await refused(having(''), /不是河长助手的备份/);
    for (const part of [0.2, 0.5, 0.99]) {
      await refused(having(bytes.subarray(0, Math.floor(bytes.length * part))), /不能用/);
    }
    const tar = gunzipSync(bytes);
    const changed = (find: string, put: string) => {
      const copy = Buffer.from(tar);
      const at = copy.lastIndexOf(find);
      copy.write(put, at);
      return having(gzipSync(copy));
    };
    await refused(changed('龙兴镇', '龙门镇'), /tables\/\w+\.ndjson 坏了或被改过/);
    await refused(changed('"program"', '"pr0gram"'), /不是河长助手的备份/);
    const count = changed('"missing":[]', '"mixxing":[]');
    await refused(count, /不是河长助手的备份/);
    await refused(
      changed('river-chief-backup","format":1,"program":"0', 'river-chief-backup","format":1,"program":"1'),
      /被改过/,
    );
  });

  it('is refused with another key', async () => {
    await backUp(source, testSecrets, out);
    await refused(out, /SECRET_KEY/, OTHER_KEY);
  });

  it('is not restored into a county that is there, and what is there stays', async () => {
    await backUp(source, testSecrets, out);
    const before = await holdings(db, []);
    await expect(restore({ ...target, databaseUrl: source.databaseUrl }, testSecrets, out)).rejects.toThrow(
      '数据库不是空的',
    );
    await expect(restore({ ...target, dataDir: source.dataDir }, testSecrets, out)).rejects.toThrow(
      '已经有照片',
    );
    expect(await holdings(db, [])).toEqual(before);
    await nothingWritten();
  });

  it('that was restored halfway is neither served nor restored into; emptied, it is restored', async () => {
    await backUp(source, testSecrets, out);
    const nowhere = { ...target, policyFile: join(target.dataDir, 'no', 'such', 'folder.yaml') };
    await expect(restore(nowhere, testSecrets, out)).rejects.toThrow('ENOENT');
    const half = await Database.open({ url: target.databaseUrl });
    await expect(guardIdentity(half, testSecrets, 'real')).rejects.toThrow('只做了一半');
    await half.close();
    await expect(restore(target, testSecrets, out)).rejects.toThrow('数据库不是空的');
    await target.drop();
    target = await emptyPlaces(backend);
    expect((await restore(target, testSecrets, out)).photos).toBe(1);
  });

  it('leaves other rules alone and puts its own beside them', async () => {
    await backUp(source, testSecrets, out);
    writeFileSync(target.policyFile, `${readFileSync(target.policyFile, 'utf8')}\n# 改过\n`);
    const { policyFile } = await restore(target, testSecrets, out);
    expect(policyFile).toBe(join(target.dataDir, 'policy.restored.yaml'));
    expect(readFileSync(policyFile, 'utf8')).toBe(readFileSync(source.policyFile, 'utf8'));
    const copy = await Database.open({ url: target.databaseUrl });
    expect((await verifyAudit(copy)).sealed).toBe(3);
    expect(await copy.read.find(Delivery)).toEqual([]);
    await copy.close();
  });
});

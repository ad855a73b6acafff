import fc from 'fast-check';
import { AuditEntry } from '../../entities';
import { audit, auditMany, sealAudit, sealOf, verifyAudit } from '../../src/core/audit';
import { Database } from '../../src/core/database';
import { BACKENDS, openTestDatabase, type TestDatabase } from '../factories';

const at = new Date('2026-11-23T01:00:00.123Z');
const deed = (n: number) => ({
  at,
  actor: 'cli',
  action: 'test.deed',
  subjectType: 'task',
  subjectId: n,
  detail: { n, 说明: '按“老规矩”办' },
});
const deeds = (count: number) => Array.from({ length: count }, (_, n) => deed(n + 1));

describe.each(BACKENDS)('the audit chain (%s)', (backend) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(backend);
  });
  afterAll(() => db.drop());
  beforeEach(() =>
    db.transaction(async (tx) => {
      await tx.remove(AuditEntry, {});
      await tx.run('DELETE FROM app_state');
    }),
  );
  const write = (count: number) => db.transaction((tx) => auditMany(tx, deeds(count)));
  const tamper = (sql: string, params: (string | number)[] = []) =>
    db.transaction((tx) => tx.run(sql, params));
  const broken = (seq: number) => ({ code: 'audit.broken', params: { seq } });

  it('is whole after sealing, and says how many rows are not in it yet', async () => {
    await write(3);
    expect(await verifyAudit(db)).toEqual({ sealed: 0, unsealed: 3 });
    expect(await sealAudit(db)).toBe(3);
    await db.transaction(async (tx) => audit(tx, { ...deed(4), detail: undefined }));
    expect(await verifyAudit(db)).toEqual({ sealed: 3, unsealed: 1 });
    expect(await sealAudit(db)).toBe(1);
    expect(await sealAudit(db)).toBe(0);
    expect(await verifyAudit(db)).toEqual({ sealed: 4, unsealed: 0 });
  });

  it('takes more rows than one batch', async () => {
    await write(501);
    expect(await sealAudit(db)).toBe(501);
    expect(await verifyAudit(db)).toEqual({ sealed: 501, unsealed: 0 });
  });

  it.each([
    ['a changed detail', `UPDATE audit_entry SET detail = '{"n":99}' WHERE seq = 3`, 3],
    ['a changed actor', `UPDATE audit_entry SET actor = 'person:1' WHERE seq = 2`, 2],
    ['a changed moment', `UPDATE audit_entry SET at = '2026-11-23 01:00:00.124' WHERE seq = 5`, 5],
    ['a changed hash', `UPDATE audit_entry SET hash = '${'0'.repeat(64)}' WHERE seq = 4`, 4],
    ['a removed row', 'DELETE FROM audit_entry WHERE seq = 3', 3],
    ['a removed first row', 'DELETE FROM audit_entry WHERE seq = 1', 1],
    ['rows cut off the end', 'DELETE FROM audit_entry WHERE seq >= 5', 5],
    ['a chain that is gone', 'DELETE FROM audit_entry', 1],
    ['a row taken out of the chain', 'UPDATE audit_entry SET seq = NULL, hash = NULL WHERE seq = 2', 2],
  ])('finds %s, and where', async (_, sql, seq) => {
    await write(6);
    await sealAudit(db);
    await tamper(sql);
    await expect(verifyAudit(db)).rejects.toMatchObject(broken(seq));
    // Sealing on does not paper over it.
    await write(3);
    await sealAudit(db);
    await expect(verifyAudit(db)).rejects.toMatchObject(broken(seq));
  });

  it('says whether a row is missing or changed', async () => {
    await write(6);
    await sealAudit(db);
    await tamper("UPDATE audit_entry SET action = 'other' WHERE seq = 5");
    await expect(verifyAudit(db)).rejects.toThrow('第 5 条断了：内容和封存时不一样');
    await tamper('DELETE FROM audit_entry WHERE seq = 3');
    await expect(verifyAudit(db)).rejects.toThrow('第 3 条断了：少了这一条');
  });

  it('finds two rows that changed places', async () => {
    await write(6);
    await sealAudit(db);
    await tamper('UPDATE audit_entry SET seq = -1 WHERE seq = 2');
    await tamper('UPDATE audit_entry SET seq = 2 WHERE seq = 4');
    await tamper('UPDATE audit_entry SET seq = 4 WHERE seq = -1');
    await expect(verifyAudit(db)).rejects.toMatchObject(broken(2));
  });

  it('finds a row that was slipped in with a hash of its own', async () => {
    await write(2);
    await sealAudit(db);
    await db.transaction((tx) => tx.insert(AuditEntry, { ...deed(9), seq: 3, hash: 'f'.repeat(64) }));
    await expect(verifyAudit(db)).rejects.toMatchObject(broken(3));
  });

  it('stays one chain when two sealers work while rows are written', async () => {
    const second = await Database.open({ url: db.url });
    for (let round = 0; round < 3; round += 1) {
      await write(100);
      await Promise.all([sealAudit(db), sealAudit(second), write(20), sealAudit(db), sealAudit(second)]);
    }
    await sealAudit(second);
    await second.close();
    expect(await verifyAudit(db)).toEqual({ sealed: 360, unsealed: 0 });
  });

  it('goes on where a row committed late under an earlier id', async () => {
    await write(2);
    const [first] = await db.read.find(AuditEntry, {}, { order: { id: 'ASC' }, limit: 1 });
    const early = Number(first?.id);
    await tamper('DELETE FROM audit_entry WHERE id = ?', [early]);
    await sealAudit(db);
    await db.transaction((tx) => tx.insert(AuditEntry, { ...deed(3), id: early }));
    await sealAudit(db);
    expect(await verifyAudit(db)).toEqual({ sealed: 2, unsealed: 0 });
  });
});

describe('a seal', () => {
  const entry = { id: 1, ...deed(1), seq: null, hash: null };

  it('differs when anything that it covers differs', () => {
    const word = fc.string({ maxLength: 8 });
    const others = fc.record({ actor: word, action: word, subjectType: word, detail: fc.jsonValue() });
    fc.assert(
      fc.property(others, others, word, word, (a, b, before, beforeB) => {
        const same = JSON.stringify([before, a.actor, a.action, a.subjectType, a.detail]);
        const alike = same === JSON.stringify([beforeB, b.actor, b.action, b.subjectType, b.detail]);
        expect(sealOf(before, { ...entry, ...a }) === sealOf(beforeB, { ...entry, ...b })).toBe(alike);
      }),
    );
  });
});

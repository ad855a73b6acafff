import { performance } from 'node:perf_hooks';
import { AuditEntry, OutboxMessage, PatrolTask } from '../entities';
import { addDays, instantAt } from '../src/core/days';
import { generatePeriods, generateTasks } from '../src/patrol';
import { BACKENDS } from './factories';
import { openRiver } from './river';
describe.each(BACKENDS)('%s', (b) => {
  test('bench', async () => {
    const river = await openRiver(b);
    await river.db.transaction(async (tx) => {
      for (let i = 0; i < 2000; i++) await tx.run('INSERT INTO reach (code, river, name, townId) VALUES (?, ?, ?, ?)', [`M${i}`, '汾河', `第${i}段`, river.town.id]);
      await tx.run(`INSERT INTO post (reachId, level, personId, fromDay) SELECT id, 'village', 100000 + id, '2024-01-01' FROM reach WHERE code LIKE 'M%'`);
    });
    const t0 = performance.now();
    let n = 0; let last = instantAt('2026-01-04', '00:05');
    for (let w = 0; w < 52; w++) { const at = instantAt(addDays('2026-01-05', 7 * w), '00:05'); n += await generateTasks(river.deps, { from: last, at }); last = at;
      await river.db.transaction((tx) => tx.run('UPDATE outbox_message SET pendingSlot=NULL')); }
    const t1 = performance.now();
    const tasks = await river.db.read.find(PatrolTask); const outs = await river.db.read.find(OutboxMessage); const audits = await river.db.read.find(AuditEntry);
    console.log(b, 'weekly', n, Math.round(t1 - t0), outs.length, audits.length);
    const strip = (x: object) => { const { id, ...r } = x as { id: number }; return r; };
    await river.db.transaction(async (tx) => { await tx.run('DELETE FROM patrol_task'); await tx.run('DELETE FROM audit_entry'); await tx.run('DELETE FROM outbox_message'); });
    const T = tasks.map(strip), O = outs.map(strip), A = audits.map(strip);
    const t2 = performance.now();
    for (let i = 0; i < T.length; i += 1000) await river.db.transaction((tx) => tx.insert(PatrolTask, T.slice(i, i + 1000) as never));
    for (let i = 0; i < A.length; i += 1000) await river.db.transaction((tx) => tx.insert(AuditEntry, A.slice(i, i + 1000) as never));
    for (let i = 0; i < O.length; i += 1000) await river.db.transaction((tx) => tx.insert(OutboxMessage, O.slice(i, i + 1000) as never));
    const t3 = performance.now();
    console.log(b, 'raw via tx.insert', Math.round(t3 - t2));
    await river.db.transaction(async (tx) => { await tx.run('DELETE FROM patrol_task'); await tx.run('DELETE FROM audit_entry'); await tx.run('DELETE FROM outbox_message'); });
    const t4 = performance.now();
    const m = await generatePeriods(river.deps, { from: '2026-01-05', to: '2027-01-03', at: instantAt('2026-01-05', '00:05') });
    const t5 = performance.now();
    const again = await generatePeriods(river.deps, { from: '2026-01-05', to: '2027-01-03', at: instantAt('2026-01-05', '00:05') });
    console.log(b, 'year', m, Math.round(t5 - t4), 'again', again, Math.round(performance.now() - t5));
    await river.db.drop();
  }, 300000);
});

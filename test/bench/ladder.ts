import 'reflect-metadata';
import { LadderCase, Person, PersonRole, Problem, Reach, Unit } from '../../entities';
import { Calendar } from '../../src/core/calendar';
import { Database } from '../../src/core/database';
import { instantAt } from '../../src/core/days';
import { Policies } from '../../src/core/policy';
import { climb, lagNotices, openMatters } from '../../src/escalation';
import { testPolicy } from '../factories';
import { BENCH_BACKENDS, benchDatabase } from './backends';
import { type Finding, median, timed } from './report';

/*
 * A pass over the ladder with 20,000 open matters, against reading them (`openMatters`, which the pass begins with).
 *
 * begin  all of them lag since yesterday and get their case
 * quiet  an ordinary day: every case waits for its day
 * step   the day on which a 通报 is due of every one of them, the worst there can be
 * idle   20,000 open matters of which none lags and none has a case
 */

const TOWNS = 10;
const OPEN = 20_000;
const TIMES_READING = 5;
/** Happens once in a county's life, and writes 40,000 rows. */
const TIMES_READING_AT_START = 10;
const IDLE_MS = 200;
const MOST_MB = 300;
const at = (day: string) => instantAt(day, '08:30');

async function seed(db: Database, dueDay: string): Promise<void> {
  await db.transaction(async (tx) => {
    const { firstId: towns } = await tx.insert(
      Unit,
      Array.from({ length: TOWNS }, (_, n) => ({ code: `B${n}`, name: `第${n}镇`, type: '镇' as const })),
    );
    const { firstId: heads } = await tx.insert(
      Person,
      Array.from({ length: TOWNS }, (_, n) => ({
        name: `第${n}镇镇长`,
        mobileCipher: 'x',
        mobileHash: `h${n}`,
        mobileMasked: '199****0000',
        unitId: towns + n,
        openId: `ou_${n}`,
      })),
    );
    await tx.insert(
      PersonRole,
      Array.from({ length: TOWNS }, (_, n) => ({ personId: heads + n, role: '镇长' as const })),
    );
    const { firstId: reaches } = await tx.insert(
      Reach,
      Array.from({ length: TOWNS }, (_, n) => ({
        code: `B${n}`,
        river: '汾河',
        name: `第${n}段`,
        townId: towns + n,
      })),
    );
    await tx.insert(
      Problem,
      Array.from({ length: OPEN }, (_, n) => ({
        source: 'patrol' as const,
        reachId: reaches + (n % TOWNS),
        seriousness: '一般' as const,
        place: `桥下${n}米`,
        category: '河岸',
        finderId: heads + (n % TOWNS),
        townId: towns + (n % TOWNS),
        handlerId: heads + (n % TOWNS),
        state: 'accepted' as const,
        dueDay,
        occurredAt: at('2026-11-02'),
        recordedAt: at('2026-11-02'),
        policyVersion: 1,
      })),
    );
  });
}

export async function ladder(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const backend of BENCH_BACKENDS) {
    const mine = await benchDatabase(backend);
    const db = await Database.open({ url: mine.url });
    try {
      await db.migrate();
      await seed(db, '2026-12-31');
      const deps = {
        db,
        policies: new Policies(db, testPolicy()),
        calendar: new Calendar(),
        documents: null,
      };
      const pass = (day: string) => timed(() => climb(deps, at(day)));
      await pass('2026-11-20');
      const before = process.memoryUsage().rss;
      const idle = await pass('2026-11-23');
      await db.transaction((tx) => tx.run("UPDATE problem SET dueDay = '2026-11-20'"));
      const readings: number[] = [];
      for (let n = 0; n < 3; n += 1) {
        readings.push(await timed(() => openMatters(db.read, deps, { today: '2026-11-23' })));
      }
      const reading = median(readings);
      const begin = await pass('2026-11-23');
      await lagNotices(deps, at('2026-11-23'));
      await db.transaction((tx) =>
        tx.run(
          `INSERT INTO card_message (messageId, chatId, kind, subjectType, subjectId, recipientId, sentAt)
           SELECT id, 'oc', 'lagNotice', 'lagNotice', id, recipientId, '2026-11-23 01:00:00.000'
             FROM lag_notice`,
        ),
      );
      const reminded = await pass('2026-11-24');
      const quiet = await pass('2026-11-25');
      const step = await pass('2026-12-01');
      const waiting = (await db.read.find(LadderCase, { waitsFor: 'issuer' })).length;
      if (waiting !== OPEN) throw new Error(`${waiting} cases wait for their issuer`);
      const memoryMb = Math.round((process.memoryUsage().rss - before) / 2 ** 20);
      const detail = { flags: mine.flags, open: OPEN, readingMs: Math.round(reading) };
      const times = (bench: string, ms: number, floor = TIMES_READING): Finding => ({
        bench: `ladder ${bench}`,
        backend,
        ratio: ms / reading,
        floor,
        better: 'lower',
        detail: { ...detail, ms: Math.round(ms) },
      });
      findings.push(
        times('quiet', quiet),
        times('begin', begin, TIMES_READING_AT_START),
        times('reminded', reminded, TIMES_READING_AT_START),
        times('step', step),
        {
          bench: 'ladder idle, ms',
          backend,
          ratio: idle,
          floor: IDLE_MS,
          better: 'lower',
          detail,
        },
        {
          bench: 'ladder memory beside the process, MB',
          backend,
          ratio: memoryMb,
          floor: MOST_MB,
          better: 'lower',
          detail,
        },
      );
    } finally {
      await db.close();
      await mine.drop();
    }
  }
  return findings;
}

import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import { assess } from '../assessment';
import { type App, compose } from '../compose';
import { readConfig } from '../config';
import { sealAudit, verifyAudit } from '../core/audit';
import { Database } from '../core/database';
import { Fault } from '../core/errors';
import { createLog } from '../core/log';
import { readPolicy } from '../core/policy';
import { importLedger, writeLedgerTemplate } from '../ledger';
import { importRoster, writeRosterTemplate } from '../roster';
import { type Answer, answer, sayAssessment, sayDeliveries, sayImport, sayTick, sayUsage } from './say';

/** Names the kinds of workbook this version takes; each has its importer and its empty template. */
const WORKBOOKS = {
  roster: { load: importRoster, template: writeRosterTemplate },
  ledger: { load: importLedger, template: writeLedgerTemplate },
} as const;
type WorkbookKind = keyof typeof WORKBOOKS;

function kindOf(kind: string): WorkbookKind {
  if (Object.hasOwn(WORKBOOKS, kind)) return kind as WorkbookKind;
  throw new Fault('input.invalid', {
    what: `不认识“${kind}”，能用的有：${Object.keys(WORKBOOKS).join('、')}`,
  });
}

/** A command can wait for the running bot's turn to end. */
const PATIENCE_MS = 30_000;

const config = () => readConfig(process.env, { sandbox: process.env.FEISHU_APP_ID === undefined });

/** Runs with the whole bot composed, on a port of its own, and stops it whatever happens. */
async function withApp<T>(work: (app: App) => Promise<T>): Promise<T> {
  const settings = config();
  // Standard output is for the answer alone.
  const log = createLog(settings.logLevel, process.stderr);
  const app = await compose(settings, log, { port: 0, patienceMs: PATIENCE_MS });
  try {
    return await work(app);
  } finally {
    await app.stop();
  }
}

async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const db = await Database.open({ url: config().databaseUrl }, { patienceMs: PATIENCE_MS });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

/** A file that cannot be read or written was named wrongly: that is the input's fault. */
async function withFile<T>(verb: '读' | '写', file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Fault('input.invalid', { what: `${verb}不了文件 ${file}（${code}）` });
  }
}

function instantOf(text: string): Date {
  const at = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) && !Number.isNaN(at.getTime())) return at;
  throw new Fault('input.invalid', { what: `时间“${text}”写法不对，应像 2026-11-30T08:30:00+08:00` });
}

const program = new Command('river-chief')
  .description('河长助手命令行')
  .option('--json', '只输出一个 JSON')
  .exitOverride()
  .configureOutput({ writeErr: () => undefined });

/** A command: what it does is separate from how it is told. */
function command<A extends unknown[]>(
  line: string,
  about: string,
  run: (...args: A) => Promise<Answer>,
): Command {
  return program
    .command(line)
    .description(about)
    .option('--json', '只输出一个 JSON')
    .action(async (...args) => answer(await run(...(args as unknown as A)), wantsJson()));
}

const wantsJson = (): boolean => process.argv.includes('--json');

command('migrate', '把数据库结构升到最新', () =>
  withDatabase(async (db) => {
    await db.check();
    const applied = await db.migrate();
    return {
      data: { applied },
      lines: [applied.length > 0 ? `已升级：${applied.join('、')}` : '已经是最新'],
    };
  }),
);

command(
  'template <kind> <out>',
  '写一份空表（roster 花名册、ledger 台账）',
  async (kind: string, out: string) => {
    const bytes = await WORKBOOKS[kindOf(kind)].template();
    await withFile('写', out, () => writeFile(out, bytes));
    return { data: { file: out }, lines: [`已写好 ${out}`] };
  },
);

command(
  'import <kind> <file>',
  '导入工作簿，要么全部、要么一行不动',
  async (kind: string, file: string, options: { dryRun?: boolean }) => {
    const { load } = WORKBOOKS[kindOf(kind)];
    const bytes = await withFile('读', file, () => readFile(file));
    return withApp(async (app) => {
      const dryRun = options.dryRun ?? false;
      const report = await load(app.deps, bytes, { dryRun, actor: 'cli', at: app.deps.clock.now() });
      const written = !dryRun && report.errors.length === 0;
      if (written) await app.imported();
      return { data: report, lines: sayImport(report), refused: report.errors.length > 0 };
    });
  },
).option('--dry-run', '只检查，不写入');

command('tick', '按指定时刻把每个任务各算一次，并发出该发的消息', (options: { at: string }) => {
  const at = instantOf(options.at);
  return withApp(async (app) => {
    const ticked = await app.tick(at);
    const failed = ticked.jobs.some((job) => job.error);
    return { data: { ...ticked, at: ticked.at.toISOString() }, lines: sayTick(ticked), failed };
  });
}).requiredOption('--at <ISO>', '时刻，如 2026-11-30T08:30:00+08:00');

command('assess', '计算一个考核期的得分', (options: { period: string; verify?: boolean }) =>
  withApp(async (app) => {
    const result = await assess(app.deps, {
      period: options.period,
      at: app.deps.clock.now(),
      verify: options.verify,
    });
    return { data: result, lines: sayAssessment(result) };
  }),
)
  .requiredOption('--period <period>', '2026-10、2026-Q4 或 2026')
  .option('--verify', '重算一遍，看和存下的是否一致');

command('deliveries', '飞书收了哪些、缓发哪些、拒了哪些', (options: { refused?: boolean; retry?: string }) =>
  withApp(async (app) => {
    const list = await app.feishu.deliveries(options);
    return { data: list, lines: sayDeliveries(list) };
  }),
)
  .option('--refused', '只看被拒的')
  .option('--retry <id>', '把一条被拒的重新发');

const policy = program.command('policy').description('规则文件');
policy
  .command('check <file>')
  .option('--json', '只输出一个 JSON')
  .action(async (file: string) => {
    const checked = readPolicy(file);
    await answer(
      { data: { ok: true, version: checked.version }, lines: [`没有问题，第 ${checked.version} 版`] },
      wantsJson(),
    );
  });

const auditCommand = program.command('audit').description('审计');
auditCommand
  .command('verify')
  .option('--json', '只输出一个 JSON')
  .action(() =>
    withDatabase(async (db) => {
      await db.migrate();
      await sealAudit(db);
      const check = await verifyAudit(db);
      await answer(
        { data: check, lines: [`审计链完整：已封存 ${check.sealed} 条，未封存 ${check.unsealed} 条`] },
        wantsJson(),
      );
    }),
  );

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError && error.exitCode === 0) return;
  const known = error instanceof Fault || error instanceof CommanderError;
  const message =
    error instanceof CommanderError
      ? sayUsage(error)
      : known
        ? error.message
        : `出错了：${(error as Error).stack}`;
  if (wantsJson()) process.stdout.write(`${JSON.stringify({ error: { message } })}\n`);
  else process.stderr.write(`${message}\n`);
  process.exitCode = known && !(error instanceof Fault && error.ours) ? 1 : 2;
});

import { readFile, writeFile } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import { type AssessOptions, assess } from '../assessment';
import { verifyAudit } from '../core/audit';
import { Fault } from '../core/errors';
import { readPolicy } from '../core/policy';
import { drawPatrols } from '../evidence';
import { backUpTo, restoreFrom } from './backup';
import { examineCounty } from './doctor';
import { type ExportOptions, exportFile, exportOf, writePhotos } from './exports';
import { createGroup, listGroups } from './groups';
import { config, instantOf, kindOf, numberOf, WORKBOOKS, withApp, withDatabase, withFile } from './means';
import { showOutfall, untraceable } from './outfalls';
import {
  dryCheck,
  type EmergencyOptions,
  emergencyEnd,
  emergencyList,
  emergencyStart,
  type RainOptions,
  rain,
  resume,
  type SuspendOptions,
  suspend,
} from './river';
import { checkRules } from './rules';
import {
  type Answer,
  exitCode,
  print,
  sayAssessment,
  sayDeliveries,
  sayDraw,
  sayImport,
  sayParked,
  sayTick,
  sayUsage,
} from './say';
import { sayExplained } from './sheets';
import { type WhatIfOptions, whatIf } from './whatIf';

/** Where the words go; the process itself, but for tests. */
export interface Output {
  stdout: Pick<NodeJS.WriteStream, 'write'>;
  stderr: Pick<NodeJS.WriteStream, 'write'>;
}

/** The commands of the contract. @param tell is given what a command has to say */
function createProgram(tell: (answer: Answer) => Promise<void>, out: Output): Command {
  const program = new Command('river-chief')
    .description('河长助手命令行')
    .option('--json', '只输出一个 JSON')
    .exitOverride()
    .configureOutput({ writeOut: (text) => out.stdout.write(text), writeErr: () => undefined });

  /** A command: what it does is separate from how it is told. */
  const command = <A extends unknown[]>(
    line: string,
    about: string,
    run: (...args: A) => Promise<Answer>,
  ): Command =>
    program
      .command(line)
      .description(about)
      .option('--json', '只输出一个 JSON')
      .action(async (...args) => tell(await run(...(args as unknown as A))));

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
    '写一份空表（roster 花名册、ledger 台账、patrols 纸质巡河记录、complaints 投诉、monitoring 监测结果、leads 排查线索、zones 区划、plan 年度整治方案）',
    async (kind: string, out: string) => {
      const bytes = await WORKBOOKS[kindOf(kind)].template(readPolicy(config().policyFile));
      await withFile('写', out, () => writeFile(out, bytes));
      return { data: { file: out }, lines: [`已写好 ${out}`] };
    },
  );

  command(
    'import <kind> <file>',
    '导入工作簿，要么全部、要么一行不动；区划也可以是 GeoJSON',
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

  command(
    'export <kind> <out>',
    '导出（roster 花名册，含手机号；ledger 台账；compliance 合规检查；progress 整治进度；retained 保留清单；bundle 项目打包清单；leads 排查线索；enforcement 执法案件；assessment 考核；complaints 投诉，含电话；monitoring 监测结果；lag 滞后表；settings 设置申请；zones 区划；public 公开清单；signs 标识牌二维码，zip；photos 去掉拍摄信息的照片，zip）',
    async (kind: string, out: string, { period, problem, day }: ExportOptions) => {
      const options = { period, problem, day };
      if (kind === 'photos') return writePhotos(out, options);
      const known = exportOf(kind);
      await withApp((app) => exportFile(app, known, out, options));
      return { data: { file: out }, lines: [`已写好 ${out}`] };
    },
  )
    .option('--period <period>', '考核期；不写就是最近一期。照片：哪个月、季或年收到的')
    .option('--problem <id>', '照片：只要这一个问题的')
    .option('--day <day>', '滞后：要看那天的，如 2026-11-20');

  command('tick', '按指定时刻把每个任务各算一次，并发出该发的消息', (options: { at: string }) => {
    const at = instantOf(options.at);
    return withApp(async (app) => {
      const ticked = await app.tick(at);
      const failed = ticked.jobs.some((job) => job.error);
      return { data: { ...ticked, at: ticked.at.toISOString() }, lines: sayTick(ticked), failed };
    });
  }).requiredOption('--at <ISO>', '时刻，如 2026-11-30T08:30:00+08:00');

  command('assess', '计算一个考核期的得分', (options: Pick<AssessOptions, 'period' | 'verify' | 'town'>) =>
    withApp(async (app) => {
      const result = await assess(app.deps, { ...options, at: app.deps.clock.now() });
      const unasked = options.verify && !result.verified ? ['只算一个镇时不核对存下的'] : [];
      const { stored, identical } = result.verified ?? { stored: false, identical: false };
      return {
        data: result,
        lines: [...sayAssessment(result), ...unasked],
        failed: stored && !identical,
      };
    }),
  )
    .requiredOption('--period <period>', '2026-10、2026-Q4 或 2026')
    .option('--verify', '把存下的重算一遍，看是否一致')
    .option('--town <code>', '只算一个镇和它的河长，不存下；写单位编码');

  command(
    'deliveries',
    '飞书收了哪些、缓发哪些、拒了哪些',
    (options: { refused?: boolean; retry?: number }) =>
      withApp(async (app) => {
        const list = await app.feishu.deliveries(options);
        return { data: list, lines: sayDeliveries(list) };
      }),
  )
    .option('--refused', '只看被拒的')
    .option('--retry <id>', '把一条被拒的重新发', numberOf);

  command(
    'recheck',
    '随机抽一成巡河来复核；同一个月、同一个种子，谁抽都一样',
    (options: { period: string; seed?: string }) =>
      withApp(async ({ deps }) => {
        const draw = await drawPatrols(deps.db.read, options.period, options.seed);
        return { data: draw, lines: sayDraw(draw) };
      }),
  )
    .requiredOption('--period <month>', '月份，如 2026-10')
    .option('--seed <words>', '种子；不写就是月份');

  command('inbox', '多次处理不成、已搁置的事件', (options: { retry?: number }) =>
    withApp(async ({ feishu }) => {
      if (options.retry !== undefined) {
        await feishu.inbox.retry(options.retry);
        await feishu.settle();
      }
      const parked = await feishu.inbox.parked();
      return { data: parked, lines: sayParked(parked) };
    }),
  ).option('--retry <id>', '把一件搁置的重新处理', numberOf);
  const groups = program.command('groups').description('工作群');
  groups
    .command('list', { isDefault: true })
    .description('机器人在哪些群里，各给谁用')
    .option('--json', '只输出一个 JSON')
    .action(async () => tell(await withApp(listGroups)));
  groups
    .command('create')
    .description('建一个群，成员是花名册里的负责人和联络员；已经有的不再建')
    .option('--json', '只输出一个 JSON')
    .requiredOption('--unit <unit>', '镇的名称或编码；county 是全县')
    .action(async (options: { unit: string }) => tell(await withApp((app) => createGroup(app, options))));
  const outfall = program.command('outfall').description('台账里的一个排污口');
  outfall
    .command('show <words>')
    .description('按编号或名称看一个排污口，谁什么时候改了哪一格')
    .option('--json', '只输出一个 JSON')
    .action(async (words: string) => tell(await showOutfall(words)));
  outfall
    .command('untraceable <words>')
    .description('定为无法溯源：由属地镇政府作为责任主体（方案（二））')
    .option('--json', '只输出一个 JSON')
    .requiredOption('--reason <reason>', '怎么查的，为什么定不下来')
    .action(async (words: string, options: { reason: string }) => tell(await untraceable(words, options)));
  const rules = program.command('rules').description('方案的要求');
  rules
    .command('check')
    .description('台账哪里不合方案（新政办发〔2023〕30号），谁来改；豁免的照样列出')
    .option('--json', '只输出一个 JSON')
    .action(async () => tell(await withApp(checkRules)));
  command('doctor', '检查配置、数据库、飞书应用、权限和时钟，说明怎么改', examineCounty).option(
    '--to <phone>',
    '给这个手机号发一张卡片试试',
  );
  command('backup <out>', '把数据库、照片和规则备份成一个文件，机器人可以照常运行', backUpTo);
  command('restore <in>', '把备份恢复到空的数据库和空的 DATA_DIR', restoreFrom);

  command('suspend', '停巡：这些天到期的巡河作废，谁都不算未完成', (options: SuspendOptions) =>
    suspend(options),
  )
    .requiredOption('--where <where>', 'all、镇名或河段编码（连同下级河段）')
    .option('--from <day>', '从哪天，如 2026-12-01；不写就是今天')
    .option('--to <day>', '到哪天；不写就等恢复')
    .requiredOption('--reason <reason>', '冰冻、汛情、施工、其他')
    .requiredOption('--words <words>', '为什么停巡');
  command('resume <id>', '恢复巡河，id 是停巡时给的号', (id: string) => resume(id));
  command('rain', '雨后巡河：在日历任务之外各巡一次，不计分', (options: RainOptions) => rain(options))
    .requiredOption('--where <where>', 'all、镇名或河段编码（连同下级河段）')
    .requiredOption('--words <words>', '下了什么雨')
    .option('--source <source>', '来源编号；同一个编号只发一次，供雨量系统调用');
  const emergency = program.command('emergency').description('应急：期间每天巡一次，直到结束');
  emergency
    .command('start')
    .description('开始应急，今天的任务马上发')
    .option('--json', '只输出一个 JSON')
    .requiredOption('--where <where>', 'all、镇名或河段编码（连同下级河段）')
    .requiredOption('--kind <kind>', '汛情、污染、其他')
    .requiredOption('--words <words>', '出了什么事')
    .action(async (options: EmergencyOptions) => tell(await emergencyStart(options)));
  emergency
    .command('end <id>')
    .description('结束应急，id 是开始时给的号')
    .option('--json', '只输出一个 JSON')
    .requiredOption('--words <words>', '结果怎么样')
    .action(async (id: string, options: { words: string }) => tell(await emergencyEnd(id, options)));
  emergency
    .command('list')
    .description('有过哪些应急')
    .option('--json', '只输出一个 JSON')
    .action(async () => tell(await emergencyList()));
  command('dry-check', '旱天查雨水口：没下雨时看城镇雨洪排口有没有水', (options: { where: string }) =>
    dryCheck(options),
  ).requiredOption('--where <where>', 'all、镇名或河段编码（连同下级河段）');

  const policy = program.command('policy').description('规则文件');
  policy
    .command('check <file>')
    .option('--json', '只输出一个 JSON')
    .action(async (file: string) => {
      const checked = readPolicy(file);
      await tell({
        data: { ok: true, version: checked.version },
        lines: [`没有问题，第 ${checked.version} 版`, ...sayExplained(checked.assessment)],
      });
    });

  policy
    .command('what-if <file>')
    .description('过去一段日子，换成这份规则会怎样：哪些步骤会来、会不来，谁的得分会变；什么都不改')
    .requiredOption('--from <day>', '从哪天，如 2026-10-01')
    .requiredOption('--to <day>', '到哪天')
    .option('--json', '只输出一个 JSON')
    .action(async (file: string, options: WhatIfOptions) => tell(await whatIf(file, options)));

  const auditCommand = program.command('audit').description('审计');
  auditCommand
    .command('verify')
    .option('--json', '只输出一个 JSON')
    .action(() =>
      withDatabase(async (db) => {
        await db.migrate();
        const check = await verifyAudit(db);
        await tell({
          data: check,
          lines: [`审计链完整：已封存 ${check.sealed} 条，未封存 ${check.unsealed} 条`],
        });
      }),
    );

  return program;
}

/**
 * Runs one line.
 *
 * @param argv what follows the program's name
 * @returns the exit code: 0 done, 1 refused input, 2 our fault
 */
export async function runCli(argv: readonly string[], out: Output = process): Promise<number> {
  const json = argv.includes('--json');
  let code = 0;
  const tell = async (answer: Answer) => {
    await print(out.stdout, json ? JSON.stringify(answer.data) : answer.lines.join('\n'));
    code = exitCode(answer);
  };
  try {
    await createProgram(tell, out).parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const message = sayFailure(error);
    await (json ? print(out.stdout, JSON.stringify({ error: { message } })) : print(out.stderr, message));
    const input = error instanceof CommanderError || (error instanceof Fault && !error.ours);
    return input ? 1 : 2;
  }
}

function sayFailure(error: unknown): string {
  if (error instanceof CommanderError) return sayUsage(error);
  return error instanceof Fault ? error.message : `出错了：${(error as Error).stack}`;
}

import type { CommanderError } from 'commander';
import type { AssessmentResult } from '../assessment';
import type { Ticked } from '../compose';
import type { ImportReport } from '../core/workbook';
import type { PatrolDraw } from '../evidence';
import type { DeliveryList, ParkedEvent } from '../feishu';

/** What a command has to tell: one JSON document, or lines for a person. */
export interface Answer {
  data: unknown;
  lines: string[];
  /** The input was refused: exit 1. */
  refused?: boolean;
  /** Something of ours went wrong: exit 2. */
  failed?: boolean;
}

/** Long lists are for the JSON; a person at a terminal sees the first ones and how many more there are. */
const SHOWN = 50;

export const exitCode = ({ failed, refused }: Answer): number => (failed ? 2 : refused ? 1 : 0);

/** Resolves when it is out: a process may end right after. */
export const print = (stream: Pick<NodeJS.WriteStream, 'write'>, text: string): Promise<void> =>
  new Promise((resolve) => {
    stream.write(`${text}\n`, () => resolve());
  });

export const some = <T>(rows: readonly T[], say: (row: T) => string): string[] => [
  ...rows.slice(0, SHOWN).map(say),
  ...(rows.length > SHOWN ? [`……还有 ${rows.length - SHOWN} 条，加 --json 看全部`] : []),
];

export function sayImport(report: ImportReport): string[] {
  const { created, updated, unchanged, errors, warnings, dryRun } = report;
  const row = (f: ImportReport['errors'][number]) => {
    const where = [f.sheet, f.row && `第${f.row}行`, f.column, f.value && `“${f.value}”`].filter(Boolean);
    // What is wrong with the whole file has no place in it.
    return where.length > 0 ? `  ${where.join(' ')}：${f.message}` : `  ${f.message}`;
  };
  if (errors.length > 0) return [`有 ${errors.length} 处问题，一行也没有写入：`, ...some(errors, row)];
  return [
    `${dryRun ? '检查通过，没有写入' : '导入完成'}：新增 ${created}，更新 ${updated}，不变 ${unchanged}`,
    ...(warnings.length > 0 ? [`提醒 ${warnings.length} 处：`, ...some(warnings, row)] : []),
  ];
}

export const sayTick = ({ at, jobs, sent, deferred, refused }: Ticked): string[] => [
  `截至 ${at.toISOString()}：发出 ${sent}，缓发 ${deferred}，被拒 ${refused}`,
  ...jobs.map((job) => `  ${job.name}：${job.error ? `出错 ${job.error}` : job.created}`),
];

/** What `--verify` found. */
const VERIFIED = {
  none: '这一期还没有算过、存过，没有可以核对的',
  same: '和存下的一致',
  other: '和存下的不一致：记录、规则或者存下的得分被改动过',
};

export const sayAssessment = ({
  period,
  policyVersion,
  running,
  towns,
  departments = [],
  chiefs,
  verified,
}: AssessmentResult): string[] => [
  `${period}（规则第 ${policyVersion} 版）${running ? '，这一期还没结束，算到现在为止' : ''}`,
  ...[...towns, ...departments].map(
    ({ name, score, grade }) => `  ${name}：${score === null ? grade : `${score} ${grade}`}`,
  ),
  `河长 ${chiefs.length} 人，加 --json 看每一分的依据`,
  ...(verified ? [VERIFIED[verified.stored ? (verified.identical ? 'same' : 'other') : 'none']] : []),
];

export const sayDeliveries = (list: DeliveryList): string[] => [
  `${list.length} 条`,
  ...some(
    list,
    (d) =>
      `  ${d.id} ${d.state} ${d.kind} 给 ${d.recipient}${d.error ? `：${d.error}` : ''}${d.mend ? `。${d.mend}` : ''}`,
  ),
];

const RESULTS = { normal: '一切正常', problem: '发现问题' } as const;

export const sayDraw = ({ month, seed, of, drawn }: PatrolDraw): string[] => [
  `${month} 共 ${of} 次巡河，抽 ${drawn.length} 次（种子 ${seed}）`,
  ...drawn.map(
    ({ patrolId, day, reach, walker, result }) =>
      `  ${patrolId} ${day} ${reach} ${walker}：${RESULTS[result]}`,
  ),
];

const EVENTS: Record<string, string> = {
  message: '收到的消息',
  entered: '打开会话',
  contacts: '通讯录变动',
  photo: '照片下载',
  look: '照片核对',
};

export const sayParked = (parked: readonly ParkedEvent[]): string[] =>
  parked.length === 0
    ? ['没有搁置的事件']
    : [
        `${parked.length} 件搁置，查明原因后用 inbox --retry 编号 重新处理`,
        ...some(
          parked,
          (p) =>
            `  ${p.id} ${EVENTS[p.type] ?? p.type}，${p.receivedAt} 收到，试了 ${p.attempts} 次：${p.error}`,
        ),
      ];

const USAGE: Record<string, string> = {
  'commander.help': '缺少命令',
  'commander.unknownCommand': '没有这个命令',
  'commander.unknownOption': '没有这个选项',
  'commander.missingArgument': '缺少参数',
  'commander.excessArguments': '参数太多',
  'commander.missingMandatoryOptionValue': '缺少选项',
  'commander.optionMissingArgument': '选项缺少值',
};

/** A line that was typed wrongly, in our words; what it is about stands in quotes in the library's. */
export function sayUsage({ code, message }: CommanderError): string {
  const about = /'([^']+)'/.exec(message)?.[1];
  return `${USAGE[code] ?? '写法不对'}${about ? `：${about}` : ''}。加 --help 看用法`;
}

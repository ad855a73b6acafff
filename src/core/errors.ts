/**
 * The catalogue of everything that can go wrong in a way that a person must be told: a stable code, a sentence
 * in Chinese that says what to do, the HTTP status, and whether it is our fault (CLI exit code 2) or the
 * input's (1). `{name}` is filled from the parameters.
 */
export const FAULTS = {
  'config.invalid': { say: '配置有问题，没有启动：\n{faults}', status: 500, ours: false },
  'database.busy': { say: '系统正忙，请过几秒再按一次', status: 503, ours: true },
  'database.away': { say: '系统暂时连不上数据库，请过一会儿再按一次', status: 503, ours: true },
  'database.unusable': {
    say: '连不上数据库：{why}。{mend}（设置 {setting}，现在是 {url}）',
    status: 503,
    ours: true,
  },
  'database.charset': {
    say: '数据库字符集是 {found}，要改成 utf8mb4 才能存中文：ALTER DATABASE … CHARACTER SET utf8mb4',
    status: 500,
    ours: false,
  },
  'policy.invalid': { say: '规则文件 {file} 有问题：\n{faults}', status: 400, ours: false },
  'policy.unnumbered': {
    say: '规则文件改过内容，但版本号还是 {number}。请把 version 加一再启动，旧版本留着给旧事用',
    status: 400,
    ours: false,
  },
  'policy.older': {
    say: '规则文件的版本号是 {number}，系统里已经有第 {known} 版。请用更大的版本号',
    status: 400,
    ours: false,
  },
  'tick.backwards': {
    say: '不能回到 {at}：上次已经算到 {last}，请给更晚的时间',
    status: 400,
    ours: false,
  },
  'tick.future': {
    say: '{at} 还没有到，现在是 {now}。接了真实飞书就不能提前算，发出去的消息收不回来；要看以后的样子，请在沙箱里试',
    status: 400,
    ours: false,
  },
  'tick.tooFar': {
    say: '{at} 太远了，一次最多往后 {years} 年（最晚 {latest}）',
    status: 400,
    ours: false,
  },
  'input.invalid': { say: '{what}', status: 400, ours: false },
  'assess.period': {
    say: '考核期“{period}”写法不对，应像 2026-10、2026-Q4 或 2026',
    status: 400,
    ours: false,
  },
  'assess.compare': {
    say: '“{one}”和“{other}”没法比：要两个不同的月、两个不同的季度，或者两个不同的年度',
    status: 400,
    ours: false,
  },
  'assess.future': { say: '考核期 {period} 还没有开始（{from}起），到时再算', status: 400, ours: false },
  'assess.empty': {
    say: '还没有导入花名册，算不出考核。先运行 import roster 花名册.xlsx',
    status: 400,
    ours: false,
  },
  'press.unknown': { say: '这张卡片太旧了，请从“帮助”里重新打开', status: 200, ours: false },
  'press.stale': { say: '这件事已经变了，已给你换成最新的', status: 200, ours: false },
  'press.notYours': { say: '这件事不归你办', status: 200, ours: false },
  'press.stranger': { say: '没认出你是谁，请让县河长办核对花名册里的手机号', status: 200, ours: false },
  'press.form': { say: '{what}', status: 200, ours: false },
  'press.failed': { say: '没有办成，请再按一次；还不行就找县河长办', status: 200, ours: true },
  'matter.gone': { say: '找不到这件事了，可能已经办结', status: 200, ours: false },
  'task.missed': { say: '过了补录日期，这次巡河已记为未完成，不用再补', status: 200, ours: false },
  'task.void': { say: '这次巡河任务取消了，不用巡', status: 200, ours: false },
  'problem.place': { say: '这个地点不在这段河上，请重新选地点', status: 200, ours: false },
  'group.none': { say: '现在没有能发通知的群', status: 200, ours: false },
  'backup.unusable': { say: '备份 {file} 不能用：{why}', status: 400, ours: false },
  'restore.refused': { say: '没有恢复，什么也没有写：{why}', status: 400, ours: false },
  'audit.broken': { say: '审计链在第 {seq} 条断了：{why}', status: 500, ours: true },
} as const;

export type FaultCode = keyof typeof FAULTS;

/** A fault of the catalogue, with its sentence filled in; `message` is what a person may read. */
export class Fault extends Error {
  readonly status: number;
  readonly ours: boolean;

  constructor(
    readonly code: FaultCode,
    readonly params: Record<string, string | number> = {},
  ) {
    const { say, status, ours } = FAULTS[code];
    super(say.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '')));
    this.name = 'Fault';
    this.status = status;
    this.ours = ours;
  }
}

import { scrub } from '../core/log';

/**
 * What to do about a refusal:
 * - `retry` Feishu says "not now": the same again, later
 * - `ambiguous` nobody can tell whether it was done: the same again, under the same uuid
 * - `token` our token is no longer known: fetch a new one, once
 * - `configuration` the app itself is set up wrongly or switched off: nothing gets through until a person mends it
 * - `terminal-recipient` this person cannot be reached
 * - `terminal-card` this card (or picture) will never be taken
 * - `gone` the message to replace no longer exists or is too old to change
 */
export type RefusalKind =
  | 'retry'
  | 'ambiguous'
  | 'token'
  | 'configuration'
  | 'terminal-recipient'
  | 'terminal-card'
  | 'gone';

/** A card whose picture Feishu does not know, or no longer (feishu.md 5.9). */
export const UNKNOWN_PICTURE = 200570;

/** Why Feishu did not do what was asked, in the terms of the bot; never carries a request or an answer. */
export class FeishuRefusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    /** Feishu's code, or the HTTP status where there was none; 0 when there was no answer at all. */
    readonly code: number,
    /** The `ErrCode` inside a 230099. */
    readonly subCode: number | null,
    /** For the office: what is wrong and what mends it. */
    readonly sentence: string,
    /** Feishu asked for this much patience. */
    readonly afterMs?: number,
    /** Waiting is known to help: never given up, however often it comes back. */
    readonly patient: boolean = true,
    /** Feishu's own words, without the part that may quote the card. */
    readonly hint: string = '',
  ) {
    super(`Feishu refused (${kind}): ${code}${subCode === null ? '' : `/${subCode}`} ${hint}`.trim());
    this.name = 'FeishuRefusal';
  }

  /** Whether every call would meet it now, so that trying the next message is pointless. */
  get outage(): boolean {
    const server = this.code >= 500 && this.code < 600;
    return this.code === 0 || server || this.kind === 'configuration' || this.kind === 'token';
  }
}

/** The facts of a failed call. */
export interface Failure {
  /** HTTP status; undefined when there was no answer. */
  status?: number;
  /** Feishu's business code. */
  code?: number;
  msg?: string;
  /** `x-ogw-ratelimit-reset`, seconds. */
  resetSeconds?: number;
  /** Node's or the HTTP client's code when there was no answer: `ECONNREFUSED`, `ECONNABORTED`… */
  network?: string;
}

type Verdict = [kind: RefusalKind, sentence: string];

const APP_OFF = '飞书应用没有启用或没有发布，请在开发者后台检查';
const OPEN_ID = '飞书不认得这个人的编号，请核对花名册里的手机号后重新匹配';

/** Feishu's codes (feishu.md 1.2, 2.8, 2.9, 6.1) that mean something of their own here. */
const VERDICTS: Record<number, Verdict> = {
  10003: ['configuration', '飞书应用凭证不对，请核对 FEISHU_APP_ID'],
  10014: ['configuration', '飞书应用密钥不对，请核对 FEISHU_APP_SECRET'],
  10015: ['configuration', '飞书应用密钥不对，请核对 FEISHU_APP_SECRET'],
  99991543: ['configuration', '飞书应用编号或密钥不对，请核对 FEISHU_APP_ID 和 FEISHU_APP_SECRET'],
  99991201: ['configuration', '飞书没有这个接口，请核对 FEISHU_DOMAIN'],
  99991301: ['configuration', '飞书没有这个接口，请核对 FEISHU_DOMAIN'],
  99991661: ['token', '访问飞书的凭证缺失'],
  99991663: ['token', '访问飞书的凭证失效'],
  99991664: ['token', '访问飞书的凭证失效'],
  99991665: ['token', '访问飞书的凭证失效'],
  99991668: ['token', '访问飞书的凭证失效'],
  99991671: ['token', '访问飞书的凭证格式不对'],
  99991677: ['token', '访问飞书的凭证过期'],
  99991662: ['configuration', APP_OFF],
  99991673: ['configuration', APP_OFF],
  99991672: ['configuration', '飞书应用缺少权限，请在开发者后台开通后重新发布'],
  99991679: ['configuration', '飞书应用缺少权限，请在开发者后台开通后重新发布'],
  99991400: ['retry', '发得太快，飞书要求稍后再发'],
  99991401: ['configuration', '服务器地址不在飞书应用的 IP 白名单里'],
  99991403: ['configuration', '本月飞书接口调用次数已用完'],
  99992351: ['terminal-recipient', OPEN_ID],
  99992361: ['terminal-recipient', '这个人的编号属于另一个飞书应用，请重新匹配'],
  99992360: ['terminal-recipient', OPEN_ID],
  99992354: ['gone', '飞书里已找不到这条消息'],
  99992356: ['terminal-recipient', '飞书里已找不到这个会话'],
  99992402: ['terminal-card', '请求不合飞书的要求'],
  230001: ['terminal-card', '请求不合飞书的要求'],
  230002: ['terminal-recipient', '机器人不在这个会话里'],
  230006: ['configuration', '飞书应用没有开启机器人能力'],
  230011: ['gone', '这条消息已被撤回'],
  230013: ['terminal-recipient', '这个人不在机器人的可用范围里，或已离职：请在开发者后台调整可用范围'],
  230015: ['terminal-card', '单聊不能分享'],
  230017: ['terminal-card', '内容里的图片或文件不是机器人自己的'],
  230018: ['terminal-recipient', '会话设置不允许机器人发消息'],
  230012: ['terminal-card', '不是机器人自己发的消息，不能加急'],
  230019: ['terminal-card', '要回复的话题已不存在'],
  230022: ['terminal-card', '飞书认为内容敏感，没有放行'],
  230023: ['terminal-recipient', '这个人没看的加急太多，飞书不再收'],
  230024: ['terminal-card', '本单位的加急额度已用完'],
  230025: ['terminal-card', '内容太长，飞书没有收下'],
  230027: ['configuration', '飞书应用缺少发消息的权限'],
  230028: ['terminal-card', '内容没有通过单位的信息防泄漏检查'],
  230029: ['terminal-recipient', '这个人已离职'],
  230031: ['gone', '卡片发出超过14天，不能再改'],
  230034: ['terminal-recipient', OPEN_ID],
  230035: ['terminal-recipient', '这个人被禁言，或不允许接收机器人的消息'],
  230036: ['configuration', '单位的飞书密钥已删除'],
  230038: ['terminal-recipient', '这个人属于别的单位，机器人不能给他发消息'],
  230049: ['retry', '同一条消息正在发送'],
  230052: ['terminal-recipient', '会话设置不允许加急'],
  230050: ['gone', '这条消息对机器人已不可见'],
  230053: ['terminal-recipient', '这个人停用了机器人的消息，请他在会话里重新打开'],
  230054: ['terminal-card', '这种消息在这个会话里不能用'],
  230055: ['terminal-card', '文件的类型和消息的类型不符'],
  230071: ['terminal-card', '这个会话不支持话题'],
  230072: ['terminal-card', '这条消息不能用话题回复'],
  230075: ['terminal-recipient', '加密会话不支持机器人消息'],
  230110: ['gone', '这条消息已被删除'],
  231003: ['gone', '这条消息已不存在'],
  232006: ['terminal-recipient', '飞书里找不到这个群'],
  232009: ['terminal-recipient', '这个会话已解散'],
  232011: ['terminal-recipient', '机器人不在这个群里'],
  232019: ['retry', '改群成员太快，稍后再试'],
  232025: ['configuration', '飞书应用没有开启机器人能力'],
  234004: ['terminal-card', '机器人不在照片所在的会话里'],
  234005: ['terminal-card', '照片已被删除'],
  234006: ['terminal-card', '照片太大，飞书没有收下'],
  234037: ['terminal-card', '照片超过 100 MB，取不下来'],
  234038: ['terminal-card', '这个会话不许下载内容'],
  234040: ['terminal-card', '看不到这张照片所在的消息'],
};

/** More than five in a second to one person, or changes of one card. */
const PERSON_TOO_FAST = 230020;

/** The codes inside a 230099 (feishu.md 5.9): what of the card Feishu does not take. */
const CARD_FAULTS: Record<number, string> = {
  11310: '卡片超出飞书的限制（内容或表格太多）',
  100290: '卡片里提到的人飞书不认得，请核对花名册里的手机号',
  200380: '卡片模板不存在',
  200381: '机器人不能用这个卡片模板',
  200550: '卡片里的图表画不出来',
  200570: '卡片里的照片飞书不认得',
  200621: '卡片格式不对',
  200732: '卡片模板的内容类型不对',
  200737: '卡片模板的内容格式不对',
  200861: '卡片用了飞书新版不再支持的内容',
  200914: '卡片里的表格内容不对',
  200915: '卡片里的表格列名不对',
  300220: '带录音的卡片不能允许转发',
  300230: '卡片里的录音重复',
  300240: '卡片里的录音不是机器人自己的',
};

/** An update while the person's own press is being answered; over in at most three seconds. */
const LOCKED = 'card action is lock';
const RETRY_LOCKED_MS = 1_500;

/** Nothing was listening or the name did not resolve: certainly not done. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** A gateway that lost the answer of the machine behind it. */
const LOST_BEHIND_GATEWAY = new Set([502, 504]);

/** What a failed call means. Pure; the tables are Feishu's own (feishu.md 1.2, 2.8, 2.9, 5.9). */
export function classify(failure: Failure): FeishuRefusal {
  const { status, code, resetSeconds, network } = failure;
  const msg = failure.msg ?? '';
  const hint = hintOf(msg);
  const afterMs = resetSeconds === undefined ? undefined : resetSeconds * 1_000;
  const refusal = (kind: RefusalKind, sentence: string, more: { afterMs?: number; patient?: boolean } = {}) =>
    new FeishuRefusal(
      kind,
      code ?? status ?? 0,
      subCodeOf(msg),
      sentence,
      more.afterMs ?? afterMs,
      more.patient,
      hint,
    );

  if (status === undefined && code === undefined) {
    const sentence = network === 'EPAYLOAD' ? '飞书的回答读不懂' : '连不上飞书';
    return refusal(NOT_REACHED.has(network ?? '') ? 'retry' : 'ambiguous', sentence);
  }
  if (code === 230099) return cardRefusal(msg, refusal);
  if (code === PERSON_TOO_FAST) return refusal('retry', '给同一个人发得太快，稍后再发', { afterMs: 1_000 });
  const verdict = code === undefined ? undefined : VERDICTS[code];
  if (verdict) return refusal(...verdict);
  if (status === 429) return refusal('retry', '发得太快，飞书要求稍后再发');
  if (status !== undefined && LOST_BEHIND_GATEWAY.has(status)) return refusal('ambiguous', '飞书暂时出错');
  if (status !== undefined && status >= 500) return refusal('retry', '飞书暂时出错');
  if (code !== undefined && code >= 230_000 && code < 240_000) {
    return refusal('terminal-card', `飞书没有收下，代码 ${code}`);
  }
  return refusal('retry', `飞书没有收下，代码 ${code ?? status}`, { patient: false });
}

/** Of the card errors only the lock passes by itself. */
function cardRefusal(
  msg: string,
  refusal: (kind: RefusalKind, sentence: string, more?: { afterMs?: number }) => FeishuRefusal,
): FeishuRefusal {
  if (msg.includes(LOCKED))
    return refusal('retry', '卡片正在被操作，稍后再更新', { afterMs: RETRY_LOCKED_MS });
  const subCode = subCodeOf(msg) ?? 230099;
  return refusal('terminal-card', CARD_FAULTS[subCode] ?? `卡片内容不合飞书的要求，代码 ${subCode}`);
}

const subCodeOf = (msg: string): number | null => {
  const found = /ErrCode: ?(\d+)/.exec(msg)?.[1];
  return found === undefined ? null : Number(found);
};

/** `ErrorValue` quotes the card, and with it what people wrote. */
const hintOf = (msg: string): string => scrub(msg.split(/;? ?ErrorValue/)[0] ?? '').slice(0, 160);

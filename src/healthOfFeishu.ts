import type { InboundState, MissedState, SenderState } from './feishu';
import type { Part } from './health';

/** A line that is being opened again may take as long as Feishu asks for; longer than this and presses are lost. */
const OUT_FOR_MS = 180_000;

const WORDS: Record<InboundState['state'], string> = {
  webhook: '回调方式，等飞书来',
  idle: '长连接还没有打开',
  connecting: '长连接正在建立',
  connected: '长连接已连上',
  reconnecting: '长连接断了，正在重连；这期间按卡片没有反应',
  failed: '长连接断了，不会再自己连上',
};

const OLD_PRESSES =
  '；按卡片走的是旧的推送方式，可能没有反应：开发者后台“事件与回调 → 回调配置”里订阅“卡片回传交互”（card.action.trigger），去掉带 v1 的旧版，再发布';

/** Feishu's code for more long connections than the 50 that an app may have. */
const TOO_MANY = 'code=1000040350';

/** What mends a line that Feishu has refused for good. @param why as the SDK says it */
export function remedyOfLine(why: string): string {
  return why.includes(TOO_MANY)
    ? '这个应用的长连接已经满了（50 条）：停掉别处用同一个应用的程序，测试机上的也算'
    : '请核对应用凭证';
}

/** Whether Feishu's events and presses reach this process. */
export function inboundPart({ state, since, why, oldPresses }: InboundState, now: Date): Part {
  const there = state === 'webhook' || state === 'connected';
  const ok = there && !oldPresses;
  const remedy = why === null ? '' : `，${remedyOfLine(why)}，再重新启动`;
  const found = `${WORDS[state]}${remedy}（从 ${since.toISOString()} 起${why ? `，${why}` : ''}）${oldPresses ? OLD_PRESSES : ''}`;
  const down = state === 'failed' || (!there && now.getTime() - since.getTime() > OUT_FOR_MS);
  return { name: 'inbound', ok, found: state === 'webhook' ? WORDS.webhook : found, down };
}

const ELSEWHERE =
  '别处（测试机、旧服务器）还有程序连着同一个飞书应用，按卡片也会时灵时不灵：停掉它；找不到，就在开发者后台重置 App Secret，这里换上新的再启动';

/** Whether messages go missing that Feishu should have pushed here. */
export function missedPart({ unexplained, heard, blocked }: MissedState): Part {
  const lost = `近一天有 ${unexplained} 条消息没有推到这里，已从会话记录里补回`;
  const found =
    unexplained === 0
      ? blocked
        ? `查不了会话记录，有没有漏收看不出来：${blocked}`
        : '没有漏收'
      : heard
        ? `${lost}。多半是${ELSEWHERE}`
        : `${lost}，一条也没有推来过。先看开发者后台：事件订阅里有没有“接收消息”（im.message.receive_v1），权限有没有开通 im:message.p2p_msg:readonly；都有，就是${ELSEWHERE}`;
  return { name: 'missed', ok: unexplained === 0, found };
}

/** Which process sends; one that only stands by is as well as the other. */
export function senderPart({ sends, holder }: SenderState): Part {
  if (sends) return { name: 'sender', ok: true, found: '由本程序发送' };
  const found = holder
    ? `由另一个程序发送（${holder}），本程序只应答，那边停了就接替`
    : '还没有轮到本程序发送';
  return { name: 'sender', ok: true, found };
}

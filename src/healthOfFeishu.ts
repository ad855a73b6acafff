import type { InboundState, SenderState } from './feishu';
import type { Part } from './health';

/** A line that is being opened again may take as long as Feishu asks for; longer than this and presses are lost. */
const OUT_FOR_MS = 180_000;

const WORDS: Record<InboundState['state'], string> = {
  webhook: '回调方式，等飞书来',
  idle: '长连接还没有打开',
  connecting: '长连接正在建立',
  connected: '长连接已连上',
  reconnecting: '长连接断了，正在重连；这期间按卡片没有反应',
  failed: '长连接断了，不会再自己连上，请核对应用凭证后重新启动',
};

/** Whether Feishu's events and presses reach this process. */
export function inboundPart({ state, since, why }: InboundState, now: Date): Part {
  const ok = state === 'webhook' || state === 'connected';
  const found = `${WORDS[state]}（从 ${since.toISOString()} 起${why ? `，${why}` : ''}）`;
  const down = state === 'failed' || (!ok && now.getTime() - since.getTime() > OUT_FOR_MS);
  return { name: 'inbound', ok, found: state === 'webhook' ? WORDS.webhook : found, down };
}

/** Which process sends; one that only stands by is as well as the other. */
export function senderPart({ sends, holder }: SenderState): Part {
  if (sends) return { name: 'sender', ok: true, found: '由本程序发送' };
  const found = holder
    ? `由另一个程序发送（${holder}），本程序只应答，那边停了就接替`
    : '还没有轮到本程序发送';
  return { name: 'sender', ok: true, found };
}

import type { OutboxState } from '../../entities';

const SEND_AGAIN = '再用 deliveries --retry 编号 重发';
const ROSTER = `核对花名册里的手机号并重新导入，匹配到之后${SEND_AGAIN}`;
const RANGE = `在开发者后台把这个人加进机器人的可用范围；已离职的，在花名册里换人。之后${SEND_AGAIN}`;
const SUCCESSOR = '在花名册里换成接任的人并重新导入，事情会转到接任的人手里';
const BY_THE_PERSON = `请本人打开与机器人的会话，允许接收消息，${SEND_AGAIN}`;
const BOT_BACK = `把机器人请回这个会话，${SEND_AGAIN}`;
const WORDS = `请写的人换个说法（飞书拦下敏感内容、手机号和邮箱），${SEND_AGAIN}`;

/** What mends a refusal, by Feishu's code: for the office, which reads it beside the reason. */
const BY_CODE: Record<number, string> = {
  100290: ROSTER,
  230002: BOT_BACK,
  230013: RANGE,
  230018: `请管理员放开这个会话的设置，${SEND_AGAIN}`,
  230022: WORDS,
  230028: WORDS,
  230029: SUCCESSOR,
  230034: ROSTER,
  230035: BY_THE_PERSON,
  230038: ROSTER,
  230053: BY_THE_PERSON,
  230075: '加密会话里发不了，请用电话告诉本人',
  232009: '这个会话已解散，请另建一个并把机器人加进去',
  99992351: ROSTER,
  99992356: BOT_BACK,
  99992360: ROSTER,
  99992361: ROSTER,
};

/** What the office does about a message that is not there; null when there is nothing to do. */
export function remedyOf(state: OutboxState, code: number | null): string | null {
  if (state === 'unknown') return `问本人有没有收到；没有收到，${SEND_AGAIN}`;
  if (state !== 'refused') return null;
  return BY_CODE[code ?? 0] ?? `把原因和代码告诉维护的人，改好后${SEND_AGAIN}`;
}

import { InboxEvent } from '../../entities';
import { type Database, instantOf } from '../core/database';
import { dayOf, timeOf } from '../core/days';
import { LAST_MISSED, recall } from '../core/state';
import { bad, type Check, good } from './check';
import type { Settings } from './settings';

/*
 * Whether events and presses are subscribed to cannot be asked of Feishu: that one has come says it. The inbox keeps
 * them for some days only; what they left behind lasts.
 */

const MESSAGES = ['events', '飞书发来的消息'] as const;
const PRESSES = ['presses', '卡片上的按键'] as const;

const SUBSCRIBE = '开发者后台 → 事件与回调 → ';
const PUBLISH = '改完要重新发布版本';

const asSaid = (at: Date): string => `${dayOf(at)} ${timeOf(at)}`;

async function latest(db: Database, sql: string): Promise<Date | null> {
  const [row] = await db.read.query<{ at: unknown }>(sql);
  return row?.at ? instantOf(row.at) : null;
}

export async function lookAtMessages(db: Database, inbound: Settings['inbound']): Promise<Check> {
  const keys =
    inbound === 'webhook' ? '，加密策略里的两项要和 FEISHU_ENCRYPT_KEY、FEISHU_VERIFICATION_TOKEN 一样' : '';
  const where = `${SUBSCRIBE}事件配置：订阅方式要对，要有 im.message.receive_v1${keys}，${PUBLISH}`;
  const [event] = await db.read.find(InboxEvent, { type: 'message' }, { order: { id: 'DESC' }, limit: 1 });
  if (event && event.key === (await recall(db.read, LAST_MISSED))) {
    return bad(
      MESSAGES,
      `最近一条（${asSaid(event.receivedAt)}）没有推过来，是从会话记录里补的`,
      `${where}；都有，就是别处（测试机、旧服务器）还有程序连着这个应用，停掉它。再给机器人发“帮助”试`,
    );
  }
  const last =
    event?.receivedAt ??
    (await latest(db, "SELECT at FROM audit_entry WHERE actor LIKE 'person:%' ORDER BY id DESC LIMIT 1"));
  if (last) return good(MESSAGES, `收到过，最近 ${asSaid(last)}`);
  return bad(MESSAGES, '还从没收到过', `在飞书里给机器人发“帮助”再试。没有回答就看${where}`);
}

export async function lookAtPresses(db: Database): Promise<Check> {
  const [notice] = await db.read.query<{ sent: number; readAt: unknown }>(
    'SELECT COUNT(privacySentAt) AS sent, MAX(privacyReadAt) AS readAt FROM person',
  );
  const press = await latest(
    db,
    "SELECT receivedAt AS at FROM inbox_event WHERE type = 'card.action.trigger' ORDER BY id DESC LIMIT 1",
  );
  const last = press ?? (notice?.readAt ? instantOf(notice.readAt) : null);
  if (last) return good(PRESSES, `收到过，最近 ${asSaid(last)}`);
  if (!Number(notice?.sent)) return good(PRESSES, '还没有给人发过卡片，试不出');
  return bad(
    PRESSES,
    '还从没收到过',
    `在手机上按一下告知书的“知道了”再试。按了没反应就看${SUBSCRIBE}回调配置：订阅方式要对，要有 card.action.trigger，${PUBLISH}`,
  );
}

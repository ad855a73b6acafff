import type { FeishuApp } from '../config';
import { machineNow } from '../core/clock';
import { maskMobile } from '../core/secrets';
import { challenge, Probe, type Probed } from '../feishu';
import { selfCheckCard } from './card';
import { bad, type Check, good } from './check';

const DOMAIN = ['feishu-domain', '连得上飞书'] as const;
const CLOCK = ['clock', '本机时钟'] as const;
const CREDENTIALS = ['credentials', '应用凭证'] as const;
const BOT = ['bot', '机器人能力'] as const;
const CALLBACK = ['callback', '事件和回调'] as const;
const CARD = ['card', '发一张卡片'] as const;

const CONSOLE = '开发者后台（open.feishu.cn/app，进入这个应用）';
const PUBLISH = '再到 版本管理与发布 → 创建版本 → 发布，由管理员通过';
/** Presses older than five minutes are taken for forged; so far off, nothing is left of that. */
const SKEW_MS = 60_000;

export interface AppLook {
  app: FeishuApp;
  inbound: 'webhook' | 'long-connection';
  publicUrl: string | null;
  /** Whom to send a card: a mobile of eleven digits. */
  to?: string;
}

/** The app's settings, each by a call that changes nothing. */
export async function lookAtApp({ app, inbound, publicUrl, to }: AppLook): Promise<Check[]> {
  const probe = new Probe(app);
  const token = await probe.signIn();
  const domain = lookAtDomain(app, token);
  if (!domain.ok) return [domain];
  const credentials = lookAtCredentials(token);
  const checks = [domain, lookAtClock(token), credentials];
  if (!credentials.ok) return checks;
  checks.push(lookAtBot(await probe.call('GET', '/open-apis/bot/v3/info')));
  for (const scope of SCOPES) checks.push(lookAtScope(scope, await scope.ask(probe)));
  checks.push(...lookAtHearings(await probe.call('GET', '/open-apis/application/v6/scopes')));
  checks.push(
    inbound === 'webhook'
      ? await lookAtWebhook(app, publicUrl)
      : lookAtLongConnection(await probe.longConnection()),
  );
  if (to !== undefined) checks.push(await sendCard(probe, to));
  return checks;
}

function lookAtDomain({ domain }: FeishuApp, { status, code, body }: Probed): Check {
  if (code !== null) return good(DOMAIN, domain);
  const found =
    status === null
      ? `${domain} 连不上（${String(body.network)}）`
      : `${domain} 有回答，但不像飞书（HTTP ${status}）`;
  return bad(
    DOMAIN,
    found,
    '看 FEISHU_DOMAIN 写得对不对（一般不用设）、服务器能不能上网、防火墙有没有放行到 open.feishu.cn 的 443 端口',
  );
}

function lookAtClock({ date }: Probed): Check {
  if (!date) return good(CLOCK, '飞书没有说时间，没法比');
  const skew = machineNow().getTime() - date.getTime();
  const found =
    Math.abs(skew) < 2_000
      ? '准'
      : `比飞书${skew > 0 ? '快' : '慢'} ${Math.round(Math.abs(skew) / 1_000)} 秒`;
  if (Math.abs(skew) <= SKEW_MS) return good(CLOCK, found);
  return bad(CLOCK, found, '打开自动对时：timedatectl set-ntp true；差 5 分钟以上，按钮会被当作伪造的拒掉');
}

function lookAtCredentials({ code, refusal }: Probed): Check {
  if (code === 0) return good(CREDENTIALS, '飞书认得');
  return bad(
    CREDENTIALS,
    `${refusal?.sentence ?? ''}（${code}）`,
    code === 99991401
      ? `${CONSOLE} → 安全设置 → IP 白名单，加上服务器的出口地址，或清空白名单`
      : `${CONSOLE} → 凭证与基础信息，把 App ID、App Secret 抄到 FEISHU_APP_ID、FEISHU_APP_SECRET`,
  );
}

/** Feishu's `activate_status`; 2 is in use. */
const STATUS: Record<number, string> = {
  0: '还没有安装',
  1: '被管理员停用了',
  3: '安装了，还没有启用',
  4: '升级了，还没有启用',
  5: '许可到期，被停用了',
  6: '套餐到期或降级，被停用了',
};

function lookAtBot({ code, body, refusal }: Probed): Check {
  const mend = `${CONSOLE} → 添加应用能力 → 机器人；${PUBLISH}`;
  if (code !== 0) return bad(BOT, `${refusal?.sentence ?? ''}（${code}）`, mend);
  const { activate_status, app_name } = (body.bot ?? {}) as { activate_status?: number; app_name?: string };
  const trouble = STATUS[activate_status ?? 2];
  return trouble
    ? bad(BOT, `${app_name ?? '机器人'}${trouble}`, mend)
    : good(BOT, `已启用：${app_name ?? ''}`);
}

interface Scope {
  name: string;
  title: string;
  /** Any one of them will do; the first is the one to ask for. */
  scopes: readonly string[];
  /** What does without it; null when nothing works then. */
  without: string | null;
  ask(probe: Probe): Promise<Probed>;
}

/** A message that nobody ever sent: whoever lacks the permission is told so before it is looked for. */
const NO_MESSAGE = '/open-apis/im/v1/messages/om_doctor';

const SCOPES: readonly Scope[] = [
  {
    name: 'scope-contact',
    title: '权限：按手机号找人',
    scopes: ['contact:user.id:readonly'],
    without: null,
    ask: (probe) =>
      probe.call('POST', '/open-apis/contact/v3/users/batch_get_id?user_id_type=open_id', {
        // Nobody's: 199 0000 0000 is not given out.
        json: { mobiles: ['19900000000'] },
      }),
  },
  {
    name: 'scope-send',
    title: '权限：发消息',
    scopes: ['im:message:send_as_bot', 'im:message'],
    without: null,
    ask: (probe) =>
      probe.call('POST', '/open-apis/im/v1/messages?receive_id_type=open_id', {
        json: { receive_id: 'ou_doctor', msg_type: 'text', content: '{"text":"自检"}' },
      }),
  },
  {
    name: 'scope-read',
    title: '权限：取消息里的照片',
    scopes: ['im:message', 'im:message:readonly'],
    without: null,
    ask: (probe) => probe.call('GET', `${NO_MESSAGE}/resources/img_doctor?type=image`),
  },
  {
    name: 'scope-upload',
    title: '权限：上传照片',
    scopes: ['im:resource'],
    without: null,
    ask: (probe) => {
      const form = new FormData();
      form.set('image_type', 'message');
      form.set('image', new Blob([]), 'empty.png');
      return probe.call('POST', '/open-apis/im/v1/images', { form });
    },
  },
  {
    name: 'scope-urgent',
    title: '权限：加急',
    scopes: ['im:message.urgent'],
    without: '加急',
    ask: (probe) =>
      probe.call('PATCH', `${NO_MESSAGE}/urgent_app?user_id_type=open_id`, {
        json: { user_id_list: ['ou_doctor'] },
      }),
  },
  {
    name: 'scope-chat',
    title: '权限：建群和管群成员',
    scopes: ['im:chat'],
    without: '工作群',
    ask: (probe) =>
      probe.call('POST', '/open-apis/im/v1/chats/oc_doctor/members?member_id_type=open_id', {
        json: { id_list: ['ou_doctor'] },
      }),
  },
];

const DENIED = new Set([99991672, 99991679, 230027]);
const NO_SUCH_CALL = 99991201;

function lookAtScope(
  { name, title, scopes, without }: Scope,
  { status, code, scopes: said, refusal }: Probed,
): Check {
  const naming = [name, title] as const;
  if (status === 404 && (code === null || code === NO_SUCH_CALL))
    return good(naming, '这个飞书没有这项接口，试不出');
  if (code === null || status === null || status >= 500) {
    return bad(naming, refusal?.sentence ?? '飞书没有回答', '过一会儿再试');
  }
  if (code === 230006)
    return bad(naming, '没有开启机器人能力', `${CONSOLE} → 添加应用能力 → 机器人；${PUBLISH}`);
  if (!DENIED.has(code)) return good(naming, '有');
  const asked = said[0] ?? scopes[0];
  if (without) return good(naming, `没有开通，${without}用不了，其余照常；要用就开通 ${asked}`);
  return bad(naming, '没有开通', `${CONSOLE} → 权限管理 → 开通权限，搜 ${asked} 并开通；${PUBLISH}`);
}

interface Hearing {
  name: string;
  title: string;
  /** Any one of them will do; the first is the one to ask for. */
  scopes: readonly string[];
  without: string;
  /** Whether everything else goes on without it. */
  spared: boolean;
}

/** What is pushed here only with a permission. No call needs these, so Feishu's own list is asked. */
const HEARINGS: readonly Hearing[] = [
  {
    name: 'scope-hear',
    title: '权限：收到人发的消息',
    scopes: ['im:message.p2p_msg:readonly', 'im:message.p2p_msg'],
    without: '人发给机器人的话和照片推不过来',
    spared: false,
  },
  {
    name: 'scope-hear-contacts',
    title: '权限：知道有人加入或换号',
    scopes: ['contact:contact.base:readonly', 'contact:contact:readonly'],
    without: '有人加入或换号，要等到第二天早上才去找',
    spared: true,
  },
  {
    name: 'scope-hear-groups',
    title: '权限：听见群里的话',
    scopes: ['im:message.group_at_msg:readonly', 'im:message.group_at_msg', 'im:message.group_msg'],
    without: '群里叫不应',
    spared: true,
  },
];
const GRANTED = 1;

function lookAtHearings({ code, body }: Probed): Check[] {
  const { scopes: list = [] } = (body.data ?? {}) as {
    scopes?: { scope_name?: string; grant_status?: number }[];
  };
  const granted = new Set(
    list.flatMap(({ scope_name, grant_status }) => (grant_status === GRANTED ? scope_name : [])),
  );
  return HEARINGS.map(({ name, title, scopes, without, spared }) => {
    const naming = [name, title] as const;
    if (code !== 0 || list.length === 0) return good(naming, '飞书没有说开通了哪些权限，试不出');
    if (scopes.some((scope) => granted.has(scope))) return good(naming, '有');
    if (spared) return good(naming, `没有开通，${without}，其余照常；要用就开通 ${scopes[0]}`);
    return bad(
      naming,
      `没有开通，${without}`,
      `${CONSOLE} → 权限管理 → 开通权限，搜 ${scopes[0]} 并开通；${PUBLISH}`,
    );
  });
}

async function lookAtWebhook(app: FeishuApp, publicUrl: string | null): Promise<Check> {
  if (!publicUrl) {
    return bad(
      CALLBACK,
      '没有设 PUBLIC_URL，试不了',
      '把 PUBLIC_URL 设成飞书访问机器人的网址，如 https://river.example.gov.cn',
    );
  }
  for (const path of ['/feishu/events', '/feishu/cards']) {
    const { status, answered, body } = await challenge(`${publicUrl.replace(/\/+$/, '')}${path}`, app);
    if (answered) continue;
    const found = `${publicUrl}${path} ${status === null ? `连不上（${String(body.network)}）` : `答得不对（HTTP ${status}）`}`;
    const mend =
      status === 401
        ? `${CONSOLE} → 事件与回调 → 加密策略，把 Encrypt Key、Verification Token 抄到 FEISHU_ENCRYPT_KEY、FEISHU_VERIFICATION_TOKEN，重启机器人`
        : '看机器人是不是在运行、nginx 有没有把 /feishu/ 转到它的端口、域名和证书对不对（docs/deploy.md 第 8 步）';
    return bad(CALLBACK, found, mend);
  }
  return good(CALLBACK, `${publicUrl} 答得对；开发者后台里的两个地址要和它一致`);
}

function lookAtLongConnection({ status, code, refusal }: Probed): Check {
  if (code === 0) return good(CALLBACK, '长连接可以建立');
  if (status === 404) return good(CALLBACK, '这个飞书没有长连接，试不出');
  if (code === 1000040350) {
    return bad(CALLBACK, '这个应用的长连接已经满了（50 条）', '停掉别处用同一个应用的程序，测试机上的也算');
  }
  return bad(
    CALLBACK,
    `长连接建不了：${refusal?.sentence ?? ''}（${code ?? status}）`,
    `${CONSOLE} → 事件与回调，两处订阅方式都选“使用长连接接收”；防火墙放行出站 443（含 WebSocket）`,
  );
}

async function sendCard(probe: Probe, mobile: string): Promise<Check> {
  const found = await probe.call('POST', '/open-apis/contact/v3/users/batch_get_id?user_id_type=open_id', {
    json: { mobiles: [mobile] },
  });
  const { user_list = [] } = (found.body.data ?? {}) as { user_list?: { user_id?: string }[] };
  const openId = user_list[0]?.user_id;
  const who = maskMobile(mobile);
  if (!openId) {
    return bad(
      CARD,
      `飞书里没找到 ${who}`,
      '核对是不是他登录飞书的手机号；再看开发者后台 → 权限管理 → 通讯录权限范围、版本管理与发布 → 可用范围有没有他',
    );
  }
  const sent = await probe.call('POST', '/open-apis/im/v1/messages?receive_id_type=open_id', {
    json: { receive_id: openId, msg_type: 'interactive', content: JSON.stringify(selfCheckCard()) },
  });
  if (sent.code === 0) return good(CARD, `已发给 ${who}，请看手机`);
  return bad(
    CARD,
    `${who} 收不到：${sent.refusal?.sentence ?? ''}（${sent.code ?? sent.status}）`,
    mendOfSend(sent.code),
  );
}

function mendOfSend(code: number | null): string {
  if (code === 230013) return `${CONSOLE} → 版本管理与发布 → 可用范围，加上他或全体成员；${PUBLISH}`;
  if (code === 230053) return '请他在飞书里打开和机器人的会话，重新允许接收消息';
  if (code === 230006) return `${CONSOLE} → 添加应用能力 → 机器人；${PUBLISH}`;
  return '按上面的原因处理后再试';
}

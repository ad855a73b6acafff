import { ApiError } from './apiError';
import type { World } from './world';

const SEND = ['im:message', 'im:message:send_as_bot', 'im:message:send'];
const CHAT = ['im:chat', 'im:chat:readonly', 'im:chat:read'];

/** With any of these the bot is told what people say to it alone; without, their messages are in the history only. */
export const PRIVATE_MESSAGES = ['im:message.p2p_msg', 'im:message.p2p_msg:readonly'];

/** With any of these the bot is told what is said to it in a group. */
export const GROUP_MENTIONS = [
  'im:message.group_at_msg',
  'im:message.group_at_msg:readonly',
  'im:message.group_msg',
];

/** The history of a group needs it besides. */
export const GROUP_HISTORY = 'im:message.group_msg';

/** Any one of the scopes lets the call through; the first rule that fits counts. Calls not listed need none. */
const NEEDED: [method: string, path: RegExp, scopes: string[]][] = [
  ['PATCH', /\/messages\/[^/]+\/urgent_app$/, ['im:message.urgent']],
  ['PATCH', /\/messages\/[^/]+\/urgent_sms$/, ['im:message.urgent:sms']],
  ['PATCH', /\/messages\/[^/]+\/urgent_phone$/, ['im:message.urgent:phone']],
  ['GET', /\/im\/v1\/messages/, ['im:message', 'im:message:readonly', 'im:message.history:readonly']],
  ['PATCH', /\/im\/v1\/messages\//, ['im:message', 'im:message:send_as_bot', 'im:message:update']],
  ['PUT', /\/im\/v1\/messages\//, ['im:message', 'im:message:send_as_bot', 'im:message:update']],
  ['DELETE', /\/im\/v1\/(batch_)?messages\//, ['im:message', 'im:message:send_as_bot', 'im:message:recall']],
  ['POST', /\/im\/v1\/messages/, SEND],
  ['POST', /\/message\/v4\/batch_send/, ['im:message:send_multi_users', 'im:message:send_multi_depts']],
  ['POST', /\/ephemeral\/v1\//, SEND],
  ['POST', /\/im\/v1\/(images|files)$/, ['im:resource', 'im:resource:upload']],
  ['GET', /\/im\/v1\/(images|files)\//, ['im:resource', 'im:resource:upload']],
  ['POST', /\/im\/v1\/chats$/, ['im:chat', 'im:chat:create']],
  ['GET', /\/im\/v1\/chats/, CHAT],
  ['POST', /\/im\/v1\/chats\/[^/]+\/members$/, ['im:chat', 'im:chat.members:write_only']],
  ['DELETE', /\/im\/v1\/chats\/[^/]+\/members$/, ['im:chat', 'im:chat.members:write_only']],
  ['POST', /\/contact\/v3\/users\/batch_get_id/, ['contact:user.id:readonly']],
  ['GET', /\/contact\/v3\/users\//, ['contact:contact.base:readonly', 'contact:contact:readonly']],
];

/** Every scope that means something here. */
export const everyScope = (): string[] => [
  ...new Set([
    ...NEEDED.flatMap(([, , scopes]) => scopes),
    ...PRIVATE_MESSAGES,
    ...GROUP_MENTIONS,
    GROUP_HISTORY,
    'contact:user.employee_id:readonly',
    'contact:user.phone:readonly',
  ]),
];

/** Fields that need a scope of their own are left out without it. */
export function granted(w: World, scope: string): boolean {
  return !w.settings.get().missing_scopes.includes(scope);
}

/** Throws 99991672 naming the scopes, when none of those that the call takes was granted. */
export function requireScope(w: World, method: string, path: string): void {
  const { missing_scopes: missing } = w.settings.get();
  if (missing.length === 0) return;
  const rule = NEEDED.find(([verb, shape]) => verb === method && shape.test(path.replace(/\/$/, '')));
  if (!rule?.[2].every((scope) => missing.includes(scope))) return;
  const scopes = rule[2];
  throw new ApiError(
    99991672,
    `Access denied. One of the following scopes is required: [${scopes.join(', ')}].应用尚未开通所需的应用身份权限：[${scopes.join(', ')}]`,
    400,
    { permissions: scopes.map((subject) => ({ type: 'action_scope_required', subject })) },
  );
}

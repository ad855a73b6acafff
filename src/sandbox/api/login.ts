import { createHash } from 'node:crypto';
import { type Response, Router } from 'express';
import { z } from 'zod';
import { idsOf } from '../idsOf';
import { Logins } from '../logins';
import { granted } from '../scopes';
import { bearer } from '../tokens';
import type { World } from '../world';
import { answer, success } from './answer';
import { AUTHORIZE_POLICY, authorizeFault, authorizePage } from './authorizePage';

const login = z.object({
  client_id: z.string(),
  response_type: z.literal('code'),
  redirect_uri: z.url(),
  scope: z.string().default(''),
  state: z.string().optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.enum(['S256', 'plain']).default('plain'),
  /** Of the page itself: who was chosen, that nobody was, what was searched for. */
  as: z.string().optional(),
  deny: z.string().optional(),
  find: z.string().default(''),
});
const OF_THE_PAGE = ['as', 'deny', 'find'];
const exchange = z.object({
  grant_type: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
  code: z.string().optional(),
  redirect_uri: z.string().optional(),
  code_verifier: z.string().optional(),
  refresh_token: z.string().optional(),
});
type Exchange = z.infer<typeof exchange>;

/** Login to a web page of the app: the page that asks who one is, the exchange for tokens, and who has a token. */
export function loginApi(w: World): Router {
  const router = Router();
  const logins = new Logins(w.db);

  router.get('/authen/v1/authorize', (req, res) => {
    res.set('content-security-policy', AUTHORIZE_POLICY).type('html');
    const asked = login.safeParse(req.query);
    if (!asked.success) {
      res
        .status(400)
        .send(authorizeFault(20001, `缺少参数或参数不对：${asked.error.issues[0]?.path.join('.')}`));
      return;
    }
    const { client_id, redirect_uri, state, scope, as, deny, find } = asked.data;
    if (client_id !== w.identity.appId) {
      res.status(400).send(authorizeFault(20048, '没有这个应用（client_id）'));
      return;
    }
    if (!mayLeadTo(w, redirect_uri)) {
      res.status(400).send(authorizeFault(20029, '重定向 URL 不在应用的安全设置里（redirect_uri）'));
      return;
    }
    const back = (answer: Record<string, string>) => {
      const url = new URL(redirect_uri);
      const all = { ...answer, ...(state !== undefined && { state }) };
      for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
      res.redirect(url.href);
    };
    const person = as === undefined ? undefined : w.people.by('open_id', as);
    if (deny !== undefined) {
      back({ error: 'access_denied' });
    } else if (person && !person.resigned) {
      const challenge = asked.data.code_challenge
        ? `${asked.data.code_challenge_method} ${asked.data.code_challenge}`
        : null;
      const granted = { open_id: person.open_id, redirect_uri, scope, challenge };
      w.feed.tell(`${person.name} 登录网页`);
      back({ code: logins.addCode(granted, Date.now()) });
    } else {
      const query = new URLSearchParams(req.originalUrl.split('?')[1] ?? '');
      for (const name of OF_THE_PAGE) query.delete(name);
      const people = w.people.all().filter(({ resigned }) => !resigned);
      res.send(authorizePage({ query, search: find, people }));
    }
  });

  router.post('/authen/v2/oauth/token', (req, res) => {
    const asked = exchange.safeParse(req.body ?? {});
    const fault = asked.success ? refusedExchange(w, logins, asked.data) : 20063;
    if (!asked.success || fault !== null) {
      refuseExchange(res, fault ?? 20063);
      return;
    }
    const { grant_type, code = '', refresh_token = '' } = asked.data;
    const of = grant_type === 'refresh_token' ? logins.token(refresh_token) : logins.code(code);
    answer(res, { code: 0, ...logins.issue(of?.open_id ?? '', of?.scope ?? '', Date.now()) });
  });

  router.get('/authen/v1/user_info', (req, res) => {
    const token = logins.token(bearer(req.headers.authorization) ?? '');
    const person = token && w.people.by('open_id', token.open_id);
    // Errors of this call come with HTTP 200.
    if (token?.kind !== 'access' || token.expires_machine <= Date.now() || !person) {
      answer(res, { code: 20005, msg: 'The user access token passed is invalid. Please check the value' });
    } else if (person.resigned) {
      answer(res, { code: 20021, msg: 'User resigned' });
    } else {
      const { name, mobile } = person;
      const avatars = { avatar_url: '', avatar_thumb: '', avatar_middle: '', avatar_big: '' };
      const { tenantKey: tenant_key } = w.identity;
      const phone = granted(w, 'contact:user.phone:readonly') ? { mobile: `+86${mobile}` } : {};
      success(res, { name, en_name: '', ...avatars, ...idsOf(w, person), ...phone, tenant_key });
    }
  });

  return router;
}

/** Compared by origin and path: what follows `?` or `#` does not count. */
function mayLeadTo(w: World, uri: string): boolean {
  const bare = (url: string) => `${new URL(url).origin}${new URL(url).pathname}`;
  const { redirect_urls } = w.settings.get();
  return redirect_urls.length === 0 || redirect_urls.some((allowed) => bare(allowed) === bare(uri));
}

/** Why an exchange is refused; when it is not, its code or refresh token counts as used. */
function refusedExchange(w: World, logins: Logins, asked: Exchange): number | null {
  if (asked.client_id !== w.identity.appId) return 20048;
  if (asked.client_secret !== w.identity.appSecret) return 20002;
  if (asked.grant_type === 'authorization_code') return refusedCode(w, logins, asked);
  if (asked.grant_type === 'refresh_token') return refusedRefresh(logins, asked.refresh_token);
  return 20036;
}

function refusedCode(
  w: World,
  logins: Logins,
  { code, redirect_uri, code_verifier }: Exchange,
): number | null {
  if (!code) return 20063;
  const login = logins.code(code);
  if (!login) return 20003;
  if (login.used) return 20065;
  if (login.expires_machine <= Date.now()) return 20004;
  if (redirect_uri !== undefined && redirect_uri !== login.redirect_uri) return 20071;
  if (login.challenge !== null && !meets(login.challenge, code_verifier)) return 20049;
  const person = w.people.by('open_id', login.open_id);
  if (!person || person.resigned) return 20008;
  if (w.people.refusalOf(person) === 230013) return 20010;
  return logins.useCode(code) ? null : 20065;
}

function refusedRefresh(logins: Logins, token = ''): number | null {
  const known = logins.token(token);
  if (known?.kind !== 'refresh') return 20026;
  if (known.expires_machine <= Date.now()) return 20037;
  return logins.useRefresh(token) ? null : 20073;
}

/** PKCE: whether the verifier is the one whose challenge opened the login. */
function meets(challenge: string, verifier: string | undefined): boolean {
  if (!verifier) return false;
  const hash = createHash('sha256').update(verifier).digest('base64url');
  return challenge === `S256 ${hash}` || challenge === `plain ${verifier}`;
}

const WORDS: Record<number, [error: string, description: string]> = {
  20002: ['invalid_client', 'The client secret is invalid.'],
  20003: [
    'invalid_grant',
    'The authorization code is not found. Please note that an authorization code can only be used once.',
  ],
  20004: ['invalid_grant', 'The authorization code has expired.'],
  20008: ['invalid_grant', 'The user does not exist.'],
  20010: ['invalid_grant', 'The user does not have permission to use this app.'],
  20026: ['invalid_grant', 'The refresh token passed is invalid. Please check the value.'],
  20036: ['unsupported_grant_type', 'The specified grant_type is not supported.'],
  20037: ['invalid_grant', 'The refresh token passed has expired. Please generate a new one.'],
  20048: ['invalid_client', 'The specified app does not exist.'],
  20049: ['invalid_grant', 'PKCE code challenge failed.'],
  20063: ['invalid_request', 'The request is malformed. Please check your request.'],
  20065: [
    'invalid_grant',
    'The authorization code has been used. Please note that an authorization code can only be used once.',
  ],
  20071: ['invalid_grant', 'The provided redirect URI does not match the one used during authorization.'],
  20073: [
    'invalid_grant',
    'The refresh token has been used. Please note that a refresh token can only be used once.',
  ],
};

/** OAuth's own shape of an error, without the gateway's `msg`. */
function refuseExchange(res: Response, code: number): void {
  const [error = 'server_error', error_description = ''] = WORDS[code] ?? [];
  answer(res, { code, error, error_description }, 400);
}

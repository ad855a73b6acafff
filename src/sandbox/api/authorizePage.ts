import { BOT_NAME } from '../identity';
import type { Person } from '../people';

/** No script and nothing from elsewhere: names of people come from anybody. */
export const AUTHORIZE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'";

const STYLE = `body{font:16px/1.5 "PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;max-width:26em;margin:2em auto;
padding:0 1em;color:#1f2329}h1{font-size:1.2em}form{display:flex;gap:.5em}input{flex:1;min-width:0;font:inherit;padding:.3em .6em}
button{font:inherit}ul{list-style:none;padding:0}li a{display:block;padding:.6em .2em;border-bottom:1px solid #dee0e3;
color:#1456f0;text-decoration:none}small{color:#646a73;margin-left:.6em}`;

/** Shown at most; the search finds the others. */
const SHOWN = 50;

interface Asked {
  /** The query of the login as it came, without a choice. */
  query: URLSearchParams;
  search: string;
  people: Person[];
}

/** The page on which a person says who they are; each choice is a link back to the same address. */
export function authorizePage({ query, search, people }: Asked): string {
  const wanted = search.split(/\s+/).filter(Boolean);
  const found = people.filter(({ name, title }) => wanted.every((word) => `${name} ${title}`.includes(word)));
  const choice = (name: string, value: string) =>
    escapeHtml(`?${new URLSearchParams([...query, [name, value]])}`);
  const hidden = [...query].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const links = found
    .slice(0, SHOWN)
    .map(
      ({ open_id, name, title }) =>
        `<li><a href="${choice('as', open_id)}" data-open-id="${open_id}">${escapeHtml(name)}<small>${escapeHtml(title)}</small></a></li>`,
    );
  const none = people.length === 0 ? '沙箱里还没有人' : '没有找到';
  const more = found.length > SHOWN ? `<p>还有 ${found.length - SHOWN} 人，请搜索。</p>` : '';
  return frame(
    `登录 ${BOT_NAME}`,
    `<p>沙箱飞书：选一个人登录。</p>
<form><input type="search" name="find" value="${escapeHtml(search)}" aria-label="找人" placeholder="姓名或职务">${hidden.join('')}<button>找</button></form>
<ul>${links.join('') || `<li>${none}</li>`}</ul>${more}
<p><a href="${choice('deny', '1')}">不同意登录</a></p>`,
  );
}

/** A login that can't even lead back: the page says why, as Feishu's does. */
export function authorizeFault(code: number, why: string): string {
  return frame('登录失败', `<p>${escapeHtml(why)}</p><p>错误码：${code}</p>`);
}

function frame(title: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${STYLE}</style><h1>${title}</h1>${body}</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

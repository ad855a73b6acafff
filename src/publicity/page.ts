import { createHash } from 'node:crypto';
import type { PublicFacts } from './facts';

/* 公示页 in HTML: no script, no picture, no cookie, nothing from elsewhere; readable on an old phone in the sun. */

const STYLE = `
*{box-sizing:border-box}
body{margin:0;background:#f2f4f7;color:#1f2329;font:18px/1.6 -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:640px;margin:0 auto;padding:16px}
header{background:#1456a0;color:#fff;border-radius:12px 12px 0 0;padding:20px}
header p{margin:0 0 4px;font-size:16px;color:#dbe8f7}
h1{margin:0;font-size:24px;line-height:1.35;overflow-wrap:anywhere}
dl{margin:0;background:#fff;border-radius:0 0 12px 12px;padding:4px 20px}
dl div{padding:12px 0;border-bottom:1px solid #e5e8ec}
dl div:last-child{border-bottom:0}
dt{font-size:16px;color:#5b6370}
dd{margin:2px 0 0;font-size:19px;overflow-wrap:anywhere}
.call{display:block;margin:16px 0;padding:16px;border-radius:12px;background:#1456a0;color:#fff;text-align:center;text-decoration:none;font-size:22px;font-weight:600}
.call:focus-visible{outline:3px solid #f5a623;outline-offset:2px}
.say{margin:16px 4px 0}
footer{margin:16px 4px;font-size:15px;color:#5b6370}
`;

/** What a browser is allowed on these pages: our own style, and nothing else. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const esc = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const html = (title: string, body: string): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${esc(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;

/** `tel:` takes digits and a plus; 0359-7521111 is dialled as it is shown. */
const dialled = (phone: string): string => phone.replace(/[^\d+]/g, '');

/** The page of one outfall. @param county 新绛县 */
export function outfallPage(facts: PublicFacts, county: string): string {
  const { name, code, kind, town, river, responsible, supervisor, dutyPhone, state } = facts;
  const lines: [string, string][] = [
    ['编码', code],
    ['类型', kind],
    ['受纳水体', river],
    ['所在地', `${county}${town}`],
    ['责任主体', responsible],
    ['监管单位', supervisor],
    ['整治情况', state],
    ...(dutyPhone === null ? [] : ([['监督电话', dutyPhone]] as [string, string][])),
  ];
  const call =
    dutyPhone === null
      ? ''
      : `<p class="say">看到污水乱排、水色异常、气味难闻，请打监督电话：</p>
<a class="call" href="tel:${esc(dialled(dutyPhone))}">${esc(dutyPhone)}</a>`;
  return html(
    name,
    `<header><p>入河排污口公示</p><h1>${esc(name)}</h1></header>
<dl>
${lines.map(([term, words]) => `<div><dt>${term}</dt><dd>${esc(words)}</dd></div>`).join('\n')}
</dl>
${call}
<footer>${esc(supervisor)}公示。内容来自入河排污口台账，台账改了这里就跟着改。</footer>`,
  );
}

/** What is shown for an address that is none of ours, and when the bot cannot answer. */
export const plainPage = (title: string, words: string): string =>
  html(
    title,
    `<header><p>入河排污口公示</p><h1>${esc(title)}</h1></header>\n<dl><div><dd>${esc(words)}</dd></div></dl>`,
  );

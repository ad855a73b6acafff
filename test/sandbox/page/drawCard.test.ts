import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Browser, Page } from 'playwright-core';
import { pageRoutes } from '../../../src/sandbox/pageRoutes';
import { drawable, openBrowser, openPage } from './browser';

interface Cut {
  fault: boolean;
  why: string;
  component: string;
}
interface CardPage {
  drawCard(card: object, options?: object): Promise<{ width: number; height: number }>;
  cardOverflow(options?: object): Cut[];
}
const plain = (content: string) => ({ tag: 'plain_text', content });
const card = (elements: object[], title = '题') => ({
  schema: '2.0',
  header: { template: 'orange', title: plain(title) },
  body: { elements },
});
const LONG = '很长的一句话'.repeat(12);

const describeWithChromium = drawable ? describe : describe.skip;

describeWithChromium('a card drawn alone (needs Chromium)', () => {
  let browser: Browser;
  let server: Server;
  let page: Page;
  beforeAll(async () => {
    server = createServer(express().use('/sandbox', pageRoutes())).listen(0, '127.0.0.1');
    browser = await openBrowser();
    page = await openPage(
      browser,
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/sandbox/card.html`,
      375,
    );
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  const draw = (drawn: object, options: object = {}, all = false): Promise<Cut[]> =>
    page.evaluate(
      async ([one, how, every]) => {
        const there = globalThis as unknown as CardPage;
        await there.drawCard(one, how);
        return there.cardOverflow({ all: every });
      },
      [drawn, options, all] as const,
    );
  const words = () => page.locator('.card').textContent();

  it('has the band of its colour', async () => {
    await draw(card([]));
    const band = await page.locator('.card-header').evaluate((node) => node.getAttribute('style'));
    expect(band).toContain('rgb(254, 234, 210)');
  });

  it('never takes text for markup', async () => {
    await draw(
      card(
        [
          { tag: 'div', text: plain('<img src=x onerror=alert(1)>') },
          { tag: 'markdown', content: '<script>1</script> [点](javascript:alert(1))' },
        ],
        '<b>题</b>',
      ),
    );
    expect(await page.locator('.card img, .card script, .card b, .card a').count()).toBe(0);
    expect(await words()).toContain('<img src=x onerror=alert(1)>');
  });

  it('has a red box in place of what Feishu does not know', async () => {
    const cuts = await draw(card([{ tag: 'note' }]));
    expect(await words()).toContain('不认识的组件：note');
    expect(cuts).toMatchObject([{ fault: true, why: 'not drawn', component: 'note' }]);
  });

  it('fits when its words wrap, at a large font as well', async () => {
    const fits = card([
      { tag: 'markdown', content: LONG },
      { tag: 'div', text: plain('x'.repeat(200)) },
      { tag: 'button', name: 'b', text: plain('提交') },
    ]);
    expect(await draw(fits)).toEqual([]);
    expect(await draw(fits, { fontScale: 1.45 })).toEqual([]);
  });

  test.each([
    ['a button', { tag: 'button', name: 'b', text: plain(LONG) }, 'button b'],
    [
      'a choice',
      { tag: 'select_static', name: 's', placeholder: plain(LONG), options: [] },
      'select_static s',
    ],
    ['a placeholder', { tag: 'input', name: 'i', placeholder: plain(LONG) }, 'input i'],
    ['a clamped text', { tag: 'div', text: { ...plain(LONG), lines: 1 } }, 'div'],
  ])('is at fault when %s is cut', async (_what, element, component) => {
    expect(await draw(card([element]))).toMatchObject([{ fault: true, why: 'cut', component }]);
  });

  it('is at fault when its title needs more than four lines', async () => {
    expect(await draw(card([], LONG.repeat(2)))).toMatchObject([
      { fault: true, why: 'cut', component: 'header' },
    ]);
  });

  it('may hold a table that scrolls and cells that end in an ellipsis', async () => {
    const columns = ['a', 'b', 'c', 'd'].map((name) => ({ name, display_name: name, data_type: 'text' }));
    const table = { tag: 'table', columns, rows: [{ a: LONG, b: LONG, c: LONG, d: LONG }] };
    expect(await draw(card([table]))).toEqual([]);
    const all = await draw(card([table]), {}, true);
    expect(new Set(all.map(({ why }) => why))).toEqual(
      new Set(['scrolls in its table', 'ellipsis in a table cell']),
    );
  });

  it('is drawn with its charts, and names a chart that cannot be', async () => {
    const chart = (chart_spec: object) => ({ tag: 'chart', aspect_ratio: '16:9', chart_spec });
    expect(
      await draw(
        card([chart({ type: 'bar', data: { values: [{ x: 'a', y: 1 }] }, xField: 'x', yField: 'y' })]),
      ),
    ).toEqual([]);
    expect(await page.locator('.card-chart canvas').count()).toBe(1);
    expect(await draw(card([chart({ type: 'nonsense' })]))).toMatchObject([
      { why: 'not drawn', component: 'chart' },
    ]);
  });
});

import type { Browser, Locator, Page } from 'playwright-core';
import { drawable, openBrowser } from '../browser';
import { County } from './county';

const [CHIEF, TOWN, OFFICE] = [0, 1, 2];
/** What a person would wait for one answer, and for the whole story, on a slow machine; in ms. */
const PATIENCE = 20_000;
const WHOLE = 120_000;

const describeWithChromium = drawable ? describe : describe.skip;

describeWithChromium('a newcomer at the sandbox page (needs Chromium)', () => {
  let county: County;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    county = await County.start();
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
    page.setDefaultTimeout(PATIENCE);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
    await page.goto(`${county.app.address}/sandbox/`);
  }, WHOLE);
  afterAll(async () => {
    await browser?.close();
    await county?.stop();
  });

  const phone = (i: number): Locator => page.locator(`#stage-${i}`);
  /** The newest card with this title on a phone. */
  const card = (i: number, title: string): Locator =>
    phone(i)
      .locator('.card', { has: page.locator('.card-title', { hasText: title }) })
      .last();
  const press = (box: Locator, name: string) => box.getByRole('button', { name, exact: true }).click();

  async function choose(form: Locator, i: number, placeholder: string, option: string) {
    await form.getByRole('button', { name: placeholder }).click();
    await phone(i).getByRole('option', { name: option }).click();
  }
  async function sendPhoto(i: number, name: string) {
    await press(phone(i), '照片');
    await press(phone(i), name);
  }
  /** Presses a button of the clock until the card is there: a rest day may put it off. */
  async function moveUntil(there: Locator, by: string) {
    await page.locator('.card').first().waitFor();
    for (let times = 0; times < 12 && (await there.count()) === 0; times++) {
      await press(page.locator('.clock'), by);
      await page.locator('.clock:not(.clock-moving)').waitFor();
    }
    await there.waitFor();
  }

  it(
    'carries a problem from the chief to the town and back, proven solved',
    async () => {
      const task = card(CHIEF, '巡河任务');
      await moveUntil(task, '+1 天');
      await press(task, '发现问题');
      const form = card(CHIEF, '发现问题');
      await form.getByText('待填写').waitFor();
      await sendPhoto(CHIEF, '岸边垃圾');
      await phone(CHIEF).getByText('收到照片').first().waitFor();
      await choose(form, CHIEF, '在哪里', '其他地点');
      await form.getByPlaceholder('具体位置').fill('石桥下游二十米');
      await choose(form, CHIEF, '哪类问题', '河岸');
      await form.getByPlaceholder('看到什么').fill('岸边堆了一堆建筑垃圾');
      await press(form, '提交');
      await form.getByText('已登记').waitFor();

      const work = card(TOWN, '交办单');
      await work.getByText('岸边堆了一堆建筑垃圾').waitFor();
      await work.locator('.card-picture img').waitFor();
      await press(work, '签收');
      await work.getByText('办理中').waitFor();
      await sendPhoto(TOWN, '清理之后');
      await phone(TOWN).getByText('收到处理后的照片').first().waitFor();
      await press(work, '反馈');
      await work.getByText('等核查').waitFor();

      const verify = card(CHIEF, '核查');
      await verify.locator('.card-picture img').nth(1).waitFor();
      await press(verify, '通过');
      await verify.getByText('已通过').waitFor();
      await work.getByText('已销号').waitFor();
    },
    WHOLE,
  );

  it(
    'sees the county office get the month’s scores, drawn and in a table',
    async () => {
      const summary = card(OFFICE, '河长制考核');
      await moveUntil(summary, '+1 周');
      await summary.locator('.card-chart canvas').waitFor();
      await summary.getByRole('cell', { name: '龙兴镇', exact: true }).waitFor();
      expect(await summary.locator('.card-unknown').count()).toBe(0);
      const rows = await summary.locator('table').first().textContent();
      expect(rows).toMatch(/龙兴镇\d+\.\d\d/);
    },
    WHOLE,
  );

  it('never sees the page complain', () => {
    expect(faults).toEqual([]);
  });
});

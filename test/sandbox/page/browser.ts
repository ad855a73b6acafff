import type { Browser, Page } from 'playwright-core';

export { drawable, openBrowser } from '../../browser';

/** A page that fails the test when a script on it throws. */
export async function openPage(browser: Browser, url: string, width = 1366): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 768 }, locale: 'zh-CN' });
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(url);
  return page;
}

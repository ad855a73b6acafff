import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

export const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
export const hasChromium = (): boolean => existsSync(CHROMIUM);

const LAUNCH = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: LAUNCH });
}

/** A page that fails the test when a script on it throws. */
export async function openPage(browser: Browser, url: string, width = 1366): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 768 }, locale: 'zh-CN' });
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(url);
  return page;
}

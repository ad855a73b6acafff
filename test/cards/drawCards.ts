/**
 * Draws every card in each of its states on the sandbox's own card page, as wide as a phone, at the default
 * and at a large font size. Anything wider than the screen or cut is a fault. `npm run cards:draw` keeps the
 * pictures in test/pictures, to be looked at.
 */
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import type { Page } from 'playwright-core';
import type { Card } from '../../cards/kit';
import { PHOTO_KEYS, type Sample, samples } from '../../cards/samples';
import { pageRoutes } from '../../src/sandbox/pageRoutes';
import { openBrowser } from '../browser';

const PHONE = 375; // px, the narrowest phone still common
const LARGE = 1.3; // of the default font: a large step of Feishu's font setting

/** Worst cases are checked like all others, but their pictures are not kept in git: they are 40 % of the bytes. */
const keptInGit = ({ state }: Sample): boolean => !state.endsWith('worst');

/** What is wrong with one picture: `patrolTask-open at 1.3: …`. */
export type DrawingFault = string;

interface Cut {
  [what: string]: unknown;
}
interface DrawOptions {
  width: number;
  fontScale: number;
  images: Record<string, string>;
  open: boolean;
}
/** What /sandbox/card.html offers to a script. */
interface CardPage {
  drawCard(card: Card, options: DrawOptions): Promise<{ width: number; height: number }>;
  cardOverflow(): Cut[];
}

/** A grey-green rectangle in place of a photo. */
const PHOTO = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#9db8a5"/><path d="M0 220Q100 170 200 220T400 220V300H0Z" fill="#5f8fa8"/></svg>',
)}`;
const IMAGES = Object.fromEntries(PHOTO_KEYS.map((key) => [key, PHOTO]));

async function draw(page: Page, card: Card, fontScale: number, open: boolean): Promise<Cut[]> {
  return page.evaluate(
    async ([drawn, options]) => {
      const there = globalThis as unknown as CardPage;
      await there.drawCard(drawn, options);
      return there.cardOverflow();
    },
    [card, { width: PHONE, fontScale, images: IMAGES, open }] as const,
  );
}

/**
 * Draws all samples, folds closed and then open, and writes a picture of each that `keep` picks
 * to `outDir` (none when null).
 * @returns what is wider than the screen or cut; empty when all is well.
 */
export async function drawAll(
  outDir: string | null,
  keep: (sample: Sample) => boolean = () => true,
): Promise<DrawingFault[]> {
  if (outDir) await mkdir(outDir, { recursive: true });
  const server = createServer(express().use('/sandbox', pageRoutes())).listen(0, '127.0.0.1');
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: PHONE, height: 800 }, locale: 'zh-CN' });
    const faults: DrawingFault[] = [];
    page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/sandbox/card.html`);
    for (const sample of samples) {
      const name = `${sample.card}-${sample.state}`;
      for (const [fontScale, open] of [
        [LARGE, true],
        [LARGE, false],
        [1, true],
        [1, false],
      ] as const) {
        const cuts = await draw(page, sample.draw(), fontScale, open);
        faults.push(
          ...cuts.map((cut) => `${name} at ${fontScale}${open ? ' opened' : ''}: ${JSON.stringify(cut)}`),
        );
      }
      if (outDir && keep(sample))
        await page.locator('#card').screenshot({ path: join(outDir, `${name}.png`) });
    }
    return faults;
  } finally {
    await browser.close();
    server.close();
  }
}

async function main(): Promise<void> {
  const outDir = join(__dirname, '..', 'pictures');
  const faults = await drawAll(outDir, keptInGit);
  console.log(faults.join('\n'));
  console.log(`${samples.length} cards drawn to ${outDir}, ${faults.length} faults`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
if (require.main === module) void main();

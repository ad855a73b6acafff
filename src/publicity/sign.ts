import { setImmediate as letOthersGo } from 'node:timers/promises';
import { strToU8, zipSync } from 'fflate';
import sharp from 'sharp';
import { renderSVG } from 'uqr';
import type { Reader } from '../core/database';
import type { Policy } from '../core/policy';
import { addressOf } from './address';
import { allPublicFacts, type PublicFacts } from './facts';
import { writePublicList } from './publicList';

/** A sign stands outdoors for years: a quarter of the code may be scratched and it is still read. */
const draw = (address: string): string => renderSVG(address, { ecc: 'Q', border: 4, pixelSize: 10 });

const PIXELS = 1_200;

/** The code of one sign as a PNG, sharp enough for a board of 20 cm. */
export const signPng = (address: string): Promise<Buffer> =>
  sharp(Buffer.from(draw(address)))
    .resize(PIXELS, PIXELS, { kernel: 'nearest' })
    .png()
    .toBuffer();

/** A name that every system takes for a file's. */
export const fileName = ({ code, name }: Pick<PublicFacts, 'code' | 'name'>): string =>
  `${code} ${name}`.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_').slice(0, 80);

/** Codes drawn between two chances for others. */
const AT_ONCE = 20;
/** Dated alike, so that the same signs give the same bytes. */
const ZIPPED = new Date(2026, 0, 1);

/** Every sign's code as an SVG that can be printed at any size, with the list of which is whose. */
export async function signsZip(reader: Reader, policy: Policy, base: string): Promise<Buffer> {
  const facts = await allPublicFacts(reader, policy);
  const entries: Record<string, Uint8Array> = {
    '清单.xlsx': await writePublicList(facts, { policy, base, writtenFor: null, day: null }),
  };
  for (const [n, one] of facts.entries()) {
    if (n % AT_ONCE === 0) await letOthersGo();
    entries[`二维码/${fileName(one)}.svg`] = strToU8(draw(addressOf(base, one.publicId)));
  }
  return Buffer.from(zipSync(entries, { mtime: ZIPPED }));
}

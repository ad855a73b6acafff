import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from './content';
import { deliver } from './deliver';
import type { World } from './world';

/** Feishu gives the address check one second, in ms of machine time. */
const WITHIN = 1_000;

export interface AddressCheck {
  url: string;
  ok: boolean;
  /** What came instead of the challenge. */
  found: string;
}

/** What the developer console does when an address is saved: sends a challenge, unsigned, and wants it back. */
export async function verifyAddresses(w: World): Promise<AddressCheck[]> {
  const targets = w.road.addresses;
  const urls = targets ? [targets.eventsUrl, targets.cardsUrl] : [];
  return Promise.all(urls.map((url) => verifyOne(w, url)));
}

async function verifyOne(w: World, url: string): Promise<AddressCheck> {
  const challenge = randomUUID();
  const envelope = JSON.stringify({
    challenge,
    token: w.identity.verificationToken,
    type: 'url_verification',
  });
  const result = await deliver(url, envelope, w.identity, { within: WITHIN, signed: false });
  if (result.kind !== 'answer') return { url, ok: false, found: result.kind };
  const echoed = z.object({ challenge: z.literal(challenge) }).safeParse(parseJson(result.body)).success;
  return { url, ok: result.status === 200 && echoed, found: `HTTP ${result.status}` };
}

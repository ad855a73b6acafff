import { type Person, Photo } from '../../entities';
import type { Clock } from '../core/clock';
import type { Tx } from '../core/database';
import type { ChatMessage } from '../core/messages';
import type { Policies } from '../core/policy';
import { askWhichMatter, rivalsOf } from './askWhichMatter';
import { touched } from './focus';
import { howToReport } from './howToReport';
import { chooseCandidate, photoCandidates } from './photoCandidates';
import { takeWords } from './photoWords';
import { redrawForPhoto } from './redrawForPhoto';

/**
 * Photos sent in the chat are evidence for the matter whose card the sender pressed last; else for the problem
 * being filled in, the one just reported without a photo, the one being handled, the patrol being walked. With
 * none of these they are kept, and found again by the next problem form of that day. Where several fit, the sender is asked. A message that was taken
 * in before adds nothing.
 *
 * @returns what to tell the sender: which matter it was bound to
 */
export async function receiveChatPhotos(
  tx: Tx,
  { clock, policies }: { clock: Clock; policies: Policies },
  message: ChatMessage,
  person: Person,
): Promise<string> {
  const at = clock.now();
  const all = await photoCandidates(tx, person, { policy: policies.current, at });
  const last = await touched(tx, person.id);
  const chosen = chooseCandidate(all, last);
  await tx.insert(
    Photo,
    message.imageKeys.map((sourceKey) => ({
      messageId: message.messageId,
      sourceKey,
      personId: person.id,
      state: 'waiting' as const,
      subjectType: chosen?.subject.type ?? null,
      subjectId: chosen?.subject.id ?? null,
      side: chosen?.side ?? null,
      occurredAt: message.sentAt,
      recordedAt: at,
    })),
    { ignore: true },
  );
  const words = await takeWords(tx, {
    ...message,
    personId: person.id,
    subject: chosen?.subject ?? null,
    at,
  });
  const unsure = rivalsOf(all, chosen, last).length > 0;
  const asking =
    unsure &&
    (await askWhichMatter(tx, {
      type: 'photo',
      personId: person.id,
      messageId: message.messageId,
      chosen: chosen?.subject ?? null,
      at,
    }));
  if (!chosen) {
    if (asking) return `收到照片${words ? '和文字' : ''}，先替你存着。是哪件事的，看下面的卡片点一下。`;
    return `收到照片${words ? '和文字' : ''}，先替你存着。${await howToReport(tx, person.id, at)}`;
  }
  await redrawForPhoto(tx, chosen.subject, chosen.side, at);
  return `${chosen.said}${words}`;
}

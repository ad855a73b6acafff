import { type Person, SentPlace } from '../../entities';
import { audit } from '../core/audit';
import type { Clock } from '../core/clock';
import type { Tx } from '../core/database';
import type { ChatMessage } from '../core/messages';
import type { Policies } from '../core/policy';
import { doubtOf, toPosition } from '../core/workbook';
import { askWhichMatter, rivalsOf } from './askWhichMatter';
import { touched } from './focus';
import { howToReport } from './howToReport';
import { chooseCandidate, placeCandidates } from './photoCandidates';
import { redrawForPhoto } from './redrawForPhoto';
import { hintFromPlaces } from './sentPlaces';

const MOST_NAME = 255;
/** A slip of the finger on the map, or another province; nearer ones may be a neighbour's bank of the river. */
const FAR_KM = 20;
const WRITE_IT = '具体在哪里，请写在问题的“具体位置”里。';

/** A name inside a plain message: nothing in it may look like a tag of the messenger's. */
const quoted = (name: string): string => `“${name.replaceAll('<', '＜').replaceAll('>', '＞')}”`;

type Place = NonNullable<ChatMessage['place']>;

/** Why a place is not taken for one of the county's rivers, to be told to its sender; null when it is. */
function refusal({ longitude, latitude }: Place): string | null {
  const [lon, lat] = [Number(longitude), Number(latitude)];
  const doubt =
    Number.isFinite(lon) && Number.isFinite(lat) ? doubtOf(lon, lat) : { kind: 'abroad' as const };
  if (doubt?.kind === 'far') {
    return doubt.km > FAR_KM ? `这个位置离本县有${doubt.km}公里，没有记。${WRITE_IT}` : null;
  }
  return doubt && `这个位置不在国内，没有记。${WRITE_IT}`;
}

/**
 * A place sent in the chat finds its problem as a photo does (`receiveChatPhotos`): the one whose card the sender pressed
 * last, else the one being filled in, the one just reported without a place, the one being handled; with none of these it
 * is kept, and the next problem form of that day begins with it. Where several fit, the sender is asked. It is a hint and
 * not more: the sender picks it on a map, and it proves nobody's presence. A message that was taken in before adds
 * nothing.
 *
 * One far from the county is not taken for a place of its river.
 *
 * @returns what to tell the sender
 */
export async function receivePlace(
  tx: Tx,
  { clock, policies }: { clock: Clock; policies: Policies },
  { messageId, sentAt, place }: Pick<ChatMessage, 'messageId' | 'sentAt'> & { place: Place },
  person: Person,
): Promise<string> {
  const refused = refusal(place);
  if (refused !== null) return refused;
  const at = clock.now();
  const all = await placeCandidates(tx, person, { policy: policies.current, at });
  const last = await touched(tx, person.id);
  const chosen = chooseCandidate(all, last);
  // The messenger's map in China gives GCJ-02; everything is stored as WGS84.
  const position = toPosition(Number(place.longitude), Number(place.latitude), 'GCJ-02');
  const name = Array.from(place.name.trim()).slice(0, MOST_NAME).join('');
  const { affected } = await tx.insert(
    SentPlace,
    {
      messageId,
      personId: person.id,
      name: name || null,
      lonE6: position.lonE6,
      latE6: position.latE6,
      subjectType: chosen?.subject.type ?? null,
      subjectId: chosen?.subject.id ?? null,
      side: chosen?.side ?? null,
      occurredAt: sentAt,
      recordedAt: at,
    },
    { ignore: true },
  );
  if (chosen && affected > 0) {
    await hintFromPlaces(tx, chosen.subject, chosen.side);
    const { type: subjectType, id: subjectId } = chosen.subject;
    audit(tx, { at, actor: `person:${person.id}`, subjectType, subjectId, action: 'problem.placed' });
  }
  const asking =
    rivalsOf(all, chosen, last).length > 0 &&
    (await askWhichMatter(tx, {
      type: 'place',
      personId: person.id,
      messageId,
      chosen: chosen?.subject ?? null,
      at,
    }));
  if (!chosen) {
    if (asking) return '收到位置，先替你存着。是哪件事的，看下面的卡片点一下。';
    return `收到位置，先替你存着。${await howToReport(tx, person.id, at)}`;
  }
  await redrawForPhoto(tx, chosen.subject, chosen.side, at);
  return `位置${name ? quoted(name) : ''}${chosen.said}`;
}

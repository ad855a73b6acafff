import { type Outfall, Reach } from '../../entities';
import { findOutfalls } from '../ledger';
import { mayTell, openComplaint, PHONE } from '../problem';
import { reachTitle } from '../roster';
import type { BotDeps } from './frame';
import { type Asker, sendFile } from './openings';
import { safe } from './said';

const MOST_WORDS = 1_000;
const MOST = 5;
const HOW =
  '登记投诉请这样发：投诉 排污口名称（或河段编号） 投诉的情况 电话。中间用空格隔开，没有电话可以不写。';

type Taking = Omit<Asker, 'deps'> & { deps: Pick<BotDeps, 'policies' | 'secrets'> };

/** Where a complaint is: an outfall, or a reach. */
interface Spot {
  name: string;
  reachId: number;
  outfallId: number | null;
}

const ofOutfall = ({ id, name, reachId }: Pick<Outfall, 'id' | 'name' | 'reachId'>): Spot => ({
  name,
  reachId,
  outfallId: id,
});
const ofReach = ({ id, code, river, name }: Reach): Spot => ({
  name: `${code} ${reachTitle({ river, reachName: name })}`,
  reachId: id,
  outfallId: null,
});

/** What somebody may mean: a reach by its code or whole name, an outfall, else reaches that have the words in them. */
async function spotsOf({ tx }: Taking, words: string): Promise<Spot[]> {
  const reaches = await tx.find(Reach, {}, { order: { code: 'ASC' } });
  const named = reaches.filter(({ code, name }) => code === words || name === words);
  if (named.length > 0) return named.map(ofReach);
  const outfalls = await findOutfalls(tx, words, 'all');
  if (outfalls.length > 0) return outfalls.map(ofOutfall);
  return reaches.filter(({ river, name }) => `${river}${name}`.includes(words)).map(ofReach);
}

/**
 * 投诉 in the chat: with a place and what was said, the form is opened with it; alone, the list of complaints comes as
 * a file. 县河长办 alone does either.
 *
 * @returns what to answer, or null when the form is on its way
 */
export async function takeComplaint(asker: Taking, said: string): Promise<string | null> {
  if (!mayTell(asker.roles)) return '投诉由县河长办登记，请把情况告诉县河长办。';
  if (said === '') {
    await sendFile(asker, 'complaintFile');
    return `投诉台账马上发给你，里面有电话，请不要外传。${HOW}`;
  }
  const phone = PHONE.exec(said)?.[0] ?? null;
  // The number is kept encrypted, and not in the words.
  const [place = '', ...rest] = said
    .replace(PHONE, ' ')
    .split(/[\s,，;；]+/)
    .filter(Boolean);
  const words = rest.join('，');
  if (words === '') return HOW;
  if (Array.from(words).length > MOST_WORDS) return `投诉的情况最多写${MOST_WORDS}个字，请改短一些再发。`;
  const spots = await spotsOf(asker, place);
  const [spot, ...others] = spots;
  if (!spot) return `没有找到“${safe(place.slice(0, 40))}”。${HOW}`;
  if (others.length > 0) {
    const listed = spots.slice(0, MOST).map(({ name }) => name);
    return `找到${spots.length}处，请用完整的名称或编号再发一次：\n${safe(listed.join('\n'))}`;
  }
  const { tx, deps, person, at } = asker;
  const { reachId, outfallId } = spot;
  await openComplaint(tx, deps, { reachId, outfallId, words, phone, personId: person.id, at });
  return null;
}

import { Reach } from '../../entities';
import { Fault } from '../core/errors';
import { enqueue } from '../core/outbox';
import { fold } from '../core/workbook';
import { findOutfalls } from '../ledger';
import { reachTitle } from '../roster';
import { applicantOf, type SettingPlace, standsFor } from '../setting';
import { mayHaveSettings } from './mayHave';
import { type Asker, sendFile, sendOwn } from './openings';
import { after, safe } from './said';

const MOST = 8;
const QUOTED = 40;

interface Spot {
  shown: string;
  place: SettingPlace;
}

/** What somebody may mean and apply for: a reach by its code or whole name, else outfalls, else reaches with the words. */
async function spotsOf(asker: Asker, words: string): Promise<Spot[]> {
  const { tx, deps, person, roles } = asker;
  const reaches = await tx.find(Reach, {}, { order: { code: 'ASC' } });
  const ofReach = ({ id, code, river, name }: Reach): Spot => ({
    shown: `${code} ${reachTitle({ river, reachName: name })}`,
    place: { reachId: id },
  });
  const named = reaches.filter(({ code, name }) => fold(code) === fold(words) || name === words).map(ofReach);
  const outfalls = (await findOutfalls(tx, words, 'all')).map(
    ({ id, internalCode, name }): Spot => ({
      shown: `${internalCode} ${name}`,
      place: { outfallId: id },
    }),
  );
  const like = reaches.filter(({ river, name }) => `${river}${name}`.includes(words)).map(ofReach);
  const allowed: Spot[] = [];
  const candidates = named.length > 0 ? named : outfalls.length > 0 ? outfalls : like;
  for (const spot of candidates) {
    try {
      await standsFor(tx, deps, { place: spot.place, person, roles });
      allowed.push(spot);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
  }
  return allowed;
}

/**
 * Sends the form for a new 设置申请.
 *
 * @returns what to answer instead, when it is not clear for what
 */
export async function beginSetting(asker: Asker, words: string): Promise<string | null> {
  const spots = await spotsOf(asker, words);
  const [spot, ...others] = spots;
  if (!spot) {
    return `在你能报的排污口和河段里没有找到“${safe(words.slice(0, QUOTED))}”。可以发“设置申请”加排污口名称、编号，或者河段编号。`;
  }
  if (others.length > 0) {
    const listed = spots.slice(0, MOST).map(({ shown }) => shown);
    return `找到${spots.length}处，请发“设置申请”加完整的编号：\n${safe(listed.join('\n'))}`;
  }
  const { tx, person, at } = asker;
  const { place } = spot;
  const subject =
    'outfallId' in place ? { type: 'outfall', id: place.outfallId } : { type: 'reach', id: place.reachId };
  await enqueue(tx, { kind: 'settingForm', subject, recipientId: person.id, messageClass: 'answer', at });
  return null;
}

/**
 * 设置申请: those under way; with an outfall or a reach, the form for a new one. 设置申请表 and 区划: as files.
 *
 * @returns a sentence to answer with, null when a card is on its way; undefined when it is nothing of this, or said by
 * somebody whose business it is not
 */
export async function settingWord(asker: Asker, text: string): Promise<string | null | undefined> {
  const { roles, deps } = asker;
  if (text === '区划' || text === '设置申请表') {
    if (!mayHaveSettings(roles)) return undefined;
    await sendFile(asker, text === '区划' ? 'zonesFile' : 'settingsFile');
    return text === '区划'
      ? '区划的表马上发给你，改好再发给我就能导入。'
      : '设置申请的表马上发给你：每件到哪一步、哪天办的、结果怎样。';
  }
  const said = /^设置申请(?<words>[\s\S]*)$/.exec(text)?.groups?.words;
  const applies = applicantOf(roles, deps.policies.current) !== null;
  if (said === undefined || !(applies || mayHaveSettings(roles))) return undefined;
  const words = after(said);
  if (words === '') {
    await sendOwn(asker, 'settings');
    return null;
  }
  return applies ? beginSetting(asker, words) : '设置申请由责任主体、镇、部门或分局来报。';
}

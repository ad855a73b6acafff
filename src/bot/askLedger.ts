import { type Outfall, Post, Reach, Unit } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { findOutfalls, type LedgerScope } from '../ledger';
import { reachesUnder } from '../roster';
import { ledgerTown } from './mayHave';
import { type Asker, sendFile } from './openings';
import { dayInWords } from './words';

const MOST = 8;

/** Words of others in a plain message: nothing in them may look like a tag of the messenger's. */
const safe = (text: string): string => text.replaceAll('<', '＜').replaceAll('>', '＞');

/** A chief sees the outfalls on the own reaches, a town its own, the office all. */
async function scopeOf({ tx, person, roles, deps, at }: Asker): Promise<LedgerScope> {
  const town = await ledgerTown(tx, person, roles, deps.policies.current);
  if (town === null) return 'all';
  const today = dayOf(at);
  const posts = await tx.find(Post, { personId: person.id });
  const held = posts.filter(({ fromDay, toDay }) => fromDay <= today && (toDay ?? today) >= today);
  const reaches = await Promise.all(held.map(({ reachId }) => reachesUnder(tx, reachId)));
  return { townIds: town === undefined ? [] : [town], reachIds: reaches.flat() };
}

/** What is known of one outfall, a line a fact; what is 待补 is left out. */
async function facts(reader: Reader, outfall: Outfall): Promise<string> {
  const [town, reach] = await Promise.all([
    reader.findOne(Unit, { id: outfall.townId }),
    reader.findOne(Reach, { id: outfall.reachId }),
  ]);
  const { class1, class2, class3, owner, ownerType, remedyDueDay } = outfall;
  const lines: [string, string | null | undefined][] = [
    ['编号', [outfall.internalCode, outfall.nationalCode].filter(Boolean).join('，')],
    [
      '位置',
      [town?.name, outfall.village, reach && `${reach.river} · ${reach.name}`].filter(Boolean).join('，'),
    ],
    ['类别', [...new Set([class1, class2, class3])].filter(Boolean).join(' · ')],
    ['责任主体', owner ? `${owner}（${ownerType}）` : ownerType],
    ['牵头部门', outfall.leadDepartment],
    ['溯源', outfall.tracing],
    ['整治', [outfall.remedyType, outfall.remedyStage].filter(Boolean).join('，')],
    ['整治期限', remedyDueDay && `${remedyDueDay.slice(0, 4)}年${dayInWords(remedyDueDay)}`],
    ['标识牌', outfall.sign],
    ['重点', outfall.isKey ? '是' : null],
  ];
  const told = lines.flatMap(([what, value]) => (value ? `${what}：${value}` : []));
  return safe([outfall.name, ...told].join('\n'));
}

const NONE_LEFT = '在你能看的台账里没有找到';

/** 台账 and a name or a code. @returns the answer in words */
async function outfallWords(asker: Asker, words: string): Promise<string> {
  const found = await findOutfalls(asker.tx, words, await scopeOf(asker));
  const [first] = found;
  if (!first)
    return `${NONE_LEFT}“${safe(words.slice(0, 40))}”。可以发“台账”加名称里的几个字，或者内部编号。`;
  if (found.length === 1) return facts(asker.tx, first);
  const listed = found.slice(0, MOST).map(({ internalCode, name }) => `${internalCode} ${name}`);
  const more = found.length > MOST ? `\n……还有${found.length - MOST}个` : '';
  return `找到${found.length}个，发“台账”加编号看其中一个：\n${safe(listed.join('\n'))}${more}`;
}

/** 台账: the table as a file; with a name or a code, what is known of that outfall. */
export async function askLedger(asker: Asker, words: string): Promise<string> {
  if (words !== '') return outfallWords(asker, words);
  const town = await ledgerTown(asker.tx, asker.person, asker.roles, asker.deps.policies.current);
  if (town === undefined) return '整张台账由县河长办、分局和各镇看。要看一个排污口，发“台账”加名称或编号。';
  await sendFile(asker, 'ledgerFile');
  return town === null ? '全县的台账马上发给你。' : '本镇的台账马上发给你。';
}

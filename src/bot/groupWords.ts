import { ChatGroup, type Unit } from '../../entities';
import { enqueue } from '../core/outbox';
import {
  draftPost,
  makeGroup,
  mayRunGroups,
  POST_LIMIT,
  postFault,
  STATE_WORDS,
  servedBy,
  townsOf,
} from '../groups';
import type { Asker } from './openings';
import { after, safe } from './said';

const HOW_TO_POST = `“发到群”后面接着写内容，最多${POST_LIMIT}个字。写好先给你看，你按了才发。`;
const NO_GROUPS = '还没有工作群。发“建群 县”建全县的，发“建群”加镇名建镇里的；已有群的，把我加进去就行。';
const WHOLE_COUNTY = ['县', '全县', '县工作群', 'county'];

const restOf = (word: RegExp, text: string): string | undefined => {
  const rest = word.exec(text)?.groups?.rest;
  return rest === undefined ? undefined : after(rest);
};

/**
 * What 县河长办 says about groups: 群, 建群, 发到群.
 *
 * @returns a sentence to answer with, null when a card is on its way; undefined when it is nothing of this, or said
 * by somebody whose groups are not
 */
export async function groupWord(asker: Asker, text: string): Promise<string | null | undefined> {
  if (!mayRunGroups(asker.roles)) return undefined;
  if (text === '群' || text === '工作群') return listGroups(asker);
  const place = restOf(/^建群(?<rest>[\s\S]*)$/, text);
  if (place !== undefined) return make(asker, place);
  const words = restOf(/^(?:发到群|发群)(?<rest>[\s\S]*)$/, text);
  return words === undefined ? undefined : post(asker, words);
}

async function post({ tx, person, at }: Asker, words: string): Promise<string | null> {
  if (words === '') return HOW_TO_POST;
  const fault = postFault(words);
  if (fault) return fault;
  await draftPost(tx, { words, personId: person.id, at });
  return null;
}

/** 全县 (null) or the town of that name; undefined when none or several are meant. */
export function unitNamed(towns: readonly Unit[], name: string): number | null | undefined {
  if (WHOLE_COUNTY.includes(name)) return null;
  const exact = towns.filter((town) => town.name === name || town.code === name);
  const found = exact.length > 0 ? exact : towns.filter((town) => town.name.includes(name));
  return found.length === 1 ? found[0]?.id : undefined;
}

async function make({ tx, deps, person, at }: Asker, place: string): Promise<string> {
  const towns = await townsOf(tx);
  const unitId = place === '' ? undefined : unitNamed(towns, place);
  if (unitId === undefined) {
    return `建哪个群？发“建群 县”，或“建群”加镇名：${safe(towns.map(({ name }) => name).join('、'))}。`;
  }
  const { fresh } = await makeGroup(tx, deps, { unitId, actor: `person:${person.id}`, at });
  return fresh
    ? '正在建群，好了发卡片告诉你。成员是花名册里的负责人和联络员。'
    : '这个群已经有了，不再建。发“群”看。';
}

/** One message's worth. */
const MOST = 30;
const MOST_CARDS = 5;

/** The list in words; those that can be decided come as their cards. */
async function listGroups({ tx, person, at }: Asker): Promise<string> {
  const groups = await tx.find(ChatGroup, {}, { order: { id: 'DESC' }, limit: MOST });
  if (groups.length === 0) return NO_GROUPS;
  const lines = await Promise.all(
    groups.map(async (group) => {
      const serves = await servedBy(tx, group);
      return `${safe(group.name)}：${STATE_WORDS[group.state]}${serves ? `，给${safe(serves)}用` : ''}`;
    }),
  );
  const open = groups.filter(({ state }) => state !== 'ended' && state !== 'out').slice(0, MOST_CARDS);
  for (const { id } of open) {
    const subject = { type: 'chatGroup', id };
    await enqueue(tx, { kind: 'chatGroup', subject, recipientId: person.id, messageClass: 'answer', at });
  }
  return lines.join('\n');
}

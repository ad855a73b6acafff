import { ChatGroup, type GroupState } from '../../entities';
import { unitNamed } from '../bot';
import type { App } from '../compose';
import type { Reader } from '../core/database';
import { Fault } from '../core/errors';
import type { Policy } from '../core/policy';
import { makeGroup, membersOf, STATE_WORDS, servedBy, townsOf } from '../groups';
import { postNames } from '../roster';
import type { Answer } from './say';

interface GroupLine {
  id: number;
  name: string;
  origin: ChatGroup['origin'];
  state: GroupState;
  /** 全县 or a town; null while nobody has decided. */
  serves: string | null;
  /** Why it could not be made. */
  why: string | null;
  /** Of a group that the bot made: how many it brought in, and who could not be brought, by post. */
  inside: number | null;
  missing: string[];
}

async function lineOf(reader: Reader, group: ChatGroup, policy: Policy): Promise<GroupLine> {
  const { id, name, origin, state, why } = group;
  const serves = await servedBy(reader, group);
  const common = { id, name, origin, state, serves, why };
  if (origin === 'added') return { ...common, inside: null, missing: [] };
  const { inside, missing } = await membersOf(reader, group, policy);
  const names = await postNames(reader, missing);
  return { ...common, inside, missing: missing.map((one) => names.get(one) ?? '') };
}

const say = ({ id, name, state, serves, why, inside, missing }: GroupLine): string =>
  [
    `${id}　${name}　${STATE_WORDS[state]}`,
    serves && `给${serves}用`,
    why,
    inside !== null && `拉进${inside}人`,
    missing.length > 0 && `拉不进：${missing.join('、')}`,
  ]
    .filter(Boolean)
    .join('　');

/** Every group the bot is or was in. */
export async function listGroups({ deps: { db, policies } }: App): Promise<Answer> {
  const groups = await db.read.find(ChatGroup, {}, { order: { id: 'ASC' } });
  const data = await Promise.all(groups.map((group) => lineOf(db.read, group, policies.current)));
  return { data, lines: data.length > 0 ? data.map(say) : ['还没有群'] };
}

/**
 * Makes the group of a town or of the county; one that is there is not made again.
 *
 * @throws Fault `input.invalid` when no such unit is known
 */
export async function createGroup(app: App, { unit }: { unit: string }): Promise<Answer> {
  const { db, policies, clock } = app.deps;
  const towns = await townsOf(db.read);
  const unitId = unitNamed(towns, unit);
  if (unitId === undefined) {
    const known = towns.map(({ name }) => name).join('、');
    throw new Fault('input.invalid', { what: `不认识“${unit}”，能用的有：county、${known}` });
  }
  const at = clock.now();
  const { id } = await db.transaction((tx) => makeGroup(tx, { policies }, { unitId, actor: 'cli', at }));
  await app.feishu.settle();
  const group = await db.read.findOne(ChatGroup, { id });
  if (!group) throw new Error(`group ${id} is gone`);
  const line = await lineOf(db.read, group, policies.current);
  return { data: line, lines: [say(line)], failed: line.state === 'failed' };
}

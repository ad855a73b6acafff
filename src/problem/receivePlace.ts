import { type Person, Problem } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import type { ChatMessage } from '../core/messages';
import { doubtOf, toPosition } from '../core/workbook';
import { touched } from './focus';
import { isHandled } from './lifecycle';

const MOST_NAME = 255;
const WRITE_IT = '具体在哪里，请写在问题的“具体位置”里。';

/** A name inside a plain message: nothing in it may look like a tag of the messenger's. */
const quoted = (name: string): string => `“${name.replaceAll('<', '＜').replaceAll('>', '＞')}”`;

/** The problem that the person is handling and touched last. */
async function handledNow(tx: Tx, personId: number): Promise<Problem | null> {
  const last = await touched(tx, personId);
  const problem = last?.type === 'problem' ? await tx.findOne(Problem, { id: last.id }) : null;
  return problem?.handlerId === personId && isHandled(problem.state) ? problem : null;
}

/**
 * A place sent in the chat is a hint to the one problem that the sender is filling in, else to the one whose 交办单 they
 * pressed last. Not more than that: the sender picks it on a map, and it proves nobody's presence.
 *
 * @returns what to tell the sender
 */
export async function receivePlace(
  tx: Tx,
  place: NonNullable<ChatMessage['place']>,
  person: Person,
  at: Date,
): Promise<string> {
  const [draft, other] = await tx.find(
    Problem,
    { finderId: person.id, state: 'draft' },
    { order: { id: 'DESC' }, limit: 2 },
  );
  const handled = draft ? null : await handledNow(tx, person.id);
  if (!draft && !handled)
    return '收到位置，但你没有正在填的问题，没有记。要报问题，就打开巡河任务点“发现问题”，再发位置。';
  if (other) return `收到位置，但你有几个问题都在填，分不清是哪一个的，没有记。${WRITE_IT}`;
  const [lon, lat] = [Number(place.longitude), Number(place.latitude)];
  if (!Number.isFinite(lon) || !Number.isFinite(lat) || doubtOf(lon, lat)?.kind === 'abroad') {
    return `这个位置不在国内，没有记。${WRITE_IT}`;
  }
  // The messenger's map in China gives GCJ-02; everything is stored as WGS84.
  const { lonE6, latE6 } = toPosition(lon, lat, 'GCJ-02');
  const name = Array.from(place.name.trim()).slice(0, MOST_NAME).join('');
  const deed = { at, actor: `person:${person.id}`, subjectType: 'problem', action: 'problem.placed' };
  if (!draft) {
    const id = handled?.id ?? 0;
    await tx.update(
      Problem,
      { id, state: ['assigned', 'accepted'] },
      { afterLonE6: lonE6, afterLatE6: latE6 },
    );
    audit(tx, { ...deed, subjectId: id });
    return `位置${name ? quoted(name) : ''}已记到你正在办的问题，核查时作参考。`;
  }
  await tx.update(
    Problem,
    { id: draft.id, state: 'draft' },
    { hintName: name || null, hintLonE6: lonE6, hintLatE6: latE6 },
  );
  audit(tx, { ...deed, subjectId: draft.id });
  return `位置${name ? quoted(name) : ''}已记到正在填的问题，只作参考。`;
}

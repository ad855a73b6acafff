import type { Photos } from '../../../cards/kit';
import {
  type RectificationTodo,
  type RectificationView,
  renderRectification,
} from '../../../cards/rectification';
import { HistoryEntry, Person, Unit } from '../../../entities';
import type { Calendar } from '../../core/calendar';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { type Policy, rectificationOf } from '../../core/policy';
import {
  actedIn,
  checklistOf,
  itemWords,
  needsPhotos,
  photoFlags,
  photosOfRound,
  type RectificationHands,
  type RectificationPhoto,
  readRectificationHands,
  readStanding,
  type Standing,
  signersOf,
} from '../../rectification';
import { postNames, serves } from '../../roster';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';

/** As many photos of one side as a card shows. */
const SHOWN = 3;

const shownOf = (photos: readonly RectificationPhoto[]) =>
  photos.filter(({ mediaId }) => mediaId !== null).slice(-SHOWN);
const photosView = (photos: readonly RectificationPhoto[]): Photos => ({
  count: photos.length,
  keys: shownOf(photos).flatMap(({ imageKey }) => imageKey ?? []),
});

/** What of it is this person's. */
function todoOf(
  { outfall, record }: Standing,
  person: Pick<Person, 'id'>,
  {
    hands,
    acted,
    photos,
  }: { hands: RectificationHands; acted: ReadonlySet<number>; photos: readonly RectificationPhoto[] },
): RectificationTodo {
  const { state, step, ask } = record;
  const asked = ask !== null && ask.refused === null;
  if (!hands.concerns(outfall, person)) return { kind: 'notYours' };
  if (state === 'applied') {
    const may =
      step !== null && signersOf(outfall, step, hands, record.signs ?? [], acted).includes(person.id);
    return may ? { kind: 'sign', step } : { kind: 'watch' };
  }
  if (state === 'closed' || state === 'settled') {
    if (!hands.lookers.includes(person.id)) return { kind: 'watch' };
    return { kind: state === 'closed' && record.lookBackDay !== null ? 'lookBack' : 'recur' };
  }
  if (asked && ask.byId !== person.id && hands.deciders(outfall).includes(person.id))
    return { kind: 'decide' };
  if (!hands.mayWork(outfall, person)) return { kind: 'watch' };
  const { open, known } = checklistOf(outfall);
  return {
    kind: 'work',
    open: open.map(({ key, words }) => ({ key, words })),
    known: known.map(({ words }) => words),
    needsPhotos: needsPhotos(outfall),
    canTurn: photos.length > 0 && new Set(photos.map(({ side }) => side)).size === 1,
    mayAsk: !asked && outfall.remedyDueDay !== null && needsPhotos(outfall),
  };
}

/** By when what is the reader's is due; of those who look on, the 整治 itself. */
function deadlineFor(
  { outfall, record }: Standing,
  todo: RectificationTodo,
  today: string,
  { policy, calendar }: { policy: Policy; calendar: Calendar },
) {
  const { stepWorkdays, lookBackWorkdays } = rectificationOf(policy);
  const after = (day: string | null, workdays: number) =>
    day === null ? null : deadlineOf(calendar, today, calendar.addWorkdays(day, workdays));
  switch (todo.kind) {
    case 'sign':
      return after(record.stepDay, stepWorkdays);
    case 'decide':
      return after(record.ask && dayOf(new Date(record.ask.at)), stepWorkdays);
    case 'lookBack':
      return after(record.lookBackDay, lookBackWorkdays);
    default:
      return record.state === 'working' && outfall.remedyDueDay !== null
        ? deadlineOf(calendar, today, outfall.remedyDueDay)
        : null;
  }
}

/** Those who signed and are there no more, in sentences: no office, another unit, or gone from the messenger. */
async function leftFlags(
  reader: Reader,
  { record }: Standing,
  names: ReadonlyMap<number, string>,
  today: string,
): Promise<string[]> {
  const signs = (record.signs ?? []).flatMap(({ personId, unitId }) =>
    personId === null ? [] : [{ personId, unitId }],
  );
  const people = await reader.find(Person, { id: signs.map(({ personId }) => personId) });
  const flags: string[] = [];
  for (const { personId, unitId } of signs) {
    const person = people.find(({ id }) => id === personId);
    const why =
      !person || !(await serves(reader, personId, today))
        ? '已经不在岗'
        : person.unitId !== unitId
          ? '已经调到别的单位'
          : person.openId === null
            ? '在飞书里找不到了'
            : null;
    if (why !== null) flags.push(`签过字的${names.get(personId) ?? '一位'}${why}，请核实。`);
  }
  return flags;
}

/** 整治 of one outfall, to each whom it concerns with what is theirs to do. */
export const rectification: Presenter = async (
  { policies, calendar },
  reader,
  { subject, recipient, at },
) => {
  const standing = await readStanding(reader, subject.id);
  if (!standing) return null;
  const { outfall, record } = standing;
  const policy = policies.current;
  const today = dayOf(at);
  const [photos, hands, acted, town] = await Promise.all([
    photosOfRound(reader, standing),
    readRectificationHands(reader, policy),
    actedIn(reader, standing),
    reader.findOne(Unit, { id: outfall.townId }),
  ]);
  const todo = todoOf(standing, recipient, { hands, acted, photos });
  const { signs, ask, step } = record;
  const next = record.state === 'applied' && step !== null ? step : null;
  const turn = next === null ? [] : signersOf(outfall, next, hands, signs ?? [], acted);
  const names = await postNames(reader, [
    record.progressById,
    record.returnedById,
    ask?.byId ?? null,
    ask?.refused?.byId ?? null,
    turn[0] ?? null,
    ...(signs ?? []).map(({ personId }) => personId),
  ]);
  const units = new Map(
    (await reader.find(Unit, { id: (signs ?? []).flatMap(({ unitId }) => unitId ?? []) })).map((unit) => [
      unit.id,
      unit.name,
    ]),
  );
  const named = (id: number | null): string => (id === null ? null : names.get(id)) ?? '';
  const { actedFor } = hands.responsible(outfall);
  const before = photos.filter(({ side }) => side === 'before');
  const after = photos.filter(({ side }) => side === 'after');
  const judged = todo.kind === 'sign';
  const returnedOn = record.returnReason === null ? null : await returnedDay(reader, record.id);
  const view: RectificationView = {
    id: outfall.id,
    version: record.version,
    today,
    outfall: outfall.name,
    town: town?.name ?? '',
    type: outfall.remedyType,
    measure: outfall.remedyMeasure,
    lead: outfall.leadDepartment,
    stage: record.state,
    deadline: deadlineFor(standing, todo, today, { policy, calendar }),
    progress: record.progressAt && {
      by: named(record.progressById),
      on: dayOf(record.progressAt),
      words: record.progress ?? '',
    },
    photos: { before: photosView(before), after: photosView(after) },
    returned:
      record.state === 'working' && record.returnReason !== null && returnedOn
        ? {
            why: returnedOn.action === 'recurred' ? '复排' : '退回',
            by: named(record.returnedById),
            on: returnedOn.day,
            words: record.returnReason,
          }
        : null,
    ask: ask && {
      until: ask.day,
      by: named(ask.byId),
      on: dayOf(new Date(ask.at)),
      words: ask.reason,
      refused: ask.refused && {
        by: named(ask.refused.byId),
        on: dayOf(new Date(ask.refused.at)),
        words: ask.refused.reason,
      },
    },
    signs: (signs ?? []).map((sign) => ({
      step: sign.step,
      how: sign.how,
      who: sign.personId === null ? (units.get(sign.unitId ?? 0) ?? '') : named(sign.personId),
      on: dayOf(new Date(sign.at)),
      words: sign.words,
    })),
    waiting: next && { step: next, who: named(turn[0] ?? null) || next },
    checks:
      record.state === 'working'
        ? []
        : (record.checks ?? []).map(({ key, done }) => ({ words: itemWords(key), done })),
    flags: judged
      ? [
          ...(await photoFlags(reader, standing, photos)),
          ...(await leftFlags(reader, standing, names, today)),
        ]
      : [],
    actingFor: todo.kind === 'work' && actedFor ? outfall.owner : null,
    todo,
  };
  const pictures =
    todo.kind === 'notYours'
      ? []
      : [...shownOf(before), ...shownOf(after)].flatMap(({ mediaId, imageKey }) =>
          mediaId !== null && imageKey === null ? [mediaId] : [],
        );
  return { card: renderRectification(view), pictures };
};

/** When it came back, and whether by 退回 or 复排. */
async function returnedDay(
  reader: Reader,
  recordId: number,
): Promise<{ day: string; action: string } | null> {
  const [entry] = await reader.find(
    HistoryEntry,
    { subjectType: 'rectification', subjectId: recordId, action: ['returned', 'recurred'] },
    { order: { version: 'DESC' }, limit: 1 },
  );
  return entry ? { day: dayOf(entry.at), action: entry.action } : null;
}

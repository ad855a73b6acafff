import type { CloseOutSign, CloseOutStep, ExtensionAsk, RectificationState } from '../../entities';
import type { Calendar } from '../core/calendar';
import { marks, type Reader } from '../core/database';
import { dayOf } from '../core/days';
import { type Policy, rectificationOf } from '../core/policy';
import { signersOf } from './applyCloseOut';
import { type RectificationHands, readRectificationHands } from './hands';
import { stateOf } from './lifecycle';
import { STEP_WORDS } from './words';

/** What waits for somebody about an outfall: its 整治, a signature, a decision about 延期, 回头看. */
export interface OpenRectification {
  outfallId: number;
  version: number;
  name: string;
  townId: number;
  duty: 'rectify' | 'sign' | 'extend' | 'lookBack';
  title: string;
  dueDay: string;
  /** Day since which it waits for these people; null when it always did. */
  since: string | null;
  responsible: number[];
  actedFor: boolean;
  /** Whether it is the town's to do. */
  ofTown: boolean;
  baseline: boolean;
  clears: string;
}

interface Row {
  id: number;
  version: number;
  name: string;
  townId: number;
  owner: string | null;
  creditCode: string | null;
  ownerType: string;
  leadDepartment: string | null;
  remedyDueDay: string | null;
  remedyStage: string | null;
  baselineDay: string | null;
  state: RectificationState | null;
  step: CloseOutStep | null;
  stepDay: string | null;
  signs: string | null;
  ask: string | null;
  lookBackDay: string | null;
}

/** Who sent the photos of the end, by outfall. */
async function readActed(reader: Reader, outfallIds: readonly number[]): Promise<Map<number, Set<number>>> {
  const acted = new Map<number, Set<number>>();
  if (outfallIds.length === 0) return acted;
  const rows = await reader.query<{ outfallId: number; personId: number }>(
    `SELECT DISTINCT p.subjectId AS outfallId, p.personId FROM photo p JOIN rectification r ON r.outfallId = p.subjectId
      WHERE p.subjectType = 'outfall' AND p.side = 'after' AND p.state <> 'lost'
        AND (r.roundAt IS NULL OR p.recordedAt >= r.roundAt) AND p.subjectId IN (${marks(outfallIds)})`,
    [...outfallIds],
  );
  for (const { outfallId, personId } of rows) {
    acted.set(outfallId, (acted.get(outfallId) ?? new Set()).add(personId));
  }
  return acted;
}

/** Everything that waits, or what of `ids` does, in the order of the outfalls. */
export async function openRectifications(
  reader: Reader,
  { policy, calendar }: { policy: Policy; calendar: Calendar },
  { today, ids }: { today: string; ids?: readonly number[] },
): Promise<OpenRectification[]> {
  if (ids?.length === 0) return [];
  const rows = await reader.query<Row>(
    `SELECT o.id, o.version, o.name, o.townId, o.owner, o.creditCode, o.ownerType, o.leadDepartment, o.remedyDueDay,
            o.remedyStage, o.baselineDay, r.state, r.step, r.stepDay, r.signs, r.ask, r.lookBackDay
       FROM outfall o LEFT JOIN rectification r ON r.outfallId = o.id
      WHERE (((o.remedyStage IS NULL OR o.remedyStage <> '完成整治')
              AND ((o.remedyDueDay IS NOT NULL AND (o.remedyType IS NULL OR o.remedyType <> '无需整治'))
                   OR r.state = 'applied'))
          OR (o.remedyStage = '完成整治' AND r.state = 'closed' AND r.lookBackDay <= ?))
        ${ids ? `AND o.id IN (${marks(ids)})` : ''} ORDER BY o.id`,
    [today, ...(ids ?? [])],
  );
  if (rows.length === 0) return [];
  const hands = await readRectificationHands(reader, policy);
  const applied = rows.filter((row) => stateOf(row, row.state && { state: row.state }) === 'applied');
  const acted = await readActed(
    reader,
    applied.map(({ id }) => id),
  );
  return rows.map((row) => openOf(row, { hands, acted, policy, calendar }));
}

function openOf(
  row: Row,
  grounds: {
    hands: RectificationHands;
    acted: ReadonlyMap<number, Set<number>>;
    policy: Policy;
    calendar: Calendar;
  },
): OpenRectification {
  const { hands, acted, policy, calendar } = grounds;
  const rules = rectificationOf(policy);
  const { id: outfallId, version, name, townId } = row;
  const common = { outfallId, version, name, townId, actedFor: false, ofTown: false, baseline: false };
  const state = stateOf(row, row.state && { state: row.state });
  if (state === 'closed') {
    const since = row.lookBackDay ?? '';
    return {
      ...common,
      duty: 'lookBack',
      title: `回头看：${name}`,
      dueDay: calendar.addWorkdays(since, rules.lookBackWorkdays),
      since,
      responsible: hands.lookers,
      clears: '看有没有复排',
    };
  }
  if (state === 'applied' && row.step !== null) {
    const since = row.stepDay ?? '';
    const signs = JSON.parse(row.signs ?? '[]') as CloseOutSign[];
    return {
      ...common,
      duty: 'sign',
      title: `销号${STEP_WORDS[row.step]}：${name}`,
      dueDay: calendar.addWorkdays(since, rules.stepWorkdays),
      since,
      responsible: signersOf(row, row.step, hands, signs, acted.get(outfallId) ?? new Set()),
      ofTown: row.step === '镇',
      clears: `${STEP_WORDS[row.step]}通过或退回`,
    };
  }
  const ask = row.ask === null ? null : (JSON.parse(row.ask) as ExtensionAsk | null);
  if (ask && ask.refused === null) {
    const since = dayOf(new Date(ask.at));
    return {
      ...common,
      duty: 'extend',
      title: `整治延期待批复：${name}`,
      dueDay: calendar.addWorkdays(since, rules.stepWorkdays),
      since,
      responsible: hands.deciders(row).filter((id) => id !== ask.byId),
      clears: '同意或不同意延期',
    };
  }
  const { people, actedFor } = hands.responsible(row);
  return {
    ...common,
    duty: 'rectify',
    title: `排污口整治：${name}`,
    dueDay: row.remedyDueDay ?? '',
    since: null,
    responsible: people,
    actedFor,
    ofTown: true,
    baseline: row.baselineDay !== null,
    clears: '整治好并销号',
  };
}

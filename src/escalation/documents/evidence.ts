import {
  LadderCase,
  type LadderDocument,
  LadderDocumentCase,
  type LadderEvidence,
  type LadderMatterType,
  type Rung,
} from '../../../entities';
import { instantOf, marks, type Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import { percentOf, readGroups, sumOf } from '../../rectification';
import { postNames } from '../../roster';
import type { Deps } from '../deps';
import { type Matter, openMatters } from '../matters';
import { whoOf } from '../queries';
import { keyOf, overdueWorkdays } from '../rules';

type ReadDeps = Pick<Deps, 'policies' | 'calendar'>;

/** What ends by the ladder's own judgement, or a person's, and by nothing that is done to one matter. */
const SUMMED: readonly LadderMatterType[] = ['missedPatrols', 'behindPlan', 'suspicion'];

const CLEARS: Partial<Record<LadderMatterType, string>> = {
  missedPatrols: '按期巡河',
  behindPlan: '整治进度赶上计划',
};

/** The open matters that the cases are about, by their key. */
async function openOf(
  reader: Reader,
  deps: ReadDeps,
  cases: readonly Pick<LadderCase, 'matterType' | 'matterId'>[],
  today: string,
): Promise<Map<string, Matter>> {
  const only = cases.map(({ matterType: type, matterId: id }) => ({ type, id }));
  if (only.length === 0) return new Map();
  const open = await openMatters(reader, deps, { today, only });
  return new Map(open.map((matter) => [keyOf(matter), matter]));
}

const matterOf = (open: ReadonlyMap<string, Matter>, one: Pick<LadderCase, 'matterType' | 'matterId'>) =>
  open.get(keyOf({ type: one.matterType, id: one.matterId }));

/**
 * Of these cases those whose cause is still there: the case runs, and what it is about is open and overdue. What is
 * seen over several matters is cleared by the ladder's own pass alone.
 */
export async function stillDue(
  reader: Reader,
  deps: ReadDeps,
  caseIds: readonly number[],
  today: string,
): Promise<Set<number>> {
  const cases = (await reader.find(LadderCase, { id: caseIds })).filter(({ state }) => state !== 'cleared');
  const open = await openOf(reader, deps, cases, today);
  const due = cases.filter((one) => {
    if (SUMMED.includes(one.matterType)) return true;
    const matter = matterOf(open, one);
    return matter !== undefined && matter.dueDay < today;
  });
  return new Set(due.map(({ id }) => id));
}

/**
 * What is known of the cases now, in the order given; those whose matter is open no longer are left out.
 */
export async function readEvidence(
  reader: Reader,
  deps: ReadDeps,
  cases: readonly LadderCase[],
  today: string,
): Promise<LadderEvidence[]> {
  const open = await openOf(reader, deps, cases, today);
  const names = await postNames(
    reader,
    [...open.values()].map(({ responsible }) => responsible[0] ?? null),
  );
  const steps = await stepsOf(
    reader,
    cases.map(({ id }) => id),
  );
  const behind = await planFigures(reader, deps, cases, today);
  return cases.flatMap((one): LadderEvidence[] => {
    const { id: caseId, matterType, matterId, title, sinceDay, rung, unitId } = one;
    const matter = matterOf(open, one);
    if (!matter && !SUMMED.includes(matterType)) return [];
    return [
      {
        caseId,
        matterType,
        matterId,
        title: matter?.title ?? title,
        who: matter ? whoOf(matter, names) : '',
        sinceDay,
        overdueWorkdays: matter ? overdueWorkdays(matter.dueDay, today, deps.calendar) : 0,
        rung,
        steps: steps.get(caseId) ?? [],
        figures: matterType === 'behindPlan' ? (behind.get(unitId) ?? []) : [],
        clears: matter?.clears ?? CLEARS[matterType] ?? '',
      },
    ];
  });
}

/** 整治完成率 against what the plan has for today, of the units that are behind it. */
async function planFigures(
  reader: Reader,
  { policies }: ReadDeps,
  cases: readonly LadderCase[],
  today: string,
): Promise<Map<number, LadderEvidence['figures']>> {
  const units = new Set(
    cases.filter(({ matterType }) => matterType === 'behindPlan').map(({ unitId }) => unitId),
  );
  if (units.size === 0) return new Map();
  const groups = groupBy(await readGroups(reader, policies.current, { today }), ({ townId }) => townId);
  return new Map(
    [...units].map((unitId) => {
      const { total, done, due } = sumOf(groups.get(unitId) ?? [], 0);
      const value = `${percentOf(done, total)}%`;
      return [unitId, [{ label: '整治完成率', value, expected: `${percentOf(due, total)}%` }]];
    }),
  );
}

/** When each case reached each rung: of 通报 and above the day it was issued. */
async function stepsOf(reader: Reader, caseIds: number[]): Promise<Map<number, LadderEvidence['steps']>> {
  if (caseIds.length === 0) return new Map();
  const reminded = await reader.query<{ caseId: number; data: string }>(
    `SELECT subjectId AS caseId, data FROM history_entry
      WHERE subjectType = 'ladder' AND action = 'reminded' AND subjectId IN (${marks(caseIds)}) ORDER BY version`,
    caseIds,
  );
  const issued = await reader.query<{ caseId: number; rung: number; at: unknown }>(
    `SELECT l.caseId, d.rung, MIN(d.signedAt) AS at FROM ladder_document_case l
       JOIN ladder_document d ON d.id = l.documentId
      WHERE l.droppedAt IS NULL AND d.signedAt IS NOT NULL AND l.caseId IN (${marks(caseIds)})
      GROUP BY l.caseId, d.rung ORDER BY d.rung`,
    caseIds,
  );
  const steps = [
    ...reminded.map(({ caseId, data }) => ({
      caseId,
      step: { rung: 1 as Rung, day: (JSON.parse(data) as { day: string }).day },
    })),
    ...issued.map(({ caseId, rung, at }) => ({
      caseId,
      step: { rung: Number(rung) as Rung, day: dayOf(instantOf(at)) },
    })),
  ];
  return new Map(
    [...groupBy(steps, ({ caseId }) => caseId)].map(([caseId, own]) => [caseId, own.map(({ step }) => step)]),
  );
}

/** The lines of a document that nothing has cleared, in the order in which they were drafted. */
export const linesOf = (reader: Reader, { id }: Pick<LadderDocument, 'id'>): Promise<LadderDocumentCase[]> =>
  reader.find(LadderDocumentCase, { documentId: id, droppedAt: null }, { order: { id: 'ASC' } });

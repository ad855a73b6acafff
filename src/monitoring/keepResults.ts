import { Exceedance, Measurement, type Outfall, OutfallLimit } from '../../entities';
import { audit } from '../core/audit';
import type { Reader, Tx } from '../core/database';
import { addDays, dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { groupBy } from '../core/groupBy';
import { enqueueMany, refreshCards } from '../core/outbox';
import { findingsOf, monitoringOf } from '../core/policy';
import { readOutfallHands, WATCHERS } from '../outfallTask';
import { openProblem, type ProblemDeps } from '../problem';
import { acting, peopleWith } from '../roster';
import { limitWords, readingWords } from './items';
import { inOrder, type judged } from './rules';

/** What tells one sample from another. */
export type SampleKey = Pick<Measurement, 'outfallId' | 'sampledDay' | 'sampledTime' | 'method'>;

/** A result as it was typed or imported. */
export type Result = SampleKey &
  Pick<Measurement, 'item' | 'valueE4' | 'below' | 'lab' | 'sampler' | 'reportNo'>;
export type JudgedResult = ReturnType<typeof judged<Result>>;

export const sampleKey = ({ outfallId, sampledDay, sampledTime, method }: SampleKey): string =>
  [outfallId, sampledDay, sampledTime, method].join(' ');

/** Who hears of an exceedance beside the responsible party: 分局; where it has nobody, 县河长办. */
export const watchersOf = async (reader: Reader) =>
  acting(await Promise.all(WATCHERS.map((role) => peopleWith(reader, { roles: [role] }))));

export interface Kept {
  /** Stored for the first time. */
  fresh: readonly JudgedResult[];
  /** Typed again with another value: the row's id and what it says now. */
  corrected: readonly (JudgedResult & { id: number })[];
  outfalls: ReadonlyMap<
    number,
    Pick<Outfall, 'id' | 'name' | 'reachId' | 'townId' | 'owner' | 'creditCode' | 'ownerType'>
  >;
  at: Date;
  /** As in the audit. */
  actor: string;
  /** Who brought it in; null for the command line, and then 分局 counts as the finder. */
  personId: number | null;
}

/** How a 超标 one goes to whom. */
export interface Told {
  /** Samples that are 超标 or 疑似. */
  confirmed: number;
  suspected: number;
}

/**
 * Stores results as they were judged. A confirmed exceedance of a sample that is not long past is told to the
 * responsible party (its town's liaison where it has nobody) and to 分局, and becomes a problem, which raises the
 * reach's risk until it is closed; a 疑似 one is told to 分局 alone.
 *
 * @throws Fault `press.form` when nobody is there who could be told
 */
export async function keepResults(tx: Tx, deps: ProblemDeps, kept: Kept): Promise<Told> {
  const { fresh, corrected, at, actor } = kept;
  const policyVersion = deps.policies.current.version;
  await tx.insert(
    Measurement,
    fresh.map((one) => ({ ...one, recordedAt: at, recordedBy: actor, policyVersion })),
  );
  for (const { id, ...set } of corrected) {
    await tx.update(Measurement, { id }, { ...set, recordedAt: at, recordedBy: actor, policyVersion });
  }
  audit(tx, {
    at,
    actor,
    action: 'monitoring.recorded',
    subjectType: 'monitoring',
    subjectId: null,
    detail: {
      created: fresh.length,
      corrected: corrected.map(({ id, item, valueE4 }) => ({ id, item, valueE4 })),
    },
  });
  const since = addDays(dayOf(at), -monitoringOf(deps.policies.current).noticeDays);
  const bad = [...fresh, ...corrected].filter(
    ({ verdict, sampledDay }) => sampledDay >= since && (verdict === 'over' || verdict === 'suspected'),
  );
  return tell(tx, deps, bad, kept);
}

async function tell(
  tx: Tx,
  deps: ProblemDeps,
  bad: readonly JudgedResult[],
  { outfalls, at, actor, personId }: Kept,
): Promise<Told> {
  const told: Told = { confirmed: 0, suspected: 0 };
  if (bad.length === 0) return told;
  const watchers = await watchersOf(tx);
  const finderId = personId ?? watchers[0]?.id;
  if (finderId === undefined) {
    throw new Fault('press.form', { what: '有超标的，可花名册里没有分局也没有县河长办的人，没人接超标告知' });
  }
  const hands = await readOutfallHands(tx, deps.policies.current);
  for (const [outfallId, results] of groupBy(bad, (one) => one.outfallId)) {
    const outfall = outfalls.get(outfallId);
    if (!outfall) throw new Error(`a result of an unknown outfall ${outfallId}`);
    const over = results.filter(({ verdict }) => verdict === 'over');
    const problemId =
      over.length > 0 ? await openFor(tx, deps, { outfall, over, finderId, at, actor }) : null;
    for (const [, sample] of groupBy(results, sampleKey)) {
      const confirmed = sample.some(({ verdict }) => verdict === 'over');
      told[confirmed ? 'confirmed' : 'suspected'] += 1;
      const id = await notice(tx, sample, { confirmed, problemId: confirmed ? problemId : null, at, actor });
      const party = confirmed ? hands.of(outfall).people : [];
      const recipients = new Set([...party, ...watchers.map((one) => one.id)]);
      await enqueueMany(
        tx,
        [...recipients].map((recipientId) => ({
          kind: 'exceedance',
          subject: { type: 'exceedance', id },
          recipientId,
          messageClass: 'task',
          at,
        })),
      );
      await refreshCards(tx, { subject: { type: 'exceedance', id }, at });
    }
  }
  return told;
}

/** The sample's 超标告知; one that is known already (a corrected result) says what is so now. @returns its id */
async function notice(
  tx: Tx,
  sample: readonly JudgedResult[],
  {
    confirmed,
    problemId,
    at,
    actor,
  }: { confirmed: boolean; problemId: number | null; at: Date; actor: string },
): Promise<number> {
  const [first] = sample;
  if (!first) throw new Error('a notice of nothing');
  const { outfallId, sampledDay, sampledTime, method } = first;
  const key = { outfallId, sampledDay, sampledTime, method };
  const known = await tx.findOne(Exceedance, key);
  const id =
    known?.id ?? (await tx.insert(Exceedance, { ...key, confirmed, problemId, createdAt: at })).firstId;
  if (known) await tx.update(Exceedance, { id }, { confirmed, problemId: problemId ?? known.problemId });
  await tx.update(Measurement, { ...key, item: sample.map(({ item }) => item) }, { exceedanceId: id });
  const action = confirmed ? 'exceedance.confirmed' : 'exceedance.suspected';
  audit(tx, { at, actor, action, subjectType: 'exceedance', subjectId: id, detail: { ...key, problemId } });
  return id;
}

const GROUP = '排污口';
const KIND = '超标排放';

/** @returns the problem that it is from now on, or the one that is open there already */
async function openFor(
  tx: Tx,
  deps: ProblemDeps,
  {
    outfall,
    over,
    finderId,
    at,
    actor,
  }: {
    outfall: Pick<Outfall, 'id' | 'name' | 'reachId'>;
    over: readonly JudgedResult[];
    finderId: number;
    at: Date;
    actor: string;
  },
): Promise<number> {
  const policy = deps.policies.current;
  const group = findingsOf(policy).groups.find(({ name }) => name === GROUP);
  const { problem } = await openProblem(tx, deps, {
    source: 'exceedance',
    reachId: outfall.reachId,
    outfall,
    place: null,
    category: GROUP,
    // A county that names its kinds otherwise gets the group alone.
    ...(group?.kinds.includes(KIND) && { kind: KIND }),
    seriousness: monitoringOf(policy).seriousness,
    words: wordsOf(over),
    personId: finderId,
    at,
    actor,
  });
  return problem.mergedIntoId ?? problem.id;
}

const MOST = 12;

/** 化学需氧量 65 mg/L（限值 40），氨氮 3.1 mg/L（限值 2）；2026-11-20采样，实验室. */
function wordsOf(over: readonly JudgedResult[]): string {
  const items = inOrder(over)
    .slice(0, MOST)
    .map((one) => `${readingWords(one)}（${limitWords(one)}）`);
  const [first] = over;
  const days = [...new Set(over.map(({ sampledDay }) => sampledDay))].sort();
  const lab = first?.lab ? `，${first.lab}` : '';
  return `监测超标：${items.join('，')}${over.length > MOST ? '等' : ''}；${days.slice(0, 5).join('、')}采样，${first?.method}${lab}`;
}

/** The own limits of these outfalls. */
export const ownLimits = (reader: Reader, outfallIds: readonly number[]): Promise<OutfallLimit[]> =>
  reader.find(OutfallLimit, { outfallId: [...outfallIds] }, { order: { id: 'ASC' } });

import {
  LadderCase,
  type LadderDocument,
  type LadderMatterType,
  type MatterRef,
  type UnitType,
} from '../../../entities';
import { instantOf, JOB_PATIENCE, sqlInstant, type Tx } from '../../core/database';
import { addDays, dayOf } from '../../core/days';
import { historyMany } from '../../core/history';
import { enqueueMany } from '../../core/outbox';
import { recall, remember } from '../../core/state';
import { takeTurn } from '../../core/turn';
import { officeHands } from '../../roster';
import type { Deps } from '../deps';
import { type Matter, openMatters } from '../matters';
import { keyOf, lags } from '../rules';
import { type Case, type Change, LADDER, LADDER_TURN, type Note, withEvents, writeDown } from './cases';
import { rowOf } from './lifecycle';
import { frozenRules } from './noteEvents';
import { casesOfOutfalls } from './ofOutfalls';
import { advance, type FrozenRules, type Standing } from './rules';
import { readStandings } from './standings';

/*
 * The daily pass over the ladder, after 滞后提醒: cases begin with what lags, go on, stand still and are cleared as of
 * one instant, whatever was missed before it. What happens by itself ends at 提醒; what is due above it is drafted by
 * `documents`, and waits for a person.
 */

const JOB = 'job:ladder';
/** The instant at which the ladder began to work here: what was found 弄虚作假 before it is not taken up. */
const SINCE = 'ladder.since';

/** A draft that is due. */
export interface Due {
  caseId: number;
  unitId: number;
  rung: LadderDocument['rung'];
  issuer: LadderDocument['issuer'];
}

/** Writes the drafts of 通报, 约谈 and 督查. */
export interface Documents {
  /** What is due on one rung, for one unit, day and issuer becomes one document; done again it adds nothing. @returns how many */
  draft(tx: Tx, deps: Deps, asked: { at: Date; due: readonly Due[] }): Promise<number>;
}

export interface LadderDeps extends Deps {
  /** Null: nobody writes drafts yet, and what is due waits for its issuer. */
  documents: Documents | null;
}

/** @returns how many cases began or changed */
export async function climb(deps: LadderDeps, at: Date): Promise<number> {
  const today = dayOf(at);
  return deps.db.transaction(async (tx) => {
    await takeTurn(tx, LADDER_TURN, at);
    const known = await openCases(tx);
    const matters = await mattersOf(tx, deps, known, today);
    const begun = await begin(tx, deps, matters, known, at);
    const cases = [...known, ...begun];
    if (cases.length === 0) return 0;
    const rulesOf = await frozenRules(deps, cases);
    const standings = await readStandings(tx, deps, cases, matters, { today, rulesOf });
    const moving = cases.filter((row) => !isQuiet(row, standings.get(row.id) as Standing, today));
    const changes: Change[] = [];
    const due: { row: LadderCase; rung: Due['rung'] }[] = [];
    const fresh = new Set(begun.map(({ id }) => id));
    const old = await withEvents(
      tx,
      moving.filter(({ id }) => !fresh.has(id)),
    );
    const young = moving
      .filter(({ id }) => fresh.has(id))
      .map((row): Case => ({ row, events: [{ what: 'began', day: today }] }));
    for (const one of [...old, ...young]) {
      const { added, next } = advance(
        standings.get(one.row.id) as Standing,
        one.events,
        rulesOf(one.row),
        deps.calendar,
        today,
      );
      const notes = added.map((event): Note => ({ event, actor: JOB }));
      changes.push({ row: one.row, events: [...one.events, ...added], notes, next });
      if (next.is === 'step') due.push({ row: one.row, rung: next.rung });
    }
    const changed = await writeDown(tx, changes, at);
    await askOffice(tx, changes, at);
    // Nobody is handed a draft on a day of rest.
    if (due.length > 0 && deps.documents && deps.calendar.isWorkday(today)) {
      const ofOutfalls = await casesOfOutfalls(
        tx,
        due.map(({ row }) => row),
      );
      const asked = due.map(({ row, rung }) => dueOf(row, rung, rulesOf(row), ofOutfalls));
      await deps.documents.draft(tx, deps, { at, due: asked });
    }
    return begun.length + changed;
  }, JOB_PATIENCE);
}

/** 县河长办 judges whether a matter that a 约谈 did not mend is 突出问题; without a tick nothing comes of it. */
async function askOffice(tx: Tx, changes: readonly Change[], at: Date): Promise<void> {
  const asked = changes.filter(({ notes }) => notes.some(({ event }) => event.what === 'judge'));
  if (asked.length === 0) return;
  const office = await officeHands(tx);
  await enqueueMany(
    tx,
    asked.flatMap(({ row }) =>
      office.map(({ id }) => ({
        kind: 'ladderJudge' as const,
        subject: { type: LADDER, id: row.id },
        recipientId: id,
        messageClass: 'task' as const,
        at,
      })),
    ),
  );
}

/** What lags, and what cases are about although its day is still to come. The rest of what is open is not read. */
async function mattersOf(tx: Tx, deps: Deps, known: readonly LadderCase[], today: string): Promise<Matter[]> {
  const overdue = await openMatters(tx, deps, { today, overdue: true });
  const read = new Set(overdue.map(keyOf));
  const only = known
    .map(({ matterType, matterId }) => ({ type: matterType as MatterRef['type'], id: matterId }))
    .filter((ref) => !read.has(keyOf(ref)));
  return only.length === 0 ? overdue : [...overdue, ...(await openMatters(tx, deps, { today, only }))];
}

const openCases = (tx: Tx): Promise<LadderCase[]> =>
  tx.find(LadderCase, { state: ['running', 'stopped'] as LadderCase['state'][] }, { order: { id: 'ASC' } });

function dueOf(
  { id: caseId, unitId }: LadderCase,
  rung: Due['rung'],
  rules: FrozenRules,
  ofOutfalls: ReadonlySet<number>,
): Due {
  const issuers = {
    2: ofOutfalls.has(caseId) ? rules.circulateBy.outfall : rules.circulateBy.other,
    3: rules.interviewBy,
    4: rules.superviseBy,
  };
  return { caseId, unitId, rung, issuer: issuers[rung] };
}

/**
 * Whether nothing can come of looking at it: its columns say already how it stands, and its day has not come. So a
 * county's ordinary day reads the histories of a few cases only.
 */
export function isQuiet(row: LadderCase, standing: Standing, today: string): boolean {
  if (!standing.there || standing.judged || standing.missed || standing.gaps || row.rung === 0) return false;
  if (row.rung === 3 || (standing.straight !== null && standing.straight > row.rung)) return false;
  const waits = row.nextDay === null || row.nextDay > today;
  if (row.state === 'stopped') {
    const [stop, ...more] = standing.stops;
    const approved = row.stoppedFor === 'explained' || row.stoppedFor === 'extension';
    if (approved && stop === undefined) return waits;
    const same = stop !== undefined && stop.why === row.stoppedFor && stop.to === row.stoppedUntil;
    return waits && same && more.length === 0;
  }
  if (row.waitsFor === 'issuer' || row.waitsFor === 'signer') return false;
  return waits && standing.stops.length === 0;
}

interface Cause {
  unitId: number;
  matterType: LadderMatterType;
  matterId: number;
  title: string;
  sinceDay: string;
}

/** Opens a case for whatever lags and has none. */
async function begin(
  tx: Tx,
  deps: Deps,
  matters: readonly Matter[],
  known: readonly LadderCase[],
  at: Date,
): Promise<LadderCase[]> {
  const { calendar, policies } = deps;
  const today = dayOf(at);
  const { reminder, version } = policies.current;
  const has = new Set(known.map(caseKey));
  const lagging = matters.flatMap((matter): Cause[] =>
    matter.unitId === null ||
    has.has(`${matter.unitId} ${keyOf(matter)}`) ||
    !lags(matter, today, calendar, reminder)
      ? []
      : [
          {
            unitId: matter.unitId,
            matterType: matter.type,
            matterId: matter.id,
            title: matter.title,
            sinceDay: addDays(matter.dueDay, 1),
          },
        ],
  );
  const fresh = [...lagging, ...(await falsehoods(tx, at))].filter((cause) => !has.has(caseKey(cause)));
  if (fresh.length === 0) return [];
  const before = await lastRounds(tx, fresh);
  const rows = fresh.flatMap((cause): Partial<LadderCase>[] => {
    const last = before.get(caseKey(cause));
    // A judgement is not made twice.
    if (last && cause.matterType === 'suspicion') return [];
    // What was told of the round before is not told of this one.
    const sinceDay = last && last.clearedDay >= cause.sinceDay ? addDays(last.clearedDay, 1) : cause.sinceDay;
    return [
      {
        ...cause,
        sinceDay,
        round: (last?.round ?? 0) + 1,
        rung: 0,
        state: 'running',
        nextDay: today,
        waitsFor: null,
        stoppedFor: null,
        stoppedUntil: null,
        policyVersion: version,
        beganAt: at,
        clearedAt: null,
        version: 1,
      },
    ];
  });
  if (rows.length === 0) return [];
  // Nobody else inserts while we have the turn, so the ids follow on.
  const { firstId } = await tx.insert(LadderCase, rows);
  const begun = rows.map((row, n) => ({ ...row, id: firstId + n }) as LadderCase);
  await historyMany(
    tx,
    begun.map(({ id }) => ({
      subjectType: LADDER,
      subjectId: id,
      version: 1,
      at,
      actor: JOB,
      state: 'running',
      ...rowOf({ what: 'began', day: today }),
    })),
  );
  return begun;
}

const caseKey = ({ unitId, matterType, matterId }: Pick<Cause, 'unitId' | 'matterType' | 'matterId'>) =>
  `${unitId} ${matterType}:${matterId}`;

/** As many matters as one statement asks for. */
const CHUNK = 5_000;

/** The last round of matters that were on the ladder before. */
async function lastRounds(
  tx: Tx,
  causes: readonly Cause[],
): Promise<Map<string, { round: number; clearedDay: string }>> {
  const rows: LadderCase[] = [];
  for (let n = 0; n < causes.length; n += CHUNK) {
    const some = causes.slice(n, n + CHUNK);
    const unitId = [...new Set(some.map((cause) => cause.unitId))];
    const matterId = [...new Set(some.map((cause) => cause.matterId))];
    rows.push(
      ...(await tx.find(LadderCase, { unitId, matterId, state: 'cleared' }, { order: { round: 'ASC' } })),
    );
  }
  return new Map(
    rows.map((row) => [
      caseKey(row),
      { round: row.round, clearedDay: row.clearedAt ? dayOf(row.clearedAt) : '' },
    ]),
  );
}

interface FalsehoodRow {
  id: number;
  unitId: number;
  unitType: UnitType;
  townId: number | null;
  settledAt: unknown;
}

/** 弄虚作假 that was found so since the ladder works here: the person's department, or their town, answers for it. */
async function falsehoods(tx: Tx, at: Date): Promise<Cause[]> {
  const since = await recall(tx, SINCE);
  if (since === null) await remember(tx, SINCE, at.toISOString());
  const rows = await tx.query<FalsehoodRow>(
    `SELECT s.id, s.settledAt, u.id AS unitId, u.type AS unitType,
            (SELECT MIN(r.townId) FROM post h JOIN reach r ON r.id = h.reachId WHERE h.personId = s.personId) AS townId
       FROM suspicion s JOIN person p ON p.id = s.personId JOIN unit u ON u.id = p.unitId
      WHERE s.state = 'settled' AND s.verdict = '弄虚作假' AND s.settledAt >= ?`,
    [since === null ? sqlInstant(at) : sqlInstant(new Date(since))],
  );
  return rows.flatMap(({ id, unitId, unitType, townId, settledAt }): Cause[] => {
    const answers = unitType === '村' || unitType === '企业' ? townId : unitId;
    if (answers === null) return [];
    const sinceDay = dayOf(instantOf(settledAt));
    // Whose it is stands on its own card only.
    return [{ unitId: answers, matterType: 'suspicion', matterId: id, title: '经认定的弄虚作假', sinceDay }];
  });
}

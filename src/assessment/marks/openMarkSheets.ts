import { AssessmentRun, MarkProposal, MarkSheet } from '../../../entities';
import { JOB_PATIENCE } from '../../core/database';
import { dayOf, timeOf } from '../../core/days';
import { enqueueMany } from '../../core/outbox';
import { takeTurn } from '../../core/turn';
import type { Deps } from '../deps';
import { noteStep } from '../noteStep';
import { monthBefore, parsePeriod } from '../period';
import { advanceSheet, SHEET } from './advanceSheet';
import { expireProposal } from './decideProposal';
import { marksUntil, waitingMarkSheets } from './queries';
import { endedPeriods, manualItems, markDay, markOpens } from './rules';

/**
 * 人工评分: once a period is over, from its first working day on and at the digest's time, each scorer of the sheets has
 * one sheet of it; and at its freeze the sheets are closed, whatever was given. Only of a period that was computed, and
 * not after its freeze. Done again it adds nothing.
 *
 * @returns how many cards were asked for
 */
export async function openMarkSheets(deps: Deps, at: Date): Promise<number> {
  const { db, policies, calendar } = deps;
  await closeMarkSheets(deps, at);
  const today = dayOf(at);
  let asked = 0;
  for (const period of endedPeriods(policies.current, today)) {
    const opens = markOpens(period, calendar);
    if (today < opens) continue;
    if (today === opens && timeOf(at) < policies.current.messages.digestAt) continue;
    const run = await db.read.findOne(AssessmentRun, {
      period: period.kind === 'month' ? period.key : monthBefore(today).key,
    });
    if (!run) continue;
    const { assessment } = await policies.at(run.policyVersion);
    const dueDay = markDay(period, assessment, calendar);
    const scorers = [...new Set(manualItems(assessment).map(({ scorer }) => scorer))];
    const known = await db.read.find(MarkSheet, { period: period.key });
    const missing = scorers.filter((scorer) => !known.some((sheet) => sheet.scorer === scorer));
    if (dueDay === null || missing.length === 0 || (await marksUntil(db.read, deps, period)) <= at) continue;
    asked += await db.transaction(async (tx) => {
      await takeTurn(tx, 'marks', at);
      const ids: number[] = [];
      for (const scorer of missing) {
        const row = { period: period.key, scorer, state: 'open' as const, dueDay, at, version: 1 };
        const { affected, firstId: id } = await tx.insert(MarkSheet, row, { ignore: true });
        if (affected === 0) continue;
        ids.push(id);
        const step = { action: 'opened', state: 'open', at, actor: 'job:assessment' };
        noteStep(tx, { type: SHEET, id, version: 1, ...step });
      }
      const cards = (await waitingMarkSheets(tx, deps, ids)).flatMap(({ sheet, responsible }) =>
        responsible.map((person) => ({
          kind: 'markSheet' as const,
          subject: { type: SHEET, id: sheet.id },
          recipientId: person.id,
          messageClass: 'task' as const,
          at,
        })),
      );
      await enqueueMany(tx, cards);
      return cards.length;
    }, JOB_PATIENCE);
  }
  return asked;
}

/** What waits for somebody waits no longer than the freeze. */
async function closeMarkSheets(deps: Deps, at: Date): Promise<void> {
  const { db } = deps;
  const waiting = await db.read.find(MarkProposal, { state: 'open' }, { order: { id: 'ASC' } });
  for (const { id, period } of waiting) {
    if ((await marksUntil(db.read, deps, parsePeriod(period))) > at) continue;
    await db.transaction(async (tx) => {
      await takeTurn(tx, 'marks', at);
      const proposal = await tx.findOne(MarkProposal, { id, state: 'open' });
      if (proposal) await expireProposal(tx, proposal, at);
    }, JOB_PATIENCE);
  }
  const running = await db.read.find(MarkSheet, { state: ['open', 'done'] }, { order: { id: 'ASC' } });
  for (const { id, period } of running) {
    if ((await marksUntil(db.read, deps, parsePeriod(period))) > at) continue;
    await db.transaction(async (tx) => {
      await takeTurn(tx, 'marks', at);
      const sheet = await tx.findOne(MarkSheet, { id });
      if (!sheet || sheet.state === 'closed') return;
      await advanceSheet(tx, sheet, { action: 'closed', state: 'closed', at, actor: 'job:assessment' });
    }, JOB_PATIENCE);
  }
}

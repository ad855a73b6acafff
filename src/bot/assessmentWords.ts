import { AssessmentRun } from '../../entities';
import {
  comparePeriods,
  newestRun,
  newestShownRun,
  pairFrom,
  pairId,
  parsePeriod,
  periodTitle,
  roundOfRun,
} from '../assessment';
import { Fault } from '../core/errors';
import { enqueue } from '../core/outbox';
import { mayHaveAssessment } from './mayHave';
import { type Asker, openAssessment, ownScores, sendFile } from './openings';
import { after } from './said';

const HOW = { 对比: '请这样写：考核对比 2026-09 2026-10', 期: '请这样写：考核 2026-10，或者 2026-Q4、2026' };
const NOTHING = '还没有考核结果，每月初出上个月的试算。';

async function runOf(asker: Asker, words: string): Promise<AssessmentRun | null> {
  // A draft is not shown before 公示 to those whom it is about.
  if (words === '') return mayHaveAssessment(asker.roles) ? newestRun(asker.tx) : newestShownRun(asker.tx);
  return asker.tx.findOne(AssessmentRun, { period: parsePeriod(words).key });
}

async function compare(asker: Asker, words: string): Promise<string | null> {
  const { tx, person, at } = asker;
  const [one, other, ...more] = words.split(/[\s、，,和]+/).filter(Boolean);
  if (!one || !other || more.length > 0) return HOW.对比;
  const pair = pairFrom(one, other);
  if (!(await comparePeriods(tx, pair)))
    return `${periodTitle(pair.was)}和${periodTitle(pair.now)}里有还没算过的，先发“考核”看有哪一期。`;
  const subject = { type: 'assessmentPair', id: pairId(pair.was, pair.now) };
  await enqueue(tx, {
    kind: 'assessmentCompare',
    subject,
    recipientId: person.id,
    messageClass: 'answer',
    at,
  });
  return null;
}

/** Why somebody has nothing of a period. */
async function noneOf({ tx }: Asker, { id, period }: AssessmentRun): Promise<string> {
  const title = periodTitle(parsePeriod(period));
  return (await roundOfRun(tx, id))?.state === 'draft'
    ? `${title}正在出正式考核，公示以后再看。`
    : `${title}没有你的得分。`;
}

/** The cards of a round: the whole for the office, one's own for everybody else. */
async function cards(asker: Asker, run: AssessmentRun): Promise<string | null> {
  return (await openAssessment(asker, run)) > 0 ? null : noneOf(asker, run);
}

async function table(asker: Asker, run: AssessmentRun): Promise<string> {
  if (mayHaveAssessment(asker.roles))
    await sendFile(asker, 'assessmentFile', { type: 'assessmentRun', id: run.id });
  else {
    const scores = await ownScores(asker, run.id);
    if (scores.length === 0) return noneOf(asker, run);
    for (const { id } of scores) await sendFile(asker, 'assessmentFile', { type: 'assessmentScore', id });
  }
  return '考核表马上发给你，每一分都能查到是哪几条记录。';
}

/**
 * 考核, 考核表, 考核报告, 考核对比: a round's cards, its workbook, its summary as 公文, two rounds side by side.
 *
 * @returns a sentence to answer with, null when a card is on its way; undefined when it is nothing of this
 */
export async function assessmentWord(asker: Asker, text: string): Promise<string | null | undefined> {
  const said = /^考核(?<what>表|报告|对比)?(?<words>[\s\S]*)$/.exec(text)?.groups;
  if (!said) return undefined;
  const words = after(said.words ?? '');
  try {
    if (said.what === '对比') {
      return mayHaveAssessment(asker.roles)
        ? await compare(asker, words)
        : '考核对比由县河长办和县领导看。发“考核”看自己的。';
    }
    const run = await runOf(asker, words);
    if (!run) return words === '' ? NOTHING : `${periodTitle(parsePeriod(words))}还没有算过。`;
    if (said.what === undefined) return await cards(asker, run);
    if (said.what === '表') return await table(asker, run);
    if (!mayHaveAssessment(asker.roles)) return '考核报告由县河长办和县领导看。发“考核”看自己的。';
    await sendFile(asker, 'assessmentReport', { type: 'assessmentRun', id: run.id });
    return '考核报告马上发给你。';
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.code === 'assess.period')
      return `看不懂是哪一期，${said.what === '对比' ? HOW.对比 : HOW.期}。`;
    if (error.code === 'assess.compare') return `${error.message}。`;
    throw error;
  }
}

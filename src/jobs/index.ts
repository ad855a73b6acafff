import {
  draftRound,
  keepMarked,
  keepScores,
  monthlyAssessment,
  openMarkSheets,
  showEnd,
} from '../assessment';
import type { BotDeps } from '../bot';
import { sealAudit } from '../core/audit';
import {
  baselineNotices,
  buzzUnread,
  climb,
  digests,
  draftDispatch,
  draftDocuments,
  type LadderFault,
  lagNotices,
  reissueCards,
  tidyDocuments,
  watchLadder,
} from '../escalation';
import { askSuspicions, checkUnchecked } from '../evidence';
import { keepSnapshots } from '../lag';
import { refreshExceedances } from '../monitoring';
import { closeMissedTasks, startRounds } from '../outfallTask';
import { closeMissed, emergencyTasks, generateTasks } from '../patrol';
import { forgetPhones, forgetPlaces, handOver } from '../problem';
import { ensurePages } from '../publicity';
import { expireUploads } from '../upload';
import { askAboutRecords } from './askAboutRecords';
import { findStuck } from './auditor';
import { forgetOld } from './retention';
import type { Job } from './runner';

export { eachMinute } from './eachMinute';
export { type JobReport, JobRunner } from './runner';

/** Just after midnight, when a period begins; nothing is sent before people are awake. */
const NEW_DAY = ['00:05'];
/** Before people are awake: whoever joined Feishu since yesterday gets today's messages. */
const EARLY = ['07:30'];

/** Each hour, and at a start that comes after one. */
const HOURLY = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:40`);

/** As often as anything heavy may follow people's presses. */
const EACH_TEN_MINUTES = Array.from(
  { length: 24 * 6 },
  (_, n) => `${String(Math.floor(n / 6)).padStart(2, '0')}:${n % 6}5`,
);

/** When people are at their desks, and not on the hour. */
const BUZZ = ['10:10', '15:10'];

/** Often enough that Feishu still has what people sent. */
const THRICE = ['06:50', '12:50', '18:50'];

export interface JobPorts {
  /** Asks Feishu for the open_id of people not found yet. @returns how many were found */
  matchPeople(at: Date): Promise<number>;
  /** Hears what the auditor of the ladder found, each time that it looked. */
  sawLadder(faults: readonly LadderFault[]): void;
  /** Tries to fetch the photos that could not be had or kept so far. @returns how many there are */
  fetchPhotos(): Promise<number>;
}

/** What runs when, in the order in which one day's decisions build on each other. */
export function jobsOf(deps: BotDeps, ports: JobPorts): Job[] {
  const { digestAt } = deps.policies.current.messages;
  return [
    { name: 'people', times: EARLY, run: (at) => ports.matchPeople(at) },
    // Before anything of the new day changes how the old one ended.
    { name: 'lagSnapshots', times: NEW_DAY, run: (at) => keepSnapshots(deps, at) },
    { name: 'handOver', times: [...NEW_DAY, ...EARLY], run: (at) => handOver(deps, at) },
    { name: 'purge', times: NEW_DAY, run: (at) => forgetOld(deps, at) },
    { name: 'phones', times: NEW_DAY, run: (at) => forgetPhones(deps, at) },
    { name: 'places', times: NEW_DAY, run: (at) => forgetPlaces(deps, at) },
    { name: 'missed', times: NEW_DAY, run: (at) => closeMissed(deps, at) },
    { name: 'tasks', times: NEW_DAY, run: (at, since) => generateTasks(deps, { from: since, at }) },
    { name: 'emergency', times: NEW_DAY, run: (at) => emergencyTasks(deps, at) },
    {
      name: 'outfallTasks',
      times: NEW_DAY,
      run: async (at, since) =>
        (await closeMissedTasks(deps, at)) + (await startRounds(deps, { from: since, at })),
    },
    { name: 'baseline', times: [digestAt], run: (at) => baselineNotices(deps, at) },
    { name: 'lag', times: [digestAt], run: (at) => lagNotices(deps, at) },
    // After 滞后提醒, by which the first rung is told.
    {
      name: 'ladder',
      times: [digestAt],
      run: (at) => climb({ ...deps, documents: { draft: draftDocuments } }, at),
    },
    { name: 'documents', times: [digestAt], run: (at) => tidyDocuments(deps, at) },
    { name: 'dispatch', times: [digestAt], run: (at) => draftDispatch(deps, at) },
    { name: 'reissue', times: [digestAt], run: (at) => reissueCards(deps, at) },
    { name: 'digest', times: [digestAt], run: (at) => digests(deps, at) },
    { name: 'suspicions', times: [digestAt], run: (at) => askSuspicions(deps, at) },
    { name: 'buzz', times: BUZZ, run: (at) => buzzUnread(deps, at) },
    {
      name: 'assessment',
      times: [digestAt],
      run: async (at) => {
        await showEnd(deps, at);
        // The draft first: what it freezes is nobody's before 公示, and no 试算 of the same morning may tell of it.
        return (
          (await draftRound(deps, at)) +
          (await monthlyAssessment(deps, at)) +
          (await keepScores(deps, at)) +
          (await openMarkSheets(deps, at))
        );
      },
    },
    // Driven time does not stop for it: the morning does the same.
    {
      name: 'marked',
      times: EACH_TEN_MINUTES,
      watches: true,
      run: (at, since) => keepMarked(deps, at, since),
    },
    {
      name: 'auditor',
      times: NEW_DAY,
      run: async (at, since) => {
        const findings = await findStuck(deps, at, since);
        // An empty post is the office's to fill, and its tasks close by themselves: nothing is stuck.
        const vacant = findings.filter(({ what }) => what === 'task-of-nobody');
        const stuck = findings.filter(({ what }) => what !== 'task-of-nobody');
        if (stuck.length > 0)
          deps.log.error({ findings: stuck }, 'auditor found matters that nothing will move');
        if (vacant.length > 0) deps.log.warn({ findings: vacant }, 'auditor found tasks that are nobody’s');
        return findings.length;
      },
    },
    {
      name: 'ladderAuditor',
      times: HOURLY,
      watches: true,
      run: async (at) => {
        const faults = await watchLadder(deps, at);
        if (faults.length > 0)
          deps.log.error({ faults }, 'auditor found cases of the ladder that nothing will move');
        ports.sawLadder(faults);
        return faults.length;
      },
    },
    { name: 'records', times: NEW_DAY, run: (at) => askAboutRecords(deps, at) },
    { name: 'pages', times: NEW_DAY, run: (at) => ensurePages(deps, at) },
    { name: 'exceedances', times: EARLY, run: (at, since) => refreshExceedances(deps, at, since) },
    { name: 'waitingPhotos', times: THRICE, run: () => ports.fetchPhotos() },
    { name: 'photos', times: NEW_DAY, run: (at) => checkUnchecked(deps, at) },
    { name: 'uploads', times: NEW_DAY, run: (at) => expireUploads(deps, at) },
    { name: 'seal', times: NEW_DAY, run: () => sealAudit(deps.db) },
  ];
}

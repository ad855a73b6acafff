/** 问题: found, handed on, handled, verified, closed. */
export { acceptProblem } from './acceptProblem';
export { askDecision } from './askDecision';
export {
  askWhichMatter,
  choicesFor,
  codeOf,
  putWhereSaid,
  rowOf,
  type SentType,
  sentBy,
} from './askWhichMatter';
export { assignProblem, dismissProblem, mergeProblem } from './assignProblem';
export { COMPLAINT_BOOK, complaintBook } from './complaintBook';
export { mayTell, mustTell, openComplaint, PHONE, tellComplainant } from './complaints';
export { type Decision, decideAsk } from './decideAsk';
export type { Pressing, ProblemDeps, ProblemPress } from './deps';
export { decidersOf, mayDecide } from './desk';
export { exportComplaints } from './exportComplaints';
export { touch } from './focus';
export { forgetPhones } from './forgetPhones';
export { forgetPlaces } from './forgetPlaces';
export { handOver } from './handOver';
export { importComplaints, writeComplaintsTemplate } from './importComplaints';
export { isHandled, isRunning, replay } from './lifecycle';
export { type Actor, actorOf, mayHandle, mayVerify } from './mayAct';
export { type DraftRequest, openDraft } from './openDraft';
export { type NewProblem, openProblem } from './openProblem';
export { type OwnProblems, ownProblems } from './ownProblems';
export { apartMetres } from './pair';
export { photoHeld } from './photoHeld';
export { photoLost } from './photoLost';
export { type BoundPhoto, photosOf } from './photosOf';
export { withNotes } from './photoWords';
export { type Place, placesOn } from './places';
export {
  endReason,
  foundOn,
  lastReturn,
  lastSentUp,
  mergeTargets,
  type ProblemLine,
  type Returned,
  reportedOn,
} from './queries';
export { mayRebound, mayReopen, reboundProblem } from './reboundProblem';
export { receiveChatPhotos } from './receivePhotos';
export { receivePlace } from './receivePlace';
export { redrawForPhoto } from './redrawForPhoto';
export { type FoundProblem, registerFound } from './registerFound';
export { type HandlerReport, reportProblem } from './reportProblem';
export { reportProgress } from './reportProgress';
export { photosOfRound } from './round';
export { groupDoubt, kindDoubt, routesFor } from './route';
export { decideDueDayOf, dueDayOf, HANDLING_UNITS, unitOf, verifierOf, verifyDueDayOf } from './rules';
export { sendUp } from './sendUp';
export { maySplit, splitProblem } from './splitProblem';
export {
  type ProblemReport,
  type Settled,
  type Submitted,
  settleProblem,
  submitProblem,
} from './submitProblem';
export { tieToOutfall } from './tieToOutfall';
export { passProblem, returnProblem } from './verifyProblem';
export { type Part, type Waiting, waitingFor } from './waitingFor';
export { withdrawProblem } from './withdrawProblem';
export { placeWords, problemTitle, progressWords, SOURCE_WORDS } from './words';

/** 问题: found, handed on, handled, verified, closed. */
export { acceptProblem } from './acceptProblem';
export type { Pressing, ProblemDeps, ProblemPress } from './deps';
export { forgetPlaces } from './forgetPlaces';
export { handOver } from './handOver';
export { type Actor, actorOf, mayHandle, mayVerify } from './mayAct';
export { type DraftRequest, openDraft } from './openDraft';
export { photoLost } from './photoLost';
export { type BoundPhoto, photosOf } from './photosOf';
export { withNotes } from './photoWords';
export { type Place, placesOn } from './places';
export {
  foundOn,
  lastReturn,
  type ProblemLine,
  type Returned,
  runningOn,
} from './queries';
export { receiveChatPhotos } from './receivePhotos';
export { receivePlace } from './receivePlace';
export { redrawForPhoto } from './redrawForPhoto';
export { type FoundProblem, registerFound } from './registerFound';
export { type HandlerReport, reportProblem } from './reportProblem';
export { photosOfRound } from './round';
export { dueDayOf, isRunning, RUNNING, verifierOf, verifyDueDayOf } from './rules';
export { type ProblemReport, submitProblem } from './submitProblem';
export { passProblem, returnProblem } from './verifyProblem';
export { type Part, waitingFor } from './waitingFor';
export { withdrawProblem } from './withdrawProblem';
export { placeWords, problemTitle, progressWords } from './words';

export { mayActOn } from './access';
export { type AcknowledgeLag, acknowledgeLag } from './acknowledgeLag';
export { baselineNotices } from './baselineNotices';
export { buzzUnread, noteRead } from './buzzUnread';
export { CARD_OF } from './cardOf';
export { digests } from './digests';
export {
  dispatchFor,
  draftDispatch,
  editDispatch,
  expectedOf,
  exportDispatch,
  issueDispatch,
  mayDispatch,
  mediansOf,
  newestDispatch,
  rateOf,
  refuseDispatch,
  spanName,
} from './dispatch';
export {
  actsFor,
  addPromise,
  addressOf,
  askStandIn,
  checkPromise,
  type Deed,
  decideDocumentReply,
  draftDocuments,
  editDocument,
  endDocument,
  exportDocument,
  issuerName,
  keepPromise,
  type ListedDocument,
  listDocuments,
  mayClose,
  mayEdit,
  mayIssue,
  mayKeep,
  maySign,
  mayWatch,
  recordInterview,
  refuseDocument,
  replyToDocument,
  resubmitDocument,
  returnDocument,
  type Signed,
  signDocument,
  signDueDay,
  signersOf,
  standInsFor,
  tidyDocuments,
  type WholeDocument,
  wholeDocument,
} from './documents';
export { unheardTowns } from './hands';
export { type Answered, type AnswerLag, answerLag } from './ladder/answerLag';
export { climb, type Documents, type Due, type LadderDeps } from './ladder/climb';
export { type DecideReply, decideReply, mayDecideReply } from './ladder/decideReply';
export { deciderOf } from './ladder/deciders';
export { type Explained, explainCase, explainCases } from './ladder/explain';
export { type LadderFault, ladderFaults } from './ladder/faults';
export { type MarkOutstanding, markOutstanding } from './ladder/markOutstanding';
export { type DocumentNote, noteDocument } from './ladder/noteDocument';
export { noteReply, type ReplyNote } from './ladder/noteReply';
export { casesOfNotice, repliesAbout } from './ladder/noticeCases';
export { watchLadder } from './ladder/watchLadder';
export { type MovedStep, type WhatIfSteps, whatIfSteps } from './ladder/whatIf';
export { lagNotices } from './lagNotices';
export {
  DUTIES_OF,
  type Duty,
  type Matter,
  openMatters,
  unreachedPatrols,
} from './matters';
export { baselineOf, digestContent, lagContent, unheardContent } from './queries';
export { reissueCards } from './reissueCards';
export { type Urged, type UrgeMatter, urgeMatter } from './urgeMatter';

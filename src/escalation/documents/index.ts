/** 通报, 约谈, 督查: drafted by the ladder, signed by people, answered by units. */
export {
  askStandIn,
  dropCleared,
  editDocument,
  refuseDocument,
  resubmitDocument,
  returnDocument,
  type Signature,
  type Signed,
  signDocument,
} from './decideDraft';
export type { DocumentPress } from './deps';
export { type DueStep, draftDocuments } from './draftDocuments';
export { exportDocument } from './exportDocument';
export { addPromise, checkPromise, endDocument, keepPromise, recordInterview } from './interview';
export { replay as replayDocument } from './lifecycle';
export {
  type Deed,
  issuerName,
  type ListedDocument,
  listDocuments,
  type WholeDocument,
  wholeDocument,
} from './queries';
export { actsFor, recipientsOf, signersOf, standInsFor, unitRoles } from './recipients';
export { type DocumentReplyKind, decideDocumentReply, replyToDocument } from './reply';
export { issuerOf, mayClose, mayEdit, mayIssue, mayKeep, maySign, mayWatch, signDueDay } from './rules';
export { tidyDocuments } from './tidyDocuments';
export { addressOf, titleOf } from './wording';

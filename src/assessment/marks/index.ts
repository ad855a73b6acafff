/** 人工评分: who scores what of a period, the points that they give, 加分 and 否决 that two people answer for. */
export { confirmProposal, refuseProposal, withdrawProposal } from './decideProposal';
export { changeMark, giveMarks, giveRest, type Stands } from './giveMarks';
export { openMarkSheets } from './openMarkSheets';
export {
  confirmersOf,
  confirmsMarks,
  entersMarks,
  isFreeToConfirm,
  newestProposals,
  openPeriods,
  type Proposable,
  proposable,
  proposalName,
  waitingProposals,
} from './proposals';
export { proposeMark } from './proposeMark';
export { type MarkRow, marksUntil, type WholeSheet, waitingMarkSheets, wholeSheet } from './queries';
export { itemCode, type ManualItem } from './rules';

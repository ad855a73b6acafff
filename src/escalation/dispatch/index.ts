/** 调度通报: how all towns stand, every week or month. */
export {
  dispatchFor,
  draftDispatch,
  editDispatch,
  issueDispatch,
  mayDispatch,
  newestDispatch,
  refuseDispatch,
} from './dispatch';
export { exportDispatch } from './exportDispatch';
export { expectedOf, mediansOf, patrolRateOf, rateOf, spanName } from './rules';

export { askSuspicions } from './askSuspicions';
export { type Checked, checkLater, checkPhoto, checkUnchecked } from './checkPhoto';
export type { EvidenceDeps } from './deps';
export { Gallery } from './gallery';
export { Looker } from './Looker';
export { drawForRecheck } from './recheckDraw';
export {
  explainSuspicion,
  maySettle,
  type NewSuspicion,
  raiseSuspicion,
  settleSuspicion,
} from './suspicions';

/** 证据: what stored photos show, which are the same, and photos on their way out of the house. */
export { askSuspicions } from './askSuspicions';
export { type Checked, checkLater, checkPhoto, checkUnchecked } from './checkPhoto';
export type { EvidenceDeps } from './deps';
export { drawPatrols, type PatrolDraw } from './drawPatrols';
export { exportDraw } from './exportDraw';
export { exportPhotos, type PhotosOut, type Wanted } from './exportPhotos';
export { Gallery } from './gallery';
export { Looker } from './Looker';
export { pixelsOnly } from './pixelsOnly';
export { metresApart } from './rules';
export {
  explainSuspicion,
  maySettle,
  type NewSuspicion,
  raiseSuspicion,
  settleSuspicion,
} from './suspicions';

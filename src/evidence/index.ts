export { type Checked, checkLater, checkPhoto } from './checkPhoto';
export type { EvidenceDeps } from './deps';
export { Gallery } from './gallery';
export { Looker } from './Looker';

/** 证据: photos on their way out of the house. */
export { exportPhotos, type PhotosOut, type Wanted } from './exportPhotos';
export { pixelsOnly } from './pixelsOnly';

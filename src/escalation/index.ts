export { type AcknowledgeLag, acknowledgeLag } from './acknowledgeLag';
export { baselineNotices } from './baselineNotices';
export { digests } from './digests';
export { unheardTowns } from './hands';
export { lagNotices } from './lagNotices';
export { type Duty, type Matter, openMatters, unreachedPatrols } from './matters';
export { baselineOf, digestContent, lagContent, unheardContent } from './queries';
export { reissueCards } from './reissueCards';
export { type Urged, type UrgeMatter, urgeMatter } from './urgeMatter';

export { ACTIONS } from './actions';
export { Conversation } from './conversation';
export { Door } from './door';
export type { BotDeps } from './frame';
export { photoArrived } from './photoArrived';
export { Presenters } from './presenters';
export { tellUnmatched } from './unmatchedNotice';
export { welcome } from './welcome';

export { ACTIONS } from './actions';
export { Conversation } from './conversation';
export { Door, hashOf } from './door';
export type { BotDeps } from './frame';
export { photoArrived } from './photoArrived';
export { Presenters } from './presenters';
export { welcome } from './welcome';

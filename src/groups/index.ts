/** Work groups: the bot makes them or is added, 县河长办 says whom each serves and what is posted there. */
export type { ChatCalls, GroupDeps } from './deps';
export { giveUpMaking, makeChat, makeGroup, type NewGroup } from './makeGroup';
export { bringMembers, bringMembersLater } from './members';
export { type GroupPlace, placeGroup } from './placeGroup';
export { draftPost, dropPost, type PostDecision, sendPost } from './posts';
export { membersOf, servedBy, servingGroups, townsOf } from './queries';
export { mayRunGroups, namesIn, POST_LIMIT, postFault } from './rules';
export { takeChange } from './takeChange';
export { STATE_WORDS } from './words';

/** 花名册: units, people, posts, reaches. */
export { exportRoster } from './exportRoster';
export { importRoster, writeRosterTemplate } from './importRoster';
export { type PlaceReach, tellPlaces } from './placeDoubts';
export {
  acting,
  firstHeld,
  type HeldPost,
  holdsPost,
  OFFICE_ROLES,
  officeHands,
  officePeople,
  peopleWith,
  postName,
  postNames,
  postsSince,
  reachesUnder,
  reachTitle,
  rolesHeld,
  serves,
} from './queries';
export { ROSTER_BOOK } from './rosterBook';
export {
  type FormerPlace,
  formerPlaces,
  type RosterChanges,
  type RosterThen,
  rosterChanges,
} from './rosterThen';

/** 花名册: units, people, posts, reaches. */
export { importRoster, writeRosterTemplate } from './importRoster';
export {
  firstHeld,
  type HeldPost,
  holdersOf,
  holdsPost,
  OFFICE_ROLES,
  officeHands,
  officePeople,
  peopleWith,
  postName,
  postNames,
  postsSince,
  reachesUnder,
  serves,
} from './queries';

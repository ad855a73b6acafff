/** Every table of the bot, by name; `ALL` is what the DataSource is given. */
import { AppState } from './AppState';
import { AssessmentLine, AssessmentRun, AssessmentScore } from './Assessment';
import { AuditEntry } from './AuditEntry';
import { CardMessage } from './CardMessage';
import { ChatGroup, GroupMember, GroupPost } from './ChatGroup';
import { HistoryEntry } from './HistoryEntry';
import { InboxEvent } from './InboxEvent';
import { JobRun } from './JobRun';
import { Delivery, OutboxMessage } from './OutboxMessage';
import { Outfall } from './Outfall';
import { Observation, Patrol, ProblemLook } from './Patrol';
import { PatrolTask } from './PatrolTask';
import { Person, PersonRole } from './Person';
import { MediaFile, Photo } from './Photo';
import { PolicyVersion } from './PolicyVersion';
import { Problem } from './Problem';
import { Post, Reach } from './Reach';
import { Digest, LagNotice, Urge } from './Reminder';
import { RuleWaiver } from './RuleWaiver';
import { SenderLease } from './SenderLease';
import { Suggestion } from './Suggestion';
import { Unit } from './Unit';
import { Upload } from './Upload';

export * from './AppState';
export * from './Assessment';
export * from './AuditEntry';
export * from './CardMessage';
export * from './ChatGroup';
export * from './HistoryEntry';
export * from './InboxEvent';
export * from './JobRun';
export * from './OutboxMessage';
export * from './Outfall';
export * from './Patrol';
export * from './PatrolTask';
export * from './Person';
export * from './Photo';
export * from './PolicyVersion';
export * from './Problem';
export * from './Reach';
export * from './Reminder';
export * from './RuleWaiver';
export * from './SenderLease';
export * from './SentKind';
export * from './Suggestion';
export * from './Unit';
export * from './Upload';

export const ALL = [
  AppState,
  AssessmentLine,
  AssessmentRun,
  AssessmentScore,
  AuditEntry,
  CardMessage,
  ChatGroup,
  Delivery,
  Digest,
  GroupMember,
  GroupPost,
  HistoryEntry,
  InboxEvent,
  JobRun,
  LagNotice,
  MediaFile,
  Observation,
  Outfall,
  OutboxMessage,
  Patrol,
  PatrolTask,
  Person,
  PersonRole,
  Photo,
  PolicyVersion,
  Post,
  Problem,
  ProblemLook,
  Reach,
  RuleWaiver,
  SenderLease,
  Suggestion,
  Unit,
  Upload,
  Urge,
];

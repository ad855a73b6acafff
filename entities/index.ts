/** Every table of the bot, by name; `ALL` is what the DataSource is given. */
import { AppState } from './AppState';
import { AssessmentLine, AssessmentRun, AssessmentScore } from './Assessment';
import { AssessmentMark } from './AssessmentMark';
import {
  AssessmentAppeal,
  AssessmentCorrection,
  AssessmentRound,
  AssessmentVersion,
  AssessmentVersionLine,
  AssessmentVersionScore,
} from './AssessmentRound';
import { AuditEntry } from './AuditEntry';
import { CardMessage } from './CardMessage';
import { ChatGroup, GroupMember, GroupPost } from './ChatGroup';
import { LadderDispatch } from './Dispatch';
import { Emergency } from './Emergency';
import { EnforcementCase } from './EnforcementCase';
import { FoundOutfall } from './FoundOutfall';
import { HistoryEntry } from './HistoryEntry';
import { InboxEvent } from './InboxEvent';
import { JobRun } from './JobRun';
import { LadderCase, LadderDocument, LadderDocumentCase, LadderPromise, LadderReply } from './Ladder';
import { LagSnapshot } from './LagSnapshot';
import { MarkProposal, MarkSheet } from './MarkSheet';
import { Exceedance, Measurement, OutfallLimit } from './Monitoring';
import { Delivery, OutboxMessage } from './OutboxMessage';
import { Outfall } from './Outfall';
import { OutfallPage } from './OutfallPage';
import { OutfallRound, OutfallTask } from './OutfallTask';
import { Observation, Patrol, ProblemLook } from './Patrol';
import { PatrolLeave } from './PatrolLeave';
import { PatrolSuspension } from './PatrolSuspension';
import { PatrolTask } from './PatrolTask';
import { Person, PersonRole } from './Person';
import { MediaFile, Photo } from './Photo';
import { PhotoCheck, PhotoPair } from './PhotoCheck';
import { PlanDraft } from './PlanDraft';
import { PolicyVersion } from './PolicyVersion';
import { Complaint, Problem } from './Problem';
import { RainCheck } from './RainCheck';
import { Post, Reach } from './Reach';
import { ReachSurvey, Rectification } from './Rectification';
import { Digest, LagNotice, Urge } from './Reminder';
import { RuleWaiver } from './RuleWaiver';
import { SenderLease } from './SenderLease';
import { SentPlace } from './SentPlace';
import { SettingApplication } from './SettingApplication';
import { StandIn } from './StandIn';
import { Suggestion } from './Suggestion';
import { SurveyLead } from './SurveyLead';
import { Suspicion } from './Suspicion';
import { Unit } from './Unit';
import { Upload } from './Upload';
import { Zone } from './Zone';

export * from './AppState';
export * from './Assessment';
export * from './AssessmentMark';
export * from './AssessmentRound';
export * from './AuditEntry';
export * from './CardMessage';
export * from './ChatGroup';
export * from './Dispatch';
export * from './Emergency';
export * from './EnforcementCase';
export * from './FoundOutfall';
export * from './HistoryEntry';
export * from './InboxEvent';
export * from './JobRun';
export * from './Ladder';
export * from './LagSnapshot';
export * from './MarkSheet';
export * from './Monitoring';
export * from './OutboxMessage';
export * from './Outfall';
export * from './OutfallPage';
export * from './OutfallTask';
export * from './Patrol';
export * from './PatrolLeave';
export * from './PatrolSuspension';
export * from './PatrolTask';
export * from './Person';
export * from './Photo';
export * from './PhotoCheck';
export * from './PlanDraft';
export * from './PolicyVersion';
export * from './Problem';
export * from './RainCheck';
export * from './Reach';
export * from './Rectification';
export * from './Reminder';
export * from './RuleWaiver';
export * from './SenderLease';
export * from './SentKind';
export * from './SentPlace';
export * from './SettingApplication';
export * from './StandIn';
export type { ScoreSubject, SubjectColumns } from './SubjectColumns';
export * from './Suggestion';
export * from './SurveyLead';
export * from './Suspicion';
export * from './Unit';
export * from './Upload';
export * from './Zone';

export const ALL = [
  AppState,
  AssessmentAppeal,
  AssessmentCorrection,
  AssessmentLine,
  AssessmentMark,
  AssessmentRound,
  AssessmentRun,
  AssessmentScore,
  AssessmentVersion,
  AssessmentVersionLine,
  AssessmentVersionScore,
  AuditEntry,
  CardMessage,
  ChatGroup,
  Complaint,
  Delivery,
  Digest,
  EnforcementCase,
  Exceedance,
  Emergency,
  FoundOutfall,
  GroupMember,
  GroupPost,
  HistoryEntry,
  InboxEvent,
  JobRun,
  LadderCase,
  LadderDispatch,
  LadderDocument,
  LadderDocumentCase,
  LadderPromise,
  LadderReply,
  LagNotice,
  LagSnapshot,
  MarkProposal,
  MarkSheet,
  Measurement,
  MediaFile,
  Observation,
  Outfall,
  OutfallLimit,
  OutfallPage,
  OutfallRound,
  OutfallTask,
  OutboxMessage,
  Patrol,
  PatrolLeave,
  PatrolSuspension,
  PatrolTask,
  Person,
  PersonRole,
  Photo,
  PhotoCheck,
  PhotoPair,
  PlanDraft,
  PolicyVersion,
  Post,
  Problem,
  ProblemLook,
  RainCheck,
  Reach,
  ReachSurvey,
  Rectification,
  RuleWaiver,
  SenderLease,
  SentPlace,
  SettingApplication,
  StandIn,
  Suggestion,
  SurveyLead,
  Suspicion,
  Unit,
  Upload,
  Urge,
  Zone,
];

/**
 * Every kind of card that is sent to a person: what a request in the outbox asks for and a card on a phone is. Each is drawn by
 * its file in `cards/` from what its presenter in `src/bot/presenters/` fetches.
 */
export const SENT_KINDS = [
  'appeal',
  'appealForm',
  'assessmentCompare',
  'assessmentOwn',
  'assessmentRound',
  'assessmentSummary',
  'baseline',
  'chatGroup',
  'complaint',
  'digest',
  'dispatch',
  'documentDesk',
  'documentNotice',
  'documentWhy',
  'documents',
  'enforcement',
  'exceedance',
  'foundOutfall',
  'emergency',
  'groupPost',
  'help',
  'importPreview',
  'lag',
  'lagNotice',
  'lagWhy',
  'ladderFaults',
  'ladderJudge',
  'ladderReply',
  'lead',
  'leads',
  'markForm',
  'markProposal',
  'markSheet',
  'monitorForm',
  'leave',
  'myProblems',
  'newTasks',
  'outfall',
  'outfallRound',
  'outfallTask',
  'patrolMore',
  'patrolTask',
  'photoLost',
  'photoWhich',
  'planRow',
  'privacyNotice',
  'problemDesk',
  'problemForm',
  'problemVerify',
  'problemWork',
  'promise',
  'rectification',
  'rectifications',
  'riverOrders',
  'setting',
  'settingForm',
  'settings',
  'standIn',
  'standInForm',
  'suggestion',
  'suspicion',
  'unheardLag',
  'unmatched',
  'yearPlan',
] as const;
export type DrawnKind = (typeof SENT_KINDS)[number];

/** What goes out as a file: written when it is sent by its file in `src/bot/files/`, and never changed afterwards. */
export const FILE_KINDS = [
  'assessmentCompared',
  'assessmentFile',
  'assessmentReport',
  'bundleFile',
  'casesFile',
  'complianceFile',
  'complaintFile',
  'dispatchFile',
  'documentFile',
  'faultsFile',
  'leadsFile',
  'lagFile',
  'ledgerFile',
  'monitoringFile',
  'publicListFile',
  'progressFile',
  'recheckFile',
  'retainedFile',
  'rosterFile',
  'settingsFile',
  'signFile',
  'zonesFile',
] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** What is posted to a group, for everybody in it to read: its recipient is a `ChatGroup`, never a person. */
export const GROUP_KINDS = ['groupDispatch', 'groupDocument', 'groupHello', 'groupNotice'] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

export type SentKind = DrawnKind | GroupKind | FileKind;

export const isGroupKind = (kind: SentKind): kind is GroupKind => GROUP_KINDS.some((one) => one === kind);

export const isFileKind = (kind: SentKind): kind is FileKind => FILE_KINDS.some((one) => one === kind);

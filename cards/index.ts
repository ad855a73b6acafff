/** Every card there is, the way it is drawn, and what can come back from it. */
import type { DrawnKind, GroupKind } from '../entities';
import { appealCorrect, appealLift, appealUphold, renderAppeal } from './appeal';
import { appealSubmit, renderAppealForm } from './appealForm';
import { compareFile, renderAssessmentCompare } from './assessmentCompare';
import { renderAssessmentOwn, scoreFile } from './assessmentOwn';
import {
  renderAssessmentRound,
  roundAmend,
  roundConfirm,
  roundDrop,
  roundFinalise,
  roundPublish,
} from './assessmentRound';
import { renderAssessmentSummary, runFile, runReport } from './assessmentSummary';
import { renderBaseline } from './baseline';
import { groupPlace, groupUnused, renderChatGroup } from './chatGroup';
import { renderClosed } from './closed';
import { complaintEnd, complaintTell, renderComplaint } from './complaint';
import { renderDigest } from './digest';
import { dispatchApprove, dispatchEdit, dispatchFile, dispatchRefuse, renderDispatch } from './dispatch';
import {
  documentApprove,
  documentDeny,
  documentDepute,
  documentEdit,
  documentEnd,
  documentFile,
  documentGrant,
  documentPromise,
  documentRecord,
  documentRefuse,
  documentResubmit,
  documentReturn,
  documentSummon,
  documentSupervise,
  renderDocumentDesk,
} from './documentDesk';
import { noticeExtend, noticeFile, noticeReport, renderDocumentNotice } from './documentNotice';
import { renderDocuments } from './documents';
import { renderDocumentWhy } from './documentWhy';
import { emergencyEnd, renderEmergency } from './emergency';
import { enforcementDecide, renderEnforcement } from './enforcement';
import { renderExceedance } from './exceedance';
import { foundConfirm, foundDismiss, foundMerge, renderFoundOutfall } from './foundOutfall';
import { renderGroupDispatch } from './groupDispatch';
import { renderGroupDocument } from './groupDocument';
import { groupTasks, renderGroupHello } from './groupHello';
import { renderGroupNotice } from './groupNotice';
import { postDrop, postSend, renderGroupPost } from './groupPost';
import { helpAssessment, helpProblems, helpTasks, renderHelp, suggestionSubmit } from './help';
import { importCancel, importConfirm, renderImportPreview } from './importPreview';
import { type AnyAction, type Card, matterOpen } from './kit';
import { renderLadderFaults } from './ladderFaults';
import { judgeOutstanding, renderLadderJudge } from './ladderJudge';
import { renderLadderReply, replyApprove, replyRefuse } from './ladderReply';
import { renderLag } from './lag';
import { lagRead, lagUrge, renderLagNotice } from './lagNotice';
import { lagAnswer, renderLagWhy } from './lagWhy';
import { leadConfirm, renderLead } from './lead';
import { renderLeads } from './leads';
import { leaveEnd, renderLeave } from './leave';
import { markBonus, markVeto, renderMarkForm } from './markForm';
import { markConfirm, markRefuse, markWithdraw, renderMarkProposal } from './markProposal';
import { markChange, markGive, markRest, renderMarkSheet } from './markSheet';
import { monitorSubmit, renderMonitorForm } from './monitorForm';
import { renderMyProblems } from './myProblems';
import { renderNewTasks } from './newTasks';
import { outfallUntraceable, renderOutfall } from './outfall';
import { outfallRoundSound, renderOutfallRound } from './outfallRound';
import {
  outfallTaskDone,
  outfallTaskFound,
  outfallTaskLooked,
  outfallTaskSound,
  renderOutfallTask,
} from './outfallTask';
import {
  patrolAbsent,
  patrolEnter,
  patrolEnterProblem,
  patrolFree,
  patrolFreeProblem,
  patrolPostpone,
  renderPatrolMore,
} from './patrolMore';
import { patrolMore, patrolProblem, patrolSubmit, renderPatrolTask } from './patrolTask';
import { renderPhotoLost } from './photoLost';
import { photoPlace, placePlace, renderPhotoWhich } from './photoWhich';
import { planChange, renderPlanRow } from './planRow';
import { privacyAcknowledge, renderPrivacyNotice } from './privacyNotice';
import { deskAssign, deskDismiss, deskGrant, deskMerge, deskRefuse, renderProblemDesk } from './problemDesk';
import {
  problemRebound,
  problemSettle,
  problemSplit,
  problemSubmit,
  problemWithdraw,
  renderProblemForm,
} from './problemForm';
import { renderProblemVerify, verifyPass, verifyReturn } from './problemVerify';
import {
  askDismiss,
  askExtend,
  askMerge,
  askTransfer,
  problemAccept,
  problemProgress,
  problemReport,
  problemSendUp,
  renderProblemWork,
} from './problemWork';
import { promiseAccept, promiseKeep, promiseReturn, renderPromise } from './promise';
import {
  rectifyApply,
  rectifyExtend,
  rectifyGrant,
  rectifyProgress,
  rectifyRecur,
  rectifyRefuse,
  rectifyReturn,
  rectifySettle,
  rectifySign,
  rectifyTurn,
  renderRectification,
} from './rectification';
import { rectificationsFile, renderRectifications } from './rectifications';
import { ordersGive, ordersResume, renderRiverOrders } from './riverOrders';
import {
  renderSetting,
  settingAccept,
  settingAsk,
  settingDecline,
  settingForward,
  settingResult,
  settingSupply,
  settingWithdraw,
} from './setting';
import { renderSettingForm, settingSubmit } from './settingForm';
import { renderSettings, settingBegin, settingsFile } from './settings';
import { renderStandIn, standInAccept, standInDecline, standInEnd } from './standIn';
import { renderStandInForm, standInAsk } from './standInForm';
import { renderSuggestion, suggestionAnswer } from './suggestion';
import { renderSuspicion, suspicionExplain, suspicionSettle } from './suspicion';
import { renderUnheardLag } from './unheardLag';
import { renderUnmatched } from './unmatched';
import { planAdd, planFilter, planNext, renderYearPlan } from './yearPlan';

export const cards = {
  patrolTask: {
    title: '巡河任务',
    render: renderPatrolTask,
    actions: [patrolSubmit, patrolProblem, patrolMore],
  },
  patrolMore: {
    title: '其他情况',
    render: renderPatrolMore,
    actions: [patrolEnter, patrolEnterProblem, patrolPostpone, patrolAbsent, patrolFree, patrolFreeProblem],
  },
  newTasks: { title: '本期巡河任务', render: renderNewTasks, actions: [matterOpen] },
  myProblems: { title: '我的问题', render: renderMyProblems, actions: [matterOpen] },
  problemForm: {
    title: '发现问题',
    render: renderProblemForm,
    actions: [problemSubmit, problemSettle, problemWithdraw, problemSplit, problemRebound],
  },
  problemWork: {
    title: '交办单',
    render: renderProblemWork,
    actions: [
      problemAccept,
      problemReport,
      problemProgress,
      problemSendUp,
      askExtend,
      askTransfer,
      askDismiss,
      askMerge,
    ],
  },
  problemDesk: {
    title: '待交办',
    render: renderProblemDesk,
    actions: [deskAssign, deskDismiss, deskMerge, deskGrant, deskRefuse],
  },
  complaint: { title: '告知投诉人', render: renderComplaint, actions: [complaintEnd, complaintTell] },
  problemVerify: {
    title: '核查',
    render: renderProblemVerify,
    actions: [verifyPass, verifyReturn, problemRebound],
  },
  digest: { title: '今日待办', render: renderDigest, actions: [matterOpen] },
  lagNotice: { title: '滞后提醒', render: renderLagNotice, actions: [lagRead, lagUrge, matterOpen] },
  lagWhy: { title: '为什么提醒、怎么答复', render: renderLagWhy, actions: [lagAnswer] },
  ladderFaults: { title: '督办有事没着落', render: renderLadderFaults, actions: [] },
  ladderJudge: { title: '是不是突出问题', render: renderLadderJudge, actions: [judgeOutstanding] },
  ladderReply: { title: '滞后的答复', render: renderLadderReply, actions: [replyApprove, replyRefuse] },
  unheardLag: { title: '滞后提醒没人接', render: renderUnheardLag, actions: [] },
  baseline: { title: '接手时的老账', render: renderBaseline, actions: [] },
  assessmentRound: {
    title: '正式考核',
    render: renderAssessmentRound,
    actions: [matterOpen, roundConfirm, roundDrop, roundPublish, roundFinalise, roundAmend],
  },
  markSheet: { title: '考核打分', render: renderMarkSheet, actions: [markGive, markRest, markChange] },
  markForm: { title: '加分和否决', render: renderMarkForm, actions: [matterOpen, markBonus, markVeto] },
  markProposal: {
    title: '加分、否决的确认',
    render: renderMarkProposal,
    actions: [markConfirm, markRefuse, markWithdraw],
  },
  appealForm: { title: '我要申诉', render: renderAppealForm, actions: [appealSubmit] },
  appeal: { title: '考核申诉', render: renderAppeal, actions: [appealUphold, appealCorrect, appealLift] },
  assessmentSummary: { title: '考核汇总', render: renderAssessmentSummary, actions: [runFile, runReport] },
  assessmentOwn: { title: '本期考核', render: renderAssessmentOwn, actions: [matterOpen, scoreFile] },
  assessmentCompare: { title: '考核对比', render: renderAssessmentCompare, actions: [compareFile] },
  help: {
    title: '帮助',
    render: renderHelp,
    actions: [helpTasks, helpProblems, helpAssessment, suggestionSubmit],
  },
  importPreview: { title: '导入预览', render: renderImportPreview, actions: [importConfirm, importCancel] },
  privacyNotice: { title: '告知书', render: renderPrivacyNotice, actions: [privacyAcknowledge] },
  suggestion: { title: '意见建议', render: renderSuggestion, actions: [suggestionAnswer] },
  suspicion: { title: '待核', render: renderSuspicion, actions: [suspicionExplain, suspicionSettle] },
  rectification: {
    title: '排污口整治',
    render: renderRectification,
    actions: [
      rectifyProgress,
      rectifyApply,
      rectifyTurn,
      rectifyExtend,
      rectifyGrant,
      rectifyRefuse,
      rectifySign,
      rectifyReturn,
      rectifySettle,
      rectifyRecur,
    ],
  },
  lag: { title: '滞后情况', render: renderLag, actions: [matterOpen] },
  rectifications: {
    title: '整治进度',
    render: renderRectifications,
    actions: [matterOpen, rectificationsFile],
  },
  setting: {
    title: '设置申请',
    render: renderSetting,
    actions: [
      settingAccept,
      settingAsk,
      settingDecline,
      settingSupply,
      settingWithdraw,
      settingForward,
      settingResult,
    ],
  },
  settingForm: { title: '报设置申请', render: renderSettingForm, actions: [settingSubmit] },
  settings: {
    title: '设置申请清单',
    render: renderSettings,
    actions: [matterOpen, settingBegin, settingsFile],
  },
  riverOrders: {
    title: '巡河安排',
    render: renderRiverOrders,
    actions: [ordersGive, ordersResume, leaveEnd],
  },
  foundOutfall: {
    title: '新发现排污口',
    render: renderFoundOutfall,
    actions: [foundConfirm, foundMerge, foundDismiss],
  },
  outfall: { title: '排污口', render: renderOutfall, actions: [outfallUntraceable] },
  outfallTask: {
    title: '排污口任务',
    render: renderOutfallTask,
    actions: [outfallTaskDone, outfallTaskFound, outfallTaskLooked, outfallTaskSound],
  },
  outfallRound: {
    title: '一批排污口任务',
    render: renderOutfallRound,
    actions: [matterOpen, outfallRoundSound],
  },
  yearPlan: {
    title: '年度整治方案',
    render: renderYearPlan,
    actions: [planAdd, planFilter, planNext, matterOpen],
  },
  planRow: { title: '整治方案', render: renderPlanRow, actions: [planChange] },
  dispatch: {
    title: '调度通报',
    render: renderDispatch,
    actions: [dispatchApprove, dispatchEdit, dispatchRefuse, dispatchFile],
  },
  documentDesk: {
    title: '通报、约谈、督查审签',
    render: renderDocumentDesk,
    actions: [
      documentApprove,
      documentSummon,
      documentSupervise,
      documentEdit,
      documentRefuse,
      documentReturn,
      documentDepute,
      documentResubmit,
      documentGrant,
      documentDeny,
      documentRecord,
      documentPromise,
      documentEnd,
      documentFile,
      matterOpen,
    ],
  },
  documentNotice: {
    title: '通报、约谈、督查',
    render: renderDocumentNotice,
    actions: [noticeReport, noticeExtend, noticeFile, matterOpen],
  },
  documentWhy: { title: '为什么通报、约谈、督查', render: renderDocumentWhy, actions: [matterOpen] },
  documents: { title: '通报、约谈、督查清单', render: renderDocuments, actions: [matterOpen] },
  promise: { title: '约谈承诺', render: renderPromise, actions: [promiseKeep, promiseAccept, promiseReturn] },
  enforcement: { title: '执法线索', render: renderEnforcement, actions: [enforcementDecide] },
  lead: { title: '排查线索', render: renderLead, actions: [leadConfirm] },
  leads: { title: '本镇的排查线索', render: renderLeads, actions: [matterOpen] },
  exceedance: { title: '超标告知', render: renderExceedance, actions: [matterOpen] },
  monitorForm: { title: '监测结果', render: renderMonitorForm, actions: [monitorSubmit] },
  emergency: { title: '应急', render: renderEmergency, actions: [emergencyEnd] },
  standIn: { title: '代巡', render: renderStandIn, actions: [standInAccept, standInDecline, standInEnd] },
  standInForm: { title: '请人代巡', render: renderStandInForm, actions: [standInAsk, standInEnd, leaveEnd] },
  leave: { title: '请假', render: renderLeave, actions: [leaveEnd] },
  chatGroup: { title: '工作群', render: renderChatGroup, actions: [groupPlace, groupUnused] },
  groupHello: { title: '我是河长助手', render: renderGroupHello, actions: [groupTasks] },
  groupDispatch: { title: '调度通报', render: renderGroupDispatch, actions: [groupTasks] },
  groupDocument: { title: '通报', render: renderGroupDocument, actions: [groupTasks] },
  groupNotice: { title: '通知', render: renderGroupNotice, actions: [groupTasks] },
  groupPost: { title: '发到群的通知', render: renderGroupPost, actions: [postSend, postDrop] },
  photoLost: { title: '照片没收到', render: renderPhotoLost, actions: [matterOpen] },
  photoWhich: { title: '照片、位置是哪件事的', render: renderPhotoWhich, actions: [photoPlace, placePlace] },
  closed: { title: '旧卡片', render: renderClosed, actions: [matterOpen] },
  unmatched: { title: '飞书里找不到的人', render: renderUnmatched, actions: [] },
} as const satisfies Record<
  DrawnKind | GroupKind | 'closed',
  { title: string; render: unknown; actions: readonly AnyAction[] }
>;

export type CardKind = keyof typeof cards;
/** What a card of this kind is drawn from. */
export type ViewOf<K extends CardKind> = Parameters<(typeof cards)[K]['render']>[0];

export function renderCard<K extends CardKind>(kind: K, view: ViewOf<K>): Card {
  const render: (view: ViewOf<K>) => Card = cards[kind].render as (view: ViewOf<K>) => Card;
  return render(view);
}

/** Every action by the name that a press carries in `value.action`. */
export const actions: ReadonlyMap<string, AnyAction> = new Map(
  Object.values(cards)
    .flatMap((card): AnyAction[] => [...card.actions])
    .map((action) => [action.name, action]),
);

export * from './kit';

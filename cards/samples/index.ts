/** Every card in each of its states, worst cases included: what the drawing script draws and the tests check. */
import { assessmentCompareSamples, assessmentOwnSamples, assessmentSummarySamples } from './assessment';
import { dispatchSamples, groupDispatchSamples } from './dispatch';
import {
  documentDeskSamples,
  documentNoticeSamples,
  documentsSamples,
  groupDocumentSamples,
  promiseSamples,
} from './documents';
import { enforcementSamples } from './enforcement';
import { importPreviewSamples } from './files';
import { foundOutfallSamples } from './foundOutfall';
import { chatGroupSamples, groupHelloSamples, groupNoticeSamples, groupPostSamples } from './groups';
import {
  documentWhySamples,
  ladderFaultsSamples,
  ladderJudgeSamples,
  ladderReplySamples,
  lagWhySamples,
} from './ladder';
import { lagSamples } from './lag';
import { leadSamples, leadsSamples } from './leads';
import {
  baselineSamples,
  digestSamples,
  lagNoticeSamples,
  unheardLagSamples,
  unmatchedSamples,
} from './lists';
import { markFormSamples, markProposalSamples, markSheetSamples } from './marks';
import { exceedanceSamples, monitorFormSamples } from './monitoring';
import { emergencySamples, riverOrdersSamples } from './orders';
import { outfallSamples } from './outfall';
import { outfallRoundSamples, outfallTaskSamples } from './outfallTasks';
import { newTasksSamples, patrolMoreSamples, patrolTaskSamples } from './patrol';
import { closedSamples, helpSamples, privacyNoticeSamples, suggestionSamples } from './people';
import { planRowSamples, yearPlanSamples } from './plan';
import {
  complaintSamples,
  myProblemsSamples,
  photoLostSamples,
  photoWhichSamples,
  problemDeskSamples,
  problemFormSamples,
  problemVerifySamples,
  problemWorkSamples,
} from './problems';
import { rectificationSamples, rectificationsSamples } from './rectification';
import { appealFormSamples, appealSamples, assessmentRoundSamples } from './rounds';
import type { Sample } from './sample';
import { settingFormSamples, settingSamples, settingsSamples } from './settings';
import { leaveSamples, standInFormSamples, standInSamples } from './standIns';
import { suspicionSamples } from './suspicions';

export const samples: Sample[] = [
  ...yearPlanSamples,
  ...planRowSamples,
  ...patrolTaskSamples,
  ...patrolMoreSamples,
  ...newTasksSamples,
  ...myProblemsSamples,
  ...problemFormSamples,
  ...problemWorkSamples,
  ...problemVerifySamples,
  ...problemDeskSamples,
  ...complaintSamples,
  ...digestSamples,
  ...lagNoticeSamples,
  ...lagWhySamples,
  ...documentWhySamples,
  ...ladderReplySamples,
  ...ladderFaultsSamples,
  ...ladderJudgeSamples,
  ...unheardLagSamples,
  ...baselineSamples,
  ...assessmentSummarySamples,
  ...assessmentCompareSamples,
  ...assessmentOwnSamples,
  ...assessmentRoundSamples,
  ...markSheetSamples,
  ...markFormSamples,
  ...markProposalSamples,
  ...appealFormSamples,
  ...appealSamples,
  ...helpSamples,
  ...privacyNoticeSamples,
  ...closedSamples,
  ...unmatchedSamples,
  ...photoLostSamples,
  ...photoWhichSamples,
  ...suggestionSamples,
  ...suspicionSamples,
  ...importPreviewSamples,
  ...riverOrdersSamples,
  ...foundOutfallSamples,
  ...outfallSamples,
  ...emergencySamples,
  ...outfallTaskSamples,
  ...outfallRoundSamples,
  ...enforcementSamples,
  ...dispatchSamples,
  ...groupDispatchSamples,
  ...documentDeskSamples,
  ...documentNoticeSamples,
  ...documentsSamples,
  ...promiseSamples,
  ...groupDocumentSamples,
  ...leadSamples,
  ...leadsSamples,
  ...exceedanceSamples,
  ...monitorFormSamples,
  ...rectificationSamples,
  ...lagSamples,
  ...rectificationsSamples,
  ...settingSamples,
  ...settingFormSamples,
  ...settingsSamples,
  ...standInFormSamples,
  ...standInSamples,
  ...leaveSamples,
  ...chatGroupSamples,
  ...groupHelloSamples,
  ...groupNoticeSamples,
  ...groupPostSamples,
];
export { PHOTO_KEYS, type Sample } from './sample';

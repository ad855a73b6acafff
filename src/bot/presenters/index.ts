import { type Card, saidAgain } from '../../../cards/kit';
import { type DrawnKind, type GroupKind, isFileKind, isGroupKind } from '../../../entities';
import type { Reader } from '../../core/database';
import { isGroup, type Rendered, type RenderRequest } from '../../core/messages';
import type { BotDeps, GroupPresenter, Presenter } from '../frame';
import { appeal } from './appeal';
import { appealForm } from './appealForm';
import { assessmentCompare } from './assessmentCompare';
import { assessmentOwn } from './assessmentOwn';
import { assessmentRound } from './assessmentRound';
import { assessmentSummary } from './assessmentSummary';
import { baseline } from './baseline';
import { chatGroup } from './chatGroup';
import { closedFor } from './closed';
import { complaint } from './complaint';
import { digest } from './digest';
import { dispatch } from './dispatch';
import { documentDesk } from './documentDesk';
import { documentNotice } from './documentNotice';
import { documents } from './documents';
import { documentWhy } from './documentWhy';
import { emergency } from './emergency';
import { enforcement } from './enforcement';
import { exceedance } from './exceedance';
import { foundOutfall } from './foundOutfall';
import { groupDispatch } from './groupDispatch';
import { groupDocument } from './groupDocument';
import { groupHello } from './groupHello';
import { groupNotice } from './groupNotice';
import { groupPost } from './groupPost';
import { help } from './help';
import { importPreview } from './importPreview';
import { ladderFaultsCard } from './ladderFaults';
import { ladderJudge } from './ladderJudge';
import { ladderReply } from './ladderReply';
import { lag } from './lag';
import { lagNotice } from './lagNotice';
import { lagWhy } from './lagWhy';
import { lead } from './lead';
import { leads } from './leads';
import { leave } from './leave';
import { markForm } from './markForm';
import { markProposal } from './markProposal';
import { markSheet } from './markSheet';
import { monitorForm } from './monitorForm';
import { myProblems } from './myProblems';
import { newTasks } from './newTasks';
import { outfall } from './outfall';
import { outfallRound } from './outfallRound';
import { outfallTask } from './outfallTask';
import { patrolMore } from './patrolMore';
import { patrolTask } from './patrolTask';
import { photoLost } from './photoLost';
import { photoWhich } from './photoWhich';
import { planRow } from './planRow';
import { privacyNotice } from './privacyNotice';
import { problemDesk } from './problemDesk';
import { problemForm } from './problemForm';
import { problemVerify } from './problemVerify';
import { problemWork } from './problemWork';
import { promise } from './promise';
import { rectification } from './rectification';
import { rectifications } from './rectifications';
import { riverOrders } from './riverOrders';
import { setting } from './setting';
import { settingForm } from './settingForm';
import { settings } from './settings';
import { standIn } from './standIn';
import { standInForm } from './standInForm';
import { suggestion } from './suggestion';
import { suspicion } from './suspicion';
import { unheardLag } from './unheardLag';
import { unmatched } from './unmatched';
import { yearPlan } from './yearPlan';

/** What each kind of card that is sent shows, and to whom. */
export const PRESENTERS: Record<DrawnKind, Presenter> = {
  appeal,
  appealForm,
  assessmentCompare,
  assessmentOwn,
  assessmentRound,
  assessmentSummary,
  baseline,
  chatGroup,
  complaint,
  digest,
  dispatch,
  documentDesk,
  documentNotice,
  documentWhy,
  documents,
  enforcement,
  exceedance,
  foundOutfall,
  emergency,
  groupPost,
  help,
  importPreview,
  lag,
  lagNotice,
  lagWhy,
  ladderJudge,
  ladderReply,
  ladderFaults: ladderFaultsCard,
  lead,
  leads,
  markForm,
  markProposal,
  markSheet,
  monitorForm,
  leave,
  myProblems,
  newTasks,
  outfall,
  outfallRound,
  outfallTask,
  patrolMore,
  patrolTask,
  photoLost,
  photoWhich,
  planRow,
  privacyNotice,
  problemDesk,
  problemForm,
  problemVerify,
  problemWork,
  promise,
  rectification,
  rectifications,
  unheardLag,
  riverOrders,
  setting,
  settingForm,
  settings,
  standIn,
  standInForm,
  suggestion,
  suspicion,
  unmatched,
  yearPlan,
};

/** What each kind of card shows that is posted to a group. */
export const GROUP_PRESENTERS: Record<GroupKind, GroupPresenter> = {
  groupDispatch,
  groupDocument,
  groupHello,
  groupNotice,
};

/** Draws any card; an old copy whose newer one is out is drawn grey, whatever it was. */
export class Presenters {
  constructor(private readonly deps: BotDeps) {}

  async render(reader: Reader, request: RenderRequest, retired: boolean): Promise<Rendered | null> {
    const rendered = await this.draw(reader, request);
    if (rendered && retired) return { card: closedFor(rendered.card, request), pictures: [] };
    return rendered && request.again ? { ...rendered, card: saidAgain(rendered.card as Card) } : rendered;
  }

  private draw(reader: Reader, request: RenderRequest): Promise<Rendered | null> {
    const { kind, recipient } = request;
    if (isGroup(recipient)) {
      if (!isGroupKind(kind)) throw new Error(`${kind} is not for a group`);
      return GROUP_PRESENTERS[kind](this.deps, reader, { ...request, recipient });
    }
    // A card that a later version has sent, say.
    if (isFileKind(kind) || isGroupKind(kind) || !Object.hasOwn(PRESENTERS, kind)) {
      throw new Error(`no presenter for ${kind}`);
    }
    return PRESENTERS[kind](this.deps, reader, { ...request, recipient });
  }
}

import { type Card, saidAgain } from '../../../cards/kit';
import { type DrawnKind, isFileKind } from '../../../entities';
import type { Reader } from '../../core/database';
import type { Rendered, RenderRequest } from '../../core/messages';
import type { BotDeps, Presenter } from '../frame';
import { assessmentOwn } from './assessmentOwn';
import { assessmentSummary } from './assessmentSummary';
import { baseline } from './baseline';
import { closedFor } from './closed';
import { digest } from './digest';
import { help } from './help';
import { importPreview } from './importPreview';
import { lagNotice } from './lagNotice';
import { newTasks } from './newTasks';
import { patrolMore } from './patrolMore';
import { patrolTask } from './patrolTask';
import { photoLost } from './photoLost';
import { privacyNotice } from './privacyNotice';
import { problemForm } from './problemForm';
import { problemVerify } from './problemVerify';
import { problemWork } from './problemWork';
import { riverOrders } from './riverOrders';
import { standIn } from './standIn';
import { standInForm } from './standInForm';
import { suggestion } from './suggestion';
import { unheardLag } from './unheardLag';
import { unmatched } from './unmatched';

/** What each kind of card that is sent shows, and to whom. */
export const PRESENTERS: Record<DrawnKind, Presenter> = {
  assessmentOwn,
  assessmentSummary,
  baseline,
  digest,
  help,
  importPreview,
  lagNotice,
  newTasks,
  patrolMore,
  patrolTask,
  photoLost,
  privacyNotice,
  problemForm,
  problemVerify,
  problemWork,
  unheardLag,
  riverOrders,
  standIn,
  standInForm,
  suggestion,
  unmatched,
};

/** Draws any card; an old copy whose newer one is out is drawn grey, whatever it was. */
export class Presenters {
  constructor(private readonly deps: BotDeps) {}

  async render(reader: Reader, request: RenderRequest, retired: boolean): Promise<Rendered | null> {
    // A card that a later version has sent, say.
    const { kind } = request;
    if (isFileKind(kind) || !Object.hasOwn(PRESENTERS, kind)) throw new Error(`no presenter for ${kind}`);
    const rendered = await PRESENTERS[kind](this.deps, reader, request);
    if (rendered && retired) return { card: closedFor(rendered.card, request), pictures: [] };
    return rendered && request.again ? { ...rendered, card: saidAgain(rendered.card as Card) } : rendered;
  }
}

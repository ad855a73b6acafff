import type { ActionHandler } from '../frame';
import { commonActions } from './common';
import { dispatchActions } from './dispatch';
import { documentActions } from './document';
import { emergencyActions } from './emergency';
import { enforcementActions } from './enforcement';
import { foundOutfallActions } from './foundOutfall';
import { groupActions } from './group';
import { ladderActions } from './ladder';
import { lagActions } from './lag';
import { leadActions } from './lead';
import { markActions } from './marks';
import { monitoringActions } from './monitoring';
import { outfallActions } from './outfall';
import { outfallTaskActions } from './outfallTask';
import { patrolActions } from './patrol';
import { photoActions } from './photo';
import { planActions } from './plan';
import { problemActions } from './problem';
import { rectificationActions } from './rectification';
import { riverOrderActions } from './riverOrders';
import { roundActions } from './round';
import { scoreActions } from './score';
import { settingActions } from './setting';
import { standInActions } from './standIn';
import { suggestionActions } from './suggestion';
import { suspicionActions } from './suspicion';
import { uploadActions } from './upload';

/** Every press that the bot answers. */
export const ACTIONS: readonly ActionHandler[] = [
  ...commonActions,
  ...dispatchActions,
  ...documentActions,
  ...enforcementActions,
  ...groupActions,
  ...lagActions,
  ...ladderActions,
  ...leadActions,
  ...markActions,
  ...monitoringActions,
  ...foundOutfallActions,
  ...emergencyActions,
  ...outfallActions,
  ...outfallTaskActions,
  ...patrolActions,
  ...photoActions,
  ...planActions,
  ...problemActions,
  ...rectificationActions,
  ...riverOrderActions,
  ...scoreActions,
  ...settingActions,
  ...standInActions,
  ...roundActions,
  ...suggestionActions,
  ...suspicionActions,
  ...uploadActions,
];

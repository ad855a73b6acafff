import type { ActionHandler } from '../frame';
import { commonActions } from './common';
import { enforcementActions } from './enforcement';
import { groupActions } from './group';
import { lagActions } from './lag';
import { leadActions } from './lead';
import { monitoringActions } from './monitoring';
import { outfallTaskActions } from './outfallTask';
import { patrolActions } from './patrol';
import { problemActions } from './problem';
import { riverOrderActions } from './riverOrders';
import { standInActions } from './standIn';
import { suggestionActions } from './suggestion';
import { suspicionActions } from './suspicion';
import { uploadActions } from './upload';

/** Every press that the bot answers. */
export const ACTIONS: readonly ActionHandler[] = [
  ...commonActions,
  ...enforcementActions,
  ...groupActions,
  ...lagActions,
  ...leadActions,
  ...monitoringActions,
  ...outfallTaskActions,
  ...patrolActions,
  ...problemActions,
  ...riverOrderActions,
  ...standInActions,
  ...suggestionActions,
  ...suspicionActions,
  ...uploadActions,
];

import type { ActionHandler } from '../frame';
import { commonActions } from './common';
import { groupActions } from './group';
import { lagActions } from './lag';
import { outfallTaskActions } from './outfallTask';
import { patrolActions } from './patrol';
import { problemActions } from './problem';
import { rectificationActions } from './rectification';
import { riverOrderActions } from './riverOrders';
import { standInActions } from './standIn';
import { suggestionActions } from './suggestion';
import { suspicionActions } from './suspicion';
import { uploadActions } from './upload';

/** Every press that the bot answers. */
export const ACTIONS: readonly ActionHandler[] = [
  ...commonActions,
  ...groupActions,
  ...lagActions,
  ...outfallTaskActions,
  ...patrolActions,
  ...problemActions,
  ...rectificationActions,
  ...riverOrderActions,
  ...standInActions,
  ...suggestionActions,
  ...suspicionActions,
  ...uploadActions,
];

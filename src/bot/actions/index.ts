import type { ActionHandler } from '../frame';
import { commonActions } from './common';
import { lagActions } from './lag';
import { patrolActions } from './patrol';
import { problemActions } from './problem';
import { riverOrderActions } from './riverOrders';
import { standInActions } from './standIn';
import { suggestionActions } from './suggestion';
import { uploadActions } from './upload';

/** Every press that the bot answers. */
export const ACTIONS: readonly ActionHandler[] = [
  ...commonActions,
  ...lagActions,
  ...patrolActions,
  ...problemActions,
  ...riverOrderActions,
  ...standInActions,
  ...suggestionActions,
  ...uploadActions,
];

import type { Person } from './people';
import { granted } from './scopes';
import type { World } from './world';

/** A person's ids as events and presses tell them; `user_id` only with its scope, which many tenants do not grant. */
export function idsOf(w: World, { union_id, user_id, open_id }: Person) {
  return { union_id, open_id, ...(granted(w, 'contact:user.employee_id:readonly') && { user_id }) };
}

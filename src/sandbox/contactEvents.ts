import { personShape } from './api/shapes';
import type { Person } from './people';
import type { World } from './world';

/** How the directory tells of a person: `contact.user.created_v3`, `updated_v3` with what was, `deleted_v3` on leaving. */
export function tellContact(
  w: World,
  what: 'created' | 'updated' | 'deleted',
  person: Person,
  before?: Person,
): Promise<void> {
  return w.events.emit(`contact.user.${what}_v3`, {
    object: personShape(w, person),
    ...(before && { old_object: personShape(w, before) }),
  });
}

/** `contact.scope.updated_v3`: a person came into what the app may see, or fell out of it. */
export function tellScope(w: World, what: 'added' | 'removed', person: Person): Promise<void> {
  const none = { departments: [], users: [], user_groups: [] };
  const some = { ...none, users: [personShape(w, person)] };
  return w.events.emit('contact.scope.updated_v3', { added: none, removed: none, [what]: some });
}

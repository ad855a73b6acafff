import { idsOf } from './idsOf';
import type { Person } from './people';
import type { World } from './world';

/** A person picks an entry of the bot's menu: told by `application.bot.menu_v6`. */
export async function chooseMenu(w: World, person: Person, eventKey: string): Promise<void> {
  const { name } = person;
  const ms = w.clock.now().getTime();
  w.feed.tell(`${name} 点菜单 ${eventKey}`);
  await w.events.emit('application.bot.menu_v6', {
    operator: { operator_name: name, operator_id: idsOf(w, person) },
    event_key: eventKey,
    timestamp: w.settings.get().menu_time === 'seconds' ? Math.floor(ms / 1000) : ms,
  });
}

import { marks, type Reader } from '../core/database';
import { postName } from '../roster';

/** A reach whose patrols can be handed to somebody, and a person who can take them. */
export interface StandInChoices {
  reaches: { id: number; river: string; name: string }[];
  people: { id: number; name: string }[];
}

/** As many people as one list shows. */
const MOST_PEOPLE = 40;

interface PersonRow {
  id: number;
  name: string;
  title: string | null;
  unit: string | null;
}

/**
 * 王建国（第一村村委会主任）, short enough for the one line of a list: the first of several posts, without the town,
 * which the chief knows; the name alone where it says the post already.
 */
function chosenAs({ name, title, unit }: Omit<PersonRow, 'id'>, towns: readonly string[]): string {
  if (!title || (unit && name.startsWith(unit))) return name;
  const post = postName({ name, title: title.split('、')[0] ?? title, unit });
  const town = towns.find((one) => post.startsWith(one)) ?? '';
  return `${name}（${post.slice(town.length)}）`;
}

/**
 * What a chief can choose from: the reaches held today, and people whom Feishu reaches, those of the own unit first,
 * then those of the reaches' towns and the chiefs of other reaches there.
 */
export async function standInChoices(
  reader: Reader,
  { personId, day }: { personId: number; day: string },
): Promise<StandInChoices> {
  const reaches = await reader.query<{
    id: number;
    river: string;
    name: string;
    townId: number;
    town: string;
  }>(
    `SELECT DISTINCT r.id, r.river, r.name, r.townId, t.name AS town
       FROM post p JOIN reach r ON r.id = p.reachId JOIN unit t ON t.id = r.townId
      WHERE p.personId = ? AND p.fromDay <= ? AND (p.toDay IS NULL OR p.toDay >= ?) ORDER BY r.id`,
    [personId, day, day],
  );
  if (reaches.length === 0) return { reaches: [], people: [] };
  const towns = [...new Set(reaches.map(({ townId }) => townId))];
  const townNames = reaches.map(({ town }) => town);
  const people = await reader.query<PersonRow>(
    `SELECT h.id, h.name, h.title, u.name AS unit FROM person h LEFT JOIN unit u ON u.id = h.unitId
      WHERE h.openId IS NOT NULL AND h.id <> ? AND (
        h.unitId = (SELECT me.unitId FROM person me WHERE me.id = ?) OR h.unitId IN (${marks(towns)})
        OR h.id IN (SELECT p.personId FROM post p JOIN reach r ON r.id = p.reachId
                     WHERE r.townId IN (${marks(towns)}) AND p.fromDay <= ? AND (p.toDay IS NULL OR p.toDay >= ?)))
      ORDER BY CASE WHEN h.unitId = (SELECT me.unitId FROM person me WHERE me.id = ?) THEN 0 ELSE 1 END, h.id
      LIMIT ${MOST_PEOPLE}`,
    [personId, personId, ...towns, ...towns, day, day, personId],
  );
  return {
    reaches: reaches.map(({ id, river, name }) => ({ id, river, name })),
    people: people.map(({ id, ...named }) => ({ id, name: chosenAs(named, townNames) })),
  };
}

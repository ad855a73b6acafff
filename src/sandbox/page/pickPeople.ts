import type { Person } from './pageTypes';

/** How many phones lie on the table. */
export const PHONES = 3;

/**
 * Who holds the three phones: those asked for by the link, else those of last time, else one village chief, who
 * acts for the same town (its liaison, who gets what is handed over and the reminders, or else its head) and the
 * county office; what is still missing is filled with the first people there are.
 */
export function pickPeople(people: Person[], asked: string[], remembered: string[]): string[] {
  const known = new Set(people.map((person) => person.open_id));
  const wanted = asked.some((id) => known.has(id)) ? asked : remembered;
  const chosen = wanted.filter((id, i) => known.has(id) && wanted.indexOf(id) === i).slice(0, PHONES);
  for (const person of [...typical(people), ...people]) {
    if (chosen.length === PHONES) break;
    if (!chosen.includes(person.open_id)) chosen.push(person.open_id);
  }
  return chosen;
}

const label = (person: Person) => `${person.name} ${person.title}`;

function typical(people: Person[]): Person[] {
  const village = people.find((one) => /村级河长|村.*河长/.test(label(one)));
  const town = /([\u4e00-\u9fa5]{2,3}(?:镇|乡|街道))/.exec(village ? label(village) : '')?.[1];
  const hands = [/[镇乡].*联络员/, /[镇乡]长|[镇乡]党委书记|镇级河长/].flatMap((post) =>
    people.filter((one) => post.test(label(one)) && one !== village),
  );
  const hand = hands.find((one) => town !== undefined && label(one).includes(town)) ?? hands[0];
  const office = people.find((one) => /县河长办|河长制办公室/.test(label(one)));
  return [village, hand, office].filter((one) => one !== undefined);
}

/** What the title tells beside the name: 党委书记 of “龙兴镇党委书记, 龙兴镇 · 党委书记”, whose unit is in the name. */
export function titleBeside({ name, title }: Person): string {
  const [unit = '', ...rest] = title.split(' · ');
  const beside = name.startsWith(unit) ? rest.join(' · ') : title;
  return name.endsWith(beside) ? '' : beside;
}

/** People whose name or title holds every word of the search, in any order. */
export function searchPeople(people: Person[], search: string): Person[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  return people.filter((person) =>
    wanted.every((word) => `${label(person)} ${person.mobile}`.toLowerCase().includes(word)),
  );
}

import type { DocumentRung, LadderMatterType } from '../../../entities';
import type { Calendar } from '../../core/calendar';
import { addDays, daysBetween } from '../../core/days';
import { type LadderEvent, lifeOf, stopsOn } from './lifecycle';
import { type FrozenRules, nextStep, type Standing } from './rules';

/*
 * A case under other rules (what-if). What the world did is as it was: when it began to lag and was cleared, what was
 * answered and approved, what stopped its clock. What the rules did is done anew: when a draft is due. What people did
 * with a draft they do again after as many days: signed it, refused it, reported on it; a draft that there never
 * was is signed on its day, so that the next rung can be seen. Pure.
 */

/** A rung and the day on which it came: 提醒 when it was sent, the others when a draft was due. */
export interface Step {
  rung: 1 | DocumentRung;
  day: string;
}

export interface Replayed {
  type: LadderMatterType;
  events: readonly LadderEvent[];
  /** What its number was on a day, for what is counted over periods. */
  numberOn(day: string): Pick<Standing, 'missed' | 'gaps'>;
  /** The level that other rules let it go to at once. */
  straight: DocumentRung | null;
  /** By how many working days later (or earlier, negative) it begins under other rules. */
  shift: number;
}

/** The steps as they were. */
export const stepsOf = (events: readonly LadderEvent[]): Step[] =>
  events.flatMap((event): Step[] => {
    if (event.what === 'reminded') return [{ rung: 1, day: event.day }];
    return event.what === 'due' ? [{ rung: event.rung, day: event.day }] : [];
  });

/** How long after something something else was done, in days, and whether that was on a working day. */
interface Later {
  days: number;
  working: boolean;
}

/** What was done with the draft of a rung after it was due, and when the first report on it came after its issue. */
interface Handled {
  what: 'issued' | 'refused' | 'withdrawn';
  after: Later;
  replied: Later | null;
}

const later = (from: string, day: string, calendar: Calendar): Later => ({
  days: daysBetween(from, day),
  working: calendar.isWorkday(day),
});

/** What was done on a working day is done on one here, too. */
const laterThan = (day: string, { days, working }: Later, calendar: Calendar): string =>
  working ? calendar.nextWorkday(addDays(day, days)) : addDays(day, days);

function handledOf(events: readonly LadderEvent[], calendar: Calendar): Map<DocumentRung, Handled | null> {
  const handled = new Map<DocumentRung, Handled | null>();
  const dueOn = new Map<DocumentRung, string>();
  const issuedOn = new Map<DocumentRung, string>();
  for (const event of events) {
    if (event.what === 'due' && !dueOn.has(event.rung)) {
      dueOn.set(event.rung, event.day);
      handled.set(event.rung, null);
    }
    if (event.what === 'issued' || event.what === 'refused' || event.what === 'withdrawn') {
      const due = dueOn.get(event.rung) ?? event.day;
      if (event.what === 'issued') issuedOn.set(event.rung, event.day);
      if (!handled.get(event.rung)) {
        handled.set(event.rung, { what: event.what, after: later(due, event.day, calendar), replied: null });
      }
    }
    const known = event.what === 'replied' ? handled.get(event.rung) : null;
    const issued = event.what === 'replied' ? issuedOn.get(event.rung) : undefined;
    if (known && known.replied === null && issued !== undefined)
      known.replied = later(issued, event.day, calendar);
  }
  return handled;
}

const BY_THE_RULES: readonly LadderEvent['what'][] = [
  'due',
  'drafted',
  'issued',
  'refused',
  'withdrawn',
  'closed',
  'replied',
];

/** The working day `shift` working days from `day`; an earlier one for a negative `shift`. */
const shifted = (day: string, shift: number, calendar: Calendar): string =>
  shift === 0 ? day : calendar.addWorkdays(day, shift);

/** The steps that would have come up to the end of `to`. */
export function replay(
  { type, events, numberOn, straight, shift }: Replayed,
  rules: FrozenRules,
  calendar: Calendar,
  to: string,
): Step[] {
  const world = events
    .filter(({ what }) => !BY_THE_RULES.includes(what))
    .map((event) =>
      event.what === 'began' || event.what === 'reminded'
        ? { ...event, day: shifted(event.day, shift, calendar) }
        : event,
    );
  const handled = handledOf(events, calendar);
  const cleared = world.find(({ what }) => what === 'cleared')?.day ?? null;
  const last = cleared === null || cleared > to ? to : addDays(cleared, -1);
  const played: LadderEvent[] = [];
  const planned: LadderEvent[] = [];
  const steps: Step[] = [];
  let documents = 0;
  const first = world[0]?.day ?? addDays(last, 1);
  for (let day = first; day <= last; day = addDays(day, 1)) {
    // What was approved before a case that begins later holds for it as well.
    const ofDay = (one: LadderEvent) => one.day === day || (day === first && one.day < first);
    for (const event of [...world, ...planned].filter(ofDay)) {
      played.push(event);
      if (event.what === 'reminded') steps.push({ rung: 1, day });
    }
    const life = lifeOf(played);
    if (stopsOn(life, day).length > 0) continue;
    const standing: Standing = {
      type,
      there: true,
      stops: [],
      remindedDay: null,
      unheard: false,
      straight,
      targetMissed: life.outstanding,
      ...numberOn(day),
    };
    const next = nextStep(standing, played, rules, calendar, day);
    if (next.is !== 'step' || life.draft !== null) continue;
    const { rung } = next;
    steps.push({ rung, day });
    documents += 1;
    const document = { rung, documentId: documents };
    const known = handled.get(rung);
    played.push({ what: 'due', rung, day }, { what: 'drafted', ...document, day });
    // A draft that nobody has touched to this day is touched by nobody here either.
    if (known === null) continue;
    const handledDay = known ? laterThan(day, known.after, calendar) : day;
    const outcome: LadderEvent = { what: known?.what ?? 'issued', ...document, day: handledDay };
    (handledDay === day ? played : planned).push(outcome);
    // What was refused or withdrawn once is done again otherwise, else it would be drafted and refused without end.
    handled.delete(rung);
    if (outcome.what === 'issued' && known?.replied) {
      const reply: LadderEvent = {
        what: 'replied',
        ...document,
        day: laterThan(handledDay, known.replied, calendar),
      };
      planned.push(reply);
    }
  }
  return steps;
}

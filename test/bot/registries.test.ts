import { cards } from '../../cards';
import { MATTER_KINDS } from '../../cards/kit';
import { GROUP_KINDS, SENT_KINDS } from '../../entities';
import { SUBJECT_OF } from '../../src/bot/mayOpen';
import { GROUP_PRESENTERS, PRESENTERS } from '../../src/bot/presenters';
import { CARD_OF, DUTIES_OF } from '../../src/escalation';

describe('what the bot knows of its cards', () => {
  it('draws every kind that is sent, and knows of each what it is called', () => {
    expect(Object.keys(PRESENTERS).sort()).toEqual([...SENT_KINDS].sort());
    expect(Object.keys(GROUP_PRESENTERS).sort()).toEqual([...GROUP_KINDS].sort());
    // A card that is over is drawn in place of another and never sent by itself.
    expect(Object.keys(cards).sort()).toEqual([...SENT_KINDS, ...GROUP_KINDS, 'closed'].sort());
  });

  it('opens from a list only what it can send, and knows what each is about', () => {
    const kinds: readonly string[] = SENT_KINDS;
    expect(MATTER_KINDS.filter((kind) => !kinds.includes(kind))).toEqual([]);
    expect(Object.keys(SUBJECT_OF).sort()).toEqual([...MATTER_KINDS].sort());
  });

  // Otherwise a card that is there is not found, and is sent anew each day.
  it.each(Object.entries(DUTIES_OF).filter(([type]) => !['missedPatrols', 'behindPlan'].includes(type)))(
    'knows a matter by one name: the cards of what is to be done about a %s are about one',
    (type, duties) => {
      expect(duties.map((duty) => SUBJECT_OF[CARD_OF[duty]])).toEqual(duties.map(() => type));
    },
  );
});

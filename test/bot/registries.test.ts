import { cards } from '../../cards';
import { MATTER_KINDS } from '../../cards/kit';
import { SENT_KINDS } from '../../entities';
import { ACTIONS } from '../../src/bot/actions';
import { SUBJECT_OF } from '../../src/bot/mayOpen';
import { PRESENTERS } from '../../src/bot/presenters';

/** Every button of every card, by its action; a button that several cards have is there once. */
const buttons = new Set(Object.values(cards).flatMap((card) => card.actions.map(({ name }) => name)));

describe('what the bot knows of its cards', () => {
  it('answers every button of every card, each in one place, and nothing that is no button', () => {
    const answered = ACTIONS.map(({ name }) => name);
    expect([...answered].sort()).toEqual([...buttons].sort());
  });

  it('draws every kind that is sent, and knows of each what it is called', () => {
    expect(Object.keys(PRESENTERS).sort()).toEqual([...SENT_KINDS].sort());
    // A card that is over is drawn in place of another and never sent by itself.
    expect(Object.keys(cards).sort()).toEqual([...SENT_KINDS, 'closed'].sort());
  });

  it('opens from a list only what it can send, and knows what each is about', () => {
    const kinds: readonly string[] = SENT_KINDS;
    expect(MATTER_KINDS.filter((kind) => !kinds.includes(kind))).toEqual([]);
    expect(Object.keys(SUBJECT_OF).sort()).toEqual([...MATTER_KINDS].sort());
  });
});

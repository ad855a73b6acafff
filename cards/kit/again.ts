import { markdown } from './elements';
import type { Card } from './frame';
import { fits, sizeOf } from './limits';
import { grey, md } from './text';

const NOTE = markdown(grey(md`可能重复：上次发送没有得到飞书的答复。已经看过的话，不必再办。`), 'notation');

/** A card that may be on the phone already says so, on top; one that has no room for it goes out as it is. */
export function saidAgain(card: Card): Card {
  const noted: Card = { ...card, body: { ...card.body, elements: [NOTE, ...card.body.elements] } };
  return fits(sizeOf(noted)) ? noted : card;
}

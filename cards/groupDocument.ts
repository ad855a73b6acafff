/** A 通报 in a work group: what the unit has to put right, and nobody's name or post. */
import { tasksButton } from './groupHello';
import {
  type Card,
  type Day,
  type DocumentText,
  dayWords,
  documentBody,
  documentLines,
  frame,
  grey,
  inline,
  markdown,
  md,
} from './kit';

export interface GroupDocumentView extends DocumentText {
  id: number;
  version: number;
  today: Day;
  signedOn: Day;
}

export const renderGroupDocument = (view: GroupDocumentView): Card => {
  const { id, version, today, signedOn, unit, issuer, lines } = view;
  return frame({
    tone: 'soon',
    title: '通报',
    place: unit,
    when: [dayWords(today, signedOn)],
    summary: `通报：${unit}，${lines.length}件`,
    body: [
      ...documentBody(view),
      markdown(grey(md`${inline(issuer, 30)}，${dayWords(today, signedOn)}`)),
      ...documentLines(
        today,
        // Whom each matter waits for is between the unit and its people.
        lines.map((line) => ({ ...line, who: '' })),
      ),
      tasksButton(id, version),
    ],
  });
};

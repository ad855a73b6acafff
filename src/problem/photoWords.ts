import { Photo, Problem } from '../../entities';
import type { Tx } from '../core/database';
import type { Subject } from '../core/outbox';
import { advance } from './advance';
import type { BoundPhoto } from './photosOf';

/** What the form's 情况 holds; longer words stay beside their photo. */
const MOST = 1_000;

interface Said {
  messageId: string;
  imageKeys: readonly string[];
  text: string | null;
  personId: number;
  /** The matter that the photos went to. */
  subject: Subject | null;
  at: Date;
}

/**
 * Words sent with photos: the 情况 of the problem being filled in when that is still empty, else a note beside the
 * photos. Taken once, however often the message comes.
 *
 * @returns what to tell the sender of them, after what is said of the photos; '' when there were none
 */
export async function takeWords(tx: Tx, said: Said): Promise<string> {
  const { messageId, imageKeys, text, personId, subject, at } = said;
  const words = text?.trim();
  if (!words) return '';
  const filled = '文字已填进“情况”，可以再改。';
  const problem = subject?.type === 'problem' ? await tx.findOne(Problem, { id: subject.id }) : null;
  if (problem?.state === 'draft' && Array.from(words).length <= MOST) {
    if (problem.words === words) return filled;
    if (!problem.words) {
      // The form is drawn anew with them: whoever wrote it in the chat need not write it again.
      await advance(tx, problem, { personId, at, step: 'note', set: { words } });
      return filled;
    }
  }
  await tx.update(Photo, { messageId, sourceKey: imageKeys[0] }, { words });
  return '文字也一起记下了。';
}

/** The words that came with photos before the form was opened are its first 情况. */
export async function wordsFromPhotos(tx: Tx, problemId: number): Promise<void> {
  const photos = await tx.find(
    Photo,
    { subjectType: 'problem', subjectId: problemId, side: 'before' },
    { order: { id: 'ASC' } },
  );
  const words = withNotes(null, photos);
  if (words === '' || Array.from(words).length > MOST) return;
  await tx.update(Problem, { id: problemId, state: 'draft', words: null }, { words });
}

/** What was written of a matter, and beside its photos; nothing twice. */
export function withNotes(words: string | null, photos: readonly Pick<BoundPhoto, 'words'>[]): string {
  return photos.reduce(
    (all, { words: note }) =>
      note === null || all.includes(note) ? all : [all, note].filter(Boolean).join('\n'),
    words ?? '',
  );
}

import { ApiError } from './apiError';
import { checkContent } from './content';
import type { Message } from './messages';
import type { World } from './world';

/** How often a text or post may be edited. */
const EDITS = 20;

/** PUT of a text or post the bot sent; throws 230011 recalled, 230012 not its own, 230072 after twenty edits. */
export function editText(
  w: World,
  message: Message,
  msgType: 'text' | 'post',
  content: string,
  bytes: number,
): void {
  if (message.sender !== 'bot') throw new ApiError(230012, 'The bot is NOT the sender of the message.');
  if (message.recalled) throw new ApiError(230011, 'The message is recalled.');
  if (message.edits >= EDITS) {
    throw new ApiError(230072, 'The message has reached the number of times it can be edited.');
  }
  checkContent(w, msgType, content, bytes);
  w.db.write(() => {
    w.messages.replaceContent(message.message_id, content);
    w.feed.touch();
  });
}

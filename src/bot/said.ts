/** What is read from a plain message, and what goes into one. */

/** As many as one plain message lists. */
const MOST = 8;
/** As much of somebody's words as is said back to them. */
const QUOTED = 40;

/** Words of others in a plain message: nothing in them may look like a tag of the messenger's. */
export const safe = (text: string): string => text.replaceAll('<', '＜').replaceAll('>', '＞');

/** What follows a word of the bot's, without the signs people put between: 台账：东关桥 is 东关桥. */
export const after = (said: string): string => said.replace(/^[\s:：,，]+/, '').trim();

interface Named {
  internalCode: string;
  name: string;
}

/** Nothing was found: where was looked, what was looked for, and what else could be said. */
export const noneFound = (
  where: string,
  words: string,
  { word, code = '编号' }: { word: string; code?: string },
) => `${where}“${safe(words.slice(0, QUOTED))}”。可以发“${word}”加名称里的几个字，或者${code}。`;

/** Several were found. @param todo what is done to one of them: 看 */
export function severalFound(
  found: readonly Named[],
  { word, todo }: { word: string; todo: string },
): string {
  const listed = found.slice(0, MOST).map(({ internalCode, name }) => `${internalCode} ${name}`);
  const more = found.length > MOST ? `\n……还有${found.length - MOST}个` : '';
  return `找到${found.length}个，发“${word}”加编号${todo}其中一个：\n${safe(listed.join('\n'))}${more}`;
}

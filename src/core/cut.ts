/** The first characters of a text, as people count them: never half of one. */
export const cut = (text: string, most: number): string => Array.from(text).slice(0, most).join('');

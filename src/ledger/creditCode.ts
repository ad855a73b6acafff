const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Whether a 统一社会信用代码 has 18 places and the right check character (GB 32100-2015). */
export function isCreditCode(text: string): boolean {
  if (text.length !== 18) return false;
  let sum = 0;
  for (let at = 0; at < 17; at += 1) {
    const value = ALPHABET.indexOf(text.charAt(at));
    if (value < 0) return false;
    sum += value * 3 ** at;
  }
  return text.charAt(17) === ALPHABET.charAt((31 - (sum % 31)) % 31);
}

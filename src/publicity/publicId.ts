import { randomBytes } from 'node:crypto';

/** Without those that look alike on a sign: no i, l, o, u. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 16;

/** 80 random bits, to be typed by hand if need be. */
export const newPublicId = (): string =>
  Array.from(randomBytes(LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join('');

/** Whether somebody's words can be one at all; the database is asked for nothing else. */
export const isPublicId = (text: string): boolean => /^[0-9a-hjkmnp-tv-z]{16}$/.test(text);

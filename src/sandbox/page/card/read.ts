/** Reading a card, which is JSON that somebody else wrote: every field is looked at before it is used. */
export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function obj(from: Json, key: string): Json | null {
  const value = from[key];
  return isJson(value) ? value : null;
}

export function str(from: Json, key: string): string {
  const value = from[key];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

export function num(from: Json, key: string): number | null {
  const value = from[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function bool(from: Json, key: string, otherwise = false): boolean {
  const value = from[key];
  return typeof value === 'boolean' ? value : otherwise;
}

/** The objects of a list; anything else in it is left out. */
export function objects(from: Json, key: string): Json[] {
  const value = from[key];
  return Array.isArray(value) ? value.filter(isJson) : [];
}

export function strings(from: Json, key: string): string[] {
  const value = from[key];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The words of a text object (`plain_text`, `lark_md`), in Chinese where it speaks several languages. */
export function words(text: Json | null): string {
  if (!text) return '';
  const translated = obj(text, 'i18n_content');
  return (translated && str(translated, 'zh_cn')) || str(text, 'content');
}

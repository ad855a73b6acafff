/** A sentence of the parts that there are. */
export const clauses = (...parts: (string | false)[]): string => parts.filter(Boolean).join('，');

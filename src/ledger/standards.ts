/** Years in which the standards that ledgers cite were published; others are slips such as GB3838-2011. */
const PUBLISHED: Record<string, readonly string[]> = {
  GB3838: ['1983', '1988', '1999', '2002'],
  GB8978: ['1988', '1996'],
  GB18918: ['2002'],
  'DB14/1928': ['2019'],
  'DB14/726': ['2013', '2019'],
};

/** Citations in a text whose year the standard does not have, as `GB3838-2011（应为 2002）`. */
export function impossibleStandards(text: string): string[] {
  const found = text.matchAll(/(GB|DB\d{2})(?:\/T)?\s*\/?\s*(\d{3,5})\s*[-－—–]\s*(\d{4})/gi);
  const wrong: string[] = [];
  for (const [whole, kind = '', number, year = ''] of found) {
    const years = PUBLISHED[kind.toUpperCase() === 'GB' ? `GB${number}` : `${kind.toUpperCase()}/${number}`];
    if (years && !years.includes(year)) wrong.push(`${whole}（应为 ${years.at(-1)}）`);
  }
  return wrong;
}

const CITATION = /GB|DB\s*\d{2}|HJ|CJ|标准|限值/i;
const FREQUENCY = /^(?:每|半)?(?:日|天|周|旬|月|季度?|半年|年)(?:\d*次)?$|^雨后$|\d次/;
const HAVE = /^(?:有|无|否|是|不需要)$/;

/** Whether 监测频次 or 执行标准 holds what stands in a column beside it: the mark of a list that has slipped. */
export function isOfAnotherColumn(column: 'monitorFrequency' | 'standard', text: string): boolean {
  if (HAVE.test(text)) return true;
  return column === 'monitorFrequency' ? CITATION.test(text) : FREQUENCY.test(text);
}

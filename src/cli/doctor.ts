import { type Check, examine } from '../doctor';
import type { Answer } from './say';

export async function examineCounty({ to }: { to?: string }): Promise<Answer> {
  const checks = await examine(process.env, { to });
  const broken = checks.filter(({ ok }) => !ok).length;
  return {
    data: { checks },
    lines: [
      ...checks.flatMap((check) => sayCheck(check, checks)),
      broken === 0 ? '都好。' : `${broken} 处要处理，照“→”后面的做，做完再运行一次。`,
    ],
    refused: broken > 0,
  };
}

/** How wide a text stands in a terminal: Chinese characters take two places. */
const widthOf = (text: string): number =>
  [...text].reduce((all, char) => all + ((char.codePointAt(0) ?? 0) > 0x2e80 ? 2 : 1), 0);

function sayCheck({ title, ok, found, mend }: Check, all: readonly Check[]): string[] {
  const widest = Math.max(...all.map((check) => widthOf(check.title)));
  const line = `${ok ? '✔' : '✘'} ${title}${' '.repeat(widest - widthOf(title))}  ${found}`;
  return [line, ...(mend === '' ? [] : mend.split('\n').map((part) => `    → ${part}`))];
}

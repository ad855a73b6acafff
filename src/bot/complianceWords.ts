import { dayInWords, isDay } from '../core/days';
import { Fault } from '../core/errors';
import { fold } from '../core/workbook';
import { type Finding, grantWaiver, mayWaive, readCheck, withdrawWaiver } from '../ledger';
import { mayHaveCompliance } from './mayHave';
import { type Asker, sendFile } from './openings';
import { safe } from './said';

const MOST = 12;

const HOW =
  '发“豁免”加排污口编号，先看它有哪些要改的。定豁免发：\n豁免 编号 要求 到哪天 理由\n收回发：\n撤回豁免 编号 要求';

/** 2027-06-30, 2027年6月30日, 2027.6.30 → a day; null when it is none. */
function dayTyped(text: string): string | null {
  const [, year, month = '', date = ''] = /^(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?$/.exec(text) ?? [];
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(day) ? day : null;
}

const inFull = (day: string): string => `${day.slice(0, 4)}年${dayInWords(day)}`;

/**
 * 合规, 豁免 and 撤回豁免.
 *
 * @returns a sentence to answer with; undefined when it is nothing of this, or said by somebody whose business it is not
 */
export async function complianceWord(asker: Asker, text: string): Promise<string | undefined> {
  if (/^合规(?:检查)?$/.test(text)) {
    if (!mayHaveCompliance(asker.roles)) return undefined;
    await sendFile(asker, 'complianceFile');
    return '合规检查的表马上发给你：哪里不合方案、怎么改、谁来改。';
  }
  const said = /^(?<verb>豁免|撤回豁免)(?<rest>[\s\S]*)$/.exec(text)?.groups;
  if (!said) return undefined;
  if (!mayWaive(asker.roles)) return mayHaveCompliance(asker.roles) ? '豁免由分局定。' : undefined;
  try {
    return await waive(asker, said.verb === '撤回豁免', said.rest ?? '');
  } catch (error) {
    if (error instanceof Fault && !error.ours) return `${error.message}。`;
    throw error;
  }
}

async function waive(asker: Asker, back: boolean, rest: string): Promise<string> {
  const { tx, deps, at, person, roles } = asker;
  const [code, name, until, ...reason] = rest.split(/[\s,，;；:：]+/).filter((part) => part !== '');
  if (code === undefined) return HOW;
  const policy = deps.policies.current;
  const { findings, ledger } = await readCheck(tx, { policy, at });
  const wanted = fold(code);
  const outfall = ledger.outfalls.find(({ internalCode, nationalCode }) =>
    [internalCode, nationalCode].some((known) => known !== null && fold(known) === wanted),
  );
  if (!outfall) return `没有编号是“${safe(code.slice(0, 40))}”的在用排污口。编号在“合规”的表里。`;
  const of = findings.filter(({ outfalls }) => outfalls.some(({ id }) => id === outfall.id));
  if (name === undefined) return listed(outfall.internalCode, outfall.name, of);
  const finding = of.find(({ rule }) => rule.name === name);
  if (!finding) return listed(outfall.internalCode, outfall.name, of);
  const what = `${outfall.internalCode} ${finding.rule.name}`;
  if (back) {
    if (!finding.waiver) return `${what}没有豁免，不用撤回。`;
    await withdrawWaiver(tx, finding.waiver, { person, roles, at });
    return `${what}的豁免撤回了，从现在起照方案要求。`;
  }
  const untilDay = until === undefined ? null : dayTyped(until);
  if (!untilDay) return `豁免到哪天？像这样发：\n豁免 ${what} ${exampleDay(ledger.today)} 理由`;
  await grantWaiver(tx, finding, { person, roles, at, policy, untilDay, reason: reason.join('，') });
  const others = finding.outfalls.length > 1 ? `（连同有关的共${finding.outfalls.length}个口）` : '';
  return `${what}${others}豁免到${inFull(untilDay)}，理由和你的名字会一直列在“合规”的表里。`;
}

/** The last day of next year's June: a day to write over. */
const exampleDay = (today: string): string => `${Number(today.slice(0, 4)) + 1}-06-30`;

function listed(code: string, name: string, findings: readonly Finding[]): string {
  if (findings.length === 0) return safe(`${code} ${name}：没有不合方案的。`);
  const lines = findings.slice(0, MOST).map(({ rule, says, waiver }) => {
    const waived = waiver ? `（豁免到${inFull(waiver.untilDay)}：${waiver.reason}）` : '';
    return `${rule.name}：${says}${waived}`;
  });
  const more = findings.length > MOST ? [`……还有${findings.length - MOST}条`] : [];
  const example = `要豁免，写明要求、到哪天、理由：\n豁免 ${code} ${findings[0]?.rule.name} 日期 理由`;
  return safe([`${code} ${name}`, ...lines, ...more, example].join('\n'));
}

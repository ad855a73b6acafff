import type { App } from '../compose';
import { plainCheck, readCheck } from '../ledger';
import { type Answer, some } from './say';

/** 合规检查: what each rule found, in the plan's order, then the findings that are open. */
export async function checkRules({ deps: { db, policies, clock } }: App): Promise<Answer> {
  const policy = policies.current;
  const found = plainCheck(await readCheck(db.read, { policy, at: clock.now() }));
  const open = found.findings.filter(({ waiver }) => waiver === null);
  const cells = found.missing.reduce((sum, { outfalls }) => sum + outfalls, 0);
  return {
    data: { policyVersion: policy.version, ...found },
    lines: [
      `${found.day}，在用排污口 ${found.outfalls} 个：要改 ${open.length} 处，已豁免 ${found.findings.length - open.length} 处，待补 ${cells} 格`,
      ...found.rules.map(
        ({ clause, name, open: n, waived }) =>
          `  ${clause}${name}：${n}${waived > 0 ? `（另豁免 ${waived}）` : ''}`,
      ),
      ...some(
        open,
        ({ clause, name, says, remedy, owner, outfalls }) =>
          `  ${clause}${name} ${outfalls.map(({ code }) => code).join('、')}：${says}。${owner}：${remedy}`,
      ),
    ],
  };
}

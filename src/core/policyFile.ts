import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { Fault } from './errors';
import { crossFaults } from './policyChecks';
import { linesOf, sayIssue, sayYaml } from './policyFaults';
import { type Policy, policySchema } from './policySchema';

/** @throws Fault `policy.invalid` listing every fault with its place */
export function parsePolicy(text: string, file: string): Policy {
  const raw = rawOf(text, file);
  const result = policySchema.safeParse(raw, { error: sayIssue });
  const faults = [...(result.error?.issues.flatMap((issue) => linesOf(issue)) ?? []), ...crossFaults(raw)];
  if (!result.success || faults.length > 0) {
    throw new Fault('policy.invalid', { file, faults: faults.join('\n') });
  }
  return result.data;
}

function rawOf(text: string, file: string): unknown {
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    throw new Fault('policy.invalid', { file, faults: document.errors.map(sayYaml).join('\n') });
  }
  try {
    return document.toJS();
  } catch {
    // Aliases of aliases, more than any file of rules needs.
    throw new Fault('policy.invalid', {
      file,
      faults: '不是合法的 YAML：用了太多 & 和 * 引用，请直接写出来',
    });
  }
}

export function readPolicy(file: string): Policy {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Fault('policy.invalid', { file, faults: '读不到这个文件' });
  }
  return parsePolicy(text, file);
}

/** What the rules mean, apart from comments and spacing. */
export const policyHash = (policy: Policy): string =>
  createHash('sha256').update(JSON.stringify(policy)).digest('hex');

import { PolicyVersion } from '../../entities';
import type { Database } from './database';
import { Fault } from './errors';
import { policyHash } from './policyFile';
import type { Policy } from './policySchema';
import { takeTurn } from './turn';

/**
 * Makes the file's policy the one in force. A new, larger number is stored; the same number must mean the same
 * rules, because cases are judged by the number under which they began.
 *
 * @throws Fault `policy.unnumbered` when the rules changed under an old number, `policy.older` when the number went back
 */
export async function adoptPolicy(db: Database, policy: Policy, at: Date): Promise<void> {
  const hash = policyHash(policy);
  await db.transaction(async (tx) => {
    await takeTurn(tx, 'policy', at);
    const [latest] = await tx.find(PolicyVersion, {}, { order: { number: 'DESC' }, limit: 1 });
    if (latest && policy.version < latest.number) {
      throw new Fault('policy.older', { number: policy.version, known: latest.number });
    }
    if (latest?.number === policy.version) {
      if (latest.hash !== hash) throw new Fault('policy.unnumbered', { number: policy.version });
      return;
    }
    await tx.insert(PolicyVersion, {
      number: policy.version,
      hash,
      content: JSON.stringify(policy),
      activatedAt: at,
    });
  });
}

/** The rules by which a case that began under `number` is judged. */
export class Policies {
  private readonly known = new Map<number, Policy>();

  constructor(
    private readonly db: Database,
    readonly current: Policy,
  ) {
    this.known.set(current.version, current);
  }

  async at(number: number): Promise<Policy> {
    const known = this.known.get(number);
    if (known) return known;
    const stored = await this.db.read.findOne(PolicyVersion, { number });
    // It was checked when it came into force, by what was asked of a file then.
    const policy = stored ? (JSON.parse(stored.content) as Policy) : this.current;
    this.known.set(number, policy);
    return policy;
  }
}

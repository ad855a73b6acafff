/**
 * The county's rules, `policy.yaml`: what may stand in it, what holds where it is silent, how it is read, and by which of
 * its versions a case is judged.
 */
export * from './policyDefaults';
export { parsePolicy, policyHash, readPolicy } from './policyFile';
export { adoptPolicy, Policies } from './policyInForce';
export { FINER } from './policyPatrol';
export { type Policy, policySchema } from './policySchema';

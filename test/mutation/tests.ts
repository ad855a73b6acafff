import fc from 'fast-check';
import '../assessment/example.test';
import '../assessment/findings.test';
import '../assessment/lines.test';
import '../assessment/points.test';
import '../assessment/rules.test';
import '../assessment/sheets.test';
import '../assessment/sources/sources.test';
import '../assessment/year.test';
import '../core/policySheets.test';
import '../escalation/dispatchRules.test';
import '../escalation/documents/rules.test';
import '../escalation/ladder/cases.test';
import '../escalation/ladder/rules.test';
import '../escalation/rules.test';
// The last, since it is the slowest.
import '../assessment/anyCounty.test';

/*
 * The pure tests of the rules as one file, for `npm run mutate`: each file loads most of the program, so thirteen take 12 s
 * a mutant and one takes 1 s. A mutant is found by its first counterexample; to look for the smallest takes minutes.
 */
fc.configureGlobal({ endOnFailure: true });

import type { DocumentRung, DocumentState, Role } from '../../../entities';
import { LADDER_RULES } from '../../../src/core/policyLadder';
import { nextState, replay, STEPS, type Step } from '../../../src/escalation/documents/lifecycle';
import {
  issuerOf,
  mayClose,
  mayEdit,
  mayIssue,
  mayKeep,
  maySign,
  mayWatch,
  replyDueDay,
  signDueDay,
} from '../../../src/escalation/documents/rules';
import { testCalendar } from '../../factories';

/** From a state by a step to a state, for 通报 (2), 约谈 (3), 督查 (4); whatever is not here cannot be done. */
const LIFE = `
draft draft draft 234
draft drop draft 234
draft depute draft 234
draft edit draft 234
draft issue issued 234
draft refuse refused 234
draft return returned 34
draft withdraw withdrawn 234
returned drop returned 234
returned edit returned 234
returned refuse refused 234
returned resubmit draft 34
returned withdraw withdrawn 234
issued reply issued 24
issued refuseReply issued 24
issued extend issued 24
issued report issued 4
issued record issued 3
issued promise issued 3
issued close closed 234`
  .trim()
  .split('\n')
  .map((line) => line.split(' ') as [DocumentState, Step, DocumentState, string]);

const RUNGS: DocumentRung[] = [2, 3, 4];
const STATES: DocumentState[] = ['draft', 'returned', 'issued', 'refused', 'withdrawn', 'closed'];

describe('the life of a 通报, a 约谈 or a 督查', () => {
  it.each(STATES)('goes on from %s in the ways that are written down, and in no other', (state) => {
    for (const rung of RUNGS) {
      for (const step of Object.keys(STEPS) as Step[]) {
        const known = LIFE.find(
          ([from, by, , rungs]) => from === state && by === step && rungs.includes(`${rung}`),
        );
        expect([rung, step, nextState({ rung, state }, step)]).toEqual([rung, step, known?.[2] ?? null]);
      }
    }
  });

  const told = (rung: DocumentRung, actions: string): DocumentState | null =>
    replay(
      rung,
      actions.split(' ').map((action) => ({ action })),
    );

  it.each([
    [2, 'drafted', 'draft'],
    [2, 'drafted shrunk deputed edited issued replied replyRefused extended replied closed', 'closed'],
    [3, 'drafted returned edited resubmitted issued recorded promised closed', 'closed'],
    [4, 'drafted issued reportTaken replied', 'issued'],
    [4, 'drafted returned refused', 'refused'],
    [3, 'drafted returned withdrawn', 'withdrawn'],
    [2, 'drafted returned', null],
    [2, 'drafted issued issued', null],
    [3, 'drafted issued replied recorded', null],
    [2, 'drafted unheardOf', null],
  ] as const)('of rung %s is told again from its history: %s', (rung, actions, state) => {
    expect(told(rung, actions)).toBe(state);
  });
});

describe('who may do what with a document', () => {
  const who = (id: number, ...roles: Role[]) => ({ person: { id }, roles });
  const signer = who(1, '县政府');
  const standIn = who(2, '镇长');
  const office = who(3, '县河长办');
  const stranger = who(4, '镇长', '分局');
  const people = { signer, standIn, office, stranger };
  const asked = (state: DocumentState) => ({
    rung: 3 as const,
    issuer: '县政府' as const,
    state,
    standInId: 2,
  });
  const those = (may: (one: ReturnType<typeof who>) => boolean): string[] =>
    Object.entries(people).flatMap(([name, one]) => (may(one) ? [name] : []));

  it('signs: whoever holds the role, and who stands in for them while it is a draft', () => {
    expect(those((one) => maySign(one, asked('draft')))).toEqual(['signer', 'standIn']);
    expect(those((one) => maySign(one, asked('issued')))).toEqual(['signer']);
    expect(those((one) => maySign(one, { ...asked('draft'), standInId: null }))).toEqual(['signer']);
    expect(those(({ roles }) => mayIssue(roles, asked('draft')))).toEqual(['signer']);
  });

  it('edits: whoever has it on the desk', () => {
    expect(those((one) => mayEdit(one, asked('draft')))).toEqual(['signer', 'standIn']);
    expect(those((one) => mayEdit(one, asked('returned')))).toEqual(['office']);
  });

  it('keeps and closes: 县河长办, and the signer closes too', () => {
    expect(those(({ roles }) => mayKeep(roles))).toEqual(['office']);
    expect(those(({ roles }) => mayClose(roles, asked('issued')))).toEqual(['signer', 'office']);
  });

  it('sees it: who signs or signed for them, 县河长办, 县政府 whatever is below', () => {
    expect(those((one) => mayWatch(one, asked('issued')))).toEqual(['signer', 'standIn', 'office']);
    const branch = { issuer: '分局' as const, standInId: null };
    expect(those((one) => mayWatch(one, branch))).toEqual(['signer', 'office', 'stranger']);
  });

  it('issues, by the policy: of a 通报 it depends on what it is about', () => {
    const by = {
      circulateBy: { outfall: '分局', other: '县河长办' },
      interviewBy: '县政府',
      superviseBy: '县河长办',
    } as const;
    expect(issuerOf(2, by, 'outfall')).toBe('分局');
    expect(issuerOf(2, by, 'other')).toBe('县河长办');
    expect(issuerOf(3, by, 'outfall')).toBe('县政府');
    expect(issuerOf(4, by, 'other')).toBe('县河长办');
  });

  it('by when: working days, over a weekend', () => {
    const by = { rules: LADDER_RULES, calendar: testCalendar };
    expect(signDueDay('2026-11-26', by)).toBe('2026-12-01');
    expect(replyDueDay('2026-11-26', by)).toBe('2026-12-10');
  });
});

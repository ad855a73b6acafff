import type { Level, PatrolTaskState, ProblemState, ScoreSubject } from '../../entities';
import type { StandardFact } from '../ledger';
import type { ComplaintFact } from './facts/complaints';
import type { EscalationFact } from './facts/escalations';
import type { RemedyFact } from './facts/remedies';
import type { SampleFact } from './facts/samples';

/*
 * What one town or one chief is scored by: records as of the period's end, whoever read them.
 */

export interface TaskFact {
  id: number;
  reachId: number;
  townId: number;
  level: Level;
  dueDay: string;
  state: PatrolTaskState;
  /** Open past its due day, and can still be entered late. */
  pending: boolean;
  assigneeId: number;
  /** Null while nobody walked. */
  patrol: {
    id: number;
    personId: number;
    /** 代巡: the chief for whom it was walked. */
    standInFor?: number | null;
    late: boolean;
  } | null;
}

export interface ProblemFact {
  id: number;
  reachId: number;
  /** That handles it: a department's problem is no town's. */
  unitId: number;
  /** The task on which it was found. */
  taskId: number | null;
  finderId: number;
  state: Exclude<ProblemState, 'draft' | 'unfounded' | 'merged' | 'withdrawn'>;
  /** Its due day lies in the period and is over. */
  due: boolean;
  /** It was found in the period. */
  found: boolean;
  foundDay: string;
  dueDay: string | null;
  /** The day of the latest 反馈. */
  answeredDay: string | null;
  returns: number;
  /** 反弹: how often it was opened again after 销号. */
  rebounds: number;
  hasPlace: boolean;
  hasPhoto: boolean;
}

/** Who found a problem, as one chief of its post sees it (findings.ts). */
export type FoundBy = 'self' | 'coHolder' | 'below' | 'other';
export type PostProblem = ProblemFact & { by: FoundBy };

/** What a named person gave or found: points of a manual item or a bonus, or a veto. */
export interface MarkFact {
  id: number;
  /** The item's key; `bonus.commended`; `veto.pollution`, `veto.section`. */
  rule: string;
  /** Hundredths; null for a veto. */
  points: number | null;
  /** Why, in the scorer's words; empty where they gave none. */
  reason: string;
}

export interface SubjectMark extends MarkFact {
  subject: ScoreSubject;
  /** The town or department; of a chief the person's own unit. */
  unitId: number;
  /** A chief's post. */
  reachId: number | null;
  level: Level | null;
  personId: number | null;
}

export interface TownFacts {
  /** Made for the town, all levels, without those that are nobody's. */
  tasks: readonly TaskFact[];
  /** How many more are nobody's (无人任职). */
  vacant: number;
  /** That it handles. */
  problems: readonly ProblemFact[];
  marks: readonly MarkFact[];
  /** Whose 整治 was due. */
  remedies: readonly RemedyFact[];
  /** Of every outfall in it. */
  standards: readonly StandardFact[];
  samples: readonly SampleFact[];
  complaints: readonly ComplaintFact[];
  /** 通报 and 约谈 addressed to it. */
  escalations: readonly EscalationFact[];
}

/** A unit of the county: what it handles, is given by people and is called to account for. */
export type DepartmentFacts = Pick<TownFacts, 'problems' | 'marks' | 'escalations'>;

export interface ChiefFacts {
  personId: number;
  /** What this person answers for (patrol: answerable). */
  tasks: readonly TaskFact[];
  /** How many tasks of the same post a co-holder answers for: those due while this person held it, too. */
  coHolderTasks: number;
  /** How many were due while this person held the post and are nobody's, since Feishu does not know them. */
  unreachedTasks: number;
  /** How many others walked for this person (代巡): shown, and counted neither way. */
  stoodInTasks: number;
  /** How many were due while this person was away and nobody walked (请假). */
  awayTasks: number;
  /** How many were due in the first days in the post. */
  graceTasks: number;
  /** Found on those tasks, on whatever reach. */
  recorded: readonly ProblemFact[];
  /** Of the post, found while this person held it. */
  problems: readonly PostProblem[];
  /** 待核 about this person that 县河长办 found 成立 in the period. */
  confirmed: readonly { id: number; falsehood: boolean }[];
  marks: readonly MarkFact[];
  /** Those that name the post for what this person missed. */
  escalations: readonly EscalationFact[];
}

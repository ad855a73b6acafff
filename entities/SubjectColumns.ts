import { Int, maybe, Word } from './columns';
import type { Level } from './Reach';

/** Who is scored, each by a sheet of its own: 镇, 河长, 县直部门. */
export type ScoreSubject = 'town' | 'chief' | 'department';

/** The columns that say whose a score is, or what was given, proposed or corrected of one. */
export abstract class SubjectColumns {
  @Word(12)
  subject: ScoreSubject;

  /** The town or department; of a chief the unit to which the person belongs. */
  @Int()
  unitId: number;

  /** A chief's post; null of a town or department. */
  @Int(maybe)
  reachId: number | null;

  @Int(maybe)
  personId: number | null;

  @Word(8, maybe)
  level: Level | null;
}

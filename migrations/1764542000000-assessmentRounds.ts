import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const int = (name: string) => ({ name, type: 'integer' });
const word = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) });
const flag = (name: string) => ({ name, type: 'boolean' });
const instant = (name: string) => ({ name, type: 'datetime', precision: 3 });
const maybe = <C extends object>(column: C) => ({ ...column, isNullable: true });
const id = { ...int('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' as const };
const version = { ...int('version'), default: 1 };
/** Whose score it is. */
const SUBJECT = [
  word('subject', 8),
  int('unitId'),
  maybe(int('reachId')),
  maybe(int('personId')),
  maybe(word('level', 8)),
];

const tables = (): Table[] => [
  new Table({
    name: 'assessment_round',
    columns: [
      id,
      word('period', 8),
      int('runId'),
      word('state', 8),
      instant('frozenAt'),
      int('policyVersion'),
      maybe(int('confirmedById')),
      maybe(instant('confirmedAt')),
      maybe(int('publishedById')),
      maybe(instant('publishedAt')),
      maybe(word('noticeUntil', 10)),
      maybe(int('finalById')),
      maybe(instant('finalAt')),
      flag('stale'),
      version,
    ],
    indices: [{ name: 'assessment_round_period', columnNames: ['period'], isUnique: true }],
  }),
  new Table({
    name: 'assessment_appeal',
    columns: [
      id,
      int('roundId'),
      int('scoreId'),
      word('period', 8),
      word('rule', 48),
      int('was'),
      int('max'),
      word('words', 1000),
      int('byId'),
      instant('at'),
      word('dueDay', 10),
      word('state', 12),
      maybe(int('points')),
      maybe(word('reason', 1000)),
      maybe(int('decidedById')),
      maybe(instant('decidedAt')),
      version,
    ],
    indices: [
      { name: 'assessment_appeal_once', columnNames: ['scoreId', 'period', 'rule'], isUnique: true },
      { name: 'assessment_appeal_round', columnNames: ['roundId', 'state'] },
    ],
  }),
  new Table({
    name: 'assessment_correction',
    columns: [
      id,
      int('roundId'),
      word('period', 8),
      ...SUBJECT,
      word('rule', 48),
      int('points'),
      word('reason', 500),
      int('byId'),
      instant('at'),
      maybe(int('appealId')),
    ],
    indices: [{ name: 'assessment_correction_period', columnNames: ['period'] }],
  }),
  new Table({
    name: 'assessment_version',
    columns: [
      id,
      int('roundId'),
      int('number'),
      word('hash', 64),
      maybe(word('reason', 500)),
      int('byId'),
      instant('at'),
    ],
    indices: [{ name: 'assessment_version_once', columnNames: ['roundId', 'number'], isUnique: true }],
  }),
  new Table({
    name: 'assessment_version_score',
    columns: [
      id,
      int('versionId'),
      int('scoreId'),
      word('period', 8),
      ...SUBJECT,
      maybe(int('score')),
      word('grade', 8),
    ],
    indices: [{ name: 'assessment_version_score_version', columnNames: ['versionId', 'scoreId'] }],
  }),
  new Table({
    name: 'assessment_version_line',
    columns: [
      id,
      int('versionId'),
      int('scoreId'),
      word('rule', 48),
      int('points'),
      int('max'),
      flag('applicable'),
      word('reason', 500),
      { name: 'evidence', type: 'text' },
    ],
    indices: [{ name: 'assessment_version_line_score', columnNames: ['versionId', 'scoreId'] }],
  }),
];

/** 正式考核: rounds, 申诉, corrections, and the versions that are 定稿. */
export class AssessmentRounds1764542000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables()) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables().reverse()) await runner.dropTable(name);
  }
}

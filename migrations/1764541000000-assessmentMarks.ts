import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';

const int = (name: string) => ({ name, type: 'integer' });
const maybe = { isNullable: true };
const word = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) });
const instant = (name: string) => ({ name, type: 'datetime', precision: 3 });

const CONTENT = new TableColumn({ ...word('content', 8), ...maybe });

/** 人工评分: what named persons give under the score sheets; and of a complaint whether the complainant is content. */
export class AssessmentMarks1764541000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'assessment_mark',
        columns: [
          { ...int('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
          word('period', 8),
          word('subject', 12),
          int('unitId'),
          { ...int('reachId'), ...maybe },
          { ...int('personId'), ...maybe },
          { ...word('level', 8), ...maybe },
          word('rule', 48),
          { ...int('points'), ...maybe },
          { name: 'reason', type: 'text' },
          int('byId'),
          instant('at'),
          { ...instant('withdrawnAt'), ...maybe },
        ],
        indices: [{ name: 'assessment_mark_period', columnNames: ['period', 'subject', 'unitId'] }],
      }),
    );
    await runner.addColumn('complaint', CONTENT.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('complaint', CONTENT.clone());
    await runner.dropTable('assessment_mark');
  }
}

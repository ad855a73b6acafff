import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

/** Since when nothing alters a period's scores. */
export class AssessmentFreeze1764540000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const frozenAt = new TableColumn({ name: 'frozenAt', type: 'datetime', precision: 3, isNullable: true });
    await runner.addColumn('assessment_run', frozenAt);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('assessment_run', 'frozenAt');
  }
}

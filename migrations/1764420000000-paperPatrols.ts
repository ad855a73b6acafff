import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const ENTERED_BY = new TableColumn({ name: 'enteredById', type: 'integer', isNullable: true });

/** Who entered a patrol for the one who walked it. */
export class PaperPatrols1764420000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('patrol', ENTERED_BY.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('patrol', ENTERED_BY.name);
  }
}

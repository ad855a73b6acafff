import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const COLUMNS = ['standInId', 'standInForId'];

/** 代签: who may sign a 通报, 约谈 or 督查 for its signer, and who asked for it. */
export class DocumentStandIns1764541004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const name of COLUMNS) {
      await runner.addColumn('ladder_document', new TableColumn({ name, type: 'integer', isNullable: true }));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('ladder_document', COLUMNS);
  }
}

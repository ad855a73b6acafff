import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const COLUMNS = [
  new TableColumn({ name: 'answer', type: 'varchar', length: '1000', isNullable: true }),
  new TableColumn({ name: 'answeredById', type: 'integer', isNullable: true }),
  new TableColumn({ name: 'answeredAt', type: 'datetime', precision: 3, isNullable: true }),
  new TableColumn({ name: 'version', type: 'integer', default: 1 }),
];
const WAITING = new TableIndex({ name: 'suggestion_answered', columnNames: ['answeredAt'] });

/** 意见建议 is answered: by whom, when, in which words. */
export class SuggestionAnswers1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('suggestion', COLUMNS);
    await runner.createIndex('suggestion', WAITING);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('suggestion', WAITING);
    await runner.dropColumns('suggestion', COLUMNS);
  }
}

import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const AGAIN = new TableColumn({ name: 'again', type: 'boolean', default: 0 });
const TABLES = ['outbox_message', 'delivery'];

/** Whether a message is said a second time because nobody knows whether the first one arrived. */
export class SaidAgain1764340000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.addColumn(table, AGAIN.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.dropColumn(table, AGAIN.name);
  }
}

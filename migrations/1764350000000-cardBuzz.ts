import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const COLUMNS = ['readAt', 'buzzedAt'].map(
  (name) => new TableColumn({ name, type: 'datetime', precision: 3, isNullable: true }),
);
const BUZZED = new TableIndex({ name: 'card_buzzed', columnNames: ['buzzedAt'] });

/** 加急: which cards were read, and which were buzzed. */
export class CardBuzz1764350000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('card_message', COLUMNS);
    await runner.createIndex('card_message', BUZZED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('card_message', BUZZED);
    await runner.dropColumns('card_message', COLUMNS);
  }
}

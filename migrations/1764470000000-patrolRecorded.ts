import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

/** The patrols of the last weeks are read each night. */
const RECORDED = { name: 'patrol_recorded', columnNames: ['recordedAt'] };

export class PatrolRecorded1764470000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('patrol', new TableIndex(RECORDED));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('patrol', RECORDED.name);
  }
}

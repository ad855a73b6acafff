import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const SUSPICION = new Table({
  name: 'suspicion',
  columns: [
    { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    { name: 'kind', type: 'varchar', length: '24' },
    { name: 'about', type: 'varchar', length: '64' },
    { name: 'personId', type: 'integer' },
    { name: 'words', type: 'text' },
    { name: 'photoIds', type: 'text' },
    { name: 'state', type: 'varchar', length: '8' },
    { name: 'replyDueDay', type: 'varchar', length: '10' },
    { name: 'reply', type: 'text', isNullable: true },
    { name: 'repliedAt', type: 'datetime', precision: 3, isNullable: true },
    { name: 'settleDueDay', type: 'varchar', length: '10', isNullable: true },
    { name: 'verdict', type: 'varchar', length: '4', isNullable: true },
    { name: 'reason', type: 'text', isNullable: true },
    { name: 'settledById', type: 'integer', isNullable: true },
    { name: 'settledAt', type: 'datetime', precision: 3, isNullable: true },
    { name: 'at', type: 'datetime', precision: 3 },
    { name: 'version', type: 'integer', default: 1 },
  ],
  indices: [
    { name: 'suspicion_about', columnNames: ['about'], isUnique: true },
    { name: 'suspicion_state', columnNames: ['state'] },
    { name: 'suspicion_person', columnNames: ['personId'] },
  ],
});

/** 待核: what a person is asked to explain, and what 县河长办 made of it. */
export class Suspicions1764430001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(SUSPICION);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(SUSPICION);
  }
}

import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const instant = { type: 'datetime', precision: 3 };
const optional = { isNullable: true };

const SENT_PLACE = new Table({
  name: 'sent_place',
  columns: [
    { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    { name: 'messageId', type: 'varchar', length: '64' },
    { name: 'personId', type: 'integer' },
    { name: 'name', type: 'varchar', length: '255', ...optional },
    { name: 'lonE6', type: 'integer' },
    { name: 'latE6', type: 'integer' },
    { name: 'subjectType', type: 'varchar', length: '24', ...optional },
    { name: 'subjectId', type: 'integer', ...optional },
    { name: 'side', type: 'varchar', length: '8', ...optional },
    { name: 'occurredAt', ...instant },
    { name: 'recordedAt', ...instant },
  ],
  indices: [
    { name: 'sent_place_message', columnNames: ['messageId'], isUnique: true },
    { name: 'sent_place_subject', columnNames: ['subjectType', 'subjectId'] },
    { name: 'sent_place_person', columnNames: ['personId'] },
    { name: 'sent_place_recorded', columnNames: ['recordedAt'] },
  ],
});

/** Places sent in the chat, and the problem that each is a hint to. */
export class SentPlaces1764530000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(SENT_PLACE.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(SENT_PLACE.name);
  }
}

import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const LEASE = new Table({
  name: 'sender_lease',
  columns: [
    { name: 'role', type: 'varchar', length: '16', isPrimary: true },
    { name: 'holder', type: 'varchar', length: '128' },
    { name: 'token', type: 'varchar', length: '32' },
    { name: 'renewal', type: 'integer' },
  ],
});

/** Of several processes on one database, one sends. */
export class SenderLease1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(LEASE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(LEASE);
  }
}

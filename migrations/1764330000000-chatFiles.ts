import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';

const UPLOAD = new Table({
  name: 'upload',
  columns: [
    { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    { name: 'messageId', type: 'varchar', length: '64' },
    { name: 'fileKey', type: 'varchar', length: '128' },
    { name: 'name', type: 'varchar', length: '255' },
    { name: 'personId', type: 'integer' },
    { name: 'receivedAt', type: 'datetime', precision: 3 },
    { name: 'kind', type: 'varchar', length: '8', isNullable: true },
    { name: 'state', type: 'varchar', length: '12' },
    { name: 'sha256', type: 'varchar', length: '64', isNullable: true },
    { name: 'report', type: 'text', isNullable: true },
    { name: 'fingerprint', type: 'varchar', length: '64', isNullable: true },
    { name: 'again', type: 'boolean' },
    { name: 'why', type: 'text', isNullable: true },
    { name: 'decidedById', type: 'integer', isNullable: true },
    { name: 'decidedAt', type: 'datetime', precision: 3, isNullable: true },
    { name: 'version', type: 'integer' },
  ],
  indices: [{ name: 'upload_source', columnNames: ['messageId', 'fileKey'], isUnique: true }],
});

const WORDS = new TableColumn({ name: 'words', type: 'text', isNullable: true });

const HINT = [
  new TableColumn({ name: 'hintName', type: 'varchar', length: '255', isNullable: true }),
  new TableColumn({ name: 'hintLonE6', type: 'integer', isNullable: true }),
  new TableColumn({ name: 'hintLatE6', type: 'integer', isNullable: true }),
];

/** What comes by chat: workbooks that wait for 确认导入, words sent with photos, the place of a problem as a hint. */
export class ChatFiles1764330000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(UPLOAD);
    await runner.addColumn('photo', WORDS);
    await runner.addColumns('problem', HINT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('problem', HINT);
    await runner.dropColumn('photo', WORDS);
    await runner.dropTable(UPLOAD);
  }
}

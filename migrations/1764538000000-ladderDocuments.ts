import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';

const int = (name: string) => ({ name, type: 'integer' });
const word = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) });
const text = (name: string) => ({ name, type: 'text' });
const instant = (name: string) => ({ name, type: 'datetime', precision: 3 });
const maybe = <C extends object>(column: C) => ({ ...column, isNullable: true });
const id = { ...int('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' as const };
const version = { ...int('version'), default: 1 };

const tables = (): Table[] => [
  new Table({
    name: 'ladder_document_case',
    columns: [id, int('documentId'), int('caseId'), text('evidence'), maybe(instant('droppedAt'))],
    indices: [
      { name: 'ladder_document_case_once', columnNames: ['documentId', 'caseId'], isUnique: true },
      { name: 'ladder_document_case_case', columnNames: ['caseId'] },
    ],
  }),
  new Table({
    name: 'ladder_dispatch',
    columns: [
      id,
      word('period', 16),
      word('fromDay', 10),
      word('toDay', 10),
      word('state', 8),
      text('words'),
      maybe(int('editedById')),
      text('towns'),
      maybe(int('signedById')),
      maybe(instant('signedAt')),
      maybe(text('reason')),
      int('policyVersion'),
      instant('createdAt'),
      version,
    ],
    indices: [{ name: 'ladder_dispatch_once', columnNames: ['period'], isUnique: true }],
  }),
];

const ON_DOCUMENT = [maybe(int('editedById')), instant('deskAt')];
/** No document had been written when the evidence went into rows of its own. */
const EVIDENCE = { ...text('evidence'), default: "''" };
const CHECKED = [maybe(instant('checkedAt')), maybe(int('checkedById')), maybe(text('checkWords'))];
const CREATED = instant('createdAt');

/** 通报, 约谈, 督查: a row for each case, who changed the words, how a promise was checked; 调度通报. */
export class LadderDocuments1764538000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables()) await runner.createTable(table);
    await runner.dropColumn('ladder_document', 'evidence');
    for (const column of ON_DOCUMENT) await runner.addColumn('ladder_document', new TableColumn(column));
    for (const column of [...CHECKED, CREATED])
      await runner.addColumn('ladder_promise', new TableColumn(column));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of [...CHECKED, CREATED]) await runner.dropColumn('ladder_promise', name);
    for (const { name } of ON_DOCUMENT) await runner.dropColumn('ladder_document', name);
    await runner.addColumn('ladder_document', new TableColumn(EVIDENCE));
    for (const table of tables().reverse()) await runner.dropTable(table);
  }
}

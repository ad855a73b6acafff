import {
  type MigrationInterface,
  type QueryRunner,
  Table,
  TableColumn,
  type TableColumnOptions,
} from 'typeorm';

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
    const [document, promise] = await known(runner);
    await runner.dropColumn(document, 'evidence');
    await runner.addColumns(document, added(ON_DOCUMENT));
    await runner.addColumns(promise, added([...CHECKED, CREATED]));
  }

  async down(runner: QueryRunner): Promise<void> {
    const [document, promise] = await known(runner);
    await runner.dropColumns(promise, names([...CHECKED, CREATED]));
    await runner.dropColumns(document, names(ON_DOCUMENT));
    await runner.addColumn(document, new TableColumn(EVIDENCE));
    for (const table of tables().reverse()) await runner.dropTable(table);
  }
}

/** Asked for once: each asking reads the whole table's columns, keys and indices. */
async function known(runner: QueryRunner): Promise<[Table, Table]> {
  const [document, promise] = await runner.getTables(['ladder_document', 'ladder_promise']);
  if (document?.name.includes('promise')) return [promise as Table, document];
  return [document as Table, promise as Table];
}

const added = (columns: readonly TableColumnOptions[]): TableColumn[] =>
  columns.map((column) => new TableColumn(column));
const names = (columns: readonly TableColumnOptions[]): string[] => columns.map(({ name }) => name);

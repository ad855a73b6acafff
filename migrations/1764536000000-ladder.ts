import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const int = (name: string) => ({ name, type: 'integer' });
const word = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) });
const day = (name: string) => word(name, 10);
const text = (name: string) => ({ name, type: 'text' });
const instant = (name: string) => ({ name, type: 'datetime', precision: 3 });
const maybe = <C extends object>(column: C) => ({ ...column, isNullable: true });
const id = { ...int('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' as const };
const version = { ...int('version'), default: 1 };

const tables = (): Table[] => [
  new Table({
    name: 'ladder_case',
    columns: [
      id,
      int('unitId'),
      word('matterType', 24),
      int('matterId'),
      { ...int('round'), default: 1 },
      text('title'),
      int('rung'),
      word('state', 8),
      day('sinceDay'),
      maybe(day('nextDay')),
      maybe(word('waitsFor', 16)),
      maybe(word('stoppedFor', 16)),
      maybe(day('stoppedUntil')),
      int('policyVersion'),
      instant('beganAt'),
      maybe(instant('clearedAt')),
      version,
    ],
    indices: [
      {
        name: 'ladder_case_once',
        columnNames: ['unitId', 'matterType', 'matterId', 'round'],
        isUnique: true,
      },
      { name: 'ladder_case_next', columnNames: ['state', 'nextDay'] },
    ],
  }),
  new Table({
    name: 'ladder_reply',
    columns: [
      id,
      int('unitId'),
      maybe(int('documentId')),
      text('caseIds'),
      word('kind', 8),
      text('words'),
      maybe(day('untilDay')),
      word('state', 8),
      int('byId'),
      instant('createdAt'),
      maybe(int('decidedById')),
      maybe(instant('decidedAt')),
      maybe(text('reason')),
      int('policyVersion'),
      version,
    ],
    indices: [
      { name: 'ladder_reply_unit', columnNames: ['unitId', 'state'] },
      { name: 'ladder_reply_document', columnNames: ['documentId'] },
    ],
  }),
  new Table({
    name: 'ladder_document',
    columns: [
      id,
      int('rung'),
      int('unitId'),
      day('day'),
      word('issuer', 16),
      word('state', 12),
      text('words'),
      text('evidence'),
      maybe(int('signedById')),
      maybe(instant('signedAt')),
      maybe(text('reason')),
      maybe(day('replyDueDay')),
      maybe(instant('meetAt')),
      maybe(word('meetPlace', 128)),
      maybe(text('record')),
      maybe(instant('closedAt')),
      maybe(int('closedById')),
      int('policyVersion'),
      instant('createdAt'),
      version,
    ],
    indices: [
      {
        name: 'ladder_document_once',
        columnNames: ['rung', 'unitId', 'day', 'issuer'],
        isUnique: true,
      },
      { name: 'ladder_document_state', columnNames: ['state', 'rung'] },
    ],
  }),
  new Table({
    name: 'ladder_promise',
    columns: [
      id,
      int('documentId'),
      int('unitId'),
      text('words'),
      day('dueDay'),
      maybe(instant('doneAt')),
      maybe(int('doneById')),
      maybe(text('doneWords')),
      int('policyVersion'),
      version,
    ],
    indices: [
      { name: 'ladder_promise_open', columnNames: ['unitId', 'doneAt'] },
      { name: 'ladder_promise_document', columnNames: ['documentId'] },
    ],
  }),
];

/** 提醒 → 通报 → 约谈 → 督查: the cases, what units answer, the documents, what was promised. */
export class Ladder1764536000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables()) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables().reverse()) await runner.dropTable(table);
  }
}

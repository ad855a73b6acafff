import { type ImportPreviewView, renderImportPreview } from '../../../cards/importPreview';
import { Upload } from '../../../entities';
import { postNames } from '../../roster';
import { BOOK_NAMES } from '../../upload';
import type { Presenter } from '../frame';
import { momentInWords } from '../words';

const NOTHING = {
  created: 0,
  updated: 0,
  unchanged: 0,
  errors: { total: 0, first: [] },
  warnings: { total: 0, first: [] },
};

function viewOf(upload: Upload, by: string): ImportPreviewView | null {
  const { id, version, name: file, kind, state, decidedAt } = upload;
  const { errors, ...checked } = upload.report ?? NOTHING;
  const common = {
    id,
    version,
    file,
    book: kind && BOOK_NAMES[kind],
  };
  const decided = { by, when: decidedAt ? momentInWords(decidedAt) : '' };
  const why = upload.why ?? '';
  switch (state) {
    case 'waiting':
      return null;
    case 'preview':
      return { ...common, ...checked, state, again: upload.again };
    case 'same':
      return { ...common, ...checked, state };
    case 'faults':
      return { ...common, state, errors, warnings: checked.warnings };
    case 'unreadable':
      return { ...common, state, why };
    case 'importing':
    case 'imported':
      return { ...common, ...checked, ...decided, state };
    case 'cancelled':
      // Nobody pressed 取消: it lay for too long.
      return upload.decidedById === null ? { ...common, state: 'expired' } : { ...common, ...decided, state };
    case 'failed':
      return { ...common, ...decided, state, why };
  }
}

/** 导入预览, to whoever sent the workbook. */
export const importPreview: Presenter = async (_deps, reader, { subject, recipient }) => {
  const upload = await reader.findOne(Upload, { id: subject.id });
  if (!upload) return null;
  const names = await postNames(reader, [upload.decidedById]);
  const view = viewOf(upload, names.get(upload.decidedById ?? 0) ?? '');
  if (!view) return null;
  const { id, version, file, book } = view;
  const seen =
    upload.personId === recipient.id ? view : ({ id, version, file, book, state: 'notYours' } as const);
  return { card: renderImportPreview(seen), pictures: [] };
};

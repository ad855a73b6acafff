import { renderClosed } from '../../../cards/closed';
import { isMatterKind } from '../../../cards/kit';
import type { RenderRequest } from '../../core/messages';

interface Headed {
  header?: { title?: { content?: string }; subtitle?: { content?: string } };
}

/** The grey copy of a card whose newer one is out: its title and place stay, so that one knows what it was. */
export const closedFor = (card: object, request: RenderRequest): object => {
  const { header } = card as Headed;
  return renderClosed({
    title: header?.title?.content ?? '旧卡片',
    place: header?.subtitle?.content ?? '',
    reason: 'replaced',
    newest: isMatterKind(request.kind) ? { type: request.kind, id: request.subject.id, version: 1 } : null,
  });
};

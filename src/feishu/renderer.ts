import type { Reader } from '../core/database';
import type { Rendered, RenderRequest } from '../core/messages';

/** Draws any kind of card; compose hands in the bot's presenters. */
export interface CardRenderer {
  /**
   * @param retired a newer copy is out: the card is drawn grey, whatever its matter has come to
   * @returns null when there is nothing left to say
   */
  render(reader: Reader, request: RenderRequest, retired: boolean): Promise<Rendered | null>;
}

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

/** Writes any kind of file that is sent; compose hands in the bot's. */
export interface FileWriter {
  /** @returns null when the recipient may not have it (any more), or there is nothing in it */
  write(reader: Reader, request: RenderRequest): Promise<{ name: string; bytes: Buffer } | null>;
}

/** How things are between Feishu and the bot's ears. */
export interface InboundState {
  /** By webhook there is no line: Feishu comes when it has something to say. */
  state: 'webhook' | 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'failed';
  /** Machine time. */
  since: Date;
  /** Why it failed; null otherwise. */
  why: string | null;
  /** Whether presses come in frames of the type `card`, which is an old way and not the one to choose. */
  oldPresses?: boolean;
}

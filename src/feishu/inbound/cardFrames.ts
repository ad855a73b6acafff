import type { WSClient } from '@larksuiteoapi/node-sdk';

interface Frame {
  headers: { key: string; value: string }[];
}

interface HandlesFrames {
  handleEventData?: (frame: Frame) => Promise<void>;
}

/**
 * Has the SDK's client answer frames of the type `card` as it answers those of the type `event`. By itself it drops
 * them without a word, and the phone shows an error (feishu.md 7.4). The method is the SDK's own and not public: one
 * day it may be gone, hence the question.
 *
 * @param came told of each such frame
 * @returns false when this SDK has no such method: the frames are dropped as before
 */
export function answerCardFrames(client: WSClient, came: () => void): boolean {
  const frames = client as unknown as HandlesFrames;
  const handle = frames.handleEventData;
  if (typeof handle !== 'function') return false;
  frames.handleEventData = (frame) => {
    if (!frame.headers.some(({ key, value }) => key === 'type' && value === 'card'))
      return handle.call(client, frame);
    came();
    const headers = frame.headers.map((header) =>
      header.key === 'type' ? { ...header, value: 'event' } : header,
    );
    return handle.call(client, { ...frame, headers });
  };
  return true;
}

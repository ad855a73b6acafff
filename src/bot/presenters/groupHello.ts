import { renderGroupHello } from '../../../cards/groupHello';
import { servedBy } from '../../groups';
import type { GroupPresenter } from '../frame';

/** Who the bot is, in the group it came into. */
export const groupHello: GroupPresenter = async (_deps, reader, { recipient }) => {
  const { id, state, version } = recipient;
  // Of no concern to a group that is no work group.
  if (state === 'unused') return null;
  return {
    card: renderGroupHello({ id, version, serves: await servedBy(reader, recipient) }),
    pictures: [],
  };
};

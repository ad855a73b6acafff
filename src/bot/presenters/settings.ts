import { renderSettings } from '../../../cards/settings';
import type { SettingApplication } from '../../../entities';
import { dayOf } from '../../core/days';
import { rolesHeld } from '../../roster';
import { applicantOf, settingsFor } from '../../setting';
import type { Presenter } from '../frame';
import { mayHaveSettings } from '../mayHave';
import { deadlineOf } from '../words';

const rowOf = ({ id, version, name, kind, state }: SettingApplication) => ({
  ref: { type: 'setting' as const, id, version },
  name,
  kind,
  state,
});

/** 设置申请 that the recipient may read, to 分局 all of them. */
export const settings: Presenter = async ({ policies, calendar }, reader, { recipient, at }) => {
  const policy = policies.current;
  const today = dayOf(at);
  const roles = await rolesHeld(reader, recipient.id);
  const { open, ended } = await settingsFor(reader, policy, { person: recipient, roles });
  const card = renderSettings({
    person: recipient.id,
    version: 1,
    open: open.map((one) => ({ ...rowOf(one), deadline: deadlineOf(calendar, today, one.dueDay) })),
    ended: ended.map(rowOf),
    applies: applicantOf(roles, policy) !== null,
    files: mayHaveSettings(roles),
  });
  return { card, pictures: [] };
};

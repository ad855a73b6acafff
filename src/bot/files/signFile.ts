import { Outfall, OutfallPage } from '../../../entities';
import { dayOf } from '../../core/days';
import { addressOf, ensurePages, fileName, publicFacts, signPng, signsZip } from '../../publicity';
import { mayPublish } from '../publicityWords';
import type { File } from './file';

/** 二维码: of one outfall as a picture, of all as a zip. */
export const signFile: File = async (deps, reader, { subject, roles, at }) => {
  const { publicUrl } = deps;
  const policy = deps.policies.current;
  if (!mayPublish(roles) || !publicUrl) return null;
  await ensurePages(deps, at);
  if (subject.type !== 'outfall') {
    return { name: `二维码-${dayOf(at)}.zip`, bytes: await signsZip(reader, policy, publicUrl) };
  }
  const outfall = await reader.findOne(Outfall, { id: subject.id });
  const page = outfall && (await reader.findOne(OutfallPage, { outfallId: outfall.id }));
  const facts = page && (await publicFacts(reader, policy, page.publicId));
  if (!facts) return null;
  return {
    name: `二维码 ${fileName(facts)}.png`,
    bytes: await signPng(addressOf(publicUrl, facts.publicId)),
  };
};

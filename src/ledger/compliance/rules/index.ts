import type { Rule } from '../rule';
import { approval } from './approval';
import { aquaculture } from './aquaculture';
import { classed } from './classed';
import { dryFlow } from './dryFlow';
import { enlarged } from './enlarged';
import { enterpriseOutfalls } from './enterpriseOutfalls';
import { forbiddenZone } from './forbiddenZone';
import { inTime } from './inTime';
import { keptList } from './keptList';
import { keyMonitoring } from './keyMonitoring';
import { measured } from './measured';
import { owned } from './owned';
import { restrictedZone } from './restrictedZone';
import { sharing } from './sharing';
import { archive, samplingPoint, sign } from './standardised';
import { townSewage } from './townSewage';
import { traced } from './traced';
import { villageSewage } from './villageSewage';
import { gate, gateFiled, video } from './watched';
import { zoneIndustry } from './zoneIndustry';

/** The plan's requirements of the ledger, in the plan's order. A new one is a file here and a line below. */
export const RULES: readonly Rule[] = [
  traced,
  owned,
  classed,
  measured,
  inTime,
  keptList,
  townSewage,
  dryFlow,
  video,
  gate,
  gateFiled,
  zoneIndustry,
  enterpriseOutfalls,
  villageSewage,
  aquaculture,
  sharing,
  sign,
  archive,
  samplingPoint,
  forbiddenZone,
  restrictedZone,
  approval,
  enlarged,
  keyMonitoring,
];

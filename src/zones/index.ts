/** 区划: where outfalls may not be set, or only with care (plan, clause （七）). */
export { exportZones } from './exportZones';
export { importZones, writeZonesTemplate } from './importZones';
export { readZoneRows, readZones } from './queries';
export { strictest, type ZoneFact, type ZoneSpot, Zones, zoneWords } from './rules';
export { ZONES_BOOK } from './zonesBook';

// Every rule there is. A new one is its file and a line here.

export { feedReported } from './feed-reported.ts';
export { filteredTls } from './filtered-tls.ts';
export { guarded } from './guarded.ts';
export { resolverDiffers } from './resolver-differs.ts';
export { serviceDown } from './service-down.ts';
export { youClock } from './you-clock.ts';
export { youIpv6 } from './you-ipv6.ts';
export { youNetwork } from './you-network.ts';
export { youPerhaps } from './you-perhaps.ts';
export { youPortal } from './you-portal.ts';

// Every rule there is. A new one is its file and a line here.

export { authorityBroken } from './authority-broken.ts';
export { authorityUnreachable } from './authority-unreachable.ts';
export { domainGone } from './domain-gone.ts';
export { feedReported } from './feed-reported.ts';
export { filteredDns } from './filtered-dns.ts';
export { filteredTls } from './filtered-tls.ts';
export { guarded } from './guarded.ts';
export { resolverDiffers } from './resolver-differs.ts';
export { serviceDown } from './service-down.ts';
export { youClock } from './you-clock.ts';
export { youIpv6 } from './you-ipv6.ts';
export { youNetwork } from './you-network.ts';
export { youPerhaps } from './you-perhaps.ts';
export { youPortal } from './you-portal.ts';
export { youResolver } from './you-resolver.ts';

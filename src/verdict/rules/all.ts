// Every rule there is. A new one is its file and a line here.

export { authorityBroken } from './authority-broken.ts';
export { authorityUnreachable } from './authority-unreachable.ts';
export { domainGone } from './domain-gone.ts';
export { filteredDns } from './filtered-dns.ts';
export { resolverDiffers } from './resolver-differs.ts';
export { serviceDown } from './service-down.ts';
export { youNetwork } from './you-network.ts';
export { youPerhaps } from './you-perhaps.ts';
export { youResolver } from './you-resolver.ts';

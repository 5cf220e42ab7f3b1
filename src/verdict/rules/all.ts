// Every rule there is. A new one is its file and a line here.

export { application } from './application.ts';
export { authorityBroken } from './authority-broken.ts';
export { authorityUnreachable } from './authority-unreachable.ts';
export { certificate } from './certificate.ts';
export { componentHttp } from './component-http.ts';
export { domainGone } from './domain-gone.ts';
export { edgeHttp } from './edge-http.ts';
export { feedReported } from './feed-reported.ts';
export { filteredDns } from './filtered-dns.ts';
export { filteredTls } from './filtered-tls.ts';
export { guarded } from './guarded.ts';
export { hostAddress } from './host-address.ts';
export { overflow } from './overflow.ts';
export { providerHttp } from './provider-http.ts';
export { providerNetwork } from './provider-network.ts';
export { providerRecovering } from './provider-recovering.ts';
export { resolverDiffers } from './resolver-differs.ts';
export { serviceDown } from './service-down.ts';
export { sharedCause } from './shared-cause.ts';
export { slow } from './slow.ts';
export { youClock } from './you-clock.ts';
export { youIpv6 } from './you-ipv6.ts';
export { youNetwork } from './you-network.ts';
export { youPerhaps } from './you-perhaps.ts';
export { youPortal } from './you-portal.ts';
export { youResolver } from './you-resolver.ts';

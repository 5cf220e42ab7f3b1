// Every rule there is. A new one is its file and a line here.

export { application } from './application.ts';
export { certificate } from './certificate.ts';
export { componentHttp } from './component-http.ts';
export { edgeHttp } from './edge-http.ts';
export { hostAddress } from './host-address.ts';
export { overflow } from './overflow.ts';
export { providerHttp } from './provider-http.ts';
export { providerNetwork } from './provider-network.ts';
export { providerRecovering } from './provider-recovering.ts';
export { resolverDiffers } from './resolver-differs.ts';
export { serviceDown } from './service-down.ts';
export { sharedCause } from './shared-cause.ts';
export { slow } from './slow.ts';
export { youNetwork } from './you-network.ts';
export { youPerhaps } from './you-perhaps.ts';

// Every rule there is. A new one is its file and a line here.

export { resolverDiffers } from './resolver-differs.ts';
export { serviceDown } from './service-down.ts';
export { youNetwork } from './you-network.ts';
export { youPerhaps } from './you-perhaps.ts';

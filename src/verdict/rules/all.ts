// Every rule there is. A new one is its file and a line here.

export { serviceDown } from './service-down.ts';
export { youNetwork } from './you-network.ts';

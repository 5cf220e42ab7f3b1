// Every kind there is. A new one is its folder and a line here.

export { default as dns } from './dns/index.ts';
export { default as http } from './http/index.ts';
export { default as tcp } from './tcp/index.ts';
export { default as tls } from './tls/index.ts';

// Every format of feeds there is. A new one is its file and a line here.

export { metastatus } from './metastatus.ts';
export { signal } from './signal.ts';
export { statuspage } from './statuspage.ts';

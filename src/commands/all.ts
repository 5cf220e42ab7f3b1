// Every command there is. A new one is its file and a line here.

export { baseline } from './baseline.ts';
export { check } from './check.ts';
export { demo } from './demo.ts';
export { explain } from './explain.ts';
export { init } from './init.ts';
export { list } from './list.ts';
export { run } from './run.ts';
export { schema } from './schema.ts';
export { show } from './show.ts';
export { why } from './why.ts';

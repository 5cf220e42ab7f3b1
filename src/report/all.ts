// Every format there is, by the word for `--format`. A new one is its file and a line here.

export { json } from './json.ts';
export { ndjson } from './ndjson.ts';
export { quiet } from './quiet.ts';
export { table } from './table/index.ts';
export { why } from './why/index.ts';

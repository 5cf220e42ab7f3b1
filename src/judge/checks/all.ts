// Every check there is. A new one is its file and a line here.

export { body } from './body.ts';
export { certificate } from './certificate.ts';
export { family } from './family.ts';
export { headers } from './headers.ts';
export { json } from './json.ts';
export { latency } from './latency.ts';
export { rcode } from './rcode.ts';
export { records } from './records.ts';
export { status } from './status.ts';
export { tls } from './tls.ts';
export { ttl } from './ttl.ts';

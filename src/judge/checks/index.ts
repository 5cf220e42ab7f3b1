// The registry of checks: what `expect:` understands. A new check is a file and a line here.

import type { CheckRule } from '../check.ts';
import { body } from './body.ts';
import { certificate } from './certificate.ts';
import { headers } from './headers.ts';
import { json } from './json.ts';
import { latency } from './latency.ts';
import { status } from './status.ts';

export const checks: readonly CheckRule[] = [status, headers, body, json, certificate, latency];

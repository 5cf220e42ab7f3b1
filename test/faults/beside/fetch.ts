// Node's fetch in a process of its own.

import { fileURLToPath } from 'node:url';
import { beyond, runProgram } from './process.ts';
import {
  headersOf,
  looksAtBody,
  refusal,
  rootsFile,
  unjudged,
  wantedStatuses,
  wantedText,
} from './question.ts';
import type { Answer, Question, Tool } from './tool.ts';

const script = fileURLToPath(new URL('./fetch-one.mjs', import.meta.url));
const keys = ['ca', 'headers', 'method'];
const longMs = 1500;

export const fetchOfNode: Tool = {
  version: () => `Node ${process.versions.node}`,
  ask: async (question) => refusal(question, ['http:', 'https:'], keys) ?? asked(question),
};

async function asked(question: Question): Promise<Answer> {
  const { endpoint, url, timeoutMs, within } = question;
  const roots = rootsFile(question);
  const text = wantedText(endpoint);
  const task = {
    url: url.href,
    method: endpoint.method ?? 'GET',
    headers: Object.fromEntries(headersOf(endpoint)),
    timeoutMs,
    text,
    reads: looksAtBody(endpoint),
    statuses: 'status' in Object(endpoint.expect) ? wantedStatuses(endpoint) : null,
  };
  const { code, stdout, ms, peakBytes } = await runProgram(
    [...within, process.execPath, script, JSON.stringify(task)],
    timeoutMs,
    roots === null ? {} : { NODE_EXTRA_CA_CERTS: roots },
  );
  const goneAt = Date.now();
  const judged = ['status', ...(text === null ? [] : ['body'])];
  if (stdout === '') {
    const words = code === null ? 'did not end' : `no verdict, exit ${code}`;
    return { verdict: 'down', words, ...beyond(ms, timeoutMs, peakBytes) };
  }
  const told: { verdict: 'up' | 'down'; words: string; ms: number; at: number } = JSON.parse(stdout);
  const lingerMs = goneAt - told.at;
  return {
    verdict: told.verdict,
    words: told.words,
    ...unjudged(endpoint, judged),
    ...beyond(told.ms, timeoutMs, peakBytes),
    ...(lingerMs > longMs ? { lingerMs: Math.round(lingerMs) } : {}),
  };
}

// check_http, and for what is no HTTP check_tcp of the same package. Their limits are whole seconds.

import { spawnSync } from 'node:child_process';
import { beyond, runProgram } from './process.ts';
import { headersOf, looksAtBody, refusal, steady, unjudged, wantedStatuses, wantedText } from './question.ts';
import { hostOf } from './system.ts';
import type { Answer, Question, Tool } from './tool.ts';

const folder = '/usr/lib/nagios/plugins';
/** Roots are no matter to it, as it verifies nothing. */
const keys = ['ca', 'headers', 'ip', 'method', 'redirects'];
const verdicts = ['up', 'degraded', 'down', 'unknown'] as const;

export const plugins: Tool = {
  version: () => {
    const { stdout } = spawnSync(`${folder}/check_http`, ['--version'], { encoding: 'utf8' });
    return /v(\S+)/.exec(stdout)?.[1] ?? '';
  },
  ask: async (question) => refusal(question, ['http:', 'https:', 'tls:', 'tcp:'], keys) ?? asked(question),
};

async function asked(question: Question): Promise<Answer> {
  const { endpoint, url, timeoutMs, within } = question;
  const limitMs = Math.ceil(timeoutMs / 1000) * 1000;
  const command = url.protocol.startsWith('http') ? http(question) : tcp(question);
  const limit = ['-t', String(limitMs / 1000)];
  const { code, stdout, ms, peakBytes } = await runProgram([...within, ...command, ...limit], limitMs);
  const text = wantedText(endpoint);
  const judged = ['status', ...(text === null ? [] : ['body'])];
  return {
    verdict: verdicts[code ?? 3] ?? 'unknown',
    words: steady(stdout.split('|')[0]?.split('\n')[0] ?? '').slice(0, 70),
    ...unjudged(endpoint, judged),
    ...beyond(ms - (await startMs(within)), limitMs, peakBytes),
  };
}

/** What one of them takes to start here, in ms. */
async function startMs(within: readonly string[]): Promise<number> {
  const { ms } = await runProgram([...within, `${folder}/check_http`, '--version'], 1000);
  return ms;
}

function tcp({ url }: Question): readonly string[] {
  const secure = url.protocol === 'tls:';
  return [`${folder}/check_tcp`, '-H', hostOf(url), '-p', url.port || '443', ...(secure ? ['-S'] : [])];
}

function http({ endpoint, url }: Question): readonly string[] {
  const secure = url.protocol === 'https:';
  const statuses = 'status' in Object(endpoint.expect) ? wantedStatuses(endpoint) : null;
  const text = wantedText(endpoint);
  return [
    ...[`${folder}/check_http`, '-H', hostOf(url), '-p', url.port || (secure ? '443' : '80')],
    ...['-u', `${url.pathname}${url.search}`, '-f', endpoint.redirects === 0 ? 'ok' : 'follow'],
    ...(secure ? ['-S', '--sni'] : []),
    ...(endpoint.ip === undefined ? [] : [`-${endpoint.ip}`]),
    ...(typeof endpoint.method === 'string' ? ['-j', endpoint.method] : []),
    ...headersOf(endpoint).flatMap(([name, value]) => ['-k', `${name}: ${value}`]),
    ...(statuses === null ? [] : ['-e', statuses.map((status) => ` ${status}`).join(',')]),
    ...(text === null ? [] : ['-s', text]),
    // Without it a body that nobody looks at is read all the same.
    ...(looksAtBody(endpoint) ? [] : ['-N']),
  ];
}

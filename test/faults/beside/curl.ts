// curl, with all that it has for the purpose: a total limit, `--fail` for a verdict on the status, redirects.

import { spawnSync } from 'node:child_process';
import type { Endpoint } from '../fault.ts';
import { beyond, runProgram } from './process.ts';
import { expected, headersOf, looksAtBody, refusal, rootsFile, unjudged } from './question.ts';
import type { Answer, Question, Tool, Unasked } from './tool.ts';

const keys = ['ca', 'headers', 'ip', 'method', 'source', 'redirects'];

export const curl: Tool = {
  version: () => /^curl (\S+)/.exec(spawnSync('curl', ['--version'], { encoding: 'utf8' }).stdout)?.[1] ?? '',
  ask: async (question) => refusal(question, ['http:', 'https:', 'tls:', 'tcp:'], keys) ?? asked(question),
};

async function asked(question: Question): Promise<Answer | Unasked> {
  const { endpoint, url, timeoutMs, within } = question;
  const ended = await runProgram([...within, 'curl', ...flags(question)], timeoutMs);
  const { code, stdout, peakBytes } = ended;
  const [handshake = 0, total] = stdout.split(' ').map(Number);
  // By its own clock, which leaves out what a process takes to start.
  const ms = code === null || total === undefined ? ended.ms : total * 1000;
  const kept = { ...unjudged(endpoint, []), ...beyond(ms, timeoutMs, peakBytes) };
  // It speaks HTTP over any TLS; that the handshake was over is then all that counts.
  if (url.protocol === 'tls:' && code !== 0 && handshake > 0) {
    return { verdict: 'up', words: 'handshake done', ...kept };
  }
  return code === 0
    ? { verdict: 'up', words: 'exit 0', ...kept }
    : { verdict: 'down', words: code === null ? 'did not end' : `exit ${code}`, ...kept };
}

function flags(question: Question): readonly string[] {
  const { endpoint, url, timeoutMs } = question;
  const roots = rootsFile(question);
  return [
    ...['-sS', '-o', '/dev/null', '--max-time', String(timeoutMs / 1000), '--noproxy', '*'],
    ...['-w', '%{time_appconnect} %{time_total}'],
    ...(url.protocol.startsWith('http')
      ? [
          ...(judgesStatus(endpoint) ? ['--fail'] : []),
          '-L',
          '--max-redirs',
          String(endpoint.redirects ?? 10),
          '--proto-redir',
          '=http,https',
        ]
      : []),
    // A body that is looked at has to be decoded.
    ...(looksAtBody(endpoint) ? ['--compressed'] : []),
    ...(roots === null ? [] : ['--cacert', roots]),
    ...(endpoint.ip === undefined ? [] : [`-${endpoint.ip}`]),
    ...(typeof endpoint.method === 'string' ? ['-X', endpoint.method] : []),
    ...(typeof endpoint.source === 'string' ? ['--interface', endpoint.source] : []),
    ...headersOf(endpoint).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    ...[endpoint.connect]
      .flat()
      .flatMap((each) => (each === undefined ? [] : ['--connect-to', String(each)])),
    ...(typeof endpoint.sni === 'string' ? underName(url, endpoint.sni) : [urlForCurl(url)]),
  ];
}

/** It takes the name for the handshake from the URL. */
function underName(url: URL, name: string): readonly string[] {
  const named = new URL(url);
  named.hostname = name;
  const port = url.port || (url.protocol === 'http:' ? '80' : '443');
  return ['--connect-to', `${name}:${port}:${url.hostname}:${port}`, urlForCurl(named)];
}

/** `--fail` knows one limit only: 400. */
function judgesStatus(endpoint: Endpoint): boolean {
  return !('status' in expected(endpoint));
}

function urlForCurl(url: URL): string {
  if (url.protocol === 'tcp:') return `telnet://${url.host}`;
  return url.protocol === 'tls:' ? `https://${url.host}/` : url.href;
}

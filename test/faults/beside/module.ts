// The module of blackbox_exporter that comes nearest to what a row asks.

import {
  expected,
  headersOf,
  isRecord,
  looksAtBody,
  rootsFile,
  wantedStatuses,
  wantedText,
} from './question.ts';
import type { Question, Unasked } from './tool.ts';

const family = ({ endpoint }: Question) => ({ preferred_ip_protocol: endpoint.ip === 6 ? 'ip6' : 'ip4' });
/** No more of a body than we read ourselves. */
const mostOfBody = '1MB';

/** What is probed: of a name the server that is asked. */
export function targetFor({ endpoint, url }: Question): string | Unasked {
  if (url.protocol === 'tcp:' || url.protocol === 'tls:') return `${url.hostname}:${url.port || 443}`;
  if (url.protocol !== 'dns:') return url.href;
  const resolver = typeof endpoint.resolver === 'string' ? endpoint.resolver : '';
  const [, over, server = ''] = /^(?:(\w+):\/\/)?(.+)$/.exec(resolver) ?? [];
  const plain = over === undefined || ['udp', 'tcp', 'tls'].includes(over);
  return plain && /\d/.test(server) ? server : { unasked: 'no way to say resolver' };
}

export function moduleFor(question: Question): object {
  const timeout = `${question.timeoutMs}ms`;
  const { protocol } = question.url;
  if (protocol === 'dns:') return { prober: 'dns', timeout, dns: dns(question) };
  if (protocol === 'tcp:' || protocol === 'tls:') return { prober: 'tcp', timeout, tcp: tcp(question) };
  return { prober: 'http', timeout, http: http(question) };
}

function tls(question: Question): object {
  const roots = rootsFile(question);
  return roots === null ? {} : { ca_file: roots };
}

function http(question: Question): object {
  const { endpoint } = question;
  const text = wantedText(endpoint);
  const statuses = wantedStatuses(endpoint);
  return {
    ...family(question),
    method: endpoint.method ?? 'GET',
    headers: Object.fromEntries(headersOf(endpoint)),
    follow_redirects: endpoint.redirects !== 0,
    tls_config: tls(question),
    body_size_limit: mostOfBody,
    ...('status' in expected(endpoint) && statuses !== null ? { valid_status_codes: statuses } : {}),
    ...(looksAtBody(endpoint) && text !== null ? { fail_if_body_not_matches_regexp: [quoted(text)] } : {}),
  };
}

function tcp(question: Question): object {
  const { endpoint, url } = question;
  return {
    ...family(question),
    ...(typeof endpoint.source === 'string' ? { source_ip_address: endpoint.source } : {}),
    ...(url.protocol === 'tls:' ? { tls: true, tls_config: tls(question) } : {}),
  };
}

function dns(question: Question): object {
  const { endpoint, url } = question;
  const { rcode } = expected(endpoint);
  const over = String(endpoint.resolver);
  return {
    ...family(question),
    query_name: decodeURIComponent(url.pathname),
    query_type: url.searchParams.get('type') ?? 'A',
    transport_protocol: /^(?:tcp|tls):/.test(over) ? 'tcp' : 'udp',
    ...(over.startsWith('tls:') ? { dns_over_tls: true, tls_config: tls(question) } : {}),
    ...(rcode === undefined
      ? { validate_answer_rrs: { fail_if_none_matches_regexp: ['.*'] } }
      : { valid_rcodes: [isRecord(rcode) ? rcode.equals : rcode].flat() }),
  };
}

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

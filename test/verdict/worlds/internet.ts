// A made-up internet at the level of observations: it answers any job, of an endpoint, a control or a question, as its
// faults make it. It knows hosts, their addresses and what is broken where, and nothing of rules.

import { failure } from '../../../src/codes.ts';
import { hostOf, isAddress } from '../../../src/host.ts';
import type {
  Facts,
  FailureCode,
  FailureLayer,
  Job,
  Observation,
  Outcome,
  Step,
} from '../../../src/model.ts';

export interface Site {
  readonly address: string;
  readonly issuer: string;
  /** The edge it stands behind, as that names itself. */
  readonly server: string | null;
}

/** What is wrong with a host. */
export interface Trouble {
  readonly layer: FailureLayer;
  readonly code: FailureCode | 'status' | 'body';
  readonly status?: number;
  /** It goes wrong at the first attempt only. */
  readonly once?: true;
}

export interface Internet {
  readonly sites: ReadonlyMap<string, Site>;
  readonly broken: ReadonlyMap<string, Trouble>;
  /** What becomes of everything that leaves this machine. */
  readonly line: FailureCode | null;
}

/** What came of a job. */
export function outcomeOf(internet: Internet, job: Job): Outcome {
  return { job, observation: observe(internet, job) };
}

const phases = { dns: 'dns', tcp: 'tcp', tls: 'tls', http: 'ttfb', content: 'transfer' } as const;
type Climbed = keyof typeof phases;

function observe(internet: Internet, job: Job): Observation {
  const url = new URL(job.url);
  const host = hostOf(url);
  const site = internet.sites.get(host);
  const detour = job.endpoint.options.connect[0]?.toHost ?? job.address;
  const named = !isAddress(host) && detour === null;
  const found = detour === null ? internet.broken.get(host) : troubleAt(internet, detour);
  const trouble = found?.once && job.attempt > 1 ? undefined : found;
  const address = site?.address ?? (isAddress(host) ? host : '203.0.113.254');
  const steps: Step[] = [];
  let failed: FailureCode | null = null;
  for (const layer of layersOf(url, named)) {
    failed = failureAt(internet, trouble, layer);
    steps.push({
      layer,
      name: phases[layer],
      at: steps.length * 5,
      ms: 5,
      ...(failed === null ? {} : { failure: failure(failed) }),
      ...(layer === 'tcp' ? { tries: [{ address: `${address}:443`, at: 0, ms: 5 }] } : {}),
    });
    if (failed !== null) break;
  }
  const climbed = steps.filter((step) => step.failure === undefined).map(({ layer }) => layer);
  const facts = factsOf(job, { host, address, trouble, climbed, site });
  return {
    url: job.url,
    startedAt: '2026-11-22T10:00:00.000Z',
    ms: steps.length * 5,
    hops: [{ url: job.url, steps, facts }],
    ...(failed === null ? {} : { failure: failure(failed) }),
  };
}

/** Whoever has the address has its trouble, whatever name it is asked by. */
function troubleAt({ sites, broken }: Internet, address: string): Trouble | undefined {
  const [host = ''] = [...sites].find(([, site]) => site.address === address) ?? [];
  return broken.get(host);
}

function layersOf(url: URL, named: boolean): readonly Climbed[] {
  const above: Readonly<Record<string, readonly Climbed[]>> = {
    'dns:': [],
    'tcp:': ['tcp'],
    'tls:': ['tcp', 'tls'],
    'http:': ['tcp', 'http', 'content'],
    'https:': ['tcp', 'tls', 'http', 'content'],
  };
  return [...(named || url.protocol === 'dns:' ? ['dns' as const] : []), ...(above[url.protocol] ?? [])];
}

function failureAt({ line }: Internet, trouble: Trouble | undefined, layer: Climbed): FailureCode | null {
  if (line !== null && (line.startsWith(`${layer}.`) || (line === 'local.no_route' && layer === 'tcp')))
    return line;
  if (trouble?.layer !== layer || trouble.code === 'status' || trouble.code === 'body') return null;
  return trouble.code;
}

interface Seen {
  readonly host: string;
  readonly address: string;
  readonly trouble: Trouble | undefined;
  readonly climbed: readonly FailureLayer[];
  readonly site: Site | undefined;
}

function factsOf(job: Job, { host, address, trouble, climbed, site }: Seen): Facts {
  const has = (layer: Climbed) => climbed.includes(layer);
  const record = { name: host, type: 'A', ttl: 60, data: address };
  return {
    ...(has('dns')
      ? {
          dns: {
            from: 'server',
            server: '192.0.2.53:53',
            rcode: 'NOERROR',
            records: [record],
            addresses: [address],
          },
        }
      : {}),
    ...(has('tcp') ? { remote: { address, port: 443 } } : {}),
    ...(has('tls') || trouble?.layer === 'tls' ? { tls: tlsOf(host, site?.issuer ?? 'CN=Some CA') } : {}),
    ...(has('http')
      ? {
          http: {
            version: '1.1',
            status:
              trouble?.code === 'status' ? (trouble.status ?? 503) : job.purpose === 'control' ? 204 : 200,
            reason: null,
            headers: site?.server ? { server: site.server } : {},
            body: trouble?.code === 'body' ? 'Under construction' : 'all well',
          },
        }
      : {}),
  };
}

function tlsOf(host: string, issuer: string): NonNullable<Facts['tls']> {
  const dates = { notBefore: '2026-09-01T00:00:00Z', notAfter: '2026-12-01T00:00:00Z' };
  const leaf = { subject: `CN=${host}`, issuer, names: [host], ...dates, fingerprint256: 'AA' };
  return { protocol: 'TLSv1.3', cipher: null, alpn: null, chain: [leaf], expiresInDays: 9, lifetimeDays: 90 };
}

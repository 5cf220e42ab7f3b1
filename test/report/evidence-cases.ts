// Failures with all that was seen of them, for the golden files of the table and of `why`.

import type { DnsFacts, Hop, ReportedResult, Run } from '../../src/model.ts';
import { attempt, check, fine, hop, result, run } from './builder.ts';
import { gap, knowing, line, stale } from './certificate-cases.ts';

const names: DnsFacts = {
  from: 'server',
  server: '192.0.2.53:53',
  rcode: 'NOERROR',
  records: [
    { name: 'shop.example', type: 'CNAME', ttl: 300, data: 'edge.shop-cdn.example' },
    { name: 'edge.shop-cdn.example', type: 'A', ttl: 60, data: '192.0.2.7' },
    { name: 'edge.shop-cdn.example', type: 'A', ttl: 60, data: '192.0.2.8' },
  ],
  addresses: ['192.0.2.7', '192.0.2.8'],
};

function busy(): ReportedResult {
  const url = 'https://shop.example/health';
  const source = line(26, '      status: ', '200');
  const observation = knowing(attempt(hop({ dns: 12.1, tcp: 20, tls: 39, ttfb: 71.5 }, { url, days: 38 })), {
    dns: names,
    http: {
      version: '1.1',
      status: 503,
      reason: 'Service Unavailable',
      headers: {
        'content-type': 'text/html; charset=utf-8',
        server: 'nginx/1.22.1',
        'retry-after': '30',
        via: `1.1 ${'a-proxy-with-a-long-name '.repeat(8)}`,
        'set-cookie': 'session=1',
      },
      excerpt:
        '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n\t<body>\r\n\r\n<h1>no live upstreams</h1>\r\n<hr>\r\n</body>\r\n</html>…',
    },
  });
  return {
    ...result('shop', [observation, observation], {
      status: 'down',
      code: 'http.status',
      message: 'expected status 200, got 503 Service Unavailable',
      at: source,
      checks: [
        check('status', '200', '503 Service Unavailable', 'http.status', source),
        {
          ...check(
            'latency ttfb',
            'at most 1s',
            '72ms',
            'latency.limit',
            line(28, '      latency: {ttfb: ', '1s', '}'),
          ),
          pass: true,
        },
      ],
    }),
    repeat: `curl -sS -D - -o /dev/null --max-time 10 --resolve shop.example:443:192.0.2.7 -A whydown/0.1.0 -H 'authorization: Bearer '"$API_TOKEN" https://shop.example/health`,
  };
}

function dead(): ReportedResult {
  const tries = [
    { address: '192.0.2.7:5432', at: 3.2, ms: 0.9, failure: refused() },
    { address: '[2001:db8::7]:5432', at: 4.2, ms: 995.8, failure: silent() },
  ];
  const observation = attempt(
    hop({ dns: 3, tcp: 997 }, { url: 'tcp://db.example:5432', fails: 'tcp.timeout', tries }),
  );
  return {
    ...result(
      'db',
      [
        knowing(observation, {
          dns: { ...names, from: 'hosts', records: [], addresses: ['192.0.2.7', '2001:db8::7'] },
        }),
      ],
      {
        status: 'unknown',
        code: 'tcp.timeout',
      },
    ),
    repeat:
      "curl -sSv --max-time 1 --resolve 'db.example:5432:192.0.2.7,[2001:db8::7]' telnet://db.example:5432 </dev/null",
  };
}

function refused() {
  return { code: 'tcp.refused', layer: 'tcp', message: 'the connection was refused' } as const;
}

function silent() {
  return { code: 'tcp.timeout', layer: 'tcp', message: 'no answer to the connection attempt' } as const;
}

function lost(): ReportedResult {
  const tries = [{ address: '192.0.2.53:53', at: 0.2, ms: 4.1 }];
  const sketch = {
    url: 'dns:gone.example?type=A',
    fails: 'dns.nxdomain',
    detail: 'NXDOMAIN',
    tries,
  } as const;
  const { facts: _, ...rest } = hop({ dns: 4.3 }, sketch);
  return {
    ...result('gone', [attempt({ ...rest, facts: {} })], { status: 'down', code: 'dns.nxdomain' }),
    repeat: 'dig @192.0.2.53 +time=10 +tries=1 -q gone.example -t A',
  };
}

function wordy(): ReportedResult {
  const url = `https://shop.example/${'a-path-without-end/'.repeat(9)}?q=it's`;
  const source = line(
    41,
    `      json: {$.items[0].description: {contains: "${'x'.repeat(90)}"}, $.state: `,
    'ok',
    `, $.also: ${'y'.repeat(80)}}`,
  );
  const observation = knowing(fine(url), {
    http: {
      version: '2',
      status: 200,
      reason: null,
      headers: { 'content-type': 'application/json' },
      body: '{"state":"down"}',
    },
  });
  return {
    ...result('words', [observation], {
      status: 'down',
      code: 'content.json',
      message: 'expected json $.state ok, got down',
      at: source,
      checks: [check('json $.state', 'ok', 'down', 'content.json', source)],
    }),
    repeat: `curl -sS -i --max-time 10 -A whydown/0.1.0 '${url.replace("'", "'\\''")}'`,
  };
}

/** The same hop, after what came before it. */
function later(one: Hop, ms: number): Hop {
  return { ...one, steps: one.steps.map((step) => ({ ...step, at: step.at + ms })) };
}

function moved(): ReportedResult {
  const source = line(52, '      headers: {x-region: ', 'eu', '}');
  const [first, second] = [
    hop({ dns: 3, tcp: 9, tls: 20, ttfb: 60 }, { url: 'https://docs.example/', status: 301, days: 20.5 }),
    hop(
      { dns: 4, tcp: 9, tls: 21, ttfb: 130 },
      { url: 'https://www.docs.example/en/', status: 200, days: 5.5 },
    ),
  ];
  return {
    ...result('docs', [{ ...attempt(first, second), hops: [first, later(second, 92)] }], {
      status: 'down',
      code: 'http.header',
      message: 'expected header x-region eu, got nothing',
      at: source,
      checks: [check('header x-region', 'eu', 'nothing', 'http.header', source)],
    }),
    repeat:
      'curl -sS -D - -o /dev/null -L --max-redirs 10 --max-time 10 -A whydown/0.1.0 https://docs.example/',
  };
}

const all = {
  busy: busy(),
  gap: gap(),
  stale: stale(),
  dead: dead(),
  lost: lost(),
  wordy: wordy(),
  moved: moved(),
  up: result('fine', [knowing(fine('https://www.example.com/'), { dns: names })]),
  skipped: result('later', [], { status: 'skipped', code: 'run.interrupted', layer: null }),
} as const;

/** One result of each kind, by what happened to it. */
export const results: Readonly<Record<string, ReportedResult>> = all;

/** All of them in one run. */
export const evidence: Run = run(Object.values(all), {
  ms: 4021,
  exitCode: 1,
  diagnoses: [
    {
      rule: 'application',
      blame: 'them',
      scope: 'endpoint',
      layer: 'http',
      subject: 'shop',
      members: ['shop'],
      evidence: ['http.status at 1 of 1 checks', 'controls of other operators: 3 of 3 are fine'],
      sentence: 'shop is down from here: it answers 503.',
      advice: 'Nothing to mend on your side: wait, or tell whoever runs it.',
      confidence: 'likely',
    },
  ],
});

// The runs that the golden files show.

import type { Run } from '../../src/model.ts';
import { attempt, fine, hop, result, run } from './builder.ts';
import { inService, META, mixed } from './mixed.ts';
import { manySampled, sampledRun } from './sampled.ts';

function allUp(): Run {
  return run(
    [
      result('WhatsApp web', [fine('https://web.whatsapp.com/')], { in: 'WhatsApp', provider: META }),
      result('WhatsApp chat', [attempt(hop({ dns: 8.2, tcp: 24.7 }, { url: 'tcp://g.whatsapp.net:443' }))], {
        in: 'WhatsApp',
        provider: META,
      }),
      result('WhatsApp names', [attempt(hop({ dns: 4.4 }, { url: 'dns:g.whatsapp.net' }))], {
        in: 'WhatsApp',
        provider: META,
      }),
      result('https://www.example.com/', [fine('https://www.example.com/')]),
    ],
    { ms: 344.2, simulated: true },
  );
}

function bare(): Run {
  return run([
    result('https://www.example.com/', [fine('https://www.example.com/')]),
    result('db.internal:5432', [attempt(hop({ dns: 0.31, tcp: 0.42 }, { url: 'tcp://db.internal:5432' }))]),
  ]);
}

/** Thirty endpoints, all down for the same reason, and the network is ours. */
function flood(): Run {
  const names = Array.from({ length: 30 }, (_, index) => `host-${index + 1}.example.com`);
  return run(
    names.map((name, index) =>
      result(name, [attempt(hop({ dns: 5000 }, { url: `https://${name}/`, fails: 'dns.timeout' }))], {
        status: 'unknown',
        code: 'dns.timeout',
        line: index + 3,
      }),
    ),
    {
      ms: 10_400,
      exitCode: 3,
      diagnoses: [
        {
          rule: 'you.network',
          blame: 'you',
          scope: 'all',
          layer: 'dns',
          subject: 'this machine',
          members: names,
          evidence: ['3 of 3 controls failed at dns', 'no endpoint is up'],
          sentence: 'It is your own network: nothing outside answers.',
          advice: 'Check the link, the router and the resolver.',
          confidence: 'certain',
        },
      ],
    },
  );
}

/** Wide, combining and right-to-left letters must not break the columns. */
function letters(): Run {
  return run([
    result('日本語の名前を持つエンドポイント', [fine('https://例え.jp/')]),
    result('naïve café e\u0301', [fine('https://www.example.com/')]),
    result('🦊 fox 🫠', [fine('https://fox.example/')], { status: 'down', code: 'content.body' }),
    result('שלום עולם', [fine('https://example.co.il/')]),
  ]);
}

/** Ctrl-C in the middle: most was never asked. */
function interrupted(): Run {
  const not = (name: string, service: string) =>
    result(name, [], { in: service, status: 'skipped', code: 'run.interrupted', layer: null });
  const nots = (count: number, service: string) =>
    Array.from({ length: count }, (_, index) => not(`${service} ${index + 3}`, service));
  const refused = hop({ dns: 3, tcp: 1.2 }, { url: 'tcp://shop.example.com:443', fails: 'tcp.refused' });
  const meta = { ...inService('WhatsApp') };
  return run(
    [
      result('WhatsApp web', [fine('https://web.whatsapp.com/')], meta),
      result('WhatsApp media', [fine('https://mmg.whatsapp.net/')], meta),
      ...nots(8, 'WhatsApp').map((one) => ({ ...one, endpoint: { ...one.endpoint, provider: META } })),
      result('Shop cart', [attempt(refused)], { in: 'Shop', status: 'down', code: 'tcp.refused' }),
      result('Shop web', [fine('https://shop.example.com/')], { in: 'Shop' }),
      ...nots(2, 'Shop'),
      ...nots(3, 'Idle'),
    ],
    {
      ms: 1204,
      exitCode: 130,
      services: [
        { service: 'WhatsApp', provider: META, status: 'up', components: [] },
        { service: 'Shop', provider: null, status: 'down', components: [] },
        { service: 'Idle', provider: null, status: 'skipped', components: [] },
      ],
    },
  );
}

export const cases = {
  'all-up': allUp(),
  bare: bare(),
  mixed: mixed(),
  flood: flood(),
  letters: letters(),
  interrupted: interrupted(),
  samples: sampledRun(),
  'samples-of-many': manySampled(),
};

import { describe, expect, test } from 'vitest';
import type { Diagnosis, Evidence, Result } from '../../src/model.ts';
import { diagnose } from '../../src/verdict/index.ts';
import { controlsWith, degraded, down, endpoint, evidence, skipped, unknown, up } from './builder.ts';

const [a, b, c] = ['a', 'b', 'c'].map((name) => endpoint(name)) as [
  ReturnType<typeof endpoint>,
  ReturnType<typeof endpoint>,
  ReturnType<typeof endpoint>,
];
const loopback = endpoint('loopback', { urls: ['tcp://127.0.0.1:1'] });

function told({ rule, blame, scope, subject, members }: Diagnosis): string {
  return `${rule}: ${blame}, ${scope} ${subject} (${members.join(' ')})`;
}

function diagnosed(results: readonly Result[], known: Evidence = evidence()): string[] {
  return diagnose(results, known).map(told);
}

function blamed(results: readonly Result[], known: Evidence): string[] {
  return diagnose(results, known).map(({ blame, confidence }) => `${blame} ${confidence}`);
}

describe('nothing is said', () => {
  test('when all is well', () => {
    expect(diagnosed([up(a), degraded(b)])).toEqual([]);
  });

  test('of what could not be judged', () => {
    expect(
      diagnosed([unknown(a, 'local.stalled'), skipped(b), unknown(c, 'local.descriptors')], controlsWith(0)),
    ).toEqual([]);
  });
});

describe('perhaps you', () => {
  const sites = ['one.com', 'two.net', 'three.org'].map((site) =>
    endpoint(site, { urls: [`https://www.${site}/`] }),
  );
  const allDown = sites.map((site) => down(site));

  test('when all sites fail in the same way, and there is no control to ask', () => {
    expect(diagnosed(allDown)).toEqual(['you.perhaps: unclear, all all (one.com two.net three.org)']);
    expect(blamed(allDown, evidence())).toEqual(['unclear possible']);
  });

  test.each([
    ['one answers', [...allDown, up(a)], evidence()],
    ['one refuses', [...allDown, down(a, 'tcp.refused')], evidence()],
    ['they fail at several layers', [...allDown, down(a, 'dns.timeout')], evidence()],
    ['the controls are fine', allDown, controlsWith(0)],
    ['they are only two', allDown.slice(1), evidence()],
    ['they are of one site', [down(a), down(b), down(c)], evidence()],
    ['they are of one provider', sites.map((site) => down({ ...site, provider: 'Meta' })), evidence()],
  ])('not when %s', (_, results, known) => {
    expect(diagnose(results, known).map(({ rule }) => rule)).not.toContain('you.perhaps');
  });
});

describe('your network', () => {
  test('when nothing answers, and the controls neither', () => {
    expect(diagnosed([down(a), down(b, 'dns.timeout')], controlsWith(3))).toEqual([
      'you.network: you, all all (a b)',
    ]);
  });

  test('not when the controls fail only to find their names', () => {
    const noNames = ['x', 'y', 'z'].map((name) => down(endpoint(name), 'dns.timeout'));
    const known = { ...evidence(), controls: noNames.map((one) => one.endpoint), answers: noNames };
    expect(blamed([down(a, 'tcp.timeout')], known)).toEqual(['unclear possible']);
  });

  test('when most of the controls are silent', () => {
    expect(blamed([down(a)], controlsWith(2))).toEqual(['you likely']);
  });

  test('not when most of them answer', () => {
    expect(blamed([down(a)], controlsWith(1))).toEqual(['them likely']);
  });

  test('when this machine has no route, without any control', () => {
    const noRoute = [unknown(a, 'local.no_route'), unknown(b, 'local.no_route')];
    expect(diagnosed(noRoute)).toEqual(['you.network: you, all all (a b)']);
    expect(blamed(noRoute, evidence())).toEqual(['you certain']);
  });

  test.each([
    ['is up', up(b)],
    ['is slow', degraded(b)],
    ['refuses the connection', down(b, 'tcp.refused')],
    ['resets it', down(b, 'tcp.reset')],
    ['answers with a status', down(b, 'http.status')],
    ['shows a bad certificate', down(b, 'tls.expired')],
    ['guards itself against robots', unknown(b)],
  ])('not when something on the internet %s', (_, result) => {
    const blames = diagnose([down(a), result], controlsWith(3)).map(({ rule }) => rule);
    expect(blames).not.toContain('you.network');
  });

  test.each([
    ['up', up(loopback, '127.0.0.1')],
    ['refusing', down(loopback, 'tcp.refused')],
  ])('also when something on this very machine is %s', (_, result) => {
    const [first] = diagnose([down(a), result], controlsWith(3));
    expect(first && told(first)).toBe('you.network: you, all all (a)');
  });

  test('not because something on this very machine fails', () => {
    const rules = diagnose([down(loopback, 'tcp.timeout')], controlsWith(3)).map(({ rule }) => rule);
    expect(rules).toEqual(['service.down']);
  });

  test('not when nobody could be asked', () => {
    expect(blamed([down(a)], evidence())).toEqual(['unclear possible']);
  });
});

describe('a service', () => {
  const of = (name: string, component?: string, service = 'WhatsApp') =>
    endpoint(name, { service, ...(component ? { component } : {}) });
  const chat = of('chat', 'messaging');
  const backup = of('backup', 'messaging');
  const web = of('web', 'web');

  test.each([
    ['one endpoint without a service', [down(a)], 'endpoint a'],
    ['one endpoint of a service without components', [down(of('site')), up(of('other'))], 'service WhatsApp'],
    ['two of a service without components', [down(of('site')), down(of('other'))], 'service WhatsApp'],
    ['one component', [down(chat), down(backup), up(web)], 'component messaging of WhatsApp'],
    ['one endpoint of a component', [down(chat), up(backup)], 'component messaging of WhatsApp'],
    ['two components', [down(chat), up(backup), down(web)], 'service WhatsApp'],
  ] as const)('is told at the extent that holds: %s', (_, results, extent) => {
    const [only] = diagnose(results, controlsWith(0));
    expect(`${only?.scope} ${only?.subject}`).toBe(extent);
  });

  test('and another are told apart', () => {
    const x = of('x', 'web', 'X');
    expect(diagnosed([down(chat), down(x), down(a)], controlsWith(0))).toEqual([
      'service.down: them, component messaging of WhatsApp (chat)',
      'service.down: them, component web of X (x)',
      'service.down: them, endpoint a (a)',
    ]);
  });

  test('is partly down when a sibling is up, and not when none is', () => {
    const sentences = [
      [down(chat), up(backup)],
      [down(chat), down(backup)],
    ].map((results) => diagnose(results, controlsWith(0))[0]?.sentence);
    expect(sentences[0]).toContain('partly down');
    expect(sentences[1]).not.toContain('partly');
  });

  test('is at the layer where most of it failed', () => {
    const results = [down(chat, 'dns.timeout'), down(backup, 'tls.expired'), down(web, 'tls.expired')];
    expect(diagnose(results, controlsWith(0))[0]?.layer).toBe('tls');
  });

  test('that stays silent is blamed when the controls answer', () => {
    expect(blamed([down(chat)], controlsWith(0))).toEqual(['them likely']);
  });

  test('that answers for itself is blamed without any control, and for certain with them', () => {
    expect(blamed([down(chat, 'http.status')], evidence())).toEqual(['them likely']);
    expect(blamed([down(chat, 'http.status')], controlsWith(0))).toEqual(['them certain']);
  });

  test('that stays silent when nobody was asked is not blamed', () => {
    expect(blamed([down(chat)], evidence())).toEqual(['unclear possible']);
  });

  test('says which controls answered, and what is up beside it', () => {
    const said = diagnose([down(chat), up(backup)], controlsWith(1))[0]?.evidence.join('\n');
    expect(said).toContain('2 of 3');
    expect(said).toContain('backup');
  });
});

test('every endpoint that is down is explained once', () => {
  const services = ['WhatsApp', 'X', undefined];
  const codes = ['tcp.timeout', 'http.status', 'dns.nxdomain'] as const;
  const results = services.flatMap((service) =>
    codes.map((code) => down(endpoint(`${service} ${code}`, service ? { service } : {}), code)),
  );
  for (const known of [evidence(), controlsWith(0), controlsWith(2), controlsWith(3)]) {
    const members = diagnose(results, known).flatMap((diagnosis) => diagnosis.members);
    expect(members.toSorted()).toEqual(results.map((result) => result.endpoint.name).toSorted());
  }
});

test('no verdict claims more than this one place can see', () => {
  const results = [down(a), down(b, 'http.status'), down(endpoint('s', { service: 'S' }))];
  for (const known of [evidence(), controlsWith(0), controlsWith(3)]) {
    for (const { sentence } of diagnose(results, known)) {
      expect(sentence).toMatch(/from here|your network/);
      expect(sentence).not.toMatch(/global|everywhere|worldwide/i);
    }
  }
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { phaseMs } from '../../src/phases.ts';
import { probe, probeList } from './cli.ts';
import { attemptOf, codeOf, resultOf } from './found.ts';
import { haveParts } from './parts.mjs';
import { freePorts, makeFolder, removeFolder } from './process.mjs';
import { startUnbound } from './unbound.mjs';

const zone = 'names.test';
const many = Array.from({ length: 90 }, (_, index) => `many A 127.1.0.${index}`);

describe.runIf(haveParts('unbound'))('a real unbound', () => {
  const folder = makeFolder();
  const cleanUps = [() => removeFolder(folder)];
  let resolver = '';
  let found: Awaited<ReturnType<typeof probe>>['run'];

  beforeAll(async () => {
    const [dead = 0] = await freePorts(1);
    const unbound = await startUnbound(folder, {
      zone,
      records: [
        'web A 127.0.0.1',
        'six AAAA ::1',
        'text TXT "no address"',
        'alias CNAME middle',
        'middle CNAME web',
        'lost CNAME gone',
        'blind CNAME text',
        ...many,
      ],
      server: ['local-zone: "refused.test" refuse', 'local-zone: "silent.test" deny'],
      // Over TCP a dead server is known at once; over UDP unbound would wait for it.
      clauses: [`stub-zone:\n  name: "dead.test"\n  stub-addr: 127.0.0.1@${dead}\n  stub-tcp-upstream: yes`],
    });
    cleanUps.unshift(unbound.stop);
    resolver = `127.0.0.1:${unbound.port}`;
    const urls = ['web', 'six', 'text', 'alias', 'lost', 'blind', 'gone', 'many'].map(
      (name) => `dns:${name}.${zone}`,
    );
    const others = [
      'dns:refused.test',
      'dns:www.dead.test',
      'dns:silent.test',
      `dns:six.${zone}?type=AAAA`,
      `dns:web.${zone}?type=AAAA`,
    ];
    const list = {
      version: 1,
      defaults: { resolver: `udp://${resolver}`, timeout: '3s' },
      endpoints: [...urls, ...others],
    };
    ({ run: found } = await probeList(folder, list, '--retries', '0'));
  }, 60_000);

  afterAll(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });

  test.each([
    ['a name with an address', `dns:web.${zone}`, 'up'],
    ['an alias of an alias of a name with an address', `dns:alias.${zone}`, 'up'],
    ['an IPv6 address that was asked for', `dns:six.${zone}?type=AAAA`, 'up'],
    ['more records than fit into a datagram', `dns:many.${zone}`, 'up'],
    ['a name that does not exist', `dns:gone.${zone}`, 'dns.nxdomain'],
    ['an alias of a name that does not exist', `dns:lost.${zone}`, 'dns.nxdomain'],
    ['a name without addresses', `dns:text.${zone}`, 'dns.nodata'],
    ['an alias of a name without addresses', `dns:blind.${zone}`, 'dns.nodata'],
    ['a name without an IPv6 address', `dns:web.${zone}?type=AAAA`, 'dns.nodata'],
    ['a zone whose server is dead', 'dns:www.dead.test', 'dns.servfail'],
    ['a zone that is refused', 'dns:refused.test', 'dns.refused'],
    ['a question that is dropped', 'dns:silent.test', 'dns.timeout'],
  ])('%s: %s gives %s', (_, url, code) => {
    expect(codeOf(found, url)).toBe(code);
  });

  test('the facts name the server, its word, and the aliases on the way', () => {
    expect(attemptOf(found, `dns:alias.${zone}`).hops[0]?.facts.dns).toMatchObject({
      from: 'server',
      server: resolver,
      rcode: 'NOERROR',
      addresses: ['127.0.0.1'],
      records: [
        { name: `alias.${zone}`, type: 'CNAME', data: `middle.${zone}` },
        { name: `middle.${zone}`, type: 'CNAME', data: `web.${zone}` },
        { name: `web.${zone}`, type: 'A', data: '127.0.0.1' },
      ],
    });
  });

  test('an answer that is cut over UDP is fetched whole over TCP', () => {
    expect(attemptOf(found, `dns:many.${zone}`).hops[0]?.facts.dns?.addresses).toHaveLength(90);
  });

  test('a silent server costs the whole timeout of its attempt, and no more', () => {
    const { ms } = attemptOf(found, 'dns:silent.test');
    expect(ms).toBeGreaterThan(2990);
    expect(ms).toBeLessThan(3300);
    expect(phaseMs(attemptOf(found, 'dns:silent.test'), 'dns')).toBeNull();
  });

  test('what failed is down at dns', () => {
    expect(resultOf(found, `dns:gone.${zone}`)).toMatchObject({ status: 'down', cause: { layer: 'dns' } });
  });

  test.each([
    ['a name that resolves exits 0', `dns:web.${zone}`, 0],
    ['a name that does not exist exits 1', `dns:gone.${zone}`, 1],
    ['a refusal exits 1', 'dns:refused.test', 1],
  ])('%s', async (_, target, code) => {
    expect((await probe(folder, [target, '--resolver', resolver, '--retries', '0'])).code).toBe(code);
  });
});

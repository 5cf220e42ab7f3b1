// The name servers of the zones in the box: they speak for their own, the parents refer, and the resolvers know all.

import { expect, test } from 'vitest';
import { builtInReplay, readWorld, startLab } from '../../src/lab/index.ts';
import { sitesOf } from '../../src/lab/sites.ts';
import { attempt, factsOf } from '../ask.ts';
import { atEnd } from '../leftovers.ts';
import { askUdp, question } from './box.ts';
import { phaseAt } from './play.ts';

const world = readWorld();

async function box(...breaks: NonNullable<Parameters<typeof startLab>[0]['breaks']>) {
  const lab = await startLab({ world, breaks });
  atEnd(() => lab.close());
  return lab;
}

const plainQuestion = (name: string, type: 'A' | 'NS' | 'SOA') => question(name, type, { flags: 0 });

test('the root refers to com, com to facebook.com, and a server of it answers with authority', async () => {
  const lab = await box();
  const root = await askUdp(lab, plainQuestion('www.facebook.com', 'A'), '198.41.0.4');
  expect([root?.rcode, root?.flag_aa, root?.answers]).toEqual(['NOERROR', false, []]);
  expect(root?.authorities).toContainEqual(expect.objectContaining({ type: 'NS', name: 'com' }));
  expect(root?.additionals).toContainEqual(expect.objectContaining({ type: 'A', data: '192.5.6.30' }));
  const com = await askUdp(lab, plainQuestion('facebook.com', 'NS'), '192.5.6.30');
  expect(com?.authorities).toHaveLength(4);
  expect(com?.additionals).toHaveLength(4);
  const own = await askUdp(lab, plainQuestion('www.facebook.com', 'A'), '129.134.30.12');
  expect([own?.rcode, own?.flag_aa, own?.flag_ra]).toEqual(['NOERROR', true, false]);
  expect(own?.answers).toHaveLength(1);
});

test('a server answers for its zones: SOA and NS, no such name, no such record; the rest it refuses', async () => {
  const lab = await box();
  const at = '129.134.30.12';
  const soa = await askUdp(lab, plainQuestion('whatsapp.net', 'SOA'), at);
  expect(soa?.answers).toMatchObject([{ type: 'SOA', name: 'whatsapp.net' }]);
  expect((await askUdp(lab, plainQuestion('instagram.com', 'NS'), at))?.answers).toHaveLength(4);
  const nobody = await askUdp(lab, plainQuestion('nobody.facebook.com', 'A'), at);
  expect([nobody?.rcode, nobody?.authorities?.[0]?.type]).toEqual(['NXDOMAIN', 'SOA']);
  const nothing = await askUdp(lab, plainQuestion('facebook.com', 'A'), at);
  expect([nothing?.rcode, nothing?.answers, nothing?.authorities?.[0]?.type]).toEqual(['NOERROR', [], 'SOA']);
  expect((await askUdp(lab, plainQuestion('x.com', 'A'), at))?.rcode).toBe('REFUSED');
});

test('our own `authoritative` finds the servers of each zone of the built-in list, and they answer', async () => {
  const { network } = await box();
  for (const name of ['web.whatsapp.com', 'scontent.xx.fbcdn.net', 'x.com', 't.me', 'chat.signal.org']) {
    const asked = await attempt(network, `dns:${name}?type=A`, { resolver: 'authoritative' });
    expect(asked.failure, name).toBeUndefined();
    expect(factsOf(asked).dns?.flags, name).toContain('aa');
  }
});

test('every name of the built-in list lies in a zone of its own', () => {
  const zones = new Set(world.zones.flatMap(({ names }) => names));
  const names = sitesOf(world).flatMap(({ name, literal }) => (literal ? [] : [name]));
  const controls =
    /gstatic|apple|firefox|msftconnecttest|gnome|cloudflare|example\.com|metastatus|servers\.net|afilias|nic\.me|twtrdns/;
  const lost = names.filter(
    (name) =>
      name.includes('.') &&
      !controls.test(name) &&
      ![...zones].some((zone) => zone.includes('.') && `.${name}`.endsWith(`.${zone}`)),
  );
  expect(lost).toEqual([]);
});

test('2021-10-04: no authority of Meta answers while the parent refers, and one resolver says why', async () => {
  const { breaks } = phaseAt(builtInReplay('2021-10-04'), '16:05');
  const lab = await box(...breaks);
  for (const server of ['129.134.30.12', '129.134.31.12', '185.89.218.12', '185.89.219.12']) {
    expect(await askUdp(lab, plainQuestion('facebook.com', 'SOA'), server)).toBeNull();
  }
  expect((await askUdp(lab, plainQuestion('facebook.com', 'NS'), '192.5.6.30'))?.authorities).toHaveLength(4);
  const edes = await Promise.all(
    ['198.18.0.53', '1.1.1.1', '8.8.8.8', '9.9.9.9'].map(async (resolver) => {
      const asked = await attempt(lab.network, 'dns:whatsapp.net?type=SOA', { resolver });
      const dns = factsOf(asked).dns;
      return [asked.failure?.code, ...(dns?.extendedErrors ?? []).map(({ code }) => code)].join(' ');
    }),
  );
  expect(edes).toEqual(['dns.servfail', 'dns.servfail 22', 'dns.servfail', 'dns.servfail']);
});

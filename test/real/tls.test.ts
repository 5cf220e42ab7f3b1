import { dirname, join } from 'node:path';
import { connect } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Run } from '../../src/model.ts';
import { makeIntermediate, makeLeaf, makeRoot, makeSelfSigned, makeStaple } from './certificates.mjs';
import { attemptOf, codeOf, resultOf } from './found.ts';
import { haveParts, program } from './parts.mjs';
import { startServer } from './process.mjs';
import { type Site, type Workshop, withSite, zone } from './site.ts';

const at = (host: string): string => `${host}.${zone}`;

/** A server block for one name. */
function server(port: number | undefined, host: string, lines: string): string {
  return `server { listen 127.0.0.1:${port} ssl; server_name ${at(host)}; ${lines} location / { return 200 ok; } }`;
}

/** nginx sends the response of a file as it is; it wants the issuer's certificate for that. */
function stapling(name: string, status: 'V' | 'R', { folder, root, leaf }: Workshop): string {
  const lines = leaf(name, { names: [at(name)] });
  const file = makeStaple(root, join(folder, `${name}.pem`), status);
  const trusted = join(root.folder, 'own.pem');
  return `${lines} ssl_stapling on; ssl_stapling_file ${file}; ssl_trusted_certificate ${trusted};`;
}

function serverBlocks([modern, old, plain, strict]: readonly number[], workshop: Workshop): string {
  const { folder, root, keyFile, certificate, leaf } = workshop;
  const intermediate = makeIntermediate(root, join(folder, 'intermediate'), 'An intermediate of the tests');
  const stranger = makeRoot(join(folder, 'stranger'), 'A root that nobody trusts');
  const late = makeIntermediate(root, join(folder, 'late'), 'An intermediate');
  const below = (host: string, issuerUrl?: string) =>
    makeLeaf(intermediate, keyFile, { names: [at(host)], ...(issuerUrl ? { issuerUrl } : {}) });
  return [
    server(modern, 'good', `ssl_protocols TLSv1.2 TLSv1.3; ${leaf('good', { names: [at('good')] })}`),
    server(modern, 'whole', certificate('whole', below('whole'), intermediate.pem)),
    server(modern, 'star', leaf('star', { names: [`*.${zone}`] })),
    server(modern, 'expired', leaf('expired', { names: [at('expired')], fromDays: -20, toDays: -3.5 })),
    server(modern, 'early', leaf('early', { names: [at('early')], fromDays: 2 })),
    server(modern, 'wrong', leaf('wrong', { names: [at('another')] })),
    server(modern, 'nameless', leaf('nameless', { subject: at('nameless') })),
    server(modern, 'self', certificate('self', makeSelfSigned(dirname(keyFile), [at('self')]))),
    server(
      modern,
      'stranger',
      certificate('stranger', makeLeaf(stranger, keyFile, { names: [at('stranger')] }), stranger.pem),
    ),
    server(modern, 'alone', certificate('alone', makeLeaf(stranger, keyFile, { names: [at('alone')] }))),
    server(modern, 'gap', certificate('gap', below('gap', 'http://aia.test/intermediate.der'))),
    server(
      modern,
      'soon',
      certificate('soon', makeLeaf(late, keyFile, { names: [at('soon')], toDays: 5.5 }), late.pem),
    ),
    server(modern, 'revoked', stapling('revoked', 'R', workshop)),
    server(modern, 'stapled', stapling('stapled', 'V', workshop)),
    server(
      modern,
      'mutual',
      `${leaf('mutual', { names: [at('mutual')] })} ssl_verify_client on; ssl_client_certificate ${join(root.folder, 'own.pem')};`,
    ),
    server(
      old,
      'old',
      `ssl_protocols TLSv1 TLSv1.1; ssl_ciphers DEFAULT@SECLEVEL=0; ${leaf('old', { names: [at('old')] })}`,
    ),
    `server { listen 127.0.0.1:${plain}; location / { return 200 ok; } }`,
    `server { listen 127.0.0.1:${strict} ssl; ssl_reject_handshake on; }`,
  ].join('\n');
}

describe.runIf(haveParts('nginx', 'unbound', 'openssl'))('a real nginx with TLS', () => {
  const modern = [
    'good',
    'whole',
    'star',
    'expired',
    'early',
    'wrong',
    'nameless',
    'self',
    'stranger',
    'alone',
    'gap',
    'soon',
    'revoked',
    'stapled',
    'mutual',
  ];
  let site: Site;
  let found: Run;
  let bare: Run;

  withSite({ ports: 4, blocks: serverBlocks }, (opened) => {
    site = opened;
  });
  beforeAll(async () => {
    const others = { old: 1, plain: 2, strict: 3 };
    const urls = (scheme: string) => [
      ...modern.map((name) => ({ name, url: site.url(scheme, 0, name) })),
      ...Object.entries(others).map(([name, port]) => ({ name, url: site.url(scheme, port, name) })),
    ];
    ({ run: found } = await site.probeList(urls('https')));
    ({ run: bare } = await site.probeList(urls('tls')));
  }, 60_000);

  const codes = [
    ['a good certificate', 'good', 'up'],
    ['a good certificate with its intermediate', 'whole', 'up'],
    ['a certificate for every name of the zone', 'star', 'up'],
    ['an expired certificate', 'expired', 'tls.expired'],
    ['a certificate that is not valid yet', 'early', 'tls.not_yet_valid'],
    ['a certificate for another name', 'wrong', 'tls.name_mismatch'],
    ['a certificate with its name only in the subject', 'nameless', 'tls.no_san'],
    ['a certificate signed by itself', 'self', 'tls.self_signed'],
    ['a chain to a root that is not trusted', 'stranger', 'tls.unknown_root'],
    ['a leaf alone, of a root that is not trusted', 'alone', 'tls.unknown_root'],
    ['a leaf alone that says where its issuer is', 'gap', 'tls.chain_incomplete'],
    ['a revoked certificate, with a staple of openssl', 'revoked', 'tls.revoked'],
    ['a certificate that its staple calls good', 'stapled', 'up'],
    ['a server that speaks only TLS 1.0 and 1.1', 'old', 'tls.no_common'],
    ['a port without TLS', 'plain', 'tls.not_tls'],
    ['a server that rejects the handshake', 'strict', 'tls.alert'],
  ] as const;

  test.each(codes)('%s (%s): %s', (_, name, code) => {
    expect(codeOf(found, name)).toBe(code);
  });

  test.each(codes)('the same without HTTP, %s (%s): %s', (_, name, code) => {
    expect(codeOf(bare, name)).toBe(code);
  });

  test('nginx takes a connection without the certificate that it wants, and says 400', () => {
    expect(codeOf(found, 'mutual')).toBe('http.status');
    expect(resultOf(found, 'mutual').cause?.message).toContain('400');
    expect(codeOf(bare, 'mutual')).toBe('up');
  });

  /** What is told of a server of openssl with these options, by tls:// and by https://. */
  async function toldOf(...options: readonly string[]) {
    const files = ['-cert', join(site.folder, 'good.pem'), '-key', join(site.folder, 'server', 'key.pem')];
    const server = await startServer(1, ([port]) => ({
      command: program('openssl'),
      args: ['s_server', '-www', '-accept', `127.0.0.1:${port}`, ...files, ...options],
    }));
    const urls = ['tls', 'https'].map((scheme) => `${scheme}://${at('good')}:${server.ports[0]}`);
    const { run } = await site.probe(...urls);
    await server.stop();
    return run.results.map(({ status, cause }) => cause?.code ?? status);
  }

  test.each(['-tls1_3', '-tls1_2'])(
    'openssl s_server %s that wants a certificate of ours',
    async (version) => {
      const code = 'tls.client_certificate';
      expect(await toldOf(version, '-Verify', '1')).toEqual([code, code]);
    },
  );

  test('openssl s_server that only asks for one, and hands out no tickets', async () => {
    expect(await toldOf('-tls1_3', '-verify', '1', '-num_tickets', '0')).toEqual(['up', 'up']);
  });

  test('the server that is called too old answers who still speaks TLS 1.1', async () => {
    const options = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const socket = connect({
      host: '127.0.0.1',
      port: site.ports[1] ?? 0,
      rejectUnauthorized: false,
      ...options,
    });
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    expect(socket.getProtocol()).toBe('TLSv1.1');
    socket.destroy();
  });

  test('a failed handshake is a failed tls step after a good tcp step', () => {
    const steps = attemptOf(found, 'expired').hops[0]?.steps.map(({ name, failure }) => [
      name,
      failure?.code,
    ]);
    expect(steps).toEqual([
      ['dns', undefined],
      ['tcp', undefined],
      ['tls', 'tls.expired'],
    ]);
  });

  test('the chain of a certificate that is refused is kept', () => {
    const tls = attemptOf(found, 'expired').hops[0]?.facts.tls;
    expect(tls?.chain[0]).toMatchObject({ names: [`DNS:${at('expired')}`] });
    expect(tls?.expiresInDays).toBeCloseTo(-3.5, 1);
  });

  test('how long ago a certificate expired is said', () => {
    expect(resultOf(found, 'expired').cause?.message).toMatch(/expired 3 days ago/);
  });

  test('protocol and application protocol are told', () => {
    expect(attemptOf(found, 'good').hops[0]?.facts.tls).toMatchObject({
      protocol: 'TLSv1.3',
      alpn: 'http/1.1',
    });
  });

  test.each([
    ['enough days', '3d', 'up'],
    ['too few days', '7d', 'tls.expires'],
  ])('an expectation of %s left (%s): %s', async (_, fail, code) => {
    const expectation = { certificate: { expires_in: { fail } } };
    const { run } = await site.probeList([
      { name: 'soon', url: site.url('https', 0, 'soon'), expect: expectation },
    ]);
    expect(codeOf(run, 'soon')).toBe(code);
  });

  test.each([
    ['a good certificate exits 0', 'good', 0],
    ['an expired certificate exits 1', 'expired', 1],
  ])('%s', async (_, name, code) => {
    expect((await site.probe(site.url('https', 0, name))).code).toBe(code);
  });
});

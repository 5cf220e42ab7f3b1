import { beforeAll, describe, expect, test } from 'vitest';
import type { Observation, Phase, Run } from '../../src/model.ts';
import { phaseMs } from '../../src/phases.ts';
import { attemptOf } from './found.ts';
import { haveParts } from './parts.mjs';
import { startSlowNames, startSlowRelay, startSlowWeb } from './peers.mjs';
import { type Site, withSite, zone } from './site.ts';

const dnsMs = 90;
const tlsMs = 70;
/** Of the first byte, or of the rest of the body. */
const webMs = 110;
/** What a busy machine may add to a phase, and still no phase could be taken for another. */
const slackMs = 45;
/** Asked so often; the fastest shows what the servers did rather than what the machine was busy with. */
const times = 4;

// Each wait is in a server of its own, so each must show in its phase and in no other.
describe.runIf(haveParts('nginx', 'unbound', 'openssl'))('phases against real servers', () => {
  let slowNames: Awaited<ReturnType<typeof startSlowNames>>;
  let slowWeb: Awaited<ReturnType<typeof startSlowWeb>>;
  let found: Run;

  beforeAll(async () => {
    [slowNames, slowWeb] = await Promise.all([startSlowNames(dnsMs), startSlowWeb(webMs)]);
    return async () => {
      await Promise.all([slowNames.stop(), slowWeb.stop()]);
    };
  });
  withSite(
    {
      ports: 2,
      clauses: () => [
        `stub-zone:\n  name: "slow.test"\n  stub-addr: 127.0.0.1@${slowNames.port}\n  stub-no-cache: yes`,
      ],
      blocks: ([secure, plain], { leaf }) => {
        const upstream = `proxy_buffering off; proxy_pass http://127.0.0.1:${slowWeb.port};`;
        const serve = `location = /ok { return 200 ok; } location / { ${upstream} }`;
        const certificate = leaf('phases', { names: [`*.${zone}`, 'slow.test'] });
        return `
server { listen 127.0.0.1:${secure} ssl; ${certificate} ${serve} }
server { listen 127.0.0.1:${plain}; ${serve} }`;
      },
    },
    async (site) => {
      found = await probeAll(site);
    },
  );

  async function probeAll(site: Site): Promise<Run> {
    const [secure = 0, plain = 0] = site.ports;
    const relay = await startSlowRelay(tlsMs, secure);
    site.later(relay.stop);
    const urls = {
      dns: `https://slow.test:${secure}/ok`,
      tls: `https://www.${zone}:${relay.port}/ok`,
      ttfb: `https://www.${zone}:${secure}/slow`,
      'ttfb without TLS': `http://www.${zone}:${plain}/slow`,
      transfer: `https://www.${zone}:${secure}/half`,
      all: `https://slow.test:${relay.port}/slow`,
    };
    const endpoints = Object.entries(urls).flatMap(([name, url]) =>
      Array.from({ length: times }, (_, index) => ({
        name: `${name} ${index}`,
        url,
        expect: { body: { matches: '.' } },
      })),
    );
    const { run } = await site.probeList(endpoints, '--concurrency', '1');
    return run;
  }

  const attemptsOf = (name: string) =>
    Array.from({ length: times }, (_, index) => attemptOf(found, `${name} ${index}`));

  /** The fastest of the attempts, in whole; a first probe that warms up is never it. */
  function fastest(name: string) {
    return attemptsOf(name).reduce((best, other) => (other.ms < best.ms ? other : best));
  }

  /** The attempt that other work disturbed least: seen late, a first byte makes one phase longer and the next shorter. */
  function calmest(name: string, slow: Partial<Record<Phase, number>>, quick: readonly Phase[]) {
    const expected = [
      ...(Object.entries(slow) as [Phase, number][]),
      ...quick.map((phase) => [phase, 0] as const),
    ];
    const unrest = (attempt: Observation) =>
      expected.reduce((sum, [phase, ms]) => sum + Math.abs((phaseMs(attempt, phase) ?? 0) - ms), 0);
    return attemptsOf(name).reduce((best, other) => (unrest(other) < unrest(best) ? other : best));
  }

  const waits: [string, Partial<Record<Phase, number>>, readonly Phase[]][] = [
    ['dns', { dns: dnsMs }, ['tcp', 'tls', 'ttfb', 'transfer']],
    ['tls', { tls: tlsMs }, ['dns', 'tcp', 'ttfb', 'transfer']],
    ['ttfb', { ttfb: webMs }, ['dns', 'tcp', 'tls', 'transfer']],
    ['ttfb without TLS', { ttfb: webMs }, ['dns', 'tcp', 'transfer']],
    ['transfer', { transfer: webMs }, ['dns', 'tcp', 'tls', 'ttfb']],
    ['all', { dns: dnsMs, tls: tlsMs, ttfb: webMs }, ['tcp', 'transfer']],
  ];

  test.each(waits)('a wait in %s is the duration of that phase and of no other', (name, slow, quick) => {
    const attempt = calmest(name, slow, quick);
    for (const [phase, ms] of Object.entries(slow) as [Phase, number][]) {
      expect(phaseMs(attempt, phase), phase).toBeGreaterThanOrEqual(ms - 2);
      expect(phaseMs(attempt, phase), phase).toBeLessThan(ms + slackMs);
    }
    for (const phase of quick) expect(phaseMs(attempt, phase), phase).toBeLessThan(slackMs);
  });

  test('plain HTTP has no tls phase', () => {
    expect(phaseMs(fastest('ttfb without TLS'), 'tls')).toBeNull();
  });

  test('the whole is hardly more than its phases', () => {
    const attempt = fastest('all');
    const sum = (['dns', 'tcp', 'tls', 'ttfb', 'transfer'] as const)
      .map((phase) => phaseMs(attempt, phase) ?? 0)
      .reduce((total, ms) => total + ms);
    expect(attempt.ms).toBeGreaterThanOrEqual(sum - 1);
    expect(attempt.ms - sum).toBeLessThan(slackMs);
  });
});

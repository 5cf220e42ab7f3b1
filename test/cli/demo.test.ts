import { describe, expect, test } from 'vitest';
import { folder, list, report, rows, whydown } from './command.ts';

const one = 'endpoints: [{name: web, url: "https://web.whatsapp.com/", expect: {status: [200, 400]}}]\n';

/** What each fault does to an endpoint, by the host it is given to. */
const faults: Readonly<Record<string, readonly [host: string, code: string]>> = {
  '503': ['web.whatsapp.com', 'http.status'],
  'dns.timeout': ['www.whatsapp.com', 'dns.timeout'],
  'dns.nxdomain': ['www.facebook.com', 'dns.nxdomain'],
  'dns.servfail': ['x.com', 'dns.servfail'],
  'tcp.timeout': ['www.threads.com', 'tcp.timeout'],
  'tcp.refused': ['telegram.org', 'tcp.refused'],
  'tls.expired': ['abs.twimg.com', 'tls.expired'],
  'tls.name_mismatch': ['t.me', 'tls.name_mismatch'],
  'tls.unknown_root': ['downdetector.com', 'tls.unknown_root'],
};

test.concurrent('each fault of --break shows as its code, and exits 1', async () => {
  const all = Object.entries(faults);
  const path = list(
    `endpoints:\n${all.map(([fault, [host]]) => `  - {name: "${fault}", url: "https://${host}/", expect: {status: "200-499"}}\n`).join('')}  - {name: well, url: "https://web.telegram.org/", expect: {status: "200-499"}}\n`,
  );
  const breaks = all.flatMap(([fault, [host]]) => ['--break', `${host}=${fault}`]);
  const { run, code } = await report(['demo', '-c', path, ...breaks, '--retries', '0', '--timeout', '2s']);
  expect(rows(run)).toEqual([...all.map(([fault, [, failure]]) => `${fault} down ${failure}`), 'well up']);
  expect(code).toBe(1);
});

test.concurrent('a pattern breaks all hosts below a name, * all of them', async () => {
  const path = list(
    'endpoints: ["tcp://g.whatsapp.net:443", "tcp://e1.whatsapp.net:443", "https://x.com/"]\n',
  );
  const args = ['demo', '-c', path, '--retries', '0', '--timeout', '1s'];
  const some = await report([...args, '--break', '*.whatsapp.net=tcp.refused', '--break', 'x.com=403']);
  expect(some.run.results.map(({ cause }) => cause?.code)).toEqual([
    'tcp.refused',
    'tcp.refused',
    'http.status',
  ]);
  const all = await report([...args, '--break', '*=dns.servfail']);
  expect(new Set(all.run.results.map(({ cause }) => cause?.code))).toEqual(new Set(['dns.servfail']));
});

describe.concurrent.each([
  ['a fault that is almost one', 'web.whatsapp.com=tcp.timout', /did you mean `tcp\.timeout`\?/],
  ['a host that is almost one', 'web.whatsap.com=503', /did you mean `web\.whatsapp\.com`\?/],
  ['a host that is none', 'nowhere.example=503', /no host of the simulated world/],
  ['no fault at all', 'web.whatsapp.com', /is not HOST=FAULT/],
  ['a status that is none', 'web.whatsapp.com=999', /unknown fault `999`/],
  ['a fault that changes nothing there', 'g.whatsapp.net=tls.expired', /would change nothing/],
  ['an address that the host does not have', 'x.com#9=tcp.timeout', /no such address/],
])('--break with %s', (_, text, message) => {
  test('is a mistake: exit 2, nothing on stdout', async () => {
    const { code, stdout, stderr } = await whydown(['demo', '--break', text]);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe.concurrent('SIMULATED', () => {
  test('stands in the first and in the last line of the table, and only there', async () => {
    const { stdout, stderr } = await whydown(['demo', '-c', list(one)]);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^SIMULATED/);
    expect(lines.at(-1)).toMatch(/^SIMULATED/);
    expect(stderr).toBe('');
  });

  test('is a field of the JSON, and a line on stderr', async () => {
    const { run, stderr, stdout } = await report(['demo', '-c', list(one)]);
    expect(run.simulated).toBe(true);
    expect(stderr).toMatch(/^SIMULATED: [^\n]+\n$/);
    expect(stdout.startsWith('{')).toBe(true);
  });

  test('is nowhere in a run that is real', async () => {
    const { run, stderr, stdout } = await report(['dns:localhost']);
    expect(run).not.toHaveProperty('simulated');
    expect(stdout + stderr).not.toMatch(/simulated/i);
  });
});

test.concurrent('the box knows its own hosts only: another is local.unmapped or no name at all, and exits 3 or 1', async () => {
  const path = list('endpoints: ["tcp://127.0.0.1:22", "tcp://192.0.2.1:443"]\n');
  const { run, code } = await report(['demo', '-c', path, '--retries', '0']);
  expect(run.results.map(({ status, cause }) => `${status} ${cause?.code}`)).toEqual([
    'unknown local.unmapped',
    'unknown local.unmapped',
  ]);
  expect(code).toBe(3);
});

test.concurrent('a name of the box costs its list no change: the roots of the box replace every other', async () => {
  const { run } = await report(['demo', '-c', list(one), '--resolver', '9.9.9.9']);
  expect(rows(run)).toEqual(['web up']);
});

test.concurrent('names of the list select, as in a run', async () => {
  const { run } = await report(['demo', 'Downdetector']);
  expect(rows(run)).toEqual(['Downdetector up', 'Cloudflare status feed up']);
  expect((await whydown(['demo', 'Downdetectr'])).stderr).toContain('did you mean Downdetector?');
});

test.concurrent('with nothing answering at all it is our own network: all unknown, exit 3', async () => {
  const { run, code } = await report([
    'demo',
    '--break',
    '*=dns.timeout',
    '--break',
    '*=tcp.timeout',
    '--timeout',
    '1s',
  ]);
  expect(run.diagnoses.map(({ rule, blame }) => `${rule} ${blame}`)).toEqual(['you.network you']);
  expect(new Set(run.results.map(({ status }) => status))).toEqual(new Set(['unknown']));
  expect(new Set(run.services.map(({ status }) => status))).toEqual(new Set(['unknown']));
  expect(code).toBe(3);
}, 60_000);

test.concurrent('with one provider silent and the controls answering it is theirs: exit 1', async () => {
  const { run, code } = await report(['demo', '--break', '*.whatsapp.net=tcp.timeout', '--timeout', '1s']);
  expect(run.diagnoses.map(({ blame, subject }) => `${blame} ${subject}`)).toEqual(['them WhatsApp']);
  expect(run.services.filter(({ status }) => status === 'down').map(({ service }) => service)).toEqual([
    'WhatsApp',
  ]);
  expect(code).toBe(1);
}, 60_000);

describe.concurrent('a replay', () => {
  const own = `title: Our shop
hosts: [{names: [shop.example.com], ports: {443: https}, answers: {/: {status: 200}}}]
phases:
  - {at: 09:00, title: all is well}
  - {at: 09:10, title: it fails, faults: [shop.example.com=503]}
  - {at: 09:30, title: it is back}
`;
  const shop = 'endpoints: [{name: shop, url: "https://shop.example.com/", retry: {times: 0}}]\n';
  const files = () => folder({ 'outage.yaml': own, 'probes.yaml': shop });

  test('is told phase by phase, then as a time line, and exits as its worst phase', async () => {
    const { stdout, stderr, code } = await whydown(['demo', 'outage.yaml', '-c', 'probes.yaml'], {
      cwd: files(),
    });
    expect(stdout).toMatch(/^SIMULATED[^\n]*\n\nOur shop\n/);
    const phases = [...stdout.matchAll(/^(\d\d:\d\d) UTC {2}(.*)$/gm)].map(
      ([, at, title]) => `${at} ${title}`,
    );
    expect(phases).toEqual(['09:00 all is well', '09:10 it fails', '09:30 it is back']);
    expect(stdout).toMatch(/Time line \(UTC\)\n09:00 ✓ .*up\n09:10 ✗ 1 down.*\n09:30 ✓ .*up\n\nSIMULATED/s);
    expect({ stderr, code }).toEqual({ stderr: '', code: 1 });
  });

  test('at one moment is a run like any other, which --break may break further', async () => {
    const args = ['demo', 'outage.yaml', '-c', 'probes.yaml', '--at'];
    const cwd = files();
    const failing = await report([...args, '09:29'], { cwd });
    expect([rows(failing.run), failing.code]).toEqual([['shop down http.status'], 1]);
    const broken = await report([...args, '09:30', '--break', 'shop.example.com=tcp.refused'], { cwd });
    expect([rows(broken.run), broken.code]).toEqual([['shop down tcp.refused'], 1]);
  });

  test('of one phase needs no moment, and the words behind it select', async () => {
    const { run, code } = await report(['demo', 'filtered', 'Telegram Bot API', '--retries', '0']);
    expect([rows(run), code]).toEqual([['Telegram Bot API down dns.nxdomain'], 1]);
  });

  test('all of them are told by name, date and title', async () => {
    const { stdout, code } = await whydown(['demo', '--list']);
    expect(stdout).toMatch(/^NAME +DATE +TITLE\n/);
    expect(stdout).toMatch(/^2021-10-04 +2021-10-04 +Meta/m);
    expect(stdout).toMatch(/^no-network +Your own network/m);
    expect(code).toBe(0);
  });

  test.each([
    ['a name that is almost one', ['2021-10-4'], /no replay `2021-10-4`[\s\S]*did you mean 2021-10-04\?/],
    ['a day of which there is none', ['1999-01-01'], /no replay `1999-01-01`[\s\S]*--list/],
    ['a word that is almost one', ['no-netwrk'], /did you mean no-network\?/],
    ['a file that is not there', ['nowhere.yaml'], /nowhere\.yaml/],
    ['a moment before it began', ['2021-10-04', '--at', '09:00'], /begins at 15:30/],
    ['a moment that is none', ['2021-10-04', '--at', '4pm'], /is not a time of day/],
    ['a moment where there is no time', ['no-network', '--at', '09:00'], /has no time line/],
    ['a moment of nothing', ['--at', '09:00'], /moment of a replay, and none is named/],
    ['a report of several phases', ['2021-10-04', '--format', 'json'], /has 5 phases[\s\S]*--at 15:39/],
    ['files of several phases', ['2021-10-04', '--output', 'json=x.json'], /--output is of one run/],
  ])('%s is a mistake: exit 2, nothing on stdout', async (_, args, message) => {
    const { code, stdout, stderr } = await whydown(['demo', ...args]);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('mistakes in a file of one’s own are all told', async () => {
    const cwd = folder({
      'bad.yaml': 'title: x\nphases: [{title: y, faults: [x.con=503, x.com=tcp.timout]}]\n',
    });
    const { code, stderr } = await whydown(['demo', 'bad.yaml'], { cwd });
    expect(stderr).toMatch(
      /phases\[0\]\.faults\[0\].*x\.con[\s\S]*did you mean[\s\S]*faults\[1\].*tcp\.timout/,
    );
    expect(code).toBe(2);
  });
});

// The screen in the README, held against what is told of such an outage.

import { expect, test } from 'vitest';
import { reports } from '../../src/report/index.ts';
import { diagnose } from '../../src/verdict/index.ts';
import { settle } from '../../src/verdict/settle.ts';
import { after, fine } from '../verdict/outages.ts';
import { block } from './readme.ts';

test('the verdict in the README is what is told of such an outage', () => {
  const results = after([[/^(tcp|https):.*\.whatsapp\.net/, 'tcp.timeout']]).filter(
    ({ endpoint }) => endpoint.service === 'WhatsApp',
  );
  const run = settle(results, diagnose(results, fine), {
    version: '0.1.0',
    startedAt: '2026-11-22T10:00:00.000Z',
    ms: 1,
    simulated: false,
    failOn: [],
    signal: null,
  });
  const shown = reports.table(run, { width: 80, colour: 0, unicode: true, verbose: false });
  const [above = '', below = ''] = block('text', 'it takes no\nconnection').split('\n[…]\n');
  expect(shown.startsWith(above)).toBe(true);
  expect(shown).toContain(below);
});

// Puts every row to the other tools and writes down what they say. No test of the suite: `npm run faults:beside` runs
// it, as root, with the packages prometheus-blackbox-exporter and monitoring-plugins-basic of Debian.

import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { expect, test } from 'vitest';
import { folder } from '../../cli/command.ts';
import { peers } from '../all.ts';
import { blackbox } from './blackbox.ts';
import { curl } from './curl.ts';
import { fetchOfNode } from './fetch.ts';
import { plugins } from './plugins.ts';
import { recorded, recordFile } from './record.ts';
import { type Way, waysTo } from './system.ts';
import {
  type Answer,
  type Beside,
  isUnasked,
  type Recorded,
  type Tool,
  tools,
  type Unasked,
} from './tool.ts';

const rows: Record<string, Beside> = {};
const versions: Recorded['versions'] = {
  curl: curl.version(),
  fetch: fetchOfNode.version(),
  blackbox_exporter: blackbox.version(),
  check_http: plugins.version(),
};

test('every tool is installed', () => {
  for (const name of tools) expect(versions[name], name).not.toBe('');
});

/** Rows that redirect to where only a detour leads; a hosts file knows no ports. */
const leadsOn: readonly string[] = ['a redirect to another name, which the next handshake must send'];

// Their limits are measured: other work on this machine comes after.
setPriority(-15);

// One after the other: they are timed.
test.each(peers)('$fault', { timeout: 300_000 }, async ({ fault, open, silent }) => {
  const endpoint = await open();
  const timeoutMs = silent ? 500 : 5000;
  const place = folder();
  const { told, moved } = await waysTo(endpoint, place);
  const ask = async (tool: Tool, way: Way | Unasked): Promise<Answer | Unasked> =>
    'unasked' in way ? way : best(() => tool.ask({ endpoint, ...way, timeoutMs, folder: place }));
  const others = leadsOn.includes(fault) ? { unasked: 'no way to say connect' } : moved;
  rows[fault] = {
    curl: await ask(curl, told),
    fetch: await ask(fetchOfNode, others),
    blackbox_exporter: await ask(blackbox, others),
    check_http: await ask(plugins, others),
  };
  write();
});

/** Who was late may have been held up: the best of three counts. */
async function best(ask: () => Promise<Answer | Unasked>): Promise<Answer | Unasked> {
  let least = await ask();
  for (let left = 2; left > 0 && lateness(least) > 0; left -= 1) {
    const again = await ask();
    if (lateness(again) < lateness(least)) least = again;
  }
  return least;
}

function lateness(answer: Answer | Unasked): number {
  return isUnasked(answer) ? 0 : (answer.lateMs ?? 0) + (answer.lingerMs ?? 0);
}

/** After each row: whoever has had enough keeps what is known. Rows that were not asked stay as they were. */
function write(): void {
  const before = recorded();
  const known = peers.flatMap(({ fault }) => {
    const said = rows[fault] ?? before.rows[fault];
    return said === undefined ? [] : [[fault, said]];
  });
  writeFileSync(recordFile, textOf({ versions, rows: Object.fromEntries(known) }));
}

/** A line for each answer, so that a change is one too. */
function textOf({ versions, rows }: Recorded): string {
  const lines = Object.entries(rows).map(([fault, said]) => {
    const answers = tools.map((tool) => `      ${JSON.stringify(tool)}: ${JSON.stringify(said[tool])}`);
    return `    ${JSON.stringify(fault)}: {\n${answers.join(',\n')}\n    }`;
  });
  return `{\n  "versions": ${JSON.stringify(versions)},\n  "rows": {\n${lines.join(',\n')}\n  }\n}\n`;
}

// In a copy of the project a kind, a check, a rule and a format are added: each a new file, and one line in
// one registry. The copy compiles, and the program knows all four.

import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type Ended, folder, whydown } from '../cli/command.ts';
import { root } from './sources.ts';

interface Addition {
  readonly file: string;
  readonly text: string;
  readonly registry: string;
  readonly line: string;
}

const additions: Readonly<Record<string, Addition>> = {
  kind: {
    file: 'src/kinds/dummy/index.ts',
    text: `import type { Kind } from '../kind.ts';
export default {
  schemes: ['dummy:'],
  form: 'dummy://HOST',
  facts: [],
  options: ['timeoutMs', 'retry'],
  refuse: () => null,
  host: (url) => url.hostname,
  probe: async () => {},
} satisfies Kind;
`,
    registry: 'src/kinds/all.ts',
    line: "export { default as dummy } from './dummy/index.ts';",
  },
  check: {
    file: 'src/judge/checks/dummy.ts',
    text: `import type { CheckRule } from '../check.ts';
import { makeCheck } from './make.ts';
import { anyOperand } from './operand.ts';
export const dummy: CheckRule = {
  key: 'dummy',
  fact: () => null,
  heading: () => ({ what: 'dummy', code: 'content.body', layer: 'content' }),
  shape: {
    about: 'the length of the URL',
    examples: [9],
    subjects: null,
    form: { kind: 'matcher', operators: [], operand: anyOperand },
  },
  judge: (expectation, { url }) =>
    makeCheck(dummy, expectation, { actual: url.length }),
};
`,
    registry: 'src/judge/checks/all.ts',
    line: "export { dummy } from './dummy.ts';",
  },
  rule: {
    file: 'src/verdict/rules/dummy.ts',
    text: `import type { Rule } from '../rule.ts';
export const dummy: Rule = {
  id: 'dummy',
  suspects: 'you',
  ask: () => [],
  conclude: (results) =>
    results.length === 0
      ? []
      : [
          {
            rule: 'dummy',
            blame: 'unclear',
            scope: 'all',
            layer: null,
            subject: 'all',
            members: results.map(({ endpoint }) => endpoint.name),
            evidence: [],
            sentence: 'The dummy rule spoke.',
            advice: '',
            confidence: 'possible',
          },
        ],
};
`,
    registry: 'src/verdict/rules/all.ts',
    line: "export { dummy } from './dummy.ts';",
  },
  format: {
    file: 'src/report/dummy.ts',
    text: `import { forPeople } from './escapes.ts';
import type { Format } from './report.ts';
export const dummy: Format = {
  escape: forPeople,
  report: ({ results, diagnoses }) =>
    [
      ...results.map(({ endpoint, status, checks }) => \`\${endpoint.name} \${status} \${checks.map(({ what }) => what)}\`),
      ...diagnoses.map(({ sentence }) => sentence),
      '',
    ].join('\\n'),
};
`,
    registry: 'src/report/all.ts',
    line: "export { dummy } from './dummy.ts';",
  },
};

let copy: string;
let probed: Ended;

beforeAll(async () => {
  copy = folder({
    'list.yaml':
      'endpoints:\n  - {name: well, url: "dummy://x", expect: {dummy: 9}}\n  - {name: ill, url: "dummy://xy", expect: {dummy: 9}, retry: {times: 0, after: 0s}}\n',
  });
  for (const name of ['src', 'bin', 'package.json', 'tsconfig.json', 'tsconfig.build.json']) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const { file, text, registry, line } of Object.values(additions)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), `// Added by a test.\n\n${text}`);
    appendFileSync(
      join(copy, registry),
      `${line}
`,
    );
  }
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json'], {
    cwd: copy,
    stdio: 'inherit',
  });
  probed = await whydown(['-c', join(copy, 'list.yaml'), '--format', 'dummy'], {
    program: [process.execPath, join(copy, 'bin/whydown.cjs')],
  });
}, 60_000);

test.each(Object.keys(additions))('a %s costs its own file and one line', (name) => {
  const { registry } = additions[name] as Addition;
  const before = readFileSync(join(root, registry), 'utf8').split('\n');
  const after = readFileSync(join(copy, registry), 'utf8').split('\n');
  expect(after).toHaveLength(before.length + 1);
  expect(after.filter((line) => !before.includes(line))).toHaveLength(1);
});

test('the new kind probes its scheme, the new check judges, the new rule speaks, the new format prints', () => {
  expect(probed).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^well up dummy\nill down dummy\n[\s\S]*The dummy rule spoke\.\n$/),
    stderr: '',
  });
});

test('help and mistakes know them by themselves', async () => {
  const program = [process.execPath, join(copy, 'bin/whydown.cjs')];
  expect((await whydown(['run', '--help'], { program })).stdout).toMatch(/how to print: .*dummy/);
  const { stderr } = await whydown(['--format', 'dumy'], { program });
  expect(stderr).toContain('did you mean dummy?');
});

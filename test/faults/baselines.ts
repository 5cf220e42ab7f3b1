// Baselines that are not what they should be: told, exit 2, and left as they are.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { regressOf } from '../../src/commands/flags/regress.ts';
import { UserError } from '../../src/config/diagnostic.ts';
import { folder, whydown } from '../cli/command.ts';
import type { CaseFault } from './fault.ts';

/** What a run says of such a baseline. */
async function refused(text: string | Uint8Array | ((file: string) => void)): Promise<string> {
  const file = join(folder(), 'base.json');
  if (typeof text === 'function') text(file);
  else writeFileSync(file, text);
  const before = statSync(file);
  try {
    regressOf({ samples: 20, baseline: file, maxRegress: [{ span: 'ttfb', by: { ms: 9 }, written: '9ms' }] });
    return 'taken';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const after = statSync(file);
    const same = before.mtimeMs === after.mtimeMs && before.size === after.size && before.ino === after.ino;
    return `refused: ${error.message.replaceAll(file, 'it')}${same ? '' : ', and changed'}`;
  }
}

const good =
  '{"schema":"whydown.baseline/1","version":"0.1.0","startedAt":"","entries":[\n{"name":"a","url":"tcp://a:1","resolver":null,"address":null,"durations":{"total":[1,2,3]}}\n]}\n';

const damaged: readonly (readonly [string, string, Parameters<typeof refused>[0]])[] = [
  ['empty', 'is no JSON', ''],
  ['cut short', 'is no JSON', good.slice(0, -20)],
  ['with a bit flipped in a key', 'is damaged', good.replace('"name"', '"nare"')],
  ['with a duration below zero', 'is damaged', good.replace('[1,2', '[-1,2')],
  ['of something else', 'is no baseline of whydown', '{"schema": 7}'],
  [
    'of a later version',
    'has the schema whydown.baseline/2, not whydown.baseline/1: another version of whydown wrote it',
    good.replace('baseline/1', 'baseline/2'),
  ],
  ['that is no text', 'is damaged: it is no UTF-8', Buffer.from('fffe80', 'hex')],
];

export const baselines: readonly CaseFault[] = [
  ...damaged.map(
    ([fault, told, text]): CaseFault => ({
      ids: ['M4'],
      fault: `a baseline ${fault}`,
      told: `refused: it ${told}`,
      show: () => refused(text),
    }),
  ),
  {
    ids: ['M4'],
    fault: 'a baseline of 2 GB',
    told: 'refused: the baseline it is larger than 64 MiB',
    show: () =>
      refused((file) => {
        writeFileSync(file, good);
        truncateSync(file, 2 * 2 ** 30);
      }),
  },
  {
    ids: ['M4'],
    fault: 'a damaged baseline given to a run',
    told: 'exit 2, nothing asked, the file as it was',
    show: async () => {
      const cwd = folder({ 'base.json': good.slice(0, -9) });
      const args = [
        'tcp://127.0.0.1:1',
        '--samples',
        '9',
        '--baseline',
        'base.json',
        '--max-regress',
        'ttfb=1%',
      ];
      const { code, stdout } = await whydown(args, { cwd });
      const kept = readFileSync(join(cwd, 'base.json'), 'utf8') === good.slice(0, -9);
      return `exit ${code}, ${stdout === '' ? 'nothing asked' : stdout}, the file ${kept ? 'as it was' : 'lost'}`;
    },
  },
  {
    ids: ['M5'],
    fault: 'a pipe in place of a baseline',
    told: 'refused: cannot read the baseline it: it is no regular file',
    show: () => refused((file) => void spawnSync('mkfifo', [file])),
  },
  {
    ids: ['M5'],
    fault: 'a folder in place of a baseline',
    told: 'refused: cannot read the baseline it: it is a folder',
    show: () => refused((file) => mkdirSync(file)),
  },
];

// The pictures of the live view, from fixed events at fixed times.

import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/events.ts';
import type { ReportedResult } from '../../src/model.ts';
import { displayWidth } from '../../src/text.ts';
import { type FrameSize, frameOf, type Look, safeFor } from '../../src/view/frame.ts';
import { LiveState } from '../../src/view/state.ts';
import { expectGolden } from '../golden.ts';
import { attempt, fine, hop, result } from '../report/builder.ts';

const plain: Look = { colour: 0, unicode: true };
const SGR = /\u001b\[[0-9;]*m/g;

function stateOf(events: readonly RunEvent[], look: Look): LiveState {
  const state = new LiveState(safeFor(look));
  for (const event of events) state.apply(event);
  return state;
}

/** Its only row has come. */
const came = (index: number, row: ReportedResult): RunEvent => ({
  type: 'result',
  index,
  rows: [row],
  worst: row,
});

const names = ['WhatsApp web', 'WhatsApp chat', 'Instagram API', 'Facebook static', 'a name 日本 \u001b[2J'];
const refused = hop({ dns: 4, tcp: 0.9 }, { url: 'tcp://b.example:1', fails: 'tcp.refused' });
const chat = result(names[1]!, [attempt(refused)], { status: 'down', code: 'tcp.refused' });

/** Some have answered, one is asked again, one is under way, one waits. */
const middle: readonly RunEvent[] = [
  { type: 'selected', names },
  ...[0, 1, 2, 3].map((index): RunEvent => ({ type: 'started', index })),
  came(0, result(names[0]!, [fine('https://web.whatsapp.com/')])),
  came(1, chat),
  came(
    3,
    result(names[3]!, [attempt(hop({ dns: 12, tcp: 20, tls: 1840 }))], {
      status: 'degraded',
      code: 'latency.slow',
      layer: 'tls',
    }),
  ),
  { type: 'started', index: 1 },
];

/** A hundred endpoints of which every tenth is down, told one after the other. */
function many(told: number): readonly RunEvent[] {
  const all = Array.from({ length: 100 }, (_, index) => `endpoint ${index + 1}`);
  return [
    { type: 'selected', names: all },
    ...all.slice(0, told + 8).map((_, index): RunEvent => ({ type: 'started', index })),
    ...all.slice(0, told).map((name, index): RunEvent => {
      const down = index % 10 === 4;
      const one = down
        ? result(name, [attempt(refused)], { status: 'down', code: 'tcp.refused' })
        : result(name, [fine('https://www.example.com/')]);
      return came(index, one);
    }),
  ];
}

const text = (events: readonly RunEvent[], size: FrameSize, look: Look, elapsedMs: number) =>
  `${frameOf(stateOf(events, look), size, look, elapsedMs).join('\n')}\n`;

describe('the picture', () => {
  it.each<[string, readonly RunEvent[], FrameSize, Look]>([
    ['begin-80', middle.slice(0, 3), { width: 80, height: 24 }, plain],
    ['middle-40', middle, { width: 40, height: 24 }, plain],
    ['middle-80', middle, { width: 80, height: 24 }, plain],
    ['middle-80-ascii', middle, { width: 80, height: 24 }, { colour: 0, unicode: false }],
    ['middle-80-colour', middle, { width: 80, height: 24 }, { colour: 1, unicode: true }],
    ['middle-120', middle, { width: 120, height: 24 }, plain],
    ['middle-200', middle, { width: 200, height: 24 }, plain],
    ['many-80x12', many(60), { width: 80, height: 12 }, plain],
    ['many-80x5', many(60), { width: 80, height: 5 }, plain],
  ])('%s', (name, events, size, look) => {
    expectGolden(`view/${name}.txt`, text(events, size, look, 3410));
  });

  it('never fills the terminal, whatever its size, and is safe', () => {
    for (const events of [[], middle, many(0), many(60), many(92)]) {
      for (const unicode of [true, false]) {
        const look = { colour: 1, unicode } as const;
        const state = stateOf(events, look);
        for (const height of [1, 2, 5, 6, 7, 12, 24, 200]) {
          for (const width of [1, 2, 20, 32, 33, 40, 71, 72, 73, 80, 200]) {
            const lines = frameOf(state, { width, height }, look, 61_000);
            expect(lines.length).toBeLessThanOrEqual(Math.max(1, height - 1));
            const seen = lines.map((line) => line.replace(SGR, ''));
            expect(seen.join('')).toMatch(unicode ? /^[^\p{Cc}]*$/u : /^[\x20-\x7e]*$/);
            expect(Math.max(...seen.map(displayWidth))).toBeLessThanOrEqual(Math.max(1, width - 1));
          }
        }
      }
    }
  });

  it('shows in a small window failures, what is newest and what is under way, in the order of the list', () => {
    const lines = text(many(60), { width: 80, height: 14 }, plain, 1000).split('\n');
    const shown = lines.flatMap((line) => /^endpoint (\d+) /.exec(line)?.[1] ?? []).map(Number);
    expect(shown).toHaveLength(10);
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
    expect(shown.filter((number) => number % 10 === 5)).toEqual([5, 15, 25, 35, 45, 55]);
    expect(shown).toEqual(expect.arrayContaining([59, 60, 61]));
    expect(lines.at(-3)).toMatch(/^90 more: 52 up, \d asking, 32 waiting$/);
    expect(lines.at(-2)).toMatch(
      /^1\.0 s · 100 endpoints: 54 up, 6 down, 8 asking, 32 waiting · slowest 164 ms en…$/,
    );
  });

  it('makes each name safe once, not for every picture', () => {
    let made = 0;
    const state = new LiveState((name) => {
      made += 1;
      return name;
    });
    for (const event of many(60)) state.apply(event);
    for (const now of [1, 2, 3]) frameOf(state, { width: 80, height: 12 }, plain, now);
    expect(made).toBe(100);
  });

  it('shows a retry beside what it is about, and then what came of it', () => {
    const size = { width: 80, height: 24 };
    expect(text(middle, size, plain, 0)).toContain('✗ DOWN tcp.refused → again');
    const flaky = result(names[1]!, [attempt(refused), fine('https://b.example/')], {
      status: 'degraded',
      code: 'run.flaky',
      layer: null,
    });
    const after = text([...middle, came(1, flaky)], size, plain, 0);
    expect(after).toMatch(/^WhatsApp chat .*! FLAKY$/m);
    expect(after).not.toContain('again');
  });
});

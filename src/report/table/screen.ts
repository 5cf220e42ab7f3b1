// What the parts of the table share: colours, signs and words for a status, and the width to keep.
// The only place that decides how something looks; what it says is decided elsewhere.

import { Chalk, type ChalkInstance } from 'chalk';
import type { Cause, ReportedResult, Status } from '../../model.ts';
import { wrap } from '../../text.ts';
import type { View } from '../report.ts';

/** Narrower than this nothing can be read; such a screen gets lines of this width. */
const NARROWEST = 40;
/** A column of text narrower than this is no longer read as text. */
const LEAST_ROOM = 20;

interface Signs {
  readonly status: Readonly<Record<Status, string>>;
  readonly failed: string;
  readonly ellipsis: string;
  readonly arrow: string;
  readonly dot: string;
  /** From the lowest to the highest column of a sparkline. */
  readonly levels: string;
}

const UNICODE: Signs = {
  status: { up: '✓', degraded: '!', down: '✗', unknown: '?', skipped: '-' },
  failed: '✗',
  ellipsis: '…',
  arrow: '→',
  dot: '·',
  levels: '▁▂▃▄▅▆▇█',
};

const ASCII: Signs = {
  status: { up: '+', degraded: '!', down: 'x', unknown: '?', skipped: '-' },
  failed: 'x',
  ellipsis: '..',
  arrow: '>',
  dot: '|',
  levels: '_.:-=+*#',
};

export interface Screen {
  readonly width: number;
  readonly verbose: boolean;
  readonly wide: boolean;
  readonly onlyFailures: boolean;
  readonly unicode: boolean;
  readonly paint: ChalkInstance;
  readonly signs: Signs;
}

export type Tone = (text: string) => string;

/** The screen that a view describes. */
export function screenOf(view: View): Screen {
  return {
    width: Math.max(NARROWEST, view.width),
    verbose: view.verbose,
    wide: view.wide ?? false,
    onlyFailures: view.onlyFailures ?? false,
    unicode: view.unicode,
    paint: new Chalk({ level: view.colour }),
    signs: view.unicode ? UNICODE : ASCII,
  };
}

/** The colour of a status. A sign or a word always stands with it. */
export function toneOf(screen: Screen, status: Status): Tone {
  const { paint } = screen;
  const tones: Record<Status, Tone> = {
    up: paint.green,
    degraded: paint.yellow,
    down: paint.red.bold,
    unknown: paint.magenta,
    skipped: paint.dim,
  };
  return tones[status];
}

const DEGRADED: Readonly<Record<string, string>> = {
  'latency.slow': 'SLOW',
  'latency.regressed': 'SLOWER',
  'run.flaky': 'FLAKY',
  'tls.expires': 'EXPIRES',
  'tcp.fallback': 'FALLBACK',
};

/** What a verdict is told of. */
export type Standing = Pick<ReportedResult, 'status' | 'cause'>;

/** The word for a result: a degraded one is called by its cause. */
export function wordOf({ status, cause }: Standing): string {
  if (status === 'degraded') {
    return DEGRADED[cause?.code ?? ''] ?? 'DEGRADED';
  }
  return status === 'up' ? 'up' : status.toUpperCase();
}

/** Whether the word alone already says the cause. */
function wordSaysCause(standing: Standing): boolean {
  return standing.status === 'up' || wordOf(standing) === DEGRADED[standing.cause?.code ?? ''];
}

/** `✗ DOWN tls.expired`, with the whole code, its layer, or neither. */
export function verdictText(screen: Screen, standing: Standing, detail: 'code' | 'layer' | 'word'): string {
  const { status, cause } = standing;
  const text = `${screen.signs.status[status]} ${wordOf(standing)}`;
  if (cause === undefined || detail === 'word' || wordSaysCause(standing)) {
    return text;
  }
  if (status === 'skipped') {
    return detail === 'code' ? `${text} ${cause.code.slice(cause.code.indexOf('.') + 1)}` : text;
  }
  return `${text} ${detail === 'code' ? cause.code : layerWord(cause)}`;
}

/** Where it happened, in one word: the layer, or what else the code is about. */
export function layerWord({ code, layer }: Cause): string {
  return layer ?? code.slice(0, code.indexOf('.'));
}

/**
 * `text` as lines that fit, the first after `lead`, the others indented as far; where that leaves no room, the lead
 * is wrapped with the text.
 */
export function paragraph(screen: Screen, lead: string, text: string, tone: Tone = String): string[] {
  const room = screen.width - lead.length;
  if (room < LEAST_ROOM) {
    return wrap(`${lead.trim()} ${text}`, screen.width - 4).map((line) => `    ${tone(line)}`);
  }
  const indent = ' '.repeat(lead.length);
  return wrap(text, room).map((line, index) => {
    const before = index === 0 ? lead : indent;
    return line === '' ? before.trimEnd() : before + tone(line);
  });
}

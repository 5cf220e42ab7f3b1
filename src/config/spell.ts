// Values in the spelling of a list: durations with units, text with quotes only where it needs them.

import { type Node, plainValue } from './yaml.ts';

const units = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** `5s` of 5000 ms: the largest unit that leaves no fraction, else ms. */
export function durationText(ms: number): string {
  const unit = ms === 0 ? (['s', 1000] as const) : units.find(([, size]) => ms % size === 0);
  return unit === undefined ? `${ms}ms` : `${ms / unit[1]}${unit[0]}`;
}

/** How anything begins that YAML would read as a sign of its own. */
const sign = /^[\s!&*|>'"%@`{}[\],#?:-]/;

/** The text as a plain scalar where that means the same, else in double quotes. */
export function plainText(text: string, inFlow = false): string {
  const unsafe =
    text === '' ||
    sign.test(text) ||
    /: |:$| #|\s$|[\u0000-\u001f\u007f]/.test(text) ||
    (inFlow && /[,{}[\]]/.test(text)) ||
    plainValue(text) !== text;
  return unsafe ? JSON.stringify(text) : text;
}

/** A node on one line, as it is written. */
export function flow(node: Node, inFlow = false): string {
  if (node.kind === 'broken') return '';
  if (node.kind === 'list') return `[${node.items.map((item) => flow(item, true)).join(', ')}]`;
  if (node.kind === 'map') {
    const entries = node.entries.map(
      ({ key, value }) => `${plainText(key.text, true)}: ${flow(value, true)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  // Without a reference a `${` was written as `$${`.
  const written = node.text === node.written ? node.written.replaceAll('${', '$$$${') : node.written;
  // Written plain it means what it meant there.
  const bare = node.plain && !(inFlow && /[,{}[\]]/.test(written)) && !/[\r\n]/.test(written);
  return bare && written !== '' ? written : plainText(written, inFlow);
}

// What a terminal shows, as a picture: text with SGR sequences (ECMA-48 8.3.117) becomes an SVG. Pure.

const cell = { width: 8.4, height: 18, font: 14 };
const padding = 14;
const bar = 30;
const ground = '#16181d';
const paper = '#d7dae0';
/** The eight colours of a terminal, and the same brighter. */
const palette =
  '#3b4048 #e06c75 #8cc570 #e5c07b #61afef #c678dd #56b6c2 #c8ccd4 #7f848e #ff7b86 #a5e075 #f0d197 #7cc0ff #dd8df0 #6fd0dc #ffffff'.split(
    ' ',
  );

/** @typedef {{ bold?: boolean, dim?: boolean, colour?: string | undefined }} Style */

/**
 * Text and look of every run, line by line. A look holds until it is changed, also on the next line.
 * @param {readonly string[]} lines
 */
function runsOf(lines) {
  /** @type {Style} */
  let style = {};
  return lines.map((line) => {
    const { runs, after } = runsOfLine(line, style);
    style = after;
    return runs;
  });
}

/**
 * @param {string} line
 * @param {Style} before
 */
function runsOfLine(line, before) {
  let style = before;
  const runs = [];
  for (const part of line.split(/(\x1b\[[0-9;]*m)/)) {
    const codes = /^\x1b\[([0-9;]*)m$/.exec(part)?.[1];
    if (codes === undefined) {
      if (part !== '') runs.push({ text: part, style });
    } else {
      style = applied(style, codes.split(';').map(Number));
    }
  }
  return { runs, after: style };
}

/**
 * @param {Style} before
 * @param {readonly number[]} codes
 * @returns {Style}
 */
function applied(before, codes) {
  let style = before;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 0) style = {};
    else if (code === 1) style = { ...style, bold: true };
    else if (code === 2) style = { ...style, dim: true };
    else if (code === 22) style = { ...style, bold: false, dim: false };
    else if (code === 39) style = { ...style, colour: undefined };
    else if (code >= 30 && code <= 37) style = { ...style, colour: palette[code - 30] };
    else if (code >= 90 && code <= 97) style = { ...style, colour: palette[code - 90 + 8] };
    else if (code === 38 && codes[at + 1] === 5) {
      style = { ...style, colour: indexed(codes[at + 2] ?? 0) };
      at += 2;
    } else if (code === 38 && codes[at + 1] === 2) {
      style = { ...style, colour: `rgb(${codes.slice(at + 2, at + 5).join(',')})` };
      at += 4;
    }
  }
  return style;
}

/**
 * The colour of an index of the usual 256: 16 of the palette, a cube of 6 a side, 24 greys.
 * @param {number} index
 */
function indexed(index) {
  if (index < 16) return palette[index];
  if (index >= 232) return `rgb(${[1, 1, 1].map(() => 8 + (index - 232) * 10).join(',')})`;
  /** @param {number} value */
  const level = (value) => (value === 0 ? 0 : 55 + value * 40);
  const at = index - 16;
  return `rgb(${[Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map(level).join(',')})`;
}

/**
 * The picture of a screen of so many columns; `alt` says in words what it shows.
 * @param {readonly string[]} lines
 * @param {number} columns
 * @param {string} alt
 */
export function svgOf(lines, columns, alt) {
  const width = Math.ceil(columns * cell.width + 2 * padding);
  const height = bar + lines.length * cell.height + padding;
  const lights = ['#ff5f57', '#febc2e', '#28c840'].map(
    (fill, index) => `<circle cx="${18 + index * 20}" cy="16" r="6" fill="${fill}"/>`,
  );
  const texts = runsOf(lines)
    .map((runs, row) => textOf(runs, bar + (row + 0.75) * cell.height))
    .filter(Boolean);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(alt)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${ground}"/>`,
    ...lights,
    `<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${cell.font}" fill="${paper}" xml:space="preserve">`,
    ...texts,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/**
 * The runs of one line; each stands at its own column, whatever the font makes of the ones before.
 * @param {readonly { text: string, style: Style }[]} runs
 * @param {number} y
 */
function textOf(runs, y) {
  let column = 0;
  const spans = runs.map(({ text, style }) => {
    const x = padding + column * cell.width;
    const length = [...text].length;
    column += length;
    if (text.trim() === '') return '';
    const look = [
      style.colour ? ` fill="${style.colour}"` : '',
      style.bold ? ' font-weight="bold"' : '',
      style.dim ? ' opacity="0.6"' : '',
    ].join('');
    return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" textLength="${(length * cell.width).toFixed(1)}"${look}>${escaped(text)}</text>`;
  });
  return spans.join('');
}

/** @type {Readonly<Record<string, string>>} */
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * XML 1.0 2.2 allows no control characters.
 * @param {string} text
 */
function escaped(text) {
  const safe = text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '');
  return safe.replace(/[&<>"]/g, (sign) => entities[sign] ?? '');
}

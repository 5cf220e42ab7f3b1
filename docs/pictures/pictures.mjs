// Which pictures there are: the command, the size of the terminal, and what is seen in words.

const list = `version: 1
defaults:
  timout: 5s
endpoints:
  - name: shop
    url: https://shop.example
    expect: {status: 20x}
  - name: shop
    url: tcp://db.example
`;

/**
 * @typedef {object} Picture
 * @property {string} name
 * @property {string} command
 * @property {number} columns
 * @property {number} rows
 * @property {Readonly<Record<string, string>>} [files] What lies in the folder it is typed in.
 * @property {string} alt
 */

/** @type {readonly Picture[]} */
export const pictures = [
  {
    name: 'mistakes',
    command: 'whydown check',
    columns: 80,
    rows: 40,
    files: { 'probes.yaml': list },
    alt: 'Every mistake of a list at once, each with its line and a caret',
  },
  {
    name: 'outage',
    command: "whydown demo --only-failures --break mmg.whatsapp.net=503 --break '*.fbcdn.net=tcp.refused'",
    columns: 120,
    rows: 90,
    alt: 'Some of 52 endpoints are down: the rows, the evidence, and whose fault it is',
  },
  {
    name: 'why',
    command: "whydown demo 'WhatsApp media' --format why --break mmg.whatsapp.net=503",
    columns: 100,
    rows: 90,
    alt: 'One endpoint step by step: a waterfall with addresses, certificates, headers and the line of the list',
  },
  {
    name: 'samples',
    command: "whydown demo 'Signal chat' 'Signal storage' --samples 40",
    columns: 100,
    rows: 40,
    alt: 'Forty samples of two endpoints: a sparkline, and how the time of each phase spreads',
  },
];

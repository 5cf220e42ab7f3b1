// Spoilt DNS messages through the codec and what is made of them, as many as asked for (npm run fuzz:dns).
// node test/fuzz/dns-codec.mjs [COUNT] [SEED]

import { isIP } from 'node:net';
import { costly, good, id, kinds, spoil } from './dns-messages.mjs';

const built = new URL('../../dist/net/dns/', import.meta.url);
/** @type {typeof import('../../src/net/dns/answer.ts')} */
const { interpret } = await import(new URL('answer.js', built).href);
/** @type {typeof import('../../src/net/dns/message.ts')} */
const { decodeReply } = await import(new URL('message.js', built).href);

const count = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? Date.now() % 0x7fff_ffff);

/** One packet in so many is one of 64 KB. */
const costlyEvery = 100;

/** Marsaglia's xorshift. */
let state = seed || 1;
/** @param {number} below */
function random(below) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

/**
 * @template T
 * @param {readonly [T, ...T[]] | readonly T[]} all
 * @returns {T}
 */
const any = (all) => /** @type {T} */ (all[random(all.length)]);

/** @returns {import('./dns-messages.mjs').Sample} */
function next() {
  const { question, message } = random(costlyEvery) === 0 ? any(costly)[1] : any(good);
  const changes = Array.from({ length: 1 + random(6) }, () => ({
    kind: any(kinds),
    at: random(65_536),
    value: random(65_536),
  }));
  const spoilt = spoil(message, changes);
  // Most would end at their first bytes.
  if (spoilt.length >= 12 && random(4) > 0) {
    spoilt.writeUInt16BE(id, 0);
    spoilt[2] = (spoilt[2] ?? 0) | 0x80;
  }
  return { question, message: spoilt };
}

/**
 * What comes of a message, in a word. Throws where it must not.
 * @param {import('./dns-messages.mjs').Sample} sample
 */
function outcome({ question, message }) {
  const reply = decodeReply(message, question, id);
  if (reply === null) return 'passed over';
  if ('failure' in reply) return reply.failure.code;
  const { data, records, failure } = interpret(reply.packet, question, 'a server');
  if (records.length > 116) throw new Error(`${records.length} records`);
  const family = question.type === 'A' ? 4 : question.type === 'AAAA' ? 6 : null;
  if (family !== null && data.some((each) => isIP(each) !== family)) throw new Error(`${data} is no address`);
  return failure?.code ?? 'read';
}

/**
 * The outcome, and the milliseconds of the processor that it took: on a machine with other work the clock tells more.
 * @param {import('./dns-messages.mjs').Sample} sample
 * @returns {readonly [string, number]}
 */
function timed(sample) {
  const before = process.cpuUsage();
  const told = outcome(sample);
  const { user, system } = process.cpuUsage(before);
  return [told, (user + system) / 1000];
}

/** @type {Map<string, number>} */
const outcomes = new Map();
let crashes = 0;
let slowest = 0;
const startedAt = performance.now();
for (let index = 0; index < count; index += 1) {
  const sample = next();
  try {
    const [told, first] = timed(sample);
    outcomes.set(told, (outcomes.get(told) ?? 0) + 1);
    // The best of a few: the collector of garbage and the compiler may have had their turn in the first.
    let ms = first;
    for (let again = 0; again < 4 && ms > slowest; again += 1) ms = Math.min(ms, timed(sample)[1]);
    slowest = Math.max(slowest, ms);
  } catch (error) {
    crashes += 1;
    console.error(sample.question.type, sample.message.toString('base64'), error);
  }
}

console.log(`packets         ${count} (seed ${seed})`);
console.log(`crashes         ${crashes}`);
console.log(`slowest packet  ${slowest.toFixed(1)} ms`);
console.log(`peak memory     ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
console.log(`took            ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
for (const [told, times] of [...outcomes].sort((a, b) => b[1] - a[1]))
  console.log(`  ${told.padEnd(16)}${times}`);
process.exitCode = crashes === 0 ? 0 : 1;

// Asks endpoints again and again, each time with another call of the platform failing, and tells what was not as it
// must be. Run by `torture.test.ts` with the scenarios in TORTURE; the report is the last line of stdout.

import { register } from 'node:module';
import { arm, pause } from './platform.mjs';

/** The module that cannot be imported, if any. */
const missing = process.env.TORTURE_MISSING;
if (missing !== undefined) {
  const hook = `export const resolve = (name, context, next) => {
    if (name === ${JSON.stringify(missing)}) throw new Error('EIO: made to fail');
    return next(name, context);
  };`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}

/** What was built; its types are not asked for. @param {string} path */
const built = (path) => import(new URL(`../../dist/${path}`, import.meta.url).href);
const { main } = await built('main.js');
const { codes } = await built('codes.js');
const { machineNetwork } = await built('net/machine.js');

/** @typedef {{ name: string, endpoint: Record<string, unknown>, timeoutMs: number }} Scenario */
/** @type {Scenario[]} */
const scenarios = JSON.parse(process.env.TORTURE ?? '');
/** How late a verdict may be, beyond what this process was held up by others; the best of three counts. */
const slackMs = 100;
const tickMs = 10;
let stalledMs = 0;
let tickedAt = performance.now();
setInterval(() => {
  const now = performance.now();
  stalledMs += Math.max(0, now - tickedAt - tickMs);
  tickedAt = now;
}, tickMs).unref();
const settleMs = 2000;

/** @type {string[]} */
const wrong = [];
/** @type {string[]} */
let strays = [];
for (const event of /** @type {const} */ (['uncaughtException', 'unhandledRejection'])) {
  process.on(event, (/** @type {unknown} */ error) => {
    strays.push(`${event}: ${error instanceof Error ? error.stack : error}`);
  });
}

/** @param {Scenario} scenario */
async function ask({ endpoint, timeoutMs }) {
  const network = machineNetwork();
  pause(true);
  const list = { endpoints: [{ timeout: `${timeoutMs}ms`, retry: { times: 0 }, ...endpoint }] };
  return main({
    files: [{ name: 'list.yaml', folder: '/', bytes: new TextEncoder().encode(JSON.stringify(list)) }],
    context: { env: {}, readFile: () => new Uint8Array() },
    words: [],
    tags: [],
    flags: {},
    network,
    onEvent: () => pause(false),
    concurrency: 16,
    deadlineMs: null,
    failOn: [],
    interrupt: new AbortController().signal,
  });
}

/** What an attempt may leave behind. */
function open() {
  return process.getActiveResourcesInfo().filter((name) => name !== 'TTYWrap' && name !== 'PipeWrap');
}

/** Waits until no more is open than before. @param {number} before */
async function settled(before) {
  const until = performance.now() + settleMs;
  while (open().length > before && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 5));
  const left = open();
  return left.length > before ? [`left open: ${left.join(', ')}`] : [];
}

/**
 * One run with one call failing. Gives what was told, and what was wrong with it.
 * @param {Scenario} scenario
 */
async function once(scenario) {
  const before = open().length;
  const start = performance.now() - stalledMs;
  strays = [];
  try {
    const { results } = await ask(scenario);
    const ms = performance.now() - stalledMs - start;
    const code = results[0]?.cause?.code;
    const told = `${results[0]?.status} ${code ?? ''}`.trimEnd();
    return {
      told,
      faults: [
        ...(results.length === 1 ? [] : [`${results.length} results`]),
        ...(code === undefined || Object.hasOwn(codes, code) ? [] : [`no such code: ${code}`]),
        ...(results[0]?.attempts.length === 1 ? [] : [`${results[0]?.attempts.length} attempts`]),
        ...(ms > scenario.timeoutMs + slackMs ? [`${Math.round(ms - scenario.timeoutMs)} ms late`] : []),
        ...(await settled(before)),
        ...strays,
      ],
    };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? '') : String(error);
    return { told: 'thrown', faults: [`thrown: ${text}`, ...(await settled(before)), ...strays] };
  }
}

/** @type {Record<string, Record<string, number>>} */
const all = {};
let count = 0;
/** @type {Set<string>} */
const begun = new Set();
for (const scenario of scenarios) {
  const { name } = scenario;
  await once(scenario);
  // Unhurried: it must be up on a machine with other work, too.
  const good = await asked({ ...scenario, timeoutMs: 5000 }, null);
  if (good.faults.length > 0 || (good.told !== 'up' && missing === undefined)) {
    wrong.push(`${name}, nothing failing: ${good.told} ${good.faults}`);
  }
  /** @type {Record<string, number>} */
  const told = { [good.told]: 1 };
  for (const target of good.targets.filter(isNew)) {
    count += 1;
    const result = await asked(scenario, target);
    const key = `${target.name} ${target.how}: ${result.told}`;
    told[key] = (told[key] ?? 0) + 1;
    for (const fault of result.faults) wrong.push(`${name}, ${key} (call ${target.nth}): ${fault}`);
  }
  all[name] = told;
}

/** What every scenario begins with is failed in the first alone. @param {import('./platform.mjs').Target} target */
function isNew({ name, nth, how }) {
  const key = `${name} ${nth} ${how}`;
  if (!/^(?:fs|dns)\./.test(name)) return true;
  return !begun.has(key) && begun.add(key);
}

/**
 * One run with this call failing; `targets` are all that could.
 * @param {Scenario} scenario
 * @param {import('./platform.mjs').Target | null} target
 */
async function asked(scenario, target) {
  for (let left = 2; ; left -= 1) {
    const disarm = arm(target);
    const result = await once(scenario);
    const targets = disarm();
    if (left === 0 || !result.faults.some((fault) => fault.endsWith(' late'))) return { ...result, targets };
  }
}

// Nothing ends this process but that it has nothing left to do.
process.stdout.write(`${JSON.stringify({ count, wrong, told: all })}\n`);

// Stands between whydown and the platform: counts the calls that may fail, and makes the n-th of them fail.
// Loaded before anything of whydown is; only the functions of node: builtins are changed, none of ours, and what
// the builtins call of each other is let through.

import childProcess from 'node:child_process';
import crypto from 'node:crypto';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';
import zlib from 'node:zlib';

/** @typedef {(...words: any[]) => any} Call */

/** How a call fails: at once, or by what it gave, a moment later. */
const atOnce = /** @type {const} */ (['throws EIO', 'throws EMFILE']);
const later = /** @type {const} */ (['emits EIO', 'emits ECONNRESET']);

/** @typedef {(typeof atOnce | typeof later)[number]} How */

/** The n-th call, from 0, of this function. @typedef {{ name: string, nth: number, how: How }} Target */

/** Null: the calls pass and are not counted. @type {{ made: Map<string, number>, target: Target | null } | null} */
let watch = null;
let paused = false;

/** Lets calls pass uncounted for a while: what happens before a run touches the network. @param {boolean} on */
export function pause(on) {
  paused = on;
}

/**
 * Counts from now on, and lets one call fail, if any.
 * @param {Target | null} target
 * @returns {() => Target[]} ends it, and gives every way in which what was called can fail
 */
export function arm(target = null) {
  const armed = { made: /** @type {Map<string, number>} */ (new Map()), target };
  watch = armed;
  return () => {
    watch = null;
    return [...armed.made].flatMap(([name, count]) =>
      Array.from({ length: count }, (_, nth) =>
        (ways.get(name) ?? []).map((how) => ({ name, nth, how })),
      ).flat(),
    );
  };
}

/** @type {Map<string, readonly How[]>} */
const ways = new Map();

/** @param {How} how */
function errorOf(how) {
  const code = how.slice(how.indexOf(' ') + 1);
  return Object.assign(new Error(`${code}: made to fail`), { code, errno: -5, syscall: 'torture' });
}

/**
 * @param {string} name
 * @param {Call} call
 * @param {readonly How[]} hows
 * @returns {Call}
 */
function fallible(name, call, hows) {
  ways.set(name, hows);
  /** @this {unknown} @param {any[]} words */
  return function (...words) {
    const failing = watch === null || paused || isInternal(new Error().stack) ? null : counted(name, watch);
    if (failing?.startsWith('throws')) throw errorOf(failing);
    const given = new.target ? Reflect.construct(call, words) : Reflect.apply(call, this, words);
    if (failing !== null) breakLater(given ?? this, errorOf(failing));
    return given;
  };
}

/** Whether a builtin made the call. @param {string | undefined} stack */
function isInternal(stack = '') {
  return /\bnode:/.test(stack.split('\n')[2] ?? '');
}

/**
 * How this call is to fail; null when it is not.
 * @param {string} name
 * @param {{ made: Map<string, number>, target: Target | null }} watch
 */
function counted(name, { made, target }) {
  const nth = made.get(name) ?? 0;
  made.set(name, nth + 1);
  return target?.name === name && target.nth === nth ? target.how : null;
}

/**
 * What a call gave breaks, or else what it was made on.
 * @param {any} broken
 * @param {Error} error
 */
function breakLater(broken, error) {
  setImmediate(() => {
    if (typeof broken?.destroy === 'function') broken.destroy(error);
    else if (typeof broken?.emit === 'function' && broken.listenerCount('error') > 0)
      broken.emit('error', error);
  });
}

/**
 * @param {string} name
 * @param {any} object
 * @param {readonly string[]} keys
 * @param {readonly How[]} hows
 */
function replace(name, object, keys, hows = atOnce) {
  for (const key of keys) {
    const call = object[key];
    const changed = fallible(`${name}.${key}`, call, hows);
    if (call.prototype) changed.prototype = call.prototype;
    Object.defineProperty(object, key, { value: changed, writable: true, configurable: true });
  }
}

const both = [...atOnce, ...later];

replace('net', net, ['connect'], both);
replace('Socket', net.Socket.prototype, ['connect', 'setNoDelay', 'write'], both);
replace('tls', tls, ['connect'], both);
replace('tls', tls, ['createSecureContext']);
replace('TLSSocket', tls.TLSSocket.prototype, ['getPeerCertificate', 'getProtocol', 'getCipher']);
replace('crypto', crypto, ['X509Certificate', 'randomInt']);
replace('dgram', dgram, ['createSocket'], both);
replace('dgram.Socket', dgram.Socket.prototype, ['bind', 'connect', 'send'], both);
replace('dns', dns, ['getServers']);
replace('fs', fs, ['readFileSync']);
replace('http', http, ['request'], both);
replace('http.ClientRequest', http.ClientRequest.prototype, ['end']);
replace('http2', http2, ['connect'], both);
replace('zlib', zlib, ['gunzipSync', 'inflateSync', 'brotliDecompressSync']);
replace('child_process', childProcess, ['execFile']);
syncBuiltinESMExports();

// Sessions have no class that can be had otherwise.
const { connect } = http2;
http2.connect = /** @type {typeof http2.connect} */ (
  (/** @type {any[]} */ ...words) => {
    const session = Reflect.apply(/** @type {Call} */ (connect), http2, words);
    session.request = fallible('ClientHttp2Session.request', session.request.bind(session), both);
    return session;
  }
);
syncBuiltinESMExports();

// Odd certificates and OCSP responses, made by openssl under the throw-away root of `certificates.ts`.

import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { haveParts } from '../real/parts.mjs';
import { authorities, type Identity } from './certificates.ts';

export const hasOpenssl = haveParts('openssl');

/** What nobody has told Debian's own settings about: old hashes and small keys are fine there. */
const settings = '[req]\ndistinguished_name = name\n[name]\n';

/** Runs openssl in a folder with these files; what it then has under the names `wanted`. */
function openssl<Name extends string>(
  files: Readonly<Record<string, string>>,
  calls: readonly (readonly string[])[],
  wanted: readonly Name[],
): Readonly<Record<Name, Buffer>> {
  const folder = mkdtempSync(join(tmpdir(), 'whydown-'));
  try {
    for (const [name, text] of Object.entries({ ...files, settings }))
      writeFileSync(join(folder, name), text);
    const env = { ...process.env, OPENSSL_CONF: join(folder, 'settings') };
    for (const call of calls) execFileSync('openssl', call, { cwd: folder, env, stdio: 'pipe' });
    const made = wanted.map((name) => [name, readFileSync(join(folder, name))]);
    return Object.fromEntries(made) as Record<Name, Buffer>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function signed(
  by: Identity,
  subject: string,
  newKey: string,
  extensions: readonly string[],
  options: readonly string[],
): Identity {
  const call = [
    ...`req -x509 -days 9 -subj /CN=${subject} -noenc -CA ca.pem -CAkey ca.key -keyout key -out cert`.split(
      ' ',
    ),
    ...extensions.flatMap((text) => ['-addext', text]),
    ...['-newkey', ...newKey.split(' ')],
    ...options,
  ];
  const { cert, key } = openssl({ 'ca.pem': by.cert, 'ca.key': by.key }, [call], ['cert', 'key']);
  return { cert: cert.toString(), key: key.toString() };
}

export const p256 = 'ec -pkeyopt ec_paramgen_curve:P-256';

/** A leaf for `site.example` under the root, with the openssl options given. */
export function byOpenssl(newKey: string, ...options: readonly string[]): Identity {
  return leafUnder(authorities.root, newKey, ...options);
}

/** The same under another authority, whose own certificate goes along unless it is the root. */
export function leafUnder(by: Identity, newKey: string, ...options: readonly string[]): Identity {
  const extensions = ['subjectAltName=DNS:site.example', 'basicConstraints=CA:FALSE'];
  const leaf = signed(by, 'site.example', newKey, extensions, options);
  return by === authorities.root ? leaf : { ...leaf, cert: leaf.cert + by.cert };
}

/** An authority under the root. */
export function authorityByOpenssl(newKey: string, ...options: readonly string[]): Identity {
  return signed(authorities.root, 'odd-intermediate', newKey, ['keyUsage=keyCertSign,cRLSign'], options);
}

/** A certificate that may, or may not, speak for an authority by OCSP. */
export function speakerUnder(by: Identity, purpose: string): Identity {
  return signed(by, 'speaker', p256, ['basicConstraints=CA:FALSE', `extendedKeyUsage=${purpose}`], []);
}

interface Said {
  /** A line of `index.txt` begins so, as openssl-ca(1) writes it. */
  readonly status: 'V' | 'R';
  /** When it was revoked, and why: `,keyCompromise`. */
  readonly reason?: string;
  /** Whose word it is; the issuer's own if not said. */
  readonly by?: Identity;
  readonly options?: readonly string[];
}

/** An OCSP response of openssl about the leaf of an identity, good for a day. */
export function stapleFor(
  { cert }: Identity,
  issuer: Identity,
  { status, reason = '', by = issuer, options = [] }: Said,
): Buffer {
  const { serialNumber } = new X509Certificate(cert);
  const revoked = status === 'R' ? `${utcTime(-2)}${reason}` : '';
  const files = {
    'leaf.pem': cert,
    'ca.pem': issuer.cert,
    'by.pem': by.cert,
    'by.key': by.key,
    'index.txt': `${[status, utcTime(60), revoked, serialNumber, 'unknown', '/CN=site.example'].join('\t')}\n`,
  };
  const ask = `ocsp -no_nonce ${options.join(' ')} -issuer ca.pem -cert leaf.pem -reqout question`;
  const answer =
    'ocsp -index index.txt -CA ca.pem -rsigner by.pem -rkey by.key -ndays 1 -reqin question -respout answer';
  return openssl(files, [ask.split(/ +/), answer.split(' ')], ['answer']).answer;
}

/** YYMMDDHHMMSSZ, in days from now. */
function utcTime(days: number): string {
  const at = new Date(Date.now() + days * 86_400_000).toISOString();
  return `${at.slice(2, 19).replaceAll(/[-:T]/g, '')}Z`;
}

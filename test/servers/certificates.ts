// Certificates good and bad under one throw-away root. Shapes that `issue` does not make come from openssl.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Issuer, issue, makeKeys, type Statement } from '../../src/lab/certificate.ts';

export interface Identity {
  readonly cert: string;
  readonly key: string;
}

interface Authority {
  readonly root: Issuer;
  readonly rootPem: string;
  readonly intermediate: Issuer;
  readonly intermediatePem: string;
}

function authority(name: string): Authority {
  const root: Issuer = { ...makeKeys(), subject: `${name} root` };
  const intermediate: Issuer = { ...makeKeys(), subject: `${name} intermediate` };
  return {
    root,
    rootPem: issue({ ...root, ...lasting(-400, 4000), pathLength: 1 }, root),
    intermediate,
    intermediatePem: issue({ ...intermediate, ...lasting(-400, 1500), pathLength: 0 }, root),
  };
}

/** From and to, in days from now. */
function lasting(from: number, to: number): Pick<Statement, 'notBefore' | 'notAfter'> {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
  return { notBefore: inDays(from), notAfter: inDays(to) };
}

const known = authority('test');
const stranger = authority('stranger');
const keys = makeKeys();
const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

export const rootPem = known.rootPem;

const good: Statement = {
  subject: 'site.example',
  publicKey: keys.publicKey,
  names: ['site.example', '*.site.example', 'other.example'],
  ...lasting(-30, 60),
};

function leaf(more: Partial<Statement>, by: Authority = known): string {
  return issue({ ...good, ...more }, by.intermediate);
}

function chain(more: Partial<Statement> = {}, by: Authority = known): Identity {
  return { cert: leaf(more, by) + by.intermediatePem, key };
}

const { names: _, ...nameless } = good;
const expiredIntermediate = issue({ ...known.intermediate, ...lasting(-400, -2), pathLength: 0 }, known.root);

/** What a server may show as `site.example`. */
export const identities = {
  good: chain(),
  expired: chain(lasting(-91, -1)),
  'not yet valid': chain(lasting(2, 92)),
  'expires in 3 days': chain(lasting(-87, 3)),
  'of another name': chain({ names: ['another.example'] }),
  'of an address': chain({ names: ['192.0.2.1'] }),
  'of loopback': chain({ names: ['127.0.0.1'] }),
  'without a name': { cert: issue(nameless, known.intermediate) + known.intermediatePem, key },
  'with hostile names': chain({ names: ['a\u001b[31m.example'] }),
  'signed by itself': { cert: issue(good, { ...keys, subject: 'site.example' }), key },
  'of a stranger': chain({}, stranger),
  'of a stranger, with his root': { cert: chain({}, stranger).cert + stranger.rootPem, key },
  'of a stranger, alone': { cert: leaf({}, stranger), key },
  'alone, with the address of its issuer': { cert: leaf({ issuerUrl: 'http://ca.example/i.crt' }), key },
  'under an expired intermediate': { cert: leaf({}) + expiredIntermediate, key },
} as const satisfies Record<string, Identity>;

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** A leaf for `site.example` under the known root, with the openssl extensions and options given. */
export function byOpenssl(newKey: string, ...options: readonly string[]): Identity {
  const folder = mkdtempSync(join(tmpdir(), 'whydown-'));
  try {
    const at = (name: string) => join(folder, name);
    writeFileSync(at('root.pem'), known.rootPem);
    writeFileSync(at('root.key'), known.root.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const request = `req -x509 -days 9 -subj /CN=site.example -addext subjectAltName=DNS:site.example -noenc`;
    const files = ['-CA', at('root.pem'), '-CAkey', at('root.key'), '-keyout', at('key'), '-out', at('cert')];
    execFileSync('openssl', [...request.split(' '), '-newkey', ...newKey.split(' '), ...files, ...options], {
      stdio: 'pipe',
    });
    return { cert: readFileSync(at('cert'), 'utf8'), key: readFileSync(at('key'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

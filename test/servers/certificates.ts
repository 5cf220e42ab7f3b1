// Certificates good and bad under one throw-away root. Shapes that `issue` does not make come from `openssl.ts`.

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

function withKey(cert: string, { privateKey }: Issuer): Identity {
  return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

/** The authorities themselves, for openssl to sign with. */
export const authorities = {
  root: withKey(known.rootPem, known.root),
  intermediate: withKey(known.intermediatePem, known.intermediate),
  stranger: withKey(stranger.intermediatePem, stranger.intermediate),
} as const satisfies Record<string, Identity>;

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
const lateIntermediate = issue({ ...known.intermediate, ...lasting(-400, 5), pathLength: 0 }, known.root);
const expiredIntermediate = issue({ ...known.intermediate, ...lasting(-400, -2), pathLength: 0 }, known.root);

export function ofName(name: string): Identity {
  return chain({ names: [name] });
}

/** So many names beside its own, of 65 bytes each. */
export function ofManyNames(count: number): Identity {
  const more = Array.from({ length: count }, (_, index) => `${String(index).padStart(50, 'n')}.site.example`);
  return chain({ names: ['site.example', ...more] });
}

/** So many certificates beside its chain that have nothing to do with it, of some 450 bytes each. */
export function withStrangers(count: number): Identity {
  return { cert: chain().cert + stranger.intermediatePem.repeat(count), key };
}

/** The trusted root again, as an older and forgotten one vouched for it. */
const formerly = issue({ ...known.root, ...lasting(-900, -30), pathLength: 1 }, stranger.root);

/** What a server may show as `site.example`. */
export const identities = {
  good: chain(),
  expired: chain(lasting(-91, -1)),
  'not yet valid': chain(lasting(2, 92)),
  'expires in 3 days': chain(lasting(-87, 3)),
  'of another name': chain({ names: ['another.example'] }),
  'of an address': chain({ names: ['192.0.2.1'] }),
  'of this machine': chain({ names: ['127.0.0.1'] }),
  'without a name': { cert: issue(nameless, known.intermediate) + known.intermediatePem, key },
  'with hostile names': chain({ names: ['a\u001b[31m.example'] }),
  'signed by itself': { cert: issue(good, { ...keys, subject: 'site.example' }), key },
  'of a stranger': chain({}, stranger),
  'of a stranger, with his root': { cert: chain({}, stranger).cert + stranger.rootPem, key },
  'of a stranger, alone': { cert: leaf({}, stranger), key },
  'alone, with the address of its issuer': { cert: leaf({ issuerUrl: 'http://ca.example/i.crt' }), key },
  'with an old link above its root': { cert: chain().cert + formerly, key },
  'under an intermediate of 5 days': { cert: leaf({}) + lateIntermediate, key },
  'under an expired intermediate': { cert: leaf({}) + expiredIntermediate, key },
} as const satisfies Record<string, Identity>;

// expect.tls: {version: {min: 1.2}, alpn: h2, cipher: {contains: GCM}}: what the handshake agreed on.

import type { CauseCode, Json, TlsFacts } from '../../model.ts';
import { type JsonSchema, patterned } from '../../shape/schema.ts';
import { type Form, operandOf } from '../../shape.ts';
import type { CheckRule } from '../check.ts';
import { makeCheck } from './make.ts';
import { textOperand } from './operand.ts';

/** `1.2`, `TLS 1.2` or `TLSv1.2` as the number 1.2: versions are ordered. To a schema 1.0 is 1. */
const versionSchema: JsonSchema = {
  anyOf: [{ enum: [1.2, 1.3, 1.1, 1] }, patterned('^(?:[tT][lL][sS] ?[vV]?)?1\\.[0-3]$')],
};

const versionOperand = operandOf(versionSchema, (scalar, text = String(scalar)) => {
  const minor = /^(?:TLS ?v?)?1\.([0-3])$/i.exec(text)?.[1];
  if (minor !== undefined) return { value: Number(`1.${minor}`) };
  return { problem: `\`${text}\` is not a version of TLS`, hint: 'write 1.2 or 1.3' };
});

const version: Form = {
  kind: 'matcher',
  operators: ['equals', 'in', 'min', 'max', 'not'],
  operand: versionOperand,
};
const words: Form = {
  kind: 'matcher',
  operators: ['equals', 'contains', 'matches', 'in', 'not'],
  operand: textOperand,
};

const code = {
  version: 'tls.version',
  alpn: 'tls.alpn',
  cipher: 'tls.cipher',
} as const satisfies Record<string, CauseCode>;

type Subject = keyof typeof code;

export const tls: CheckRule = {
  key: 'tls',
  // A protocol is negotiated only where one is spoken inside.
  fact: (subject) => (subject === 'alpn' ? 'http' : 'tls'),
  heading: ({ subject }) => ({ what: `tls ${subject}`, code: code[subject as Subject], layer: 'tls' }),
  shape: {
    about: 'what every hop agreed on: the version, the protocol inside, the cipher; `alpn` for https only',
    examples: [{ version: { min: '1.2' }, alpn: 'h2', cipher: { contains: 'GCM' } }],
    subjects: { names: Object.keys(code), forms: { version } },
    form: words,
  },
  judge(expectation, { hops }) {
    const subject = expectation.subject as Subject;
    // A redirect must not hide what the host that was asked agreed on: each hop must be as wanted.
    const checks = hops.flatMap(({ facts }) =>
      facts.tls
        ? [
            makeCheck(tls, expectation, {
              ...found(facts.tls, subject),
            }),
          ]
        : [],
    );
    return checks.find(({ pass }) => !pass) ?? checks.at(-1) ?? null;
  },
};

function found(facts: TlsFacts, subject: Subject): { actual: Json | undefined; shown?: string } {
  if (subject !== 'version') return { actual: facts[subject] ?? undefined };
  // Node's names: TLSv1, TLSv1.2. What is no TLS has no place in their order.
  const named = facts.protocol?.match(/^TLSv1(?:\.(\d))?$/);
  if (!named) return { actual: facts.protocol ?? undefined };
  const version = `1.${named[1] ?? 0}`;
  return { actual: Number(version), shown: version };
}

// A fault as it is written: a status, the name of a fault, or a name and after a slash what is special about it.

import { didYouMean, UserError } from '../config/diagnostic.ts';
import { isProblem } from '../shape.ts';
import { parseDuration } from '../units.ts';
import type { DnsFault, Fault } from './fault.ts';
import { type FaultName, faults, type LabFault, plainAnswer } from './faults.ts';

/** Reads a fault; throws a `UserError` for what is none. */
export function toFault(text: string): LabFault {
  const bare = text.trim().toLowerCase();
  const slash = bare.indexOf('/');
  const name = slash === -1 ? bare : bare.slice(0, slash);
  if (/^[2-5]\d\d$/.test(bare)) return Number(bare);
  if (isFaultName(name)) return slash === -1 ? name : variantOf(name, bare.slice(slash + 1));
  const known = Object.keys(faults);
  const near = didYouMean(name, known);
  const list = `Faults are an HTTP status (200 to 599), ${known.join(', ')}.`;
  throw new UserError(`unknown fault \`${text}\``, near ? `did you mean \`${near}\`? ${list}` : list);
}

function isFaultName(text: string): text is FaultName {
  return Object.hasOwn(faults, text);
}

/** What the fault is where something is written behind its name. */
function variantOf(name: FaultName, special: string): Fault {
  const fault: Fault = faults[name];
  if (fault.at === 'slow') {
    const ms = parseDuration(special);
    if (isProblem(ms)) throw new UserError(`${name}/${special}: ${ms.problem}`, ms.hint);
    return { ...fault, ms: ms.value };
  }
  if (fault.at === 'dns' && /^\d{1,5}$/.test(special) && Number(special) < 0x1_0000) {
    return { ...fault, extended: { code: Number(special), text: '' } };
  }
  if (fault.at === 'tls' && fault.instead !== undefined && special === 'sni') {
    return { ...fault, ownNameOnly: true };
  }
  if (fault.at === 'tls' && fault.name !== undefined && /^[a-z0-9.-]+$/.test(special)) {
    return { ...fault, name: special };
  }
  if (name === 'http.guarded' && special === '429') return limited;
  throw new UserError(
    `${name} knows no \`${special}\``,
    'write dns.servfail/22 (an extended error), latency.slow/4s, tls.reset/sni, tls.name_mismatch/NAME or http.guarded/429',
  );
}

const limited: Fault = {
  at: 'http',
  answer: plainAnswer(429, { headers: { 'content-type': 'text/plain', 'retry-after': '120' } }),
};

/** The fault with a text beside its extended error. */
export function withText(fault: LabFault, text: string): DnsFault | null {
  if (typeof fault !== 'object' || fault.at !== 'dns' || fault.extended === undefined) return null;
  return { ...fault, extended: { ...fault.extended, text } };
}

// Whose fault a failure is that nothing of ours explains, how sure that is, and what to do. Pure.

import { codes } from '../codes.ts';
import type { Blame, Confidence, Evidence, Result } from '../model.ts';
import { groupOf } from './extent.ts';
import { controlsAreFine, isPrivate, looksLikeTheWay, passed } from './signs.ts';

/** What speaks for us: the controls, and whoever else on the internet is as it should be. */
export interface Witnesses {
  readonly evidence: Evidence;
  /** Groups of endpoints, as `groupOf` names them, with one that passed. */
  fine(): ReadonlySet<string>;
}

/** Made once for all that a rule concludes; the groups are looked for when they first matter. */
export function witnesses(results: readonly Result[], evidence: Evidence): Witnesses {
  let fine: ReadonlySet<string> | undefined;
  return {
    evidence,
    fine() {
      fine ??= new Set(results.filter((each) => passed(each) && !isPrivate(each)).map(groupOf));
      return fine;
    },
  };
}

export interface Whose {
  readonly blame: Blame;
  readonly confidence: Confidence;
  /** What the controls showed, to be told as evidence; of what is private they say nothing. */
  readonly controls: readonly string[];
}

/** Theirs when the target itself said so, or when others clear us; else it cannot be told. */
export function whose(down: readonly Result[], { evidence, fine }: Witnesses): Whose {
  const nearby = down.every(isPrivate);
  const answers = nearby ? [] : evidence.answers;
  const controls = answers.length === 0 ? [] : [controlsText(answers)];
  const cleared = controlsAreFine({ ...evidence, answers });
  const doubtful = answers.length > 0 && !cleared;
  if (down.every(looksLikeTheWay)) {
    if (cleared) return { blame: 'them', confidence: 'likely', controls };
    const own = new Set(down.map(groupOf));
    const others = !nearby && answers.length === 0 && [...fine()].some((group) => !own.has(group));
    if (others) return { blame: 'them', confidence: 'possible', controls: ['others that were asked answer'] };
    return { blame: 'unclear', confidence: 'possible', controls };
  }
  if (doubtful) return { blame: 'them', confidence: 'possible', controls };
  // Only an answer that came through TLS is surely the target's own: below it anybody on the way can answer.
  const surely = down.every(({ cause }) => cause?.layer === 'http' || cause?.layer === 'content');
  return { blame: 'them', confidence: cleared && surely ? 'certain' : 'likely', controls };
}

function controlsText(answers: readonly Result[]): string {
  return `controls of other operators: ${answers.filter(passed).length} of ${answers.length} are fine`;
}

/** What a private address, a single label or a private suffix leads to is near the one who asks. */
const nearby = 'It is on your own machine or network: look at the service there.';

/** What whoever reads it can do. */
export function adviceFor(down: readonly Result[], blame: Blame): string {
  if (down.every(isPrivate)) return nearby;
  const causes = new Set(down.map(({ cause }) => cause?.code));
  const [code] = causes;
  // What a certificate is trusted by is said in the list, so it may well be the reader's to mend.
  const perhapsOurs = code === 'tls.self_signed' || code === 'tls.unknown_root';
  return causes.size === 1 && perhapsOurs ? codes[code].advice : advice[blame];
}

const advice: Readonly<Record<Blame, string>> = {
  them: 'Nothing to mend on your side: wait, or tell whoever runs it.',
  between: 'Try from another network.',
  you: 'Check your own network first.',
  unclear: 'Try from another network, or name `controls:` in the list, to tell whose fault it is.',
};

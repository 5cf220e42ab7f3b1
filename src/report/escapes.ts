// How the text that comes from outside is written for the readers of a format. Every format declares one of these, and
// sees no text of a run that has not been through it.

import { escapeNonAscii, escapeTerminal } from '../text.ts';
import type { Escape } from './report.ts';

/** No text of a peer is of use to a reader beyond this; a header can have 64 KiB. */
const longest = 4000;
const loneSurrogate = /\p{Cs}/gu;

/** For a terminal, a mail, the log of a CI job: what these would act on or hide is shown in ASCII. */
export const forPeople: Escape = ({ unicode }) => {
  const cut = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text);
  return unicode ? (text) => escapeTerminal(cut(text)) : (text) => escapeNonAscii(escapeTerminal(cut(text)));
};

/** For JSON, as `jsonText` writes it: not every reader takes half a character. */
export const forJson: Escape = () => (text) => text.replace(loneSurrogate, '\ufffd');

// Covers what looks like a secret in text that is shown, sign by sign, so that a caret still stands right.
// It goes by form alone and knows nothing of lists.

/** Token shapes that are told from any other text. `name` is a variable that could hold one. */
export const tokens: readonly { readonly what: string; readonly pattern: RegExp; readonly name: string }[] = [
  { what: 'a GitHub token', pattern: /\b(?:gh[pousr]_|github_pat_)\w{20,}/, name: 'GITHUB_TOKEN' },
  { what: 'a GitLab token', pattern: /\bglpat-[\w-]{16,}/, name: 'GITLAB_TOKEN' },
  { what: 'a Slack token', pattern: /\bxox[abeoprs]-[\w-]{10,}/, name: 'SLACK_TOKEN' },
  { what: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{30,}/, name: 'NPM_TOKEN' },
  { what: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, name: 'AWS_ACCESS_KEY_ID' },
  { what: 'a Google API key', pattern: /\bAIza[\w-]{30,}/, name: 'GOOGLE_API_KEY' },
  { what: 'an API key', pattern: /\bsk-[\w-]{20,}|\b[rs]k_(?:live|test)_\w{16,}/, name: 'API_KEY' },
  // RFC 7519: the header of a JWT is JSON, and `{"` in base64url is eyJ. Bounded, for it may begin at each hyphen.
  { what: 'a JSON Web Token', pattern: /\beyJ[\w-]{8,2000}\.[\w-]{8,}\.[\w-]*/, name: 'API_TOKEN' },
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/, name: 'PRIVATE_KEY' },
  {
    what: 'a secret in the query of a URL',
    // What any `=` stands before is looked at once more: that is twice as fast.
    pattern: /(?<==)(?<=[?&](?:api_?key|(?:access_?)?token|secret|password)=)[^&#\s"'$]{6,}/i,
    name: 'API_TOKEN',
  },
];

const everywhere = tokens.map(({ pattern }) => new RegExp(pattern, `g${pattern.flags}`));

/** Headers whose value is a secret by its nature, in lower case. */
export const secretHeaders: readonly string[] = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'x-api-key',
  'api-key',
  'apikey',
  'x-auth-token',
  'x-access-token',
  'x-amz-security-token',
  'x-vault-token',
  'private-token',
];

// A password with a slash in it, which makes no URL: nothing behind the first colon is a port.
const userInfo = /\/\/([^/?#\s"']+|[^/?#\s"':]*:(?!\d{0,5}(?:[/?#]|$))[^\s"']*)@/g;

/** A reference, up to its brace. None stands in another: looking on beyond the next would take ages where none ends. */
const whole = String.raw`\$\{(?:(?!\$\{)[^}])*\}`;

/** A name and its value: a quoted one up to its closing quote, a plain one up to what ends it in brackets. */
const header = new RegExp(
  `(?<![\\w-])((?:${secretHeaders.join('|')})["']?\\s*:\\s*)` +
    `("(?:[^"\\\\]|\\\\.)*|'[^']*|(?:${whole}|[^\\s{["'])(?:${whole}|(?!["'}]|, ).)*)`,
  'gi',
);

/** What in such a value is no secret: a reference without its default, and the scheme or the name that it is for. */
const reference =
  /((?:(?<=^["']?)(?:basic|bearer|token|apikey) {1,3}|(?<=^["']?|[;\s])[\w-]{1,50}=)?(?<!\$)\$\{(?:(?!:-[^}])[^}])*\}?)/i;

/** What separates references, and says nothing. */
const between = /^[\s:;,"']*$/;

function stars(text: string): string {
  return '*'.repeat(text.length);
}

/** The text with user and password of every URL in it covered, as long as it was. */
export function withoutUserInfo(text: string): string {
  return text.replace(userInfo, (_, user: string) => `//${stars(user)}@`);
}

/** A message without user, password and token of what it quotes, as long as it was. */
export function coveredWords(text: string): string {
  return everywhere.reduce((all, pattern) => all.replace(pattern, stars), withoutUserInfo(text));
}

/** A line of a list with everything covered that looks like a secret, as long as it was. */
export function covered(line: string): string {
  const half = withoutUserInfo(line).replace(
    header,
    (_, name: string, value: string) => name + coveredValue(value),
  );
  return everywhere.reduce((text, pattern) => text.replace(pattern, stars), half);
}

/** The value of such a header with all of it covered but its references, as long as it was. */
export function coveredValue(value: string): string {
  // With one group, every second part is a reference.
  const parts = value.split(reference);
  return parts
    .map((part, index) => (index % 2 === 1 || (parts.length > 1 && between.test(part)) ? part : stars(part)))
    .join('');
}

/** Whether something stands in the value of such a header that no reference brings. */
export function holdsLiteral(value: string): boolean {
  return value.split(reference).some((part, index) => index % 2 === 0 && !between.test(part));
}

/** The line with so many signs of it covered. */
export function coveredFrom(line: string, start: number, length: number): string {
  return line.slice(0, start) + stars(line.slice(start, start + length)) + line.slice(start + length);
}

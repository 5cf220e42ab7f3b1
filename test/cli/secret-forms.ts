// A secret as a peer may send it back.

/** Characters that look different in every notation. */
export function oddSecret(start: string): string {
  return `${start}-"q&+%41<b>_${'0123456789'.repeat(2)}`;
}

/** As this Node writes it in a URL; what would be a separator there is escaped by whoever puts it in. */
function inUrl(token: string, part: 'pathname' | 'search'): string {
  const url = new URL('http://host/');
  url[part] = `x${token.replace(/[/\\?#.]/g, encodeURIComponent)}`;
  return url[part].slice(2);
}

/** By the name of the notation. */
export function formsOf(token: string): Readonly<Record<string, string>> {
  const percent = encodeURIComponent(token);
  const base64 = Buffer.from(token).toString('base64');
  return {
    plain: token,
    'lower case': token.toLowerCase(),
    'upper case': token.toUpperCase(),
    'percent-encoded': percent,
    'percent-encoded in lower case': percent.replace(/%../g, (triple) => triple.toLowerCase()),
    'as a form': new URLSearchParams({ t: token }).toString().slice(2),
    'in a path': inUrl(token, 'pathname'),
    'in a query': inUrl(token, 'search'),
    'JSON-escaped': JSON.stringify(token).slice(1, -1),
    'HTML-escaped': token.replace(
      /[&<>"]/g,
      (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? '&quot;',
    ),
    base64,
    'base64 without padding': base64.replace(/=+$/, ''),
    base64url: Buffer.from(token).toString('base64url'),
  };
}

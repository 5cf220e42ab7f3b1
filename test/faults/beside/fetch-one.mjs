// Node's own fetch, used as a careful program would: a limit on everything, the status judged, a body that is wanted
// read and looked at, one that is not wanted given back. It leaves the end of the process to Node.

const { url, method, headers, timeoutMs, text, reads, statuses } = JSON.parse(process.argv[2] ?? '{}');

const startedAt = performance.now();

async function ask() {
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, { method, headers, signal });
  const fine = statuses ? statuses.includes(response.status) : response.ok;
  if (!fine || !reads) {
    await response.body?.cancel();
    return { verdict: fine ? 'up' : 'down', words: `status ${response.status}` };
  }
  const body = await response.text();
  if (text === null || body.includes(text)) return { verdict: 'up', words: `status ${response.status}` };
  return { verdict: 'down', words: 'text not found' };
}

/**
 * The innermost code, which tells more than "fetch failed".
 * @param {any} error
 */
function wordsOf(error) {
  const { cause } = error;
  // The code of a DOMException is a number of old.
  const codes = [cause?.code, cause?.errors?.[0]?.code, cause?.name, error.name];
  return codes.find((code) => typeof code === 'string');
}

const told = await ask().catch((error) => ({ verdict: 'down', words: String(wordsOf(error)) }));
process.stdout.write(JSON.stringify({ ...told, ms: performance.now() - startedAt, at: Date.now() }));

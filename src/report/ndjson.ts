// The run as lines of JSON: `{"result": …}` for each endpoint, as it comes where it can, and `{"run": …}` last.
// A line is known by the name of its endpoint and its `address`, and the last of the same two counts. A line without
// an address takes the place of all lines of the endpoint, one with an address that of the line without.

import type { ReportedResult, Run } from '../model.ts';
import { forJson } from './escapes.ts';
import { jsonText, shownResult, shownRun } from './json.ts';
import type { Format } from './report.ts';

function line(result: ReportedResult): string {
  return `${jsonText({ result: shownResult(result) })}\n`;
}

/** The run without its results: these are in the lines before. */
function last(run: Run): string {
  return `${jsonText({ run: shownRun(run) })}\n`;
}

/** All lines at once, one an endpoint. The same for every screen. */
export const ndjson: Format = {
  escape: forJson,
  report: (run) => [...run.results.map(line), last(run)].join(''),
  streamed: { line, last },
};

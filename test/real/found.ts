// Looking things up in a report.

import type { CauseCode, Observation, ReportedResult, Run, Status } from '../../src/model.ts';

export function resultOf(run: Run, name: string): ReportedResult {
  const result = run.results.find(({ endpoint }) => endpoint.name === name);
  if (!result) throw new Error(`no result for ${name}`);
  return result;
}

/** Why the endpoint is not plainly up; its status when there is no reason. */
export function codeOf(run: Run, name: string): CauseCode | Status {
  const { cause, status } = resultOf(run, name);
  return cause?.code ?? status;
}

/** The last attempt at the endpoint. */
export function attemptOf(run: Run, name: string): Observation {
  const attempt = resultOf(run, name).attempts.at(-1);
  if (!attempt) throw new Error(`no attempt at ${name}`);
  return attempt;
}

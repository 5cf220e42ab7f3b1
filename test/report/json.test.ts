import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/model.ts';
import { reports } from '../../src/report/index.ts';
import { attempt, fine, hop, place, result, run } from './builder.ts';
import { cases } from './cases.ts';

function printed(shown: Run): string {
  return reports.json(shown, { width: 80, colour: 0, unicode: true, verbose: false });
}

describe('the JSON report', () => {
  it('has the fields of its schema in their order', () => {
    const report = JSON.parse(printed(cases['all-up']));
    expect(Object.keys(report)).toEqual([
      ...[
        'schema',
        'version',
        'startedAt',
        'ms',
        'simulated',
        'exitCode',
        'results',
        'services',
        'providers',
        'diagnoses',
      ],
    ]);
    expect(Object.keys(report.results[0])).toEqual(['endpoint', 'status', 'attempts', 'decidedBy', 'checks']);
    expect(Object.keys(report.results[0].endpoint)).toEqual([
      ...['name', 'service', 'component', 'provider', 'edge', 'tags', 'url', 'atLeast', 'source'],
    ]);
    expect(Object.keys(report.results[0].attempts[0])).toEqual(['url', 'startedAt', 'ms', 'hops']);
    expect(report.schema).toBe('whydown.run/1');
  });

  it('tells a cause, its place and the failed step', () => {
    const report = JSON.parse(printed(cases.mixed));
    expect(report.results[3].cause).toEqual({
      code: 'http.status',
      layer: 'http',
      message: 'expected status 200, got 503',
      source: place(88, 15),
    });
    expect(report.results[4].attempts[0].hops[0].steps[2].failure.code).toBe('tls.expired');
    expect(report.results[4].attempts[0].failure.code).toBe('tls.expired');
  });

  it('says that a run was simulated, and nothing of it when it was not', () => {
    expect(JSON.parse(printed(cases['all-up'])).simulated).toBe(true);
    expect(JSON.parse(printed(cases.bare))).not.toHaveProperty('simulated');
  });

  it('rounds times to a microsecond', () => {
    const one = attempt(hop({ tcp: 1.23456789 }, { url: 'tcp://a:1' }));
    const report = JSON.parse(printed(run([result('a', [one])])));
    expect(report.ms).toBe(812.457);
    expect(report.results[0].attempts[0].hops[0].steps[0].ms).toBe(1.235);
  });

  it('shows the beginning of a body only', () => {
    const one = fine('https://a.example/', { body: 'x'.repeat(5000) });
    const report = JSON.parse(printed(run([result('a', [one])])));
    expect(report.results[0].attempts[0].hops[0].facts.http.body).toHaveLength(2000);
  });

  it('prints no option of an endpoint even when it is handed one', () => {
    const one = result('a', [fine('https://a.example/')]);
    const leaky = {
      ...one,
      endpoint: { ...one.endpoint, options: { headers: { authorization: 'hunter2' } } },
    };
    expect(printed(run([leaky]))).not.toContain('hunter2');
  });

  it('keeps every other character as it was', () => {
    const name = 'naïve \u001b\u2028\u009b\u202e\u{e0041} 日本 🦊 "\\';
    const text = printed(run([result(name, [])]));
    expect(JSON.parse(text).results[0].endpoint.name).toBe(name);
    expect(text).toContain('日本 🦊');
  });

  it('replaces half of a character, which strict readers refuse', () => {
    expect(JSON.parse(printed(run([result('a\ud800', [])]))).results[0].endpoint.name).toBe('a\ufffd');
  });
});

describe('many samples in the JSON report', () => {
  const [api, shaky, , two] = JSON.parse(printed(cases.samples)).results;

  it('are told for each way to ask, with their statistics', () => {
    expect(Object.keys(api)).toEqual([
      ...['endpoint', 'status', 'cause', 'attempts', 'decidedBy', 'checks', 'samples'],
    ]);
    expect(Object.keys(api.samples[0])).toEqual([
      ...['url', 'resolver', 'address', 'asked', 'count', 'lost', 'unjudged', 'causes', 'phases', 'compared'],
    ]);
    expect(Object.keys(api.samples[0].phases)).toEqual(['dns', 'tcp', 'tls', 'ttfb', 'total']);
    expect(Object.keys(api.samples[0].phases.ttfb)).toEqual([
      ...['count', 'lost', 'min', 'median', 'p95', 'p99', 'max', 'mean', 'jitter'],
    ]);
    expect(two.samples).toHaveLength(2);
  });

  it('tell no quantile that so few samples cannot tell', () => {
    expect(api.samples[0].phases.ttfb.p99).toBeGreaterThan(api.samples[0].phases.ttfb.p95);
    expect(shaky.samples[0].phases.ttfb).toMatchObject({ count: 17, p95: null, p99: null });
  });

  it('keep the digits of a small probability', () => {
    expect(api.samples[0].compared[0]).toEqual({
      span: 'ttfb',
      limit: '20%',
      before: 34,
      after: 51,
      test: 'Mann-Whitney U',
      p: 0.000312,
      regressed: true,
    });
    expect(shaky.samples[0].compared).toBeNull();
  });

  it('are not there where each endpoint was asked once', () => {
    expect(JSON.parse(printed(cases.bare)).results[0]).not.toHaveProperty('samples');
  });
});

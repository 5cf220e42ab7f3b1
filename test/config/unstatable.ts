// The rules of a list that its JSON Schema cannot state, as data: `says` finds the mistake that the loader tells,
// `because` why a schema cannot, `list` is the smallest that breaks the rule alone.

export interface Unstatable {
  readonly says: RegExp;
  readonly because: string;
  readonly list: string;
}

const expecting = (what: string) => `endpoints: [{url: "https://a.example", expect: ${what}}]`;

export const unstatable: readonly Unstatable[] = [
  {
    says: /^`.*` is not a duration from /,
    because: 'a pattern cannot compare durations in several units',
    list: 'endpoints: [{url: "https://a.example", timeout: 2h}]',
  },
  {
    says: /^`.*` is too long$/,
    because: 'a pattern cannot compare durations in several units',
    list: `endpoints: [{url: "https://a.example", timeout: ${'9'.repeat(15)}d}]`,
  },
  {
    says: /^warn \(.*\) must come before fail/,
    because: 'one value is compared with another',
    list: expecting('{latency: {total: {warn: 3s, fail: 1s}}}'),
  },
  {
    says: /^expected (a map below `.*`|a value or an operator|limits), found an empty map$/,
    because: 'the defaults may fill the empty map of an endpoint',
    list: expecting('{latency: {}}'),
  },
  {
    says: /^at least \d+ must pass, but there (is|are) /,
    because: 'one value is compared with the number of others',
    list: 'endpoints: [{url: "https://a.example", atLeast: 2}]',
  },
  {
    says: /^`agree` compares what several resolvers say, and /,
    because: 'the defaults may name the resolvers',
    list: 'endpoints: [{url: "dns:a.example", agree: true}]',
  },
  {
    says: /^the (URL|source|detour) (has|is|leads to) an IPv[46] address, and only IPv[46] is asked$/,
    because: 'one value is compared with another',
    list: 'endpoints: [{url: "https://192.0.2.7/", ip: 6}]',
  },
  {
    says: /^this name is already taken at /,
    because: 'one value is compared with others elsewhere, whatever their case',
    list: 'endpoints: [{url: "https://a.example", name: a}, {url: "https://b.example", name: A}]',
  },
  {
    says: /^an alias or merge key gives this endpoint a name that is taken$/,
    because: 'one value is compared with others elsewhere, whatever their case',
    list: 'endpoints: [&a {url: "https://a.example", name: a}, {<<: *a}]',
  },
  {
    says: /^a feed of the format .* is not read from there$/,
    because: 'one value is compared with another',
    list: 'providers: {A: {edge: a, feed: {format: signal, url: "https://a.example"}}}\nendpoints: ["https://a.example"]',
  },
  {
    says: /^.* does not run the service `.*`$/,
    because: 'one value is compared with others elsewhere, whatever their case',
    list: 'providers: {A: {services: [a], feed: {format: metastatus, url: "https://a.example", map: {x: {service: b}}}}}\nendpoints: ["https://a.example"]',
  },
  {
    says: /^the service `.*` already belongs to /,
    because: 'one value is compared with others elsewhere, whatever their case',
    list: 'providers: {A: {services: a}, B: {services: A}}\nendpoints: ["https://a.example"]',
  },
  {
    says: /^(the header )?`.*` is given twice$/,
    because: 'keys that differ in case only are two to a schema',
    list: 'endpoints: [{url: "https://a.example", headers: {accept: a, Accept: b}}]',
  },
  {
    says: /^`.*` begins above its end$/,
    because: 'a pattern cannot compare two numbers',
    list: expecting('{status: 299-200}'),
  },
  {
    says: /^`.*` repeats too much: /,
    because: 'a schema cannot write out what a pattern repeats',
    list: expecting("{body: {matches: '((a{1000}){1000})'}}"),
  },
  {
    says: /^`.*` has more digits than a number in JSON keeps$/,
    because: 'what reads a list for a schema has lost the digits already',
    list: expecting('{json: {$.a: 99999999999999999999}}'),
  },
  {
    says: /^`1` is not a version of TLS$/,
    because: 'what reads a list for a schema takes 1.0 for 1',
    list: expecting('{tls: {version: 1}}'),
  },
  {
    says: /^the pattern of `.*` does not stand in the path$/,
    because: 'the grammar of a JSON path is more than a pattern can tell',
    list: expecting('{json: {"$[?search(@.a, @.b)]": 1}}'),
  },
  {
    says: /^`.*` is not a regular expression/,
    because: 'the format `regex` is an annotation that most editors pass over',
    list: expecting("{body: {matches: '('}}"),
  },
  {
    says: /^`.*` is not a JSON path$/,
    because: 'the grammar of RFC 9535 nests, which no pattern follows; only its first sign is checked',
    list: expecting('{json: {"$.items[": 1}}'),
  },
  {
    says: /^expected a single value, found nothing$/,
    because: 'an empty value and a written null are the same to a schema, and null can be expected of JSON',
    list: expecting('{json: {$.a: }}'),
  },
  {
    says: /is not a URL$|lacks a colon$|^this URL has no valid host$|^the host name is longer|^every part of a host name/,
    because: 'hosts follow the URL standard and IDNA, which no pattern does',
    list: 'endpoints: ["https://"]',
  },
  {
    says: /^there is no port to connect to$|^nothing may follow the port$/,
    because: 'what a URL says beyond its scheme is the business of its kind',
    list: 'endpoints: ["tcp://a.example"]',
  },
  {
    says: /^a name server in a dns: URL is not supported$|^unknown (?:record type|parameter|class) |^nothing may follow the name|^`(?:type|class)` is given twice$|^an address has no /,
    because: 'what a URL says beyond its scheme is the business of its kind',
    list: 'endpoints: ["dns:a.example?type=WKS"]',
  },
  {
    says: /is not the address of a resolver$|^\d+ is not a port$/,
    because: 'addresses of IPv6 have more forms than a pattern should',
    list: 'endpoints: [{url: "https://a.example", resolver: "9.9.9.9:99999"}]',
  },
  {
    says: /cannot be read: |PEM|^a path is missing$/,
    because: 'a file, or the certificate in it, must be read',
    list: 'endpoints: [{url: "https://a.example", ca: missing.pem}]',
  },
  {
    says: /^the environment variable .* is not set$/,
    because: 'it hangs on the environment',
    list: 'endpoints: [{url: "https://a.example", name: "${env:MISSING}"}]',
  },
  {
    says: /\$\{(env|file):/,
    because: 'what a reference stands for hangs on the environment',
    list: 'endpoints: [{url: "https://a.example", timeout: "${env:TOKEN}"}]',
  },
  {
    says: /^the list has no endpoints, /,
    because: 'the endpoints may stand in another file of the same list',
    list: 'version: 1',
  },
];

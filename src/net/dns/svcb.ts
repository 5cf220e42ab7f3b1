// The data of an HTTPS record as text (RFC 9460 2.1 and 2.2).

import { labelText } from './names.ts';

/** The names of parameters by their number, RFC 9460 14.3.2 and RFC 9461. */
const keys = ['mandatory', 'alpn', 'no-default-alpn', 'port', 'ipv4hint', 'ech', 'ipv6hint', 'dohpath'];

/** `1 . alpn="h2,h3" ipv4hint=192.0.2.1`. Throws a RangeError when the bytes are cut short. */
export function presentSvcb(data: Buffer): string {
  const priority = data.readUInt16BE(0);
  const target = readName(data, 2);
  const params: string[] = [];
  for (let at = target.end; at < data.length; ) {
    const key = data.readUInt16BE(at);
    const end = at + 4 + data.readUInt16BE(at + 2);
    if (end > data.length) throw new RangeError('a parameter is cut short');
    params.push(presentParam(key, data.subarray(at + 4, end)));
    at = end;
  }
  return [String(priority), target.name, ...params].join(' ');
}

/** RFC 9460 2.2: the target is never compressed. */
function readName(data: Buffer, start: number): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = start;
  for (let length = data.readUInt8(at); length > 0; length = data.readUInt8(at)) {
    if (length > 63 || at + 1 + length > data.length) throw new RangeError('a name is cut short');
    labels.push(labelText(data.toString('latin1', at + 1, at + 1 + length)));
    at += 1 + length;
  }
  return { name: labels.length === 0 ? '.' : labels.join('.'), end: at + 1 };
}

function presentParam(key: number, value: Buffer): string {
  const name = keys[key] ?? `key${key}`;
  const text = presentValue(name, value);
  return text === '' ? name : `${name}=${text}`;
}

function presentValue(name: string, value: Buffer): string {
  switch (name) {
    case 'mandatory':
      return chunks(value, 2)
        .map((each) => keys[each.readUInt16BE(0)] ?? `key${each.readUInt16BE(0)}`)
        .join(',');
    case 'alpn':
      return `"${readStrings(value).join(',')}"`;
    case 'no-default-alpn':
      return '';
    case 'port':
      return String(value.readUInt16BE(0));
    case 'ipv4hint':
      return chunks(value, 4)
        .map((each) => each.join('.'))
        .join(',');
    case 'ipv6hint':
      return chunks(value, 16).map(ipv6).join(',');
    case 'ech':
      return value.toString('base64');
    default:
      return value.length === 0 ? '' : `"${value.toString('utf8')}"`;
  }
}

function chunks(value: Buffer, size: number): readonly Buffer[] {
  if (value.length % size !== 0) throw new RangeError('a list is cut short');
  return Array.from({ length: value.length / size }, (_, index) =>
    value.subarray(index * size, (index + 1) * size),
  );
}

/** Each with a byte of length before it. */
function readStrings(value: Buffer): readonly string[] {
  const strings: string[] = [];
  for (let at = 0; at < value.length; ) {
    const end = at + 1 + value.readUInt8(at);
    if (end > value.length) throw new RangeError('a text is cut short');
    strings.push(value.toString('utf8', at + 1, end));
    at = end;
  }
  return strings;
}

/** RFC 5952, as URLs write it. */
export function ipv6(bytes: Buffer): string {
  const groups = chunks(bytes, 2).map((group) => group.readUInt16BE(0).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

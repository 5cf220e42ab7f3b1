// Addresses as people write them. Words only: nothing here opens a socket or asks for a name.

import { formatResolver, readResolver, resolverSchemes, resolverWords } from '../resolver.ts';
import { isProblem, type Problem } from '../shape.ts';
import { didYouMean } from './diagnostic.ts';

/** True for an IPv4 address in four decimal parts. */
export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** True for an IPv6 address without brackets and zone. */
export function isIpv6(text: string): boolean {
  return /^[0-9a-f:.]+$/i.test(text) && text.includes(':') && URL.canParse(`http://[${text}]/`);
}

/** A resolver as a list writes it, in the form in which jobs hold it: the same text for the same resolver. */
export function parseResolver(text: string): { readonly value: string } | Problem {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
  const meant = scheme === undefined ? didYouMean(text, resolverWords) : didYouMean(scheme, resolverSchemes);
  const resolver = readResolver(text);
  if (!isProblem(resolver) && !text.includes(' ')) return { value: formatResolver(resolver) };
  if (!isProblem(resolver)) return { problem: `\`${text}\` is no resolver`, hint: 'write authoritative' };
  if (meant === null) return resolver;
  const near = scheme === undefined ? meant : `${meant}${text.slice(scheme.length)}`;
  return near === text ? resolver : { ...resolver, hint: `did you mean ${near}?` };
}

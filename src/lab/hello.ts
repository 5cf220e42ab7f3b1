// The name that a TLS client asks for (SNI, RFC 6066 3), read off its first message (RFC 8446 4.1.2).

/** The name in lower case; null where there is none, or no ClientHello that can be read. */
export function serverNameOf(record: Buffer): string | null {
  try {
    return read(record);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function read(record: Buffer): string | null {
  if (record[0] !== 0x16 || record[5] !== 1) return null;
  // Past record and message headers, version and random: three fields of their own length, then the extensions.
  let at = 5 + 4 + 2 + 32;
  at += 1 + record.readUInt8(at);
  at += 2 + record.readUInt16BE(at);
  at += 1 + record.readUInt8(at);
  const end = at + 2 + record.readUInt16BE(at);
  at += 2;
  while (at < end) {
    const type = record.readUInt16BE(at);
    const length = record.readUInt16BE(at + 2);
    // A list of names, of which only the first kind was ever defined.
    if (type === 0) return record.toString('latin1', at + 9, at + 4 + length).toLowerCase();
    at += 4 + length;
  }
  return null;
}

import { connect } from 'node:net';
import { type Answer, streamDecode, streamEncode } from 'dns-packet';
import { describe, expect, test } from 'vitest';
import { addressOf, askUdp, openBox, placeOf, question, type Reply } from './box.ts';

describe('names', () => {
  test('a name has one address of each family, always the same', async () => {
    const first = await openBox();
    const second = await openBox('*=503');
    const reply = await askUdp(first, question('web.example', 'A'));
    expect(reply).toMatchObject({
      id: 4711,
      rcode: 'NOERROR',
      flag_ra: true,
      flag_rd: true,
      type: 'response',
    });
    expect(reply?.questions).toMatchObject([{ name: 'web.example', type: 'A' }]);
    expect(reply?.answers).toHaveLength(1);
    expect(reply?.answers).toMatchObject([{ type: 'A', name: 'web.example', class: 'IN' }]);
    const address = await addressOf(first, 'web.example');
    expect(address).toMatch(/^198\.18\./);
    expect(await addressOf(second, 'web.example')).toBe(address);
    expect(await addressOf(first, 'www.example')).not.toBe(address);
    const ipv6 = await askUdp(first, question('web.example', 'AAAA'));
    expect(ipv6?.answers).toMatchObject([{ type: 'AAAA', data: expect.stringMatching(/^2001:2::/) }]);
  });

  test('the spelling of the question comes back', async () => {
    const reply = await askUdp(await openBox(), question('wEb.ExAmple', 'A'));
    expect(reply?.questions?.[0]?.name).toBe('wEb.ExAmple');
    expect(reply?.answers).toHaveLength(1);
  });

  test('a name without IPv6 and an unknown type of a known name have no data', async () => {
    const lab = await openBox();
    for (const asked of [question('chat.example', 'AAAA'), question('web.example', 'MX')]) {
      const reply = await askUdp(lab, asked);
      expect([reply?.rcode, reply?.answers]).toEqual(['NOERROR', []]);
    }
  });

  test('a type without a name has no data either', async () => {
    const https = question('web.example', 'A');
    https.writeUInt16BE(65, https.length - 4);
    expect((await askUdp(await openBox(), https))?.rcode).toBe('NOERROR');
  });

  test('an unknown name does not exist', async () => {
    const lab = await openBox();
    expect((await askUdp(lab, question('nobody.example', 'A')))?.rcode).toBe('NXDOMAIN');
    expect((await askUdp(lab, question('192.0.2.53', 'A')))?.rcode).toBe('NXDOMAIN');
  });

  test('a name with records only can be resolved but not dialled', async () => {
    const lab = await openBox();
    const address = await addressOf(lab, 'records.example');
    expect(lab.network.place('tcp', { address, port: 443 })).toBeNull();
  });

  test('EDNS is answered with EDNS', async () => {
    const opt: Answer = {
      type: 'OPT',
      name: '.',
      udpPayloadSize: 1232,
      extendedRcode: 0,
      ednsVersion: 0,
      flags: 0,
      flag_do: false,
      options: [],
    };
    const reply = await askUdp(await openBox(), question('web.example', 'A', { additionals: [opt] }));
    expect(reply?.additionals).toMatchObject([{ type: 'OPT', udpPayloadSize: 1232 }]);
  });
});

describe('servers', () => {
  test('every name server of the world answers, over UDP and TCP', async () => {
    const lab = await openBox();
    for (const server of ['198.18.0.53', '198.18.0.54', '192.0.2.53', '2001:db8::53']) {
      expect((await askUdp(lab, question('web.example', 'A'), server))?.answers).toHaveLength(1);
      const replies = await askTcp(lab, server, ['web.example', 'nobody.example']);
      expect(replies.map((reply) => reply.rcode)).toEqual(['NOERROR', 'NXDOMAIN']);
    }
  });

  test('what is no question gets no answer, and the next one does', async () => {
    const lab = await openBox();
    expect(await askUdp(lab, Buffer.from('hello'))).toBeNull();
    expect((await askUdp(lab, question('web.example', 'A')))?.rcode).toBe('NOERROR');
  });
});

describe('broken names', () => {
  test('dns.timeout: no answer for that name', async () => {
    const lab = await openBox('web.example=dns.timeout');
    expect(await askUdp(lab, question('web.example', 'A'))).toBeNull();
    expect((await askUdp(lab, question('www.example', 'A')))?.rcode).toBe('NOERROR');
  });

  test.each([
    ['dns.nxdomain', 'NXDOMAIN'],
    ['dns.servfail', 'SERVFAIL'],
  ])('%s', async (fault, rcode) => {
    const reply = await askUdp(await openBox(`WEB.example=${fault}`), question('web.example', 'A'));
    expect([reply?.rcode, reply?.answers]).toEqual([rcode, []]);
  });

  test('dns.timeout on * silences every server and every name', async () => {
    const lab = await openBox('*=dns.timeout');
    expect(await askUdp(lab, question('web.example', 'A'))).toBeNull();
    expect(await askUdp(lab, question('nobody.example', 'A'), '192.0.2.53')).toBeNull();
  });

  test('dns.servfail on an address is that server’s own', async () => {
    const lab = await openBox('192.0.2.53=dns.servfail');
    expect((await askUdp(lab, question('web.example', 'A'), '192.0.2.53'))?.rcode).toBe('SERVFAIL');
    expect((await askUdp(lab, question('web.example', 'A')))?.rcode).toBe('NOERROR');
  });
});

function askTcp(
  lab: Awaited<ReturnType<typeof openBox>>,
  server: string,
  names: readonly string[],
): Promise<Reply[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(placeOf(lab, 'tcp', server, 53));
    const replies: Reply[] = [];
    let pending: Buffer = Buffer.alloc(0);
    socket.on('error', reject).on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        replies.push(streamDecode(pending) as Reply);
        pending = pending.subarray(2 + pending.readUInt16BE(0));
      }
      if (replies.length === names.length) socket.destroy();
    });
    socket.on('close', () => resolve(replies));
    const questions = names.map((name) => ({ name, type: 'A' as const }));
    const bytes = Buffer.concat(
      questions.map((asked) => streamEncode({ type: 'query', questions: [asked] })),
    );
    // In two pieces that cut a length in half.
    socket.write(bytes.subarray(0, 1));
    setTimeout(() => socket.write(bytes.subarray(1)), 5);
  });
}

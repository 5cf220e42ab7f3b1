import { dnsStreams } from './dns-streams.ts';
import { showPeers } from './shown.ts';

showPeers(dnsStreams);

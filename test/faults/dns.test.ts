import { dns } from './dns.ts';
import { showPeers } from './shown.ts';

showPeers(dns);

import { showPeers } from './shown.ts';
import { tls } from './tls.ts';

showPeers(tls);

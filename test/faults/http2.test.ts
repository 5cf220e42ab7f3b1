import { http2 } from './http2.ts';
import { showPeers } from './shown.ts';

showPeers(http2);

import { http } from './http.ts';
import { showPeers } from './shown.ts';

showPeers(http);

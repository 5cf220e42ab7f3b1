import { addresses } from './addresses.ts';
import { showPeers } from './shown.ts';

showPeers(addresses);

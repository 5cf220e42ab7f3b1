import { bodies } from './bodies.ts';
import { showPeers } from './shown.ts';

showPeers(bodies);

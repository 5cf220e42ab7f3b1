import { showCases, showPeers } from './shown.ts';
import { ends, ways } from './ways.ts';

showPeers(ends);
showCases(ways);

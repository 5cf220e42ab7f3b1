import { astray, redirects } from './redirects.ts';
import { showCases, showPeers } from './shown.ts';

showPeers(astray);
showCases(redirects);

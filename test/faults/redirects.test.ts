import { redirects } from './redirects.ts';
import { showCases } from './shown.ts';

showCases(redirects);

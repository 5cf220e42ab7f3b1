import { ourselves } from './ourselves.ts';
import { showCases } from './shown.ts';

showCases(ourselves);

import { files } from './files.ts';
import { showCases } from './shown.ts';

showCases(files);

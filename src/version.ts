// The version, as package.json says it: read once, from beside src/ or dist/.

import { readFileSync } from 'node:fs';
import { packageFile } from './place.ts';

const manifest: unknown = JSON.parse(readFileSync(packageFile, 'utf8'));

export const version =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : '0.0.0';

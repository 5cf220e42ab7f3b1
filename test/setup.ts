// The box's servers are worker threads and run from dist; so does the command line. Built once, before all.

import { execFileSync } from 'node:child_process';

export default function build(): void {
  execFileSync('npm', ['run', '--silent', 'compile'], { stdio: 'inherit' });
}

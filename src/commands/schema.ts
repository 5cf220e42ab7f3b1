// `whydown schema`: the JSON Schema of a list, for editors. The same text lies in dist/schema.json.

import { print } from '../output.ts';
import type { AddCommand } from './command.ts';

export const schema: AddCommand = (program, done) =>
  program
    .command('schema')
    .helpGroup('Lists:')
    .description('print the JSON Schema of a list, for editors')
    .action(async () => {
      const { listSchema } = await import('../config/json-schema.ts');
      await print(`${JSON.stringify(listSchema(), null, 2)}\n`);
      done(0);
    });

// Where the files lie that come with the program. From this folder they are found in the same way whether it runs from
// its sources, its modules, or the bundle, which lies flat in dist.

/** True where Node runs the TypeScript itself, or a test runner does. */
export const isSource: boolean = import.meta.url.endsWith('.ts');

export const packageFile = new URL('../package.json', import.meta.url);
export const builtInList = new URL('../probes.yaml', import.meta.url);
export const sourcesOfLab = new URL('./lab/', import.meta.url);
export const worlds = new URL('worlds/', sourcesOfLab);
/** Where what was built lies. */
export const dist: URL = isSource ? new URL('../dist/', import.meta.url) : new URL('./', import.meta.url);

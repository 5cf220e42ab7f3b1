// Ctrl-C and its kin. The first signal ends the run in good order; the second, or any that comes while what is known
// is printed, ends the process at once.

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Listens until it is released. */
export class Signals {
  readonly #controller = new AbortController();
  #over = false;
  readonly #listeners = Object.entries(exitCodes).map(([signal, code]) => {
    const listener = (): void => {
      // Whoever has changed the terminal puts it right when the process exits.
      if (this.#over || this.#controller.signal.aborted) process.exit(code);
      this.#controller.abort(code);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });

  /** Aborts with the first signal; its reason is the exit code. */
  get interrupt(): AbortSignal {
    return this.#controller.signal;
  }

  /** The run is over: there is nothing left to end in good order. */
  over(): void {
    this.#over = true;
  }

  release(): void {
    for (const off of this.#listeners) off();
  }
}

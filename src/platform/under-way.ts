/** What is being worked on, whether or not somebody still waits for it: a request goes on when its reader has gone. */
export class UnderWay {
	#count = 0;
	#over: (() => void)[] = [];

	/** @returns to be called once, when it is done or has failed */
	begin(): () => void {
		this.#count++;
		return () => {
			if (--this.#count) return;
			for (const over of this.#over.splice(0)) over();
		};
	}

	/** Resolves as soon as nothing is under way. */
	async over(): Promise<void> {
		if (this.#count) await new Promise<void>((over) => this.#over.push(over));
	}
}

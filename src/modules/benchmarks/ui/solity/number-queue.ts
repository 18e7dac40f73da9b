import { openAnswerQueue, type AnswerQueueOptions, type Delivery, type QueuedAnswer } from '../answer-queue.ts';

/** A number on its way, as it was typed. */
export type TypedNumber = {
	unit: string;
	target: string;
	/** What stands in the box; codes of a set. */
	value: string | string[];
	trust: number | null;
	comment: string;
	basedOn: number;
};

export type NumberQueueOptions = Omit<AnswerQueueOptions, 'send'> & {
	/** Carries one number to the server; never throws. */
	send: (number: TypedNumber & { sequence: number }) => Promise<Delivery>;
};

export type NumberQueue = {
	/** Takes a number; it is safe on the device when this returns. */
	put(number: TypedNumber): void;
	flush(): Promise<void>;
	/** Numbers not yet acknowledged, oldest first. */
	waiting(): TypedNumber[];
};

/** Keeps typed numbers safe between the key and the server's word, in the same queue as answers. */
export function openNumberQueue({ send, ...options }: NumberQueueOptions): NumberQueue {
	const queue = openAnswerQueue({
		...options,
		send: (answer) => send({ ...numberOf(answer), sequence: answer.sequence }),
	});
	return {
		put: ({ unit, target, basedOn, ...number }) => queue.put({ item: `${unit} ${target}`, value: JSON.stringify(number), basedOn }),
		flush: queue.flush,
		waiting: () => queue.waiting().map(numberOf),
	};
}

function numberOf({ item, value, basedOn = 0 }: QueuedAnswer): TypedNumber {
	const [unit = '', target = ''] = item.split(' ');
	return { unit, target, basedOn, ...(JSON.parse(value) as Pick<TypedNumber, 'value' | 'trust' | 'comment'>) };
}

import { wholeLines } from './read-lines.ts';

/**
 * Sends a form with a file, tells how many bytes have left, and reads the answer, which comes in lines of JSON, each as
 * it arrives.
 * @returns the last line; rejects when there is no answer or it breaks off
 */
export function sendForm<Line extends object>(
	form: HTMLFormElement,
	address: string,
	{ sent, line }: { sent: (bytes: number, of: number) => void; line: (line: Line) => void },
): Promise<Line> {
	return new Promise((answered, failed) => {
		// A fetch tells nothing of what it sends.
		const request = new XMLHttpRequest();
		const lines = wholeLines<Line>();
		let read = 0;
		let last: Line | undefined;
		const take = () => {
			for (const each of lines(request.responseText.slice(read))) line((last = each));
			read = request.responseText.length;
		};
		const broken = () => failed(new Error(`Answered ${request.status}`));
		request.open('POST', address);
		request.upload.onprogress = ({ loaded, total }) => sent(loaded, total);
		request.onprogress = () => {
			if (request.status === 200) take();
		};
		request.onload = () => {
			if (request.status !== 200) return broken();
			take();
			if (last) answered(last);
			else broken();
		};
		request.onerror = broken;
		request.send(new FormData(form));
	});
}

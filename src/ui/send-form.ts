/**
 * Sends a form with a file to its action and tells how many bytes have left.
 * @returns the answer, for `deserialize` of the forms of pages; rejects when there is none
 */
export function sendForm(form: HTMLFormElement, told: (sent: number, of: number) => void): Promise<string> {
	return new Promise((answered, failed) => {
		// A fetch tells nothing of what it sends.
		const request = new XMLHttpRequest();
		request.open('POST', form.action);
		request.setRequestHeader('accept', 'application/json');
		request.setRequestHeader('x-sveltekit-action', 'true');
		request.upload.onprogress = ({ loaded, total }) => told(loaded, total);
		request.onload = () => answered(request.responseText);
		request.onerror = () => failed(new Error('No answer'));
		request.send(new FormData(form));
	});
}

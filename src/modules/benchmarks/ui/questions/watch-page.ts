/** Calls back when somebody returns to the page or the line does, and when they leave it. @returns what ends the watch */
export function watchPage({ back, leave = () => {} }: { back: () => void; leave?: () => void }): () => void {
	addEventListener('online', back);
	addEventListener('focus', back);
	addEventListener('pagehide', leave);
	return () => {
		leave();
		removeEventListener('online', back);
		removeEventListener('focus', back);
		removeEventListener('pagehide', leave);
	};
}

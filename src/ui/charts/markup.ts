import type { Component } from 'svelte';
import { render } from 'svelte/server';

/**
 * A chart as one SVG document, for a printed page: the same component the page shows, drawn with `printPalette`.
 * Server only.
 */
export function svgMarkup<Props extends Record<string, unknown>>(chart: Component<Props>, props: Props): string {
	// The typings of `render` can't see that a generic component takes these very props.
	const { body } = render(chart as Component<Record<string, unknown>>, { props });
	return body.slice(body.indexOf('<svg'), body.lastIndexOf('</svg>') + '</svg>'.length).replace(/<!--.*?-->/g, '');
}

import { render } from 'preact';
import { App } from './app.js';

const place = document.getElementById('app');
if (place !== null) {
  const title = place.dataset.title ?? 'Titans';
  place.replaceChildren();
  render(<App title={title} />, place);
}

export { extract } from './extract/extract.js';

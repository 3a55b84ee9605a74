/** Express 4 is installed under another name beside Express 5; for what the tests use, their types are the same. */
declare module 'express4' {
  export { default } from 'express';
}

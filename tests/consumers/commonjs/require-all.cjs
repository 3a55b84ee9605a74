/** Requires every entry point that it is given and prints what became of it. */
const outcomes = process.argv.slice(2).map((specifier) => {
  const loaded = require(specifier);
  return [specifier, typeof loaded === 'object' ? 'loaded' : typeof loaded];
});
console.log(JSON.stringify(Object.fromEntries(outcomes)));

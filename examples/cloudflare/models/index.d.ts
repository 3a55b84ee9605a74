/** The files that `suite.save` wrote, by name: `npx tsx examples/cloudflare/main.ts` writes the module. */
declare const files: Readonly<Record<string, ArrayBuffer>>;
export default files;

import { titans } from '../../../titans';

/** Every method of every path below `/titans`. */
async function handle(request: Request): Promise<Response> {
  const { fetch } = await titans();
  return fetch(request, { basePath: '/titans', ...addressOf(request) });
}

/** Next does not say who is connected; what stands before it must set this header, and drop what clients claim. */
function addressOf(request: Request): { readonly clientAddress?: string } {
  const clientAddress = request.headers.get('x-real-ip');
  return clientAddress === null ? {} : { clientAddress };
}

export { handle as DELETE, handle as GET, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT };
export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

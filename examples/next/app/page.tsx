import { titans } from '../titans';

export const dynamic = 'force-dynamic';

/** Server components ask the service itself, without HTTP. */
export default async function Page() {
  const { fetch } = await titans();
  const health = await (await fetch(new Request('http://localhost/health'))).json();
  return <pre>{JSON.stringify(health, null, 2)}</pre>;
}

// Lead routing: takes events by POST /events, answers GET /leads/ID with what is due on the lead and when that
// can change. SIGHUP puts the policy file that stands there now in place of the one in use.
//
//     node service.js policy.wasm 8080
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

import { PolicyHandle, SlaError } from '../../../bindings/node/lib/index.js';

const MOST_BYTES = 1 << 20;

/** A service that is not listening yet: { server, swap }. `now` is the clock, milliseconds since 1970. */
export async function makeService(path, { roster, now = Date.now } = {}) {
  const handle = await PolicyHandle.load(path);
  let session = handle.current.session({ roster });
  const facts = []; // What a new policy judges again; a real service reads its log.

  async function body(request) {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) {
      text += chunk;
      if (text.length > MOST_BYTES) throw new SlaError('BAD_DATA', 'more than a megabyte at once');
    }
    try {
      return [JSON.parse(text)].flat();
    } catch {
      throw new SlaError('BAD_DATA', 'the body is no JSON');
    }
  }
  function take(fact) {
    const answer = session.event(fact);
    if (answer.receipt === 'taken') facts.push(fact);
    return answer;
  }
  async function answer(request) {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (request.method === 'POST' && pathname === '/events') return (await body(request)).map(take);
    const lead = /^\/leads\/([^/]+)$/.exec(pathname);
    if (request.method === 'GET' && lead) {
      session.advance(Math.max(now(), session.now ?? 0));
      return session.due(decodeURIComponent(lead[1]));
    }
    if (request.method === 'GET' && pathname === '/policy') return handle.current.info;
    return null;
  }
  const server = createServer(async (request, response) => {
    let status = 200;
    let said;
    try {
      said = await answer(request);
      if (said === null) [status, said] = [404, { error: 'POST /events, GET /leads/ID, GET /policy' }];
    } catch (error) {
      status = error instanceof SlaError && error.code !== 'INTERNAL' ? 400 : 500;
      said = { error: error.message };
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  });
  /** The policy that stands at the path now; requests that come meanwhile are answered by the old one. */
  async function swap() {
    const next = await handle.swap(path);
    const fresh = next.session({ roster });
    for (const fact of facts) fresh.event(fact);
    session.close();
    session = fresh;
  }
  return { server, swap };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [path = 'policy.wasm', port = '8080'] = process.argv.slice(2);
  const { server, swap } = await makeService(path);
  process.on('SIGHUP', () => swap().catch((error) => console.error(`the old policy stays: ${error.message}`)));
  server.listen(Number(port), () => console.log(`listening on ${port}`));
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import { idOf, page, photo, type Photo } from './library.ts';
import { landscape } from './picture.ts';
import type { components } from '../src/api/schema';

type Shapes = components['schemas'];
type Answer = (
  match: RegExpMatchArray,
  body: any,
  query: URLSearchParams,
  response: ServerResponse,
) => unknown;

const HELD = Symbol('held');

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** In-memory answers, enough to see the studio's frame, library and batches without the real service. */
class Pretended {
  photos: Photo[] = Array.from({ length: Number(process.env['FAKE_PHOTOS'] ?? 60) }, (_, index) =>
    photo(index),
  );
  jobs: Shapes['JobDetail'][] = [];
  tokens: Shapes['TokenShape'][] = [];
  settings: Shapes['ExportSettings'] = {};
  consent: Shapes['ConsentShape'] = { taste: true, workspace_models: false, sharing: false };
  signedIn = true;
  watchers = new Set<ServerResponse>();
  pictures = new Map<string, Buffer>();

  session(): Shapes['SessionShape'] {
    if (!this.signedIn) throw new Refusal(401, 'nobody is signed in');
    return {
      person: 'you',
      workspace: 'home',
      consent: this.consent,
      is_owner: true,
      role: 'admin',
      permissions: [
        'session', 'own.data', 'own.account', 'photos.see', 'studies.answer', 'photos.bring', 'photos.edit', 'feedback.give', 'jobs.run',
      ],
      has_password: false,
      version: '0.1.0',
      planner: 'grammar',
      speech: false,
    };
  }

  find(id: string): Photo {
    const found = this.photos.find((one) => one.id === id);
    if (!found) throw new Refusal(404, `there is no photo '${id}'`);
    return found;
  }

  picture(id: string, side: number, state: number): Buffer {
    const one = this.find(id);
    const scale = Math.min(side, 1600) / Math.max(one.width, one.height);
    const key = `${id} ${side} ${state ? 1 : 0}`;
    const seed = parseInt(id.slice(0, 6), 16) / 1000;
    if (!this.pictures.has(key))
      this.pictures.set(
        key,
        landscape(Math.round(one.width * scale), Math.round(one.height * scale), seed, state ? 0.45 : 0),
      );
    return this.pictures.get(key)!;
  }

  begin(kind: 'export' | 'batch', ids: string[], title: string): Shapes['JobShape'] {
    const job: Shapes['JobDetail'] = {
      id: `job-${this.jobs.length + 1}`, kind, title, state: 'running', done: 0, total: ids.length, failed: 0,
      made_at: new Date().toISOString(), detail: '',
      items: ids.map((id) => ({ photo: id, name: this.find(id).name, state: 'waiting', detail: '', file: null })),
    }; // prettier-ignore
    this.jobs.unshift(job);
    const timer = setInterval(() => {
      const index = job.items.findIndex((one) => one.state === 'waiting');
      const item = job.items[index];
      if (!item || job.state !== 'running') {
        clearInterval(timer);
        if (job.state === 'running') job.state = 'done';
      } else if (index === 4) {
        Object.assign(item, { state: 'failed', detail: 'The file ends in the middle of the picture.' });
        job.failed++;
      } else {
        Object.assign(item, { state: 'done', detail: item.name, file: kind === 'export' ? index + 1 : null });
        const one = this.find(item.photo!);
        if (kind === 'batch') Object.assign(one, { edited: true, state: one.state + 1 });
        job.done++;
      }
      const { items: _, ...shape } = job;
      for (const watcher of this.watchers) watcher.write(`event: job\ndata: ${JSON.stringify(shape)}\n\n`);
    }, 500);
    return job;
  }

  job(id: string): Shapes['JobDetail'] {
    const found = this.jobs.find((one) => one.id === id);
    if (!found) throw new Refusal(404, `there is no job '${id}'`);
    return found;
  }

  edit(id: string): Shapes['EditShape'] {
    const one = this.find(id);
    return {
      photo: id,
      state: one.state,
      recipe: { steps: [] },
      states: [],
      turns: [],
      can_undo: one.state > 0,
      can_redo: false,
    } as never;
  }

  routes: [string, RegExp, Answer][] = [
    ['GET', /^\/session$/, () => this.session()],
    ['GET', /^\/session\/ways$/, () => ({ password: false, provider: null, begin: null })],
    ['POST', /^\/session$/, (_, body) => {
      if (body.token === 'wrong') throw new Refusal(401, 'this token is not known here');
      this.signedIn = true;
      return this.session();
    }],
    ['DELETE', /^\/session$/, () => void (this.signedIn = false)],
    ['PUT', /^\/session\/consent$/, (_, body) => ((this.consent = body), this.session())],
    ['DELETE', /^\/me$/, () => void (this.signedIn = false)],
    ['GET', /^\/session\/tokens$/, () => ({ tokens: this.tokens })],
    ['POST', /^\/session\/tokens$/, (_, body) => {
      const made = { id: `t${this.tokens.length + 1}`, person: 'you', title: body.title, scopes: body.scopes, ends_at: null };
      this.tokens.push({ ...made, made_at: new Date().toISOString() });
      return { ...made, token: `bt_${made.id}_${idOf(made.id)}` };
    }],
    ['DELETE', /^\/session\/tokens\/(.+)$/, ([, id]) => void (this.tokens = this.tokens.filter((one) => one.id !== id))],
    ['GET', /^\/photos$/, (_, __, query) => page(this.photos, query)],
    ['POST', /^\/photos$/, (_, body: string) => {
      const name = /filename="([^"]*)"/.exec(body)?.[1] ?? 'photo.jpg';
      if (!/\.(jpe?g|png|tiff?|webp|heic|dng|nef|cr3)$/i.test(name)) throw new Refusal(415, `'${name}' is no picture that Burnish reads`);
      const made = photo(this.photos.length, name);
      this.photos.unshift({ ...made, flag: 'none', stars: 0, edited: false, state: 0, added_at: new Date().toISOString() });
      return this.photos[0];
    }],
    ['GET', /^\/photos\/(\w+)$/, ([, id]) => this.find(id!)],
    ['PATCH', /^\/photos\/(\w+)$/, ([, id], body) => Object.assign(this.find(id!), Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)))],
    ['DELETE', /^\/photos\/(\w+)$/, ([, id]) => void (this.photos = this.photos.filter((one) => one.id !== id))],
    ['GET', /^\/photos\/(\w+)\/thumbnail$/, ([, id], _, query) => this.picture(id!, Number(query.get('long_side') ?? 320), Number(query.get('state') ?? this.find(id!).state))],
    ['GET', /^\/photos\/(\w+)\/states\/(\d+)\/picture$/, ([, id, state], _, query) => this.picture(id!, Number(query.get('long_side') ?? 1024), Number(state))],
    ['GET', /^\/photos\/(\w+)\/edit$/, ([, id]) => this.edit(id!)],
    ['POST', /^\/photos\/(\w+)\/move$/, ([, id], body) => (Object.assign(this.find(id!), { state: body.to === 'undo' ? 0 : body.to, edited: body.to !== 'undo' && body.to > 0 }), this.edit(id!))],
    ['POST', /^\/photos\/\w+\/feedback$/, (_, body) => ({ signal: body.id, kind: body.kind, turn: body.turn, proposal: '1', learned: [] })],
    ['GET', /^\/exports\/defaults$/, () => ({ settings: this.settings })],
    ['POST', /^\/exports$/, (_, body) => ((this.settings = body.settings ?? {}), this.begin('export', body.photos, `${body.photos.length} → JPEG`))],
    ['POST', /^\/batches$/, (_, body) => this.begin('batch', body.photos, body.text ?? 'recipe')],
    ['GET', /^\/jobs$/, () => ({ jobs: this.jobs.map(({ items: _, ...job }) => job) })],
    ['GET', /^\/jobs\/stream$/, (_, __, ___, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(': here\n\n');
      this.watchers.add(response);
      response.on('close', () => this.watchers.delete(response));
      return HELD;
    }],
    ['POST', /^\/jobs\/([\w-]+)\/cancel$/, ([, id]) => Object.assign(this.job(id!), { state: 'canceled' })],
    ['POST', /^\/jobs\/([\w-]+)\/link$/, ([, id]) => ({ url: `/api/v1/downloads?link=${id}`, expires_at: new Date(Date.now() + 600_000).toISOString() })],
    ['GET', /^\/jobs\/([\w-]+)$/, ([, id]) => this.job(id!)],
    ['GET', /^\/tools$/, () => ({ tools: [] })],
    ['GET', /^\/looks$/, () => ({ looks: [] })],
  ]; // prettier-ignore

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://here');
    const path = url.pathname.replace('/api/v1', '');
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const text = Buffer.concat(pieces).toString('latin1');
    try {
      const body: unknown = request.headers['content-type']?.startsWith('application/json')
        ? JSON.parse(text)
        : text;
      for (const [method, pattern, answer] of this.routes) {
        const match = method === request.method ? path.match(pattern) : null;
        if (!match) continue;
        const said = answer(match, body, url.searchParams, response);
        if (said === HELD) return;
        if (said === undefined) response.writeHead(204).end();
        else if (Buffer.isBuffer(said))
          response.writeHead(200, { 'Content-Type': 'image/png', 'Cache-Control': 'max-age=60' }).end(said);
        else response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(said));
        return;
      }
      throw new Refusal(404, `nothing answers ${request.method} ${path}`);
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500;
      response.writeHead(status, { 'Content-Type': 'application/problem+json' });
      response.end(
        JSON.stringify({
          type: 'about:blank',
          title: 'refused',
          status,
          detail: String((error as Error).message),
          where: [],
        }),
      );
    }
  }
}

/** A Vite plugin that answers in the service's place, for looking at the studio alone: `VITE_FAKE=1 npm run dev`. */
export function pretendedService(): Plugin {
  const service = new Pretended();
  return {
    name: 'pretended-service',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (request.url?.startsWith('/api/')) void service.answer(request, response);
        else next();
      });
    },
  };
}

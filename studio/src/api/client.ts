import { addressOf, type PathValues, type QueryValues } from './address';
import { ApiProblem, isAbort, problemOf } from './problem';
import type { components, paths } from './schema';

export { addressOf } from './address';
export { ApiProblem, isAbort } from './problem';

/** The shapes that travel, by name: `Shapes['PhotoShape']`. */
export type Shapes = components['schemas'];

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Short<K> = K extends `/api/v1${infer Rest}` ? Rest : never;
type Long<A extends string> = `/api/v1${A}` & keyof paths;

/** Every address that answers a method, without the prefix. */
export type Address<M extends Method> = {
  [K in keyof paths]: paths[K] extends Record<M, object> ? Short<K> : never;
}[keyof paths];

type Operation<M extends Method, A extends string> = paths[Long<A>] extends Record<M, infer O> ? O : never;
type Parameters<O> = O extends { parameters: infer P } ? P : never;
type PathOf<O> = Parameters<O> extends { path: infer P } ? { path: P } : { path?: undefined };
type QueryOf<O> = Parameters<O> extends { query?: infer Q } ? { query?: Q } : { query?: undefined };
type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } }
  ? { body: B }
  : { body?: undefined };
type JsonOf<R> = R extends { content: { 'application/json': infer T } } ? T : undefined;
type Good<R> = 200 extends keyof R
  ? R[200]
  : 201 extends keyof R
    ? R[201]
    : 202 extends keyof R
      ? R[202]
      : undefined;

/** What goes with a request. */
export type Ask<M extends Method, A extends string> = PathOf<Operation<M, A>> &
  QueryOf<Operation<M, A>> &
  BodyOf<Operation<M, A>> & { signal?: AbortSignal; keepalive?: boolean };

/** What comes back: the JSON document, or undefined where there is none. */
export type Answer<M extends Method, A extends string> =
  Operation<M, A> extends { responses: infer R } ? JsonOf<Good<R>> : never;

type Rest<M extends Method, A extends string> =
  Record<never, never> extends Ask<M, A> ? [ask?: Ask<M, A>] : [ask: Ask<M, A>];

interface LooseAsk {
  path?: PathValues;
  query?: QueryValues;
  body?: unknown;
  signal?: AbortSignal;
  keepalive?: boolean;
}

let unsigned: () => void = () => {};
let notAllowed: () => void = () => {};

/** Where somebody signs in: who is refused there was not signed in before. */
const DOORS = /^\/session(\/password|\/invitation(\/about)?)?$/;

/** Says what to do when the service no longer knows who is asking. */
export function onUnsigned(then: () => void): void {
  unsigned = then;
}

/** Says what to do when the service does not let somebody do what the page offered. */
export function onNotAllowed(then: () => void): void {
  notAllowed = then;
}

/** One request; anything but success is an {@link ApiProblem}. */
export async function request(method: string, template: string, ask: LooseAsk = {}): Promise<Response> {
  const headers: Record<string, string> = {};
  if (ask.body !== undefined) headers['Content-Type'] = 'application/json';
  let answer: Response;
  try {
    answer = await fetch(addressOf(template, ask.path, ask.query), {
      method: method.toUpperCase(),
      headers,
      body: ask.body === undefined ? null : JSON.stringify(ask.body),
      credentials: 'same-origin',
      ...(ask.signal ? { signal: ask.signal } : {}),
      ...(ask.keepalive ? { keepalive: true } : {}),
    });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiProblem('unreachable', 0, 'The server does not answer.');
  }
  if (answer.ok) return answer;
  const problem = problemOf(answer.status, await answer.text(), answer.headers.get('Retry-After'));
  if (!DOORS.test(template)) {
    if (answer.status === 401) unsigned();
    if (answer.status === 403) notAllowed();
  }
  throw problem;
}

async function json<M extends Method, A extends Address<M>>(
  method: M,
  template: A,
  ask?: LooseAsk,
): Promise<Answer<M, A>> {
  const answer = await request(method, template, ask);
  return (answer.status === 204 ? undefined : await answer.json()) as Answer<M, A>;
}

/** The service, typed by its OpenAPI document. */
export const api = {
  get: <A extends Address<'get'>>(address: A, ...rest: Rest<'get', A>) =>
    json('get', address, rest[0] as LooseAsk | undefined),
  post: <A extends Address<'post'>>(address: A, ...rest: Rest<'post', A>) =>
    json('post', address, rest[0] as LooseAsk | undefined),
  put: <A extends Address<'put'>>(address: A, ...rest: Rest<'put', A>) =>
    json('put', address, rest[0] as LooseAsk | undefined),
  patch: <A extends Address<'patch'>>(address: A, ...rest: Rest<'patch', A>) =>
    json('patch', address, rest[0] as LooseAsk | undefined),
  delete: <A extends Address<'delete'>>(address: A, ...rest: Rest<'delete', A>) =>
    json('delete', address, rest[0] as LooseAsk | undefined),

  /** The answer itself, for pictures and tables: `(await api.raw('post', '/photos/{photo}/lut', {…})).arrayBuffer()`. */
  raw: <M extends Method, A extends Address<M>>(method: M, address: A, ...rest: Rest<M, A>) =>
    request(method, address, rest[0] as LooseAsk | undefined),
};

import { READING } from '../table';
import type { Matrix, Rect } from '../geometry';
import { Developed } from './gl-developed';
import { Programs, UNITS, type Program, type Recipe } from './gl-programs';
import type { Pane, Scene, Show, Slot, Surface } from './surface';

/** A tile on the graphics card. */
export type GlTile = WebGLTexture;

interface Table {
  readonly texture: WebGLTexture;
  readonly nodes: number;
}

const WHOLE_FRAME: Rect = { left: 0, top: 0, right: 1, bottom: 1 };

/** Draws with WebGL2: tables are looked up by the graphics card. */
export class GlSurface implements Surface<GlTile> {
  readonly live = true;
  readonly longest: number;
  private readonly programs: Programs;
  private readonly pictures = new Map<Slot, WebGLTexture>();
  private readonly tables = new Map<'whole' | 'part', Table>();
  private readonly developed: Developed;
  private readonly sizes = new Map<Slot, { readonly width: number; readonly height: number }>();
  private readonly wide: boolean;
  private small: {
    readonly frame: WebGLFramebuffer;
    readonly width: number;
    readonly height: number;
  } | null = null;

  private constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly gl: WebGL2RenderingContext,
    wide: boolean,
  ) {
    this.longest = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number;
    this.programs = new Programs(gl);
    this.developed = new Developed(gl);
    this.wide = wide && 'drawingBufferColorSpace' in gl;
    if (this.wide) gl.drawingBufferColorSpace = 'display-p3';
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  }

  /** A surface on a new canvas, or null where there is no WebGL2. */
  static on(canvas: HTMLCanvasElement, wide: boolean): GlSurface | null {
    const gl = canvas.getContext('webgl2', {
      alpha: false,
      antialias: false,
      depth: false,
      stencil: false,
      powerPreference: 'high-performance',
    });
    return gl === null || gl.isContextLost() ? null : new GlSurface(canvas, gl, wide);
  }

  /** Whether the processor draws instead of a graphics card. */
  get slow(): boolean {
    const names = this.gl.getExtension('WEBGL_debug_renderer_info');
    const name = names === null ? '' : String(this.gl.getParameter(names.UNMASKED_RENDERER_WEBGL));
    return /swiftshader|llvmpipe|software|basic render/i.test(name);
  }

  set(slot: Slot, bitmap: ImageBitmap | null): void {
    const { gl } = this;
    const old = this.pictures.get(slot);
    if (old !== undefined) gl.deleteTexture(old);
    this.pictures.delete(slot);
    if (slot === 'base') this.developed.forget();
    if (bitmap === null) return;
    this.pictures.set(slot, this.texture(bitmap, slot !== 'layer'));
    this.sizes.set(slot, { width: bitmap.width, height: bitmap.height });
  }

  setTable(kind: 'whole' | 'part', nodes: number, table: Uint32Array): void {
    const { gl } = this;
    if (kind === 'whole') this.developed.forget();
    const old = this.tables.get(kind);
    if (old !== undefined && old.nodes !== nodes) gl.deleteTexture(old.texture);
    const texture = old?.nodes === nodes ? old.texture : this.newTable(nodes);
    this.tables.set(kind, { texture, nodes });
    gl.activeTexture(gl.TEXTURE0 + UNITS.u_table);
    gl.bindTexture(gl.TEXTURE_3D, texture);
    const at = [0, 0, 0, nodes, nodes, nodes] as const;
    gl.texSubImage3D(gl.TEXTURE_3D, 0, ...at, gl.RGBA, gl.UNSIGNED_INT_2_10_10_10_REV, table);
  }

  develop(then: () => void): void {
    const size = this.sizes.get('base');
    const base = this.pictureOf('whole');
    if (size === undefined || base === undefined || this.developed.isBegun) return;
    const strip = (): void => {
      const program = this.use(
        { show: 'whole', changed: false, mask: false, clipping: false, wide: false },
        'whole',
      );
      this.place(program, [2, 0, -1, 0, 2, -1, 0, 0, 1]);
      this.quad(program, base, WHOLE_FRAME);
    };
    this.developed.begin(size, strip, (next) => this.finished(next), then);
  }

  get isDeveloping(): boolean {
    return this.developed.isUnderWay;
  }

  tile(bitmap: ImageBitmap): GlTile {
    return this.texture(bitmap, false);
  }

  free(tile: GlTile): void {
    this.gl.deleteTexture(tile);
  }

  draw(scene: Scene<GlTile>): void {
    const { gl, canvas } = this;
    const width = Math.max(1, Math.round(scene.size.width * scene.ratio));
    const height = Math.max(1, Math.round(scene.size.height * scene.ratio));
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, width, height);
    gl.disable(gl.SCISSOR_TEST);
    const [red, green, blue] = scene.backdrop;
    gl.clearColor(red / 255, green / 255, blue / 255, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.SCISSOR_TEST);
    for (const pane of scene.panes) this.drawPane(pane, scene, width, height);
  }

  finished(then: () => void): void {
    const { gl } = this;
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    if (fence === null) return;
    const look = (): void => {
      if (gl.isContextLost()) return;
      if (gl.clientWaitSync(fence, 0, 0) === gl.TIMEOUT_EXPIRED) return void setTimeout(look, 1);
      gl.deleteSync(fence);
      then();
    };
    setTimeout(look, 0);
  }

  pixels(show: Show, part: Rect, width: number, height: number): Uint8Array {
    const { gl } = this;
    const out = new Uint8Array(width * height * 4);
    const picture = this.pictureOf(show);
    if (picture === undefined) return out;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.smallFrame(width, height));
    gl.viewport(0, 0, width, height);
    gl.disable(gl.SCISSOR_TEST);
    const program = this.use(
      { show: mode(show), changed: false, mask: false, clipping: false, wide: false },
      show,
    );
    const x = 2 / (part.right - part.left);
    const y = 2 / (part.bottom - part.top);
    this.place(program, [x, 0, -1 - part.left * x, 0, y, -1 - part.top * y, 0, 0, 1]);
    this.quad(program, picture, WHOLE_FRAME);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, out);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    return out;
  }

  close(): void {
    this.gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  private drawPane(pane: Pane<GlTile>, scene: Scene<GlTile>, width: number, height: number): void {
    const { gl } = this;
    const developed = pane.show === 'whole' ? this.developed.texture : null;
    const picture = developed ?? this.pictureOf(pane.show);
    if (picture === undefined) return;
    const { clip } = pane;
    const [left, right] = [Math.round(clip.left * scene.ratio), Math.round(clip.right * scene.ratio)];
    const [top, bottom] = [Math.round(clip.top * scene.ratio), Math.round(clip.bottom * scene.ratio)];
    gl.scissor(left, height - bottom, Math.max(right - left, 0), Math.max(bottom - top, 0));
    const changed = pane.changed && this.pictures.has('before');
    const mask = scene.mask !== null && pane.show !== 'before' && this.pictures.has('mask');
    const show = developed === null ? mode(pane.show) : 'plain';
    const recipe = { show, changed, mask, clipping: scene.clipping, wide: this.wide } as const;
    const program = this.use(recipe, pane.show);
    if (mask && scene.mask !== null) {
      const [r, g, b] = scene.mask.color;
      gl.uniform4f(program.at('u_tint'), r / 255, g / 255, b / 255, scene.mask.opacity);
    }
    this.place(program, toClip(pane.matrix, width / scene.ratio, height / scene.ratio));
    this.quad(program, picture, WHOLE_FRAME);
    if (pane.show === 'layer' || pane.show === 'whole') return;
    for (const tile of pane.tiles) this.quad(program, tile.image, tile.at);
  }

  private use(recipe: Recipe, show: Show): Program {
    const { gl } = this;
    const program = this.programs.of(recipe);
    gl.useProgram(program.program);
    this.bind(UNITS.u_base, this.pictures.get('base'));
    this.bind(UNITS.u_before, this.pictures.get('before'));
    this.bind(UNITS.u_mask, this.pictures.get('mask'));
    const kind = show === 'whole' || show === 'part' ? show : null;
    const table = kind === null ? undefined : this.tables.get(kind);
    if (kind !== null && table !== undefined) {
      gl.activeTexture(gl.TEXTURE0 + UNITS.u_table);
      gl.bindTexture(gl.TEXTURE_3D, table.texture);
      gl.uniform2f(program.at('u_node'), (table.nodes - 1) / table.nodes, 0.5 / table.nodes);
      gl.uniform2f(program.at('u_reading'), READING[kind].gain, READING[kind].offset);
    }
    return program;
  }

  private place(program: Program, clip: Matrix): void {
    const [a, b, c, d, e, f, g, h, i] = clip;
    this.gl.uniformMatrix3fv(program.at('u_matrix'), false, [a, d, g, b, e, h, c, f, i]);
  }

  private quad(program: Program, picture: WebGLTexture, at: Rect): void {
    this.bind(UNITS.u_picture, picture);
    this.gl.uniform4f(program.at('u_rect'), at.left, at.top, at.right, at.bottom);
    this.gl.drawArrays(this.gl.TRIANGLE_STRIP, 0, 4);
  }

  private bind(unit: number, texture: WebGLTexture | undefined): void {
    if (texture === undefined) return;
    this.gl.activeTexture(this.gl.TEXTURE0 + unit);
    this.gl.bindTexture(this.gl.TEXTURE_2D, texture);
  }

  /** The picture that a pane shows; undefined where something that it needs is not here. */
  private pictureOf(show: Show): WebGLTexture | undefined {
    const has = (slot: Slot): WebGLTexture | undefined => this.pictures.get(slot);
    if (show === 'whole') return this.tables.has('whole') ? has('base') : undefined;
    if (show === 'part')
      return this.tables.has('part') && has('base') !== undefined ? has('exact') : undefined;
    return has(show);
  }

  private texture(bitmap: ImageBitmap, shrinks: boolean): WebGLTexture {
    const { gl } = this;
    const texture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0 + UNITS.u_picture);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
    if (shrinks) gl.generateMipmap(gl.TEXTURE_2D);
    const smaller = shrinks ? gl.LINEAR_MIPMAP_NEAREST : gl.LINEAR;
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, smaller);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    return texture;
  }

  private newTable(nodes: number): WebGLTexture {
    const { gl } = this;
    const texture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0 + UNITS.u_table);
    gl.bindTexture(gl.TEXTURE_3D, texture);
    gl.texStorage3D(gl.TEXTURE_3D, 1, gl.RGB10_A2, nodes, nodes, nodes);
    for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
      gl.texParameteri(gl.TEXTURE_3D, name, gl.LINEAR);
    for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T, gl.TEXTURE_WRAP_R])
      gl.texParameteri(gl.TEXTURE_3D, name, gl.CLAMP_TO_EDGE);
    return texture;
  }

  private smallFrame(width: number, height: number): WebGLFramebuffer {
    if (this.small !== null && this.small.width === width && this.small.height === height)
      return this.small.frame;
    const { gl } = this;
    if (this.small !== null) gl.deleteFramebuffer(this.small.frame);
    const frame = gl.createFramebuffer();
    const room = gl.createRenderbuffer();
    gl.bindRenderbuffer(gl.RENDERBUFFER, room);
    gl.renderbufferStorage(gl.RENDERBUFFER, gl.RGBA8, width, height);
    gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
    gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, room);
    this.small = { frame, width, height };
    return frame;
  }
}

function mode(show: Show): 'plain' | 'whole' | 'part' {
  return show === 'whole' || show === 'part' ? show : 'plain';
}

/** From fractions of the picture to clip coordinates, y up. */
function toClip(m: Matrix, width: number, height: number): Matrix {
  const [x, y] = [2 / width, 2 / height];
  return [
    m[0] * x - m[6], m[1] * x - m[7], m[2] * x - m[8],
    m[6] - m[3] * y, m[7] - m[4] * y, m[8] - m[5] * y,
    m[6], m[7], m[8],
  ]; // prettier-ignore
}

/** What one strip may cost a processor that draws by itself: a hand that moves again waits no longer than that. */
const STRIP_PIXELS = 1 << 18;

/** Draws rows `top` to `bottom` of the picture into what is bound. */
export type DrawStrip = (top: number, bottom: number) => void;

/**
 * A picture worked out at its own size, strip by strip. Shrunk afterwards it is what the exact picture is: a table
 * looked up after shrinking is off where fine detail meets a bent curve.
 */
export class Developed {
  private frame: WebGLFramebuffer | null = null;
  private picture: WebGLTexture | null = null;
  private width = 0;
  private height = 0;
  /** Of what is under way; 0 for nothing. */
  private turn = 0;
  private turns = 0;
  private ready = false;

  constructor(private readonly gl: WebGL2RenderingContext) {}

  /** The picture, with its halves, quarters …; null until it is done. */
  get texture(): WebGLTexture | null {
    return this.ready ? this.picture : null;
  }

  /** Whether it is done or under way. */
  get isBegun(): boolean {
    return this.ready || this.turn > 0;
  }

  get isUnderWay(): boolean {
    return this.turn > 0 && !this.ready;
  }

  /** What was done is out of date, and what is under way ends. */
  forget(): void {
    this.ready = false;
    this.turn = 0;
  }

  /** Begins; `finished` calls back when what was drawn last is finished, `then` is called in the end. */
  begin(
    size: { readonly width: number; readonly height: number },
    strip: DrawStrip,
    finished: (then: () => void) => void,
    then: () => void,
  ): void {
    this.room(size.width, size.height);
    const turn = (this.turn = ++this.turns);
    const rows = Math.max(1, Math.floor(STRIP_PIXELS / size.width));
    const from = (top: number): void => {
      if (this.turn !== turn) return;
      if (top >= size.height) return this.end(then);
      const bottom = Math.min(top + rows, size.height);
      this.draw(strip, top, bottom);
      finished(() => from(bottom));
    };
    from(0);
  }

  private draw(strip: DrawStrip, top: number, bottom: number): void {
    const { gl } = this;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.frame);
    gl.viewport(0, 0, this.width, this.height);
    gl.enable(gl.SCISSOR_TEST);
    gl.scissor(0, top, this.width, bottom - top);
    strip(top, bottom);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  }

  private end(then: () => void): void {
    const { gl } = this;
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.picture);
    gl.generateMipmap(gl.TEXTURE_2D);
    this.ready = true;
    then();
  }

  private room(width: number, height: number): void {
    if (this.width === width && this.height === height) return;
    const { gl } = this;
    gl.deleteFramebuffer(this.frame);
    gl.deleteTexture(this.picture);
    [this.width, this.height] = [width, height];
    this.picture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.picture);
    const levels = Math.floor(Math.log2(Math.max(width, height))) + 1;
    gl.texStorage2D(gl.TEXTURE_2D, levels, gl.RGBA8, width, height);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    this.frame = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.frame);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.picture, 0);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  }
}

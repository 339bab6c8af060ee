import { nodesOf, packed, packedDifference } from './table';
import type { Show, Surface } from './surface/surface';

/** What is being tried out while a hand is on a slider: a table over the base, or a picture of the server. */
export class Live {
  private shown: 'exact' | 'table' | 'layer' = 'exact';
  private kind: 'whole' | 'part' = 'whole';
  private table: Uint16Array | null = null;
  private old: Uint16Array | null = null;
  private room: Uint32Array | null = null;
  private compared: { readonly now: Uint16Array; readonly old: Uint16Array } | null = null;

  /** Whether anything is tried out. */
  get isOn(): boolean {
    return this.shown !== 'exact';
  }

  /** The table of the state that the exact picture shows. */
  setOld(table: Uint16Array | null): void {
    this.old = table;
  }

  /**
   * A table to show from now on; it may be written over later, and is then given anew. A `part` table is shown as its
   * difference from the old one; where there is no old one, the first counts as it.
   */
  setTable(table: Uint16Array, kind: 'whole' | 'part', surface: Surface): void {
    if (kind === 'part' && this.old === null) this.old = table.slice();
    this.kind = kind;
    this.table = table;
    this.compared = null;
    this.shown = 'table';
    if (kind === 'whole') this.give(table, surface);
  }

  /** The server's picture is to be shown from now on. */
  showLayer(): void {
    this.shown = 'layer';
  }

  /** Back to the exact picture. */
  end(): void {
    this.shown = 'exact';
    this.table = null;
  }

  /**
   * What a pane is to show. Zoomed in further than the base is fine, differences go over the exact tiles, so that
   * what is tried out stays as sharp as it was.
   */
  show(zoomedIn: boolean, surface: Surface): Show {
    if (this.shown !== 'table' || this.table === null || !surface.live)
      return this.shown === 'layer' ? 'layer' : 'exact';
    const fitting = this.old !== null && this.old.length === this.table.length;
    if (this.kind === 'whole' && !(zoomedIn && fitting)) return 'whole';
    if (!fitting) return 'exact';
    this.compare(this.table, this.old as Uint16Array, surface);
    return 'part';
  }

  /** Gives the tables to a new surface. */
  giveTo(surface: Surface): void {
    this.compared = null;
    if (this.table !== null && this.kind === 'whole') this.give(this.table, surface);
  }

  private give(table: Uint16Array, surface: Surface): void {
    this.room = packed(table, this.room);
    surface.setTable('whole', nodesOf(table), this.room);
  }

  private compare(now: Uint16Array, old: Uint16Array, surface: Surface): void {
    if (this.compared?.now === now && this.compared.old === old) return;
    surface.setTable('part', nodesOf(now), packedDifference(now, old));
    this.compared = { now, old };
  }
}

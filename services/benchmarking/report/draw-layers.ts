import { abridged, type Box, COLOURS, rectangle, short, svg, text } from "../../toolkit/picture/svg.js";
import { counted } from "../../toolkit/service/counted.js";
import type { LayerFootprint } from "../footprint/footprint.js";
import { floatText, kib, millions } from "./figures.js";
import type { NetworkReport } from "./network-report.js";

const WIDTH = 960;
const MARGIN = 24;
const CHART_WIDTH = WIDTH - 2 * MARGIN;
const CHART_HEIGHT = 112;
const FIRST = 76;
const STEP = CHART_HEIGHT + 56;
const LETTERS = 60;

interface Quantity {
  readonly title: string;
  readonly of: (layer: LayerFootprint) => number;
  readonly figure: (value: number) => string;
  readonly total: number;
}

/**
 * @returns a picture of what each layer takes, in the order of the layers: RAM that is occupied while it runs, weights
 *   and work. The largest bar of each chart is named.
 */
export function drawLayers(report: NetworkReport): string {
  const { layers, model, board } = report;
  const inKib = (bytes: number) => `${floatText(kib(bytes))} KiB`;
  const quantities: readonly Quantity[] = [
    { title: "RAM", of: (layer) => layer.activation_bytes, figure: inKib, total: report.ram_size },
    { title: "Flash", of: (layer) => layer.weights_bytes, figure: inKib, total: report.rom_size },
    {
      title: "Work",
      of: (layer) => layer.macc,
      figure: (macc) => `${floatText(millions(macc))} M MACC`,
      total: report.rom_n_macc,
    },
  ];
  const charts = quantities.map((quantity, i) =>
    chart(layers, quantity, { x: MARGIN, y: FIRST + i * STEP, width: CHART_WIDTH, height: CHART_HEIGHT }),
  );
  const about = `${board}, offline estimate, ${counted(layers.length, "layer")} from left to right`;
  const head = [
    text(MARGIN, 42, abridged(model, LETTERS), { size: 22, bold: true }),
    text(WIDTH - MARGIN, 42, about, { colour: COLOURS.muted, anchor: "end" }),
  ];
  return svg({ width: WIDTH, height: FIRST + quantities.length * STEP }, [...head, ...charts]);
}

function chart(layers: readonly LayerFootprint[], { title, of, figure, total }: Quantity, box: Box): string {
  const values = layers.map(of);
  const most = Math.max(0, ...values);
  const at = values.indexOf(most);
  const peak = layers[at];
  const top = box.y + 24;
  const bottom = box.y + box.height + 24;
  const height = (value: number) => (most === 0 ? 0 : (box.height * value) / most);
  const step = box.width / Math.max(1, values.length);
  const gap = Math.min(2, step / 4);
  const bar = (value: number, i: number) =>
    `M${short(box.x + i * step + gap / 2)} ${short(bottom)}v${short(-height(value))}h${short(step - gap)}V${short(bottom)}z`;
  const others = values.map((value, i) => (i === at || value === 0 ? "" : bar(value, i))).join("");
  const named = peak === undefined || most === 0 ? "" : `${figure(most)} in layer ${at + 1}, ${nameOf(peak)}`;
  return [
    text(box.x, top - 10, `${title} ${figure(total)}`, { size: 14, bold: true }),
    text(box.x + box.width, top - 10, named, { colour: COLOURS.mark, anchor: "end" }),
    `<path d="${others}" fill="${COLOURS.bar}"/>`,
    `<path d="${most === 0 ? "" : bar(most, at)}" fill="${COLOURS.mark}"/>`,
    rectangle({ x: box.x, y: bottom, width: box.width, height: 1 }, COLOURS.ink),
  ].join("\n");
}

function nameOf({ name, op, output_shape }: LayerFootprint): string {
  return `${abridged(name, LETTERS)} (${op}, ${output_shape.join(" × ")})`;
}

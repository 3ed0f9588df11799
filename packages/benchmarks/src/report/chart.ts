import { type EChartsCoreOption, init } from 'echarts';

/** The width of a chart: three fit beside each other on a desktop, and one on a phone. */
const width = 360;

/** The colors are variables of the page, so that one chart works in the light and the dark theme. */
export const ink = 'var(--ink)';
const soft = 'var(--soft)';
const rule = 'var(--rule)';

export interface Series {
  readonly name: string;
  readonly color: string;
  /** Whether the series is a reference, which is drawn first, as a dashed line. */
  readonly reference?: boolean;
  readonly points: readonly { x: number; y: number | string; low?: number; high?: number; label?: string }[];
}

function svg(height: number, option: EChartsCoreOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: 'inherit' },
    ...option,
  });
  const text = chart.renderToSVGString();
  chart.dispose();
  // The style sheet serves hovering, which a static chart does not have, and the ids of several charts would collide.
  return text.replace(/<style[\s\S]*?<\/style>/g, '').replace(/ class="[^"]*"| ecmeta_\w+="[^"]*"/g, '');
}

const axis = {
  axisLine: { lineStyle: { color: soft } },
  axisTick: { show: false },
  axisLabel: { color: soft, fontSize: 11 },
};
const grid = { splitLine: { lineStyle: { color: rule } }, minorSplitLine: { show: false } };

/** Abbreviates a power of ten: 1000 is `1k`. */
const power = (value: number): string =>
  value >= 1e6 ? `${value / 1e6}M` : value >= 1e3 ? `${value / 1e3}k` : String(Number(value.toPrecision(6)));

/** Draws a line of points for each row, on a logarithmic or linear scale, with the range of the rounds. */
export function dots(
  rows: readonly string[],
  series: readonly Series[],
  scale: { log: boolean; unit: string },
): string {
  const longest = Math.max(...rows.map((row) => row.length));
  return svg(46 + 22 * rows.length, {
    grid: { left: 14 + 6.4 * longest, right: 52, top: 6, bottom: 36 },
    xAxis: {
      type: scale.log ? 'log' : 'value',
      name: scale.unit,
      nameLocation: 'middle',
      nameGap: 22,
      nameTextStyle: { color: soft, fontSize: 11 },
      ...(scale.log ? {} : { min: 0, max: 16, interval: 4 }),
      ...axis,
      axisLabel: { ...axis.axisLabel, formatter: power },
      ...grid,
    },
    yAxis: { type: 'category', data: [...rows], inverse: true, ...axis, axisLabel: { color: ink, fontSize: 12 } },
    series: series.flatMap(({ name, color, points }) => [
      {
        name,
        type: 'custom',
        data: points.filter(({ low }) => low !== undefined).map(({ low, high, y }) => [low, y, high]),
        renderItem: (_: unknown, api: { value(i: number): number; coord(at: number[]): number[] }) => {
          const from = api.coord([api.value(0), api.value(1)]);
          const to = api.coord([api.value(2), api.value(1)]);
          return {
            type: 'line',
            shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] },
            style: { stroke: color, lineWidth: 2, opacity: 0.45 },
          };
        },
      },
      {
        name,
        type: 'scatter',
        symbolSize: 9,
        itemStyle: { color, opacity: 1 },
        data: points.map(({ x, y }) => [x, y]),
      },
      {
        // The label is placed to the right of the range.
        name,
        type: 'scatter',
        symbolSize: 1,
        itemStyle: { color: 'transparent' },
        data: points.map(({ x, y, high = x, label }) => ({
          value: [high, y],
          label: {
            show: label !== undefined,
            formatter: label ?? '',
            position: 'right',
            distance: 7,
            color: ink,
            fontSize: 11,
          },
        })),
      },
    ]),
  });
}

/** Draws lines over the length, with two logarithmic axes. */
export function lines(series: readonly Series[], unit: string): string {
  return svg(210, {
    grid: { left: 40, right: 12, top: 24, bottom: 24 },
    xAxis: { type: 'log', ...axis, axisLabel: { ...axis.axisLabel, formatter: power }, ...grid },
    yAxis: {
      type: 'log',
      name: unit,
      nameLocation: 'end',
      nameGap: 8,
      nameTextStyle: { color: soft, fontSize: 11, align: 'left', padding: [0, 0, 0, -30] },
      ...axis,
      axisLabel: { ...axis.axisLabel, formatter: power },
      ...grid,
    },
    series: series.map(({ name, color, reference = false, points }) => ({
      name,
      type: 'line',
      symbol: 'circle',
      symbolSize: reference ? 0.01 : 6,
      z: reference ? 1 : 2,
      lineStyle: { color, width: reference ? 1.5 : 2, type: reference ? 'dashed' : 'solid' },
      itemStyle: { color, opacity: 1 },
      data: points.map(({ x, y }) => [x, y]),
    })),
  });
}

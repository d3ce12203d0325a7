// The last minute as two lines in the head.

const lineWidth = 120;
const lineHeight = 28;

function drawLine(svg, values) {
  const make2 = (name, attributes) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const most = Math.max(1, ...values);
  const step = lineWidth / Math.max(1, values.length - 1);
  const points = values.map((value, i) => `${(i * step).toFixed(1)},${(lineHeight - 2 - (value / most) * (lineHeight - 4)).toFixed(1)}`);
  svg.setAttribute('viewBox', `0 0 ${lineWidth} ${lineHeight}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.replaceChildren(
    make2('polygon', {points: `0,${lineHeight} ${points.join(' ')} ${lineWidth},${lineHeight}`, class: 'area'}),
    make2('polyline', {points: points.join(' '), class: 'line'}));
}

const stats = {
  due: 0,

  async poll() {
    if (Date.now() < this.due) return;
    this.due = Date.now() + 1000;
    const {seconds} = await get('stats');
    const rates = seconds.map((second) => second.requests);
    const slow = seconds.map((second) => second.p99Micros);
    drawLine(byId('rate-line'), rates);
    drawLine(byId('p99-line'), slow);
    const busy = seconds.filter((second) => second.requests > 0).at(-1);
    byId('rate-now').textContent = `${number.format(rates.at(-1) ?? 0)} req/s`;
    byId('p99-now').textContent = `p99 ${busy ? micros(busy.p99Micros) : '–'}`;
    byId('rate-line').setAttribute('aria-label', `Requests per second in the last minute, at most ${Math.max(0, ...rates)}`);
    byId('p99-line').setAttribute('aria-label', `99th percentile of the service time in the last minute, at most ${micros(Math.max(0, ...slow))}`);
  },
};

// Copied templates: groups as pictures, pairs side by side with what differs marked.

const DRAWN = 24;
const ALIKE = 0.5;
const COMPARED = 400;

const plainText = (words) => words.replace(/[\s\d０-９,，。、；;：:（）()“”%％≥≤=＝.]/g, "");
const rowKey = (project, row) => plainText(project.rows[row][project.columns.indexOf("name")]);

// Share of the smaller table's rows whose name stands in the other.
function likeness(one, other) {
  const names = new Set(one.rows.map((_, row) => rowKey(one, row)));
  const same = other.rows.filter((_, row) => names.has(rowKey(other, row))).length;
  return Math.min(1, same / Math.max(1, Math.min(one.rows.length, other.rows.length)));
}

// One colour per department of a group.
function colours(members) {
  const departments = [...new Set(members.map((at) => data.projects[at].d))];
  return (project) => `hsl(${(210 + departments.indexOf(project.d) * 137) % 360} 55% 42%)`;
}

// Members on a ring, coloured by department; thicker lines share more rows.
function net(members, { labels } = {}) {
  const shown = members.slice(0, DRAWN).map((at) => data.projects[at]);
  const [width, height, radius] = labels ? [760, 400, 150] : [220, 130, 48];
  const colour = colours(members);
  const spots = shown.map((_, at) => {
    const angle = (2 * Math.PI * at) / shown.length - Math.PI / 2 + (shown.length === 2 ? Math.PI / 2 : 0);
    return [width / 2 + (labels ? 1.2 : 1) * radius * Math.cos(angle), height / 2 + radius * Math.sin(angle)];
  });
  const lines = [];
  shown.forEach((one, at) => shown.slice(at + 1).forEach((other, step) => {
    const share = likeness(one, other);
    if (share < ALIKE) return;
    const [x1, y1] = spots[at];
    const [x2, y2] = spots[at + 1 + step];
    lines.push(s("line", { x1, y1, x2, y2, "stroke-width": (labels ? 3 : 2) * share, "stroke-opacity": 0.25 + 0.6 * share },
      s("title", {}, `${one.name}—${other.name}：${Math.round(share * 100)}%的指标名称相同`)));
  }));
  const short = (words) => (words.length > 12 ? `${words.slice(0, 11)}…` : words);
  const nodes = shown.map((project, at) => {
    const [x, y] = spots[at];
    const dot = s("circle", { cx: x, cy: y, r: labels ? 9 : 6, fill: colour(project) },
      s("title", {}, `${project.name}（${data.departments[project.d].name}）`));
    if (!labels) return dot;
    const side = x > width / 2 + 5 ? "start" : x < width / 2 - 5 ? "end" : "middle";
    const label = s("text", { x: x + (side === "start" ? 14 : side === "end" ? -14 : 0), y: y + (side === "middle" ? (y < height / 2 ? -16 : 26) : 4), "text-anchor": side }, short(project.name));
    return s("a", { href: `#/project/${project.at}` }, dot, label);
  });
  return s("svg", { class: "net", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${members.length}个项目的相似关系` }, lines, nodes);
}

function viewReuse() {
  const { clusters, texts } = data;
  const spread = (members) => new Set(members.map((at) => data.projects[at].d)).size;
  const groups = h("ul", { class: "clusters" });
  const more = lazily(groups, clusters, (cluster) => h("li", {}, link(`cluster/${clusters.indexOf(cluster)}`, {}, net(cluster.members),
    h("p", {}, h("b", {}, `${cluster.members.length}个项目`), `，${spread(cluster.members)}个部门`),
    h("p", { class: "soft" }, cluster.members.slice(0, 3).map((at) => data.projects[at].name).join("、"), cluster.members.length > 3 && "等"))));
  const rows = texts.slice(0, 200).map((one, at) => h("tr", {}, h("td", {}, text(one.text)),
    h("td", {}, new Set(one.rows.map(([project]) => project)).size), h("td", {}, link(`text/${at}`, {}, "看项目"))));
  return [h("h1", {}, "雷同"),
    h("h2", {}, "套用同一套指标的项目"),
    clusters.length ? [h("p", { class: "hint" }, "一个点是一个项目，颜色是部门，线越粗相同的指标越多。点开看并排比较。"), groups, more] : h("p", {}, "没有发现成套照搬的指标。"),
    h("h2", {}, "照搬的句子"),
    texts.length ? h("div", { class: "card" }, h("table", { class: "plain numbers" },
      h("thead", {}, h("tr", {}, h("th", {}, "指标"), h("th", {}, "项目数"), h("th", {}, ""))), h("tbody", {}, rows)))
      : h("p", {}, "没有发现照搬在不同项目里的句子。")];
}

function viewCluster(number) {
  const cluster = numbered(data.clusters, number);
  if (!cluster) return null;
  const colour = colours(cluster.members);
  const options = (chosenAt) => cluster.members.map((at, place) => h("option", { value: at, selected: place === chosenAt },
    `${data.projects[at].name}（${data.departments[data.projects[at].d].name}）`));
  const holder = h("div", {});
  const show = () => holder.replaceChildren(...sideBySide(data.projects[Number(one.value)], data.projects[Number(other.value)]));
  const one = h("select", { "aria-label": "左边的项目", onchange: () => show() }, options(0));
  const other = h("select", { "aria-label": "右边的项目", onchange: () => show() }, options(1));
  show();
  return [h("p", { class: "crumb" }, link("reuse", {}, "雷同"), " ›"),
    h("h1", {}, `${cluster.members.length}个项目用几乎一样的一套指标`),
    h("div", { class: "card members" }, h("div", {}, net(cluster.members, { labels: true }),
      cluster.members.length > DRAWN && h("p", { class: "hint" }, `图中画出前${DRAWN}个。`)),
    h("ul", { class: "list" }, cluster.members.map((at) => h("li", {},
      s("svg", { class: "dot", viewBox: "0 0 10 10", "aria-hidden": "true" }, s("circle", { cx: 5, cy: 5, r: 5, fill: colour(data.projects[at]) })), " ",
      link(`project/${at}`, {}, data.projects[at].name), h("small", {}, ` ${data.departments[data.projects[at].d].name}`))))),
    h("h2", {}, "并排比较"), h("div", { class: "filters" }, one, other), holder];
}

function viewText(number) {
  const found = numbered(data.texts, number);
  if (!found) return null;
  const [first] = found.rows;
  return [h("p", { class: "crumb" }, link("reuse", {}, "雷同"), " ›"), h("h1", {}, text(found.text)),
    h("div", { class: "card" }, h("table", { class: "plain" }, h("thead", {}, h("tr", {}, ["项目", "部门", "指标值", ""].map((head) => h("th", {}, head)))),
      h("tbody", {}, found.rows.map(([at, row]) => {
        const project = data.projects[at];
        return h("tr", {}, h("td", {}, link(`project/${at}`, {}, project.name)), h("td", {}, data.departments[project.d].name),
          h("td", {}, text(project.rows[row][project.columns.indexOf("value")])),
          h("td", {}, at !== first[0] && link(`pair/${first[0]}/${at}`, { class: "compare" }, "并排比较")));
      }))))];
}

function viewPair(one, other) {
  const [left, right] = [numbered(data.projects, one), numbered(data.projects, other)];
  if (!left || !right) return null;
  return [h("p", { class: "crumb" }, link("reuse", {}, "雷同"), " ›"), h("h1", {}, "并排比较"), ...sideBySide(left, right)];
}

// Rows with the same name first, then the closest by their characters, each row once; then what only one side has.
function aligned(left, right) {
  const free = new Set(right.rows.keys());
  const pairs = new Map();
  const take = (row, match) => { pairs.set(row, match); free.delete(match); };
  left.rows.forEach((_, row) => {
    for (const match of free) if (rowKey(left, row) && rowKey(left, row) === rowKey(right, match)) { take(row, match); break; }
  });
  left.rows.forEach((_, row) => {
    if (pairs.has(row)) return;
    let best = ALIKE;
    let found = null;
    for (const match of free) {
      const close = resemblance(rowKey(left, row), rowKey(right, match));
      if (close > best) [best, found] = [close, match];
    }
    if (found !== null) take(row, found);
  });
  const alone = left.rows.map((_, row) => row).filter((row) => !pairs.has(row));
  return [[...pairs].sort(([one], [other]) => one - other), alone, [...free]];
}

// Dice coefficient of character pairs.
function resemblance(one, other) {
  const pairs = (words) => new Set([...words.slice(0, COMPARED)].slice(1).map((letter, at) => words[at] + letter));
  const [first, second] = [pairs(one), pairs(other)];
  const common = [...first].filter((pair) => second.has(pair)).length;
  return first.size + second.size ? (2 * common) / (first.size + second.size) : 0;
}

// Both texts with what only one of them has marked; the longest common subsequence stays plain.
function differences(one, other) {
  const [a, b] = [[...one], [...other]];
  if (one === other) return [[one], [other]];
  if (a.length > COMPARED || b.length > COMPARED) return [[h("del", {}, text(one))], [h("ins", {}, text(other))]];
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
  }
  const [left, right] = [[], []];
  const add = (side, letter, tag) => {
    const last = side[side.length - 1];
    if (last && last[1] === tag) last[0] += letter; else side.push([letter, tag]);
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { add(left, a[i], null); add(right, b[j], null); i += 1; j += 1; }
    else if (j >= b.length || (i < a.length && length[i + 1][j] >= length[i][j + 1])) { add(left, a[i], "del"); i += 1; }
    else { add(right, b[j], "ins"); j += 1; }
  }
  const made = (side) => side.map(([words, tag]) => (tag ? h(tag, {}, words) : words));
  return [made(left), made(right)];
}

function sideBySide(left, right) {
  if (left === right) return [h("p", {}, "请选两个不同的项目。")];
  const [rows, onlyLeft, onlyRight] = aligned(left, right);
  const fields = Object.keys(data.columns).filter((field) => field !== "level1" && left.columns.includes(field) && right.columns.includes(field));
  const words = (project, row, field) => project.rows[row][project.columns.indexOf(field)];
  const same = ([one, other]) => {
    const parts = fields.map((field) => [data.columns[field], ...differences(words(left, one, field), words(right, other, field))]);
    return h("tr", { class: "same" }, [1, 2].map((side) => h("td", {}, parts.map((part) => h("span", { class: "cell" }, h("small", {}, part[0]), part[side])))));
  };
  const alone = (project, row) => h("td", {}, row !== undefined
    && [h("small", {}, `${words(project, row, "level2")} `), text(words(project, row, "name")), " ", text(words(project, row, "value"))]);
  const rest = Array.from({ length: Math.max(onlyLeft.length, onlyRight.length) }, (_, at) => h("tr", { class: "alone" },
    alone(left, onlyLeft[at]), alone(right, onlyRight[at])));
  const head = (project) => h("th", { scope: "col" }, link(`project/${project.at}`, {}, project.name), h("br"), h("small", {}, data.departments[project.d].name));
  const goals = differences(left.goal || "", right.goal || "");
  return [h("p", {}, `左边${left.rows.length}条指标，右边${right.rows.length}条，对得上${rows.length}条。底色为对得上的行，`,
    h("del", { class: "key" }, "红"), "、", h("ins", { class: "key" }, "绿"), "为两边不同的字。"),
  h("div", { class: "card" }, h("table", { class: "pair" }, h("thead", {}, h("tr", {}, head(left), head(right))),
    h("tbody", {}, (left.goal || right.goal) && h("tr", {}, goals.map((goal) => h("td", {}, h("span", { class: "cell" }, h("small", {}, "绩效目标"), goal)))), rows.map(same),
      rest.length > 0 && h("tr", { class: "parting" }, h("th", { colspan: 2, scope: "colgroup" }, "只在一边的指标")), rest)))];
}

// The data, and elements made from it. Texts reach the page only as text nodes; addresses only as fragments of this file.

const data = JSON.parse(document.getElementById("data").textContent);
const SEVERITIES = [["error", "错误"], ["warning", "警告"], ["note", "提示"]];
const GRADES = { 优: "a", 良: "b", 中: "c", 差: "d" };
const SVG = "http://www.w3.org/2000/svg";
const LONG = 600;
const CHUNK = 60;

const group = (list, key) => {
  const found = new Map();
  for (const entry of list) {
    const at = key(entry);
    if (!found.has(at)) found.set(at, []);
    found.get(at).push(entry);
  }
  return found;
};

data.findings.forEach((finding, number) => { finding.number = number; });
const findingsOfProject = group(data.findings, (finding) => finding.p);
const findingsOfDepartment = group(data.findings, (finding) => finding.d);
data.projects.forEach((project, at) => { project.at = at; });
data.departments.forEach((department, at) => { department.at = at; });
const projectsOfDepartment = group(data.projects, (project) => project.d);
const ruleBySlug = new Map(data.rules.map((rule) => [rule.slug, rule]));

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
const link = (route, attributes, ...children) => h("a", { href: `#/${route}`, ...attributes }, ...children);

const points = (number) => (number === null || number === undefined ? "—" : number.toFixed(1));
const grade = (name) => name && h("span", { class: `grade ${GRADES[name]}` }, name);
const pill = (severity) => h("span", { class: `pill ${SEVERITIES[severity][0]}` }, SEVERITIES[severity][1]);
// The entry that a part of an address names.
const numbered = (list, at) => (/^\d+$/.test(at) ? list[Number(at)] : undefined);
const byDocument = (one, other) => one.number - other.number;

function meter(share, kind, mark) {
  return s("svg", { class: "meter", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    s("rect", { class: "track", width: 100, height: 10 }),
    s("rect", { class: kind, width: Math.max(0, Math.min(100, share)), height: 10 }),
    mark !== undefined && s("rect", { class: "mark", x: mark - 0.2, width: 0.5, height: 10 }));
}

// A text as written; a very long one unfolds.
function text(words) {
  if (words.length <= LONG) return words;
  const shown = h("span", {}, `${words.slice(0, LONG / 2)}…`);
  const more = h("button", { class: "link", type: "button", onclick: (event) => {
    event.stopPropagation();
    shown.textContent = words;
    more.remove();
  } }, `展开全文（${words.length}字）`);
  return [shown, more];
}

// How many findings of each severity.
function tally(findings) {
  const counts = [0, 0, 0];
  for (const finding of findings) counts[finding.s] += 1;
  return h("span", { class: "tally" }, counts.map((count, severity) => count > 0
    && h("span", { class: `num ${SEVERITIES[severity][0]}`, title: `${SEVERITIES[severity][1]}${count}处` }, count)));
}

// A list that grows as the reader nears its end; printing shows all of it.
let grow = null;
let watcher = null;
function lazily(list, entries, make) {
  let at = 0;
  const more = h("button", { class: "more", type: "button", onclick: () => next(CHUNK) });
  const next = (count) => {
    list.append(...entries.slice(at, at + count).map(make));
    at = Math.min(at + count, entries.length);
    more.hidden = at >= entries.length;
    more.textContent = `再显示一些（还有${entries.length - at}条）`;
  };
  next(CHUNK);
  grow = () => next(Infinity);
  if (watcher) watcher.disconnect();
  watcher = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) next(CHUNK); }, { rootMargin: "600px" });
  watcher.observe(more);
  return more;
}
window.addEventListener("beforeprint", () => {
  if (grow) grow();
  document.querySelectorAll("#overview details").forEach((one) => { one.open = true; });
});

// A table whose heads sort it; columns are [head, cell of an entry, key of an entry, class].
function sortable(entries, columns, first, falling) {
  const body = h("tbody", {});
  const place = h("div", {});
  const heads = columns.map(([head, , key, kind], at) => h("th", { class: kind, scope: "col" },
    key ? h("button", { class: "link", type: "button", onclick: () => sort(at) }, head) : head));
  let by = -1;
  let down = falling;
  const sort = (at) => {
    down = at === by ? !down : (by < 0 ? falling : at > 1);
    by = at;
    heads.forEach((head, number) => (number === at
      ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
    const key = columns[at][2];
    const compare = (one, other) => (typeof one === "string" ? one.localeCompare(other, "zh-CN") : one - other);
    const sorted = [...entries].sort((one, other) => compare(key(one), key(other)) * (down ? -1 : 1));
    body.replaceChildren();
    place.replaceChildren(lazily(body, sorted, (entry) => h("tr", {},
      columns.map(([, cell, , kind]) => h("td", { class: kind }, cell(entry))))));
  };
  sort(first);
  return [h("table", { class: "plain numbers" }, h("thead", {}, h("tr", {}, heads)), body), place];
}

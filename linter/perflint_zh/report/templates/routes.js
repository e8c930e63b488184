// The fragment says what is shown: #/findings?rule=…, #/project/3, #/pair/3/8.

const view = document.getElementById("view");
const overview = document.getElementById("overview");
const aboutView = document.getElementById("about");
const seek = document.getElementById("seek");
let later = [];
const after = (task) => later.push(task);
let shown = null;

// Keep the address in step with the filters without a new step in the history.
function remember(fragment) {
  const words = fragment.includes("?") ? new URLSearchParams(fragment.slice(fragment.indexOf("?"))).get("q") : "";
  if (document.activeElement !== seek) seek.value = words || "";
  shown = `#/${fragment}`;
  if (location.hash !== shown) history.replaceState(null, "", shown);
}

function viewRules() {
  return [h("h1", {}, "规则"), Object.entries(data.families).map(([family, name]) => {
    const rules = data.rules.filter((rule) => rule.family === family);
    return rules.length > 0 && h("div", { class: "card" }, h("h2", {}, name), h("table", { class: "plain" }, h("tbody", {}, rules.map((rule) => h("tr", {},
      h("td", {}, link(`rule/${rule.slug}`, {}, rule.title), " ", h("small", { class: "wide" }, rule.slug)),
      h("td", {}, rule.count ? link(`findings?rule=${rule.slug}`, {}, `${rule.count}处`) : h("span", { class: "soft" }, "0处")))))));
  })];
}

function viewRule(slug) {
  const rule = ruleBySlug.get(slug);
  if (!rule) return null;
  const severity = SEVERITIES.findIndex(([name]) => name === rule.severity);
  return [h("p", { class: "crumb" }, link("rules", {}, "规则"), " › ", data.families[rule.family] || rule.family),
    h("h1", {}, rule.title),
    h("p", {}, severity >= 0 && pill(severity), " ", h("span", { class: "soft" }, rule.slug)),
    h("div", { class: "card" }, rule.text.map((part) => {
      const [, head, rest] = part.match(/^(写法：|依据：|误报：)?([^]*)$/);
      return h("p", {}, head && h("b", {}, head), rest);
    }), !rule.text.length && "这条规则没有附说明。"),
    rule.outcomes && h("p", { class: "soft" }, `本次检查：${rule.outcomes[0]}处有问题，${rule.outcomes[1]}处通过，${rule.outcomes[2]}处不适用，${rule.outcomes[3]}处缺少事实而暂缓。`),
    h("p", {}, rule.count ? link(`findings?rule=${rule.slug}`, {}, `看这一类的${rule.count}处问题`) : "没有发现这一类问题。")];
}

const VIEWS = {
  departments: viewDepartments,
  department: viewDepartment,
  projects: viewProjects,
  project: viewProject,
  findings: viewFindings,
  reuse: viewReuse,
  cluster: viewCluster,
  text: viewText,
  pair: viewPair,
  rules: viewRules,
  rule: viewRule,
};

function route() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const [name, ...parts] = path.split("/");
  const make = Object.hasOwn(VIEWS, name) ? VIEWS[name] : null;
  shown = location.hash;
  grow = null;
  later = [];
  const made = make && (name === "findings" ? make(new URLSearchParams(query || "")) : make(...parts));
  overview.hidden = Boolean(make) || name === "about";
  aboutView.hidden = name !== "about";
  view.hidden = !make;
  view.replaceChildren();
  if (make) fill(view, {}, made || [h("p", { class: "card" }, "报告里没有这一页。")]);
  for (const one of document.querySelectorAll("nav a")) {
    const own = one.dataset.view.split(" ").includes(name);
    if (own) one.setAttribute("aria-current", "page"); else one.removeAttribute("aria-current");
  }
  const here = document.querySelector("nav a[aria-current]");
  if (here && here.parentElement.scrollWidth > here.parentElement.clientWidth) here.parentElement.scrollLeft = here.offsetLeft - 60;
  scrollTo(0, 0);
  if (document.activeElement !== seek) document.getElementById("main").focus({ preventScroll: true });
  if (name !== "findings" && document.activeElement !== seek) seek.value = "";
  later.forEach((task) => task());
}

seek.form.addEventListener("submit", (event) => event.preventDefault());
seek.addEventListener("input", () => { location.hash = `#/findings?${new URLSearchParams({ q: seek.value.trim() })}`; });
window.addEventListener("hashchange", () => { if (location.hash !== shown) route(); });
route();

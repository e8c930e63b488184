// The list of findings: search, filters, order.

const ORDERS = {
  document: ["文档顺序", byDocument],
  severity: ["级别", (one, other) => one.s - other.s || byDocument(one, other)],
  department: ["部门得分从低到高", (one, other) => other.d - one.d || byDocument(one, other)],
  rule: ["规则失分从多到少", (one, other) => one.r - other.r || byDocument(one, other)],
  confidence: ["可信度", (one, other) => other.c - one.c || byDocument(one, other)],
};

// What a search looks through, made once per finding.
function haystack(finding) {
  if (finding.hay === undefined) {
    const rule = data.rules[finding.r];
    finding.hay = [finding.m, finding.g, finding.i, finding.v, finding.path, data.departments[finding.d].name,
      finding.p === null ? "" : data.projects[finding.p].name, rule.slug, rule.title].join("\n").toLowerCase();
  }
  return finding.hay;
}

function chosen(query) {
  const words = (query.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean);
  const severities = (query.get("severity") || "").split(",").filter(Boolean);
  const exact = { department: (finding) => String(finding.d), rule: (finding) => data.rules[finding.r].slug,
    family: (finding) => data.rules[finding.r].family };
  return data.findings.filter((finding) => (!severities.length || severities.includes(SEVERITIES[finding.s][0]))
    && Object.entries(exact).every(([name, of]) => !query.get(name) || of(finding) === query.get(name))
    && words.every((word) => haystack(finding).includes(word)))
    .sort((ORDERS[query.get("sort")] || ORDERS.document)[1]);
}

// One finding; inside a project its own name and department go without saying.
function card(finding, { within, badge } = {}) {
  const rule = data.rules[finding.r];
  const project = finding.p === null ? null : data.projects[finding.p];
  const quoted = finding.i !== null && [finding.i, finding.v || "（空）"].join("｜");
  return h("li", { class: `finding ${SEVERITIES[finding.s][0]}`, "data-finding": finding.number },
    h("p", { class: "said" }, badge, " ", pill(finding.s), " ", text(finding.m)),
    finding.g && h("p", { class: "advice" }, text(finding.g), finding.fix !== null && finding.fix !== undefined && !finding.g.includes(finding.fix)
      && `（改为“${finding.fix}”）`),
    quoted && !within && h("p", { class: "quote" }, "原文 ", text(quoted)),
    others(finding),
    h("div", { class: "meta" },
      !within && link(`department/${finding.d}`, {}, data.departments[finding.d].name),
      !within && (project ? link(`project/${finding.p}/${finding.number}`, {}, project.name) : h("span", {}, "文档整体")),
      h("span", { title: finding.path }, within ? finding.l : `${finding.path.split(/[\\/]/).pop()} ${finding.l}`),
      link(`rule/${rule.slug}`, { title: rule.title }, rule.short),
      h("span", { title: "规则对这一处的把握" }, `可信度${Math.round(finding.c * 100)}%`)));
}

// Other projects that a finding points to; with copied sets they open side by side.
function others(finding) {
  if (!finding.o.length) return null;
  const entry = ([at, row, words]) => {
    if (at === null || at === finding.p) return h("li", {}, text(words));
    const pair = finding.p !== null && (finding.strength !== undefined || finding.copied);
    return h("li", {}, link(`project/${at}`, {}, text(words)), pair && [" ", link(`pair/${finding.p}/${at}`, { class: "compare" }, "并排比较")]);
  };
  return h("details", {}, h("summary", {}, `另见${finding.o.length}处`), h("ul", {}, finding.o.map(entry)));
}

function viewFindings(query) {
  const list = h("ul", { class: "list" });
  const count = h("span", { class: "count", role: "status" });
  const place = h("div", {});
  const show = () => {
    const found = chosen(query);
    list.replaceChildren();
    place.replaceChildren(lazily(list, found, (finding) => card(finding)));
    count.textContent = found.length === data.findings.length ? `共${found.length}处问题` : `${found.length}处，共${data.findings.length}处`;
    if (!found.length) list.append(h("li", { class: "card" }, data.findings.length ? "没有符合条件的问题，请放宽条件。" : "没有发现问题。"));
    remember(`findings${query.toString() ? `?${query}` : ""}`);
  };
  const change = (name, value) => {
    if (value) query.set(name, value); else query.delete(name);
    show();
  };
  const select = (name, label, options) => h("select", { "aria-label": label, "data-filter": name, onchange: (event) => change(name, event.target.value) },
    h("option", { value: "" }, label),
    options.map(([value, words]) => h("option", { value, selected: query.get(name) === String(value) }, words)));
  const pressed = (query.get("severity") || "").split(",").filter(Boolean);
  const toggles = SEVERITIES.map(([name, words]) => h("button", { type: "button", "data-severity": name, "aria-pressed": String(pressed.includes(name)),
    onclick: (event) => {
      const now = event.currentTarget.getAttribute("aria-pressed") !== "true";
      event.currentTarget.setAttribute("aria-pressed", String(now));
      change("severity", toggles.filter((one) => one.getAttribute("aria-pressed") === "true").map((one) => one.dataset.severity).join(","));
    } }, words));
  const search = h("input", { type: "search", placeholder: "搜索", "aria-label": "在问题中搜索", value: query.get("q") || "",
    oninput: (event) => change("q", event.target.value.trim()) });
  const used = data.rules.filter((rule) => rule.count);
  const families = Object.entries(data.families).filter(([name]) => used.some((rule) => rule.family === name));
  const bar = h("div", { class: "filters" }, search, toggles,
    select("department", "全部部门", data.departments.map((department) => [department.at, department.name])),
    select("family", "全部类别", families),
    select("rule", "全部规则", used.map((rule) => [rule.slug, `${rule.short}（${rule.count}）`])),
    h("select", { "aria-label": "排序", "data-filter": "sort", onchange: (event) => change("sort", event.target.value) },
      Object.entries(ORDERS).map(([name, [words]]) => h("option", { value: name, selected: query.get("sort") === name }, `按${words}`))),
    h("button", { type: "button", onclick: () => { location.hash = "#/findings"; if (!query.toString()) route(); } }, "清除条件"), count);
  show();
  return [h("h1", {}, "问题清单"), bar, list, place];
}

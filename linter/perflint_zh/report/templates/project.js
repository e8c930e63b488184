// Departments and projects: scores, and the goal table as in the document with the faulty cells marked.

const FIELDS = { goal: "绩效目标", budget_wan: "预算数", funds_use: "资金用途", spending_plan: "资金支出计划" };
const TOP = 5;

function blockBars(scored, compared) {
  const names = Object.entries(data.blocks);
  return h("ul", { class: "bars blocks" }, names.map(([name, full], at) => h("li", {}, h("span", { class: "name" }, name),
    meter(100 * scored.blocks[at] / full, "blue", compared && 100 * compared[at] / full),
    h("b", {}, points(scored.blocks[at])), h("small", {}, `／${full}`))));
}

const meanBlocks = (() => {
  const scored = data.projects.filter((project) => project.blocks.length);
  return Object.keys(data.blocks).map((_, at) => scored.reduce((sum, project) => sum + project.blocks[at], 0) / (scored.length || 1));
})();

function scoreCard(entry) {
  if (entry.score === null) return h("p", { class: "card" }, "没有读到绩效目标表，没有得分。");
  const most = Math.max(...entry.lost.map(([, lost]) => lost), 1);
  const lost = ([at, points, count]) => h("li", {}, link(`rule/${data.rules[at].slug}`, { title: data.rules[at].title },
    h("span", { class: "name" }, data.rules[at].short), meter(100 * points / most, "blue"), h("b", {}, points.toFixed(1)), h("small", {}, `${count}处`)));
  return h("div", { class: "card scores" },
    h("div", {}, h("p", {}, h("span", { class: "big" }, points(entry.score)), " ", grade(entry.grade)),
      blockBars(entry, meanBlocks),
      h("p", { class: "hint" }, "竖线是全部项目的平均。", link("about", {}, "得分怎样算")),
      entry.cap && h("p", {}, `得分因“${ruleBySlug.has(entry.cap) ? ruleBySlug.get(entry.cap).short : entry.cap}”封顶。`)),
    h("div", {}, h("h2", {}, "失分在哪里"), entry.lost.length ? h("ol", { class: "bars rules" }, entry.lost.slice(0, TOP).map(lost)) : h("p", { class: "soft" }, "没有失分。"),
      entry.lost.length > TOP && h("details", {}, h("summary", {}, `其余${entry.lost.length - TOP}类`), h("ol", { class: "bars rules" }, entry.lost.slice(TOP).map(lost)))));
}

function viewDepartments() {
  const size = (department) => (projectsOfDepartment.get(department.at) || []).length;
  const found = (department) => findingsOfDepartment.get(department.at) || [];
  const blocks = Object.keys(data.blocks).map((name, at) => [name, (d) => points(d.blocks[at]), (d) => d.blocks[at] ?? -1, "wide"]);
  return [h("h1", {}, "部门"), h("div", { class: "card scroll" }, sortable(data.departments, [
    ["部门", (d) => [link(`department/${d.at}`, {}, d.name), d.year && h("small", {}, ` ${d.year}`)], (d) => d.name],
    ["得分", (d) => [points(d.score), " ", grade(d.grade)], (d) => d.score ?? -1],
    ["项目", size, size], ...blocks,
    ["问题", (d) => tally(found(d)), (d) => found(d).length],
  ], 1, true))];
}

function viewDepartment(at) {
  const department = numbered(data.departments, at);
  if (!department) return null;
  const projects = projectsOfDepartment.get(department.at) || [];
  const findings = findingsOfDepartment.get(department.at) || [];
  const whole = findings.filter((finding) => finding.p === null);
  const rank = data.departments.filter((one) => one.score !== null && one.score > department.score).length + 1;
  const scored = data.departments.filter((one) => one.score !== null).length;
  const order = h("select", { "aria-label": "项目排序", onchange: () => list() },
    [["", "按文档顺序"], ["low", "按得分从低到高"], ["many", "按问题从多到少"]].map(([value, words]) => h("option", { value }, words)));
  const holder = h("div", {});
  const place = h("div", {});
  const keys = { "": (project) => project.at, low: (project) => project.score ?? -1, many: (project) => -(findingsOfProject.get(project.at) || []).length };
  const list = () => {
    const key = keys[order.value];
    holder.replaceChildren();
    place.replaceChildren(lazily(holder, [...projects].sort((one, other) => key(one) - key(other) || one.at - other.at), folded));
  };
  list();
  return [h("p", { class: "crumb" }, link("departments", {}, "部门"), " ›"),
    h("h1", {}, department.name, department.year && h("small", {}, ` ${department.year}年`)),
    h("p", { class: "soft" }, department.score !== null && scored > 1 && `${scored}个部门中第${rank}名，`, `${projects.length}个项目，${findings.length}处问题。文件：${department.files.join("、")}`),
    scoreCard(department),
    whole.length > 0 && [h("h2", {}, "关于整份文档"), h("ul", { class: "list" }, whole.map((finding) => card(finding)))],
    h("h2", {}, "项目"),
    h("div", { class: "filters" }, order,
      h("button", { type: "button", onclick: () => { if (grow) grow(); holder.querySelectorAll("details.project").forEach((one) => { one.open = true; }); } }, "全部展开"),
      link(`findings?department=${department.at}`, {}, "只看问题清单")),
    holder, place];
}

// A project of a department's page; its table is made when it is first opened.
function folded(project) {
  const findings = findingsOfProject.get(project.at) || [];
  const inside = h("div", {});
  return h("details", { class: "project", ontoggle: (event) => {
    if (event.target.open && !inside.childNodes.length) inside.append(...reading(project).filter(Boolean));
  } }, h("summary", {}, h("span", {}, project.name, project.unit && h("small", {}, `（${project.unit}）`)),
    tally(findings), h("span", {}, points(project.score)), grade(project.grade) || h("span", {})), inside);
}

function viewProjects() {
  const found = (project) => findingsOfProject.get(project.at) || [];
  const holder = h("div", { class: "card scroll" });
  const show = (words) => {
    const kept = data.projects.filter((project) => `${project.name}\n${data.departments[project.d].name}`.toLowerCase().includes(words));
    holder.replaceChildren(...sortable(kept, [
      ["项目", (p) => [link(`project/${p.at}`, {}, p.name), p.unit && h("small", {}, `（${p.unit}）`)], (p) => p.name],
      ["得分", (p) => [points(p.score), " ", grade(p.grade)], (p) => p.score ?? -1],
      ["部门", (p) => link(`department/${p.d}`, {}, data.departments[p.d].name), (p) => data.departments[p.d].name, "wide words"],
      ["预算（万元）", (p) => (p.budget === null ? "—" : p.budget.toLocaleString("zh-CN")), (p) => p.budget ?? -1, "wide"],
      ["指标", (p) => p.rows.length, (p) => p.rows.length, "wide"],
      ["问题", (p) => tally(found(p)), (p) => found(p).length],
    ], 1, false));
  };
  show("");
  return [h("h1", {}, "项目"), h("div", { class: "filters" }, h("input", { type: "search", placeholder: "找项目或部门", "aria-label": "找项目或部门",
    oninput: (event) => show(event.target.value.trim().toLowerCase()) })), holder];
}

function viewProject(at, finding) {
  const project = numbered(data.projects, at);
  if (!project) return null;
  const made = [h("p", { class: "crumb" }, link("departments", {}, "部门"), " › ", link(`department/${project.d}`, {}, data.departments[project.d].name), " ›"),
    h("h1", {}, project.name, project.unit && h("small", {}, `（${project.unit}）`)),
    h("p", { class: "soft" }, `${project.path} ${project.place}`),
    scoreCard(project), ...reading(project)];
  if (finding !== undefined) after(() => focusOn(finding));
  return made;
}

// The table with its findings beside it. A finding and its cells carry the same number.
function reading(project) {
  const findings = findingsOfProject.get(project.at) || [];
  const cells = new Map();
  const mark = (key, number) => cells.set(key, [...(cells.get(key) || []), number]);
  findings.forEach((finding, number) => {
    if (finding.w === null) mark(FIELDS[finding.f] ? finding.f : "whole", number);
    else for (const row of new Set([finding.w, ...finding.x])) mark(`${row}.${project.columns.includes(finding.f) ? finding.f : "name"}`, number);
  });
  const numbers = (key) => (cells.get(key) || []).map((number) => h("button", { type: "button", class: `num ${SEVERITIES[findings[number].s][0]}`,
    "aria-label": `问题${number + 1}：${findings[number].m}`, onclick: (event) => focusOn(findings[number].number, event.currentTarget) }, number + 1));
  const state = (key) => {
    const found = cells.get(key);
    return found ? `at ${SEVERITIES[Math.min(...found.map((number) => findings[number].s))][0]}` : "";
  };
  const about = (key) => (cells.get(key) || []).map((number) => findings[number].number).join(" ") || null;
  const fact = (key, words) => [h("dt", {}, FIELDS[key]), h("dd", { class: state(key), "data-about": about(key) }, numbers(key), " ", words)];
  const plan = project.plan.filter(([, part]) => part !== null).map(([when, part]) => `${when} ${part}`).join("，");
  const facts = h("dl", { class: "facts" },
    fact("budget_wan", project.budget === null ? "未写" : `${project.budget.toLocaleString("zh-CN")}万元`),
    (project.use || cells.has("funds_use")) && fact("funds_use", text(project.use || "（空）")),
    (plan || cells.has("spending_plan")) && fact("spending_plan", plan || "（空）"),
    fact("goal", project.goal === null ? "表里没有这一栏" : text(project.goal || "（空）")),
    cells.has("whole") && [h("dt", {}, "整个项目"), h("dd", { class: state("whole"), "data-about": about("whole") }, numbers("whole"))]);
  const heads = project.columns.map((field) => data.columns[field]);
  const merged = (row, column) => column < 2 && row > 0 && project.rows[row][column] !== ""
    && project.rows[row].slice(0, column + 1).every((cell, at) => cell === project.rows[row - 1][at]) && !cells.has(`${row}.${project.columns[column]}`);
  const cell = (words, row, column) => {
    const key = `${row}.${project.columns[column]}`;
    const kind = [state(key), column < 2 && `l${column + 1}`, merged(row, column) && "spread"].filter(Boolean).join(" ");
    return h("td", { class: kind || null, "data-head": heads[column], "data-about": about(key) },
      h("span", { class: "cell" }, text(words || (cells.has(key) ? "（空）" : ""))), numbers(key));
  };
  const table = project.rows.length ? h("div", { class: "scroll" }, h("table", { class: "goal" },
    h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, project.rows.map((row, at) => h("tr", {}, row.map((words, column) => cell(words, at, column)))))))
    : h("p", {}, "表里没有指标。");
  const notes = findings.map((finding, number) => {
    const made = card(finding, { within: true, badge: h("span", { class: `num ${SEVERITIES[finding.s][0]}` }, number + 1) });
    made.addEventListener("click", (event) => { if (!event.target.closest("a, button, summary")) focusOn(finding.number, made); });
    return made;
  });
  return [h("div", { class: "reading" }, h("div", { class: "card" }, facts, table),
    h("ol", { class: "list beside" }, notes.length ? notes : h("li", { class: "card good" }, "没有发现问题。")))];
}

// Light up a finding with its cells and bring the other side into view.
function focusOn(number, from) {
  const scope = (from && from.closest(".reading")) || view;
  view.querySelectorAll(".on").forEach((one) => one.classList.remove("on"));
  const note = scope.querySelector(`[data-finding="${Number(number)}"]`);
  const marked = scope.querySelectorAll(`[data-about~="${Number(number)}"]`);
  [note, ...marked].forEach((one) => one && one.classList.add("on"));
  const other = from && from.classList.contains("finding") ? marked[0] : note;
  if (other) other.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

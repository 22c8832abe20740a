// The page of a network: filters, list, details, and what happens when. Its lines are the stances of an actor towards a
// target (arrows), or ties between two actors or an actor and a target, of which about.ties tells the kind.

const DAY = 86400000;
let nodes = new Map(), arrows = [], net = null;
let known = new Map(); // nodes, and the targets of ties, which are none
let visible = new Map(); // arrow id -> the records that pass the filters
let shown = { nodes: new Set(), arrows: [] };
let limit = 0;
let chosen = null; // the id of the arrow or node whose details the panel shows

const label = (id) => named(known.get(id).labels);
const sideName = (side) => (about.ties ? words.ties[about.ties].sides : words.valences)[side];
const arrowOf = (id) => arrows[Number(id.slice("edge:".length))];
const isArrow = (id) => id !== null && !nodes.has(id);

// The types of an arrow, the most frequent first.
const typesOf = (arrow) => {
  if (about.ties) return sideName(arrow.valence);
  const counts = new Map();
  for (const record of visible.get(arrow.id) || arrow.records) counts.set(record.type, (counts.get(record.type) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([type]) => named(typeOf(type).labels)).join(", ");
};

// --- filters

const textOf = (record) => {
  record.text ??= record.ends.flatMap((id) => Object.values(known.get(id).labels))
    .concat(record.sentence, record.target, Object.values(record.actor), record.speaker ? Object.values(record.speaker) : "",
      record.article.title || "", record.condition ? record.condition.text : "").join("\n").toLocaleLowerCase();
  return record.text;
};

// The nodes that a typed name means: those of exactly this name, else those in whose name it stands.
const meant = (typed, ids) => {
  const wanted = typed.trim().replace(/…$/, "").toLocaleLowerCase();
  if (!wanted) return null;
  const names = [...ids].map((id) => [id, Object.values(known.get(id).labels).map((name) => name.toLocaleLowerCase())]);
  const exact = names.filter(([, labels]) => labels.includes(wanted));
  return new Set((exact.length ? exact : names.filter(([, labels]) => labels.some((name) => name.includes(wanted)))).map(([id]) => id));
};

const ticked = (id) => new Set([...document.querySelectorAll(`#${id} input:checked`)].map((box) => box.value));

const filter = () => {
  const wanted = byId("search").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const types = ticked("types"), valences = ticked("valences");
  const actors = meant(byId("actor").value, [...nodes.keys()].filter((id) => nodes.get(id).kind !== "target"));
  const targets = meant(byId("target").value, known.keys());
  const from = byId("from").value, to = byId("to").value, confidence = Number(byId("confidence").value) / 100;
  visible = new Map();
  for (const arrow of arrows) {
    if (!valences.has(arrow.valence)) continue;
    if (actors && !actors.has(arrow.from) && !actors.has(arrow.to)) continue;
    if (targets && !arrow.targets.some((id) => targets.has(id))) continue;
    const records = arrow.records.filter((record) => types.has(record.type) && record.confidence >= confidence
      && (!from || record.date >= from) && (!to || (record.date && record.date <= to))
      && wanted.every((word) => textOf(record).includes(word)));
    if (records.length) visible.set(arrow.id, records);
  }
  shown = strongest(arrows.filter((arrow) => visible.has(arrow.id)), limit, about.per_node, strength);
};

// How much a line weighs: the weight of a tie, or so many stances as pass the filters.
const strength = (arrow) => (about.ties ? Math.abs(arrow.weight) : visible.get(arrow.id).length);
const amount = (arrow) => (about.ties ? weight(arrow.weight) : visible.get(arrow.id).length > 1 && number(visible.get(arrow.id).length));

const apply = (whole = false) => {
  filter();
  byId("percent").textContent = percent(Number(byId("confidence").value) / 100);
  const all = document.querySelectorAll("#types input").length, some = ticked("types").size;
  byId("chosen").textContent = some === all ? words.all_types : `${some}/${all}`;
  const kept = chosen !== null && (visible.has(chosen) || shown.nodes.has(chosen));
  show(kept ? chosen : null, whole);
  extent();
};

// How much of what passes the filters the picture shows.
const extent = () => {
  const ends = new Set([...visible.keys()].flatMap((id) => [arrowOf(id).from, arrowOf(id).to]));
  byId("extent").textContent = fill(about.ties ? words.extent_ties : words.extent,
    { shown: shown.nodes.size, all: ends.size, arrows: shown.arrows.length, all_arrows: visible.size });
  byId("more").hidden = shown.arrows.length >= visible.size;
  byId("less").hidden = limit <= about.limit;
};

// --- the picture

// What stays bright while an arrow or node is chosen: it, its ends or neighbours, and the arrows between.
const nearChosen = () => {
  if (chosen === null) return null;
  const around = isArrow(chosen) ? [arrowOf(chosen)] : shown.arrows.filter(({ from, to }) => from === chosen || to === chosen);
  return new Set([chosen, ...around.flatMap((arrow) => [arrow.id, arrow.from, arrow.to])]);
};

const paint = (whole = false) => {
  const near = nearChosen();
  net.update(shown, {
    label: typesOf, amount, directed: !about.ties,
    width: (arrow) => (about.ties ? 1.6 + 6.4 * (strength(arrow) / about.heaviest)
      : Math.min(1.6 + 1.2 * Math.log2(strength(arrow)), 9)),
    faded: (id) => near !== null && !near.has(id), coalitions: byId("colour").value === "coalition",
  }, () => {
    net.select(chosen);
    if (whole) net.fit();
  });
};

// --- the panel

const stroke = (arrow) => element("span", { class: `type ${arrow.valence}` }, typesOf(arrow));

const entry = (id) => {
  const arrow = arrowOf(id), much = amount(arrow);
  return element("li", {}, button({ "data-edge": id }, () => { show(id); net.bring([arrow.from, arrow.to]); },
    own("bdi", { class: "who" }, cut(label(arrow.from), 200)), " ", stroke(arrow), " ",
    own("bdi", { class: "what" }, cut(label(arrow.to), 200)), much && element("span", { class: "count" }, about.ties ? ` (${much})` : ` ×${much}`)));
};

const end = (id, kind) => button({ class: `end ${kind}`, dir: "auto" }, () => { show(id); net.bring([id]); }, label(id));
const back = () => button({ class: "back" }, () => show(null), `← ${about.ties ? words.back_ties : words.back}`);
const many = (a, b) => strength(arrowOf(b)) - strength(arrowOf(a));

// What stands behind a line: the stances of an arrow; those of a tie by target, on which two agree or differ.
const behind = (arrow) => {
  const records = visible.get(arrow.id);
  if (!arrow.agree) return [list(records, card, "div", "evidence")];
  const both = [["agree_on", arrow.agree], ["differ_on", arrow.differ]];
  if (arrow.valence === "against") both.reverse();
  return both.filter(([, targets]) => targets.length).flatMap(([how, targets]) => [
    element("h3", { class: "how" }, `${words.chart[how]} (${number(targets.length)})`),
    ...targets.flatMap((target) => {
      const those = records.filter((record) => record.ends[1] === target);
      return those.length ? [own("h4", {}, label(target)), list(those, card, "div", "evidence")] : [];
    })]);
};

const show = (id, whole = false) => {
  const panel = byId("panel"), before = chosen, focused = panel.contains(document.activeElement);
  chosen = id;
  paint(whole);
  if (isArrow(id)) {
    const arrow = arrowOf(id);
    panel.replaceChildren(back(), element("h2", {}, end(arrow.from, "who"), " ", stroke(arrow), " ", end(arrow.to, "what")),
      ...behind(arrow));
  } else if (id !== null) {
    const ids = [...visible.keys()].sort(many);
    const mine = (edge) => arrowOf(edge).from === id || (about.ties && nodes.get(id).kind !== "target" && arrowOf(edge).to === id);
    const takes = ids.filter(mine), meets = ids.filter((edge) => arrowOf(edge).to === id && !mine(edge));
    panel.replaceChildren(back(), own("h2", {}, label(id)), element("p", { class: "kind" }, words.kinds[nodes.get(id).kind]));
    if (takes.length) panel.append(element("h3", {}, about.ties ? words.list_ties : words.takes), list(takes, entry));
    for (const valence of about.sides) {
      const those = meets.filter((edge) => arrowOf(edge).valence === valence);
      if (those.length) panel.append(element("h3", {}, `${words.meets}: ${sideName(valence)}`), list(those, entry));
    }
  } else {
    const count = about.ties ? visible.size : [...visible.values()].reduce((sum, records) => sum + records.length, 0);
    panel.replaceChildren(element("h2", {}, `${about.ties ? words.list_ties : words.list} (${number(count)})`),
      visible.size ? list([...visible.keys()].sort(many), entry) : element("p", {}, words.no_match));
  }
  panel.scrollTop = 0;
  // The button that had the focus is gone: keep the keyboard where the reader is.
  if (focused) (panel.querySelector(".back") || panel.querySelector(`[data-edge="${before}"]`) || panel).focus();
};

// --- words and controls

const legend = () => {
  const grouped = byId("colour").value === "coalition";
  const kinds = Object.keys(KINDS).filter((kind) => [...nodes.values()].some((node) => node.kind === kind));
  byId("legend").replaceChildren(
    ...about.sides.map((valence) => element("p", {}, element("span", { class: `swatch ${valence}` }), sideName(valence))),
    ...kinds.map((kind) => element("p", {}, element("span", { class: `shape ${grouped && kind !== "target" ? "" : kind}` }, KINDS[kind]),
      words.kinds[kind])),
    ...(grouped ? about.coalitions.slice(0, GROUPS).map((ids, place) => element("p", {}, element("span", { class: `shape group-${place}` }, "⬤"),
      `${fill(words.coalition, { number: place + 1 })}: ${ids.slice(0, 3).map((id) => cut(label(id), 40)).join(", ")}${ids.length > 3 ? " …" : ""}`)) : []),
    element("p", { class: "note" }, about.ties ? words.ties[about.ties].thickness : words.thickness));
};

const speak = () => {
  words = about.words[lang];
  document.documentElement.lang = lang;
  const title = about.title || (about.ties ? words.ties[about.ties].title : words.title);
  document.title = title;
  byId("title").textContent = title;
  const span = about.first ? `, ${day(about.first)}${about.last === about.first ? "" : ` – ${day(about.last)}`}` : "";
  byId("summary").textContent = fill(about.ties ? words.summary_ties : words.summary, { ...about.counts, span })
    + (about.counts.stances < about.counts.all ? ` · ${fill(about.ties ? words.left_out_ties : words.left_out, about.counts)}` : "");
  for (const place of document.querySelectorAll("[data-text]")) place.textContent = words[place.dataset.text];
  for (const place of document.querySelectorAll("[data-hint]")) place.placeholder = words[place.dataset.hint];
  for (const place of document.querySelectorAll("[data-name]")) place.setAttribute("aria-label", words[place.dataset.name]);
  const tick = (id, value, ...content) => {
    const before = byId(id).querySelector(`input[value="${value}"]`);
    const box = element("input", { type: "checkbox", value });
    box.checked = before ? before.checked : true;
    return element("label", {}, box, ...content);
  };
  byId("valences").replaceChildren(...about.sides.map((valence) => tick("valences", valence,
    element("span", { class: `swatch ${valence}` }), sideName(valence))));
  byId("types").querySelector("div").replaceChildren(...about.types.map((type) => tick("types", type.type,
    element("span", { class: `type ${type.valence}` }, named(type.labels)))));
  const offer = (id, ids) => byId(id).replaceChildren(...[...new Set(ids.map((node) => cut(label(node), 80)))]
    .sort(new Intl.Collator(lang).compare).map((name) => element("option", { value: name })));
  offer("actors", [...nodes.keys()].filter((id) => nodes.get(id).kind !== "target"));
  offer("targets", [...new Set(arrows.flatMap((arrow) => arrow.targets))]);
  legend();
};

// The two ends of the slider and the two dates are the same thing, shown twice.
const time = () => {
  const at = (iso) => Math.round((Date.parse(iso) - Date.parse(about.first)) / DAY);
  const iso = (days) => new Date(Date.parse(about.first) + days * DAY).toISOString().slice(0, 10);
  const last = about.first ? at(about.last) : 0;
  byId("time").hidden = !about.first || Boolean(about.ties);
  byId("slider").hidden = last === 0;
  const ends = { from: 0, to: last };
  const draw = () => {
    const [low, high] = ["from", "to"].map((end) => Number(byId(`${end}-slider`).value));
    byId("slider").style.setProperty("--low", `${(100 * low) / (last || 1)}%`);
    byId("slider").style.setProperty("--high", `${(100 * high) / (last || 1)}%`);
    for (const end of ["from", "to"]) byId(`${end}-slider`).setAttribute("aria-valuetext", day(iso(Number(byId(`${end}-slider`).value))));
  };
  for (const end of ["from", "to"]) {
    Object.assign(byId(end), { min: about.first || "", max: about.last || "" });
    Object.assign(byId(`${end}-slider`), { min: 0, max: last, value: ends[end] });
    byId(end).addEventListener("input", () => { byId(`${end}-slider`).value = byId(end).value ? at(byId(end).value) : ends[end]; draw(); });
    byId(`${end}-slider`).addEventListener("input", () => {
      const other = byId(`${end === "from" ? "to" : "from"}-slider`), mine = byId(`${end}-slider`);
      const value = (end === "from" ? Math.min : Math.max)(Number(mine.value), Number(other.value));
      mine.value = value;
      byId(end).value = value === ends[end] ? "" : iso(value); // an end that rests leaves in what has no date
      draw();
    });
  }
  return { draw, reset: () => { for (const end of ["from", "to"]) byId(`${end}-slider`).value = ends[end]; draw(); } };
};

// Ties share their stances: those of an actor towards a target are the evidence of each tie that the target makes.
const tie = (edges, records) => {
  const taken = new Map();
  for (const record of records) {
    record.ends = about.positions[record.group];
    const key = record.ends.join("\n");
    taken.set(key, [...(taken.get(key) || []), record]);
  }
  arrows = edges.map((edge) => {
    const targets = edge.agree ? [...new Set([...edge.agree, ...edge.differ])] : [edge.to];
    const actors = edge.agree ? [edge.from, edge.to] : [edge.from];
    return { ...edge, targets, records: targets.flatMap((target) => actors.flatMap((actor) => taken.get(`${actor}\n${target}`) || [])) };
  });
};

const start = async () => {
  const data = await unpack();
  about = data.about;
  nodes = new Map(data.nodes.map((node) => [node.id, node]));
  known = new Map([...nodes, ...Object.entries(about.targets || {}).map(([id, labels]) => [id, { labels }])]);
  const records = recordsOf(about.evidence);
  if (about.ties) tie(data.edges, records);
  else {
    arrows = data.edges.map((arrow) => ({ ...arrow, targets: [arrow.to], records: [] }));
    for (const record of records) {
      arrows[record.group].records.push(record);
      record.ends = [arrows[record.group].from, arrows[record.group].to];
    }
  }
  limit = about.limit;
  lang = about.lang || ((navigator.language || "en").startsWith("de") ? "de" : "en");
  byId("colour").value = about.colour;
  byId("colour").closest("label").hidden = !about.coalitions.length;
  speak();
  byId("language").addEventListener("click", () => { lang = lang === "de" ? "en" : "de"; speak(); if (net) apply(); });
  if (!arrows.length) return;
  // Weights are what the whole time and all types make of them: a tie has no part to filter by.
  if (about.ties) for (const id of ["types", "confidence"]) byId(id).closest("label, details").hidden = true;
  const slider = time();
  slider.draw();
  net = picture(nodes, (id) => show(id));
  apply();
  const wider = matchMedia("(min-width: 801px)"), unfold = () => { byId("filters").open = wider.matches; };
  unfold();
  wider.addEventListener("change", unfold);
  byId("filters").addEventListener("input", () => { legend(); apply(); });
  byId("reset").addEventListener("click", () => {
    for (const box of document.querySelectorAll("#filters input[type=checkbox]")) box.checked = true;
    for (const id of ["search", "actor", "target", "from", "to"]) byId(id).value = "";
    byId("confidence").value = 0;
    limit = about.limit;
    slider.reset();
    apply(true);
  });
  const step = (factor) => { limit = Math.max(about.limit, Math.round(limit * factor)); apply(true); };
  byId("more").addEventListener("click", () => step(2));
  byId("less").addEventListener("click", () => step(1 / 2));
  byId("fit").addEventListener("click", () => net.fit());
  byId("closer").addEventListener("click", () => net.zoom(1.3));
  byId("farther").addEventListener("click", () => net.zoom(1 / 1.3));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && chosen !== null) show(null); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => paint());
  // For tests and for the curious: what is drawn, and what passes the filters.
  window.stanceGraph = { network: net.network, nodes: net.nodes, edges: net.edges, visible: () => [...visible.keys()] };
};

start();

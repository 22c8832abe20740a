// The page of a network: filters, list, details, and what happens when.

const VALENCES = ["favour", "against", "open"];
const DAY = 86400000;
let nodes = new Map(), arrows = [], net = null;
let visible = new Map(); // arrow id -> the records that pass the filters
let shown = { nodes: new Set(), arrows: [] };
let limit = 0;
let chosen = null; // the id of the arrow or node whose details the panel shows

const label = (id) => named(nodes.get(id).labels);
const arrowOf = (id) => arrows[Number(id.slice("edge:".length))];
const isArrow = (id) => id !== null && !nodes.has(id);

// The types of an arrow, the most frequent first.
const typesOf = (arrow) => {
  const counts = new Map();
  for (const record of visible.get(arrow.id) || arrow.records) counts.set(record.type, (counts.get(record.type) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([type]) => named(typeOf(type).labels)).join(", ");
};

// --- filters

const textOf = (record) => {
  const arrow = arrows[record.group];
  record.text ??= [nodes.get(arrow.from), nodes.get(arrow.to)].flatMap((node) => Object.values(node.labels))
    .concat(record.sentence, record.target, Object.values(record.actor), record.speaker ? Object.values(record.speaker) : "",
      record.article.title || "", record.condition ? record.condition.text : "").join("\n").toLocaleLowerCase();
  return record.text;
};

// The nodes that a typed name means: those of exactly this name, else those in whose name it stands.
const meant = (typed, ids) => {
  const wanted = typed.trim().replace(/…$/, "").toLocaleLowerCase();
  if (!wanted) return null;
  const names = [...ids].map((id) => [id, Object.values(nodes.get(id).labels).map((name) => name.toLocaleLowerCase())]);
  const exact = names.filter(([, labels]) => labels.includes(wanted));
  return new Set((exact.length ? exact : names.filter(([, labels]) => labels.some((name) => name.includes(wanted)))).map(([id]) => id));
};

const ticked = (id) => new Set([...document.querySelectorAll(`#${id} input:checked`)].map((box) => box.value));

const filter = () => {
  const wanted = byId("search").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const types = ticked("types"), valences = ticked("valences");
  const actors = meant(byId("actor").value, [...nodes.keys()].filter((id) => nodes.get(id).kind !== "target"));
  const targets = meant(byId("target").value, nodes.keys());
  const from = byId("from").value, to = byId("to").value, confidence = Number(byId("confidence").value) / 100;
  visible = new Map();
  for (const arrow of arrows) {
    if (!valences.has(arrow.valence)) continue;
    if (actors && !actors.has(arrow.from) && !actors.has(arrow.to)) continue;
    if (targets && !targets.has(arrow.to)) continue;
    const records = arrow.records.filter((record) => types.has(record.type) && record.confidence >= confidence
      && (!from || record.date >= from) && (!to || (record.date && record.date <= to))
      && wanted.every((word) => textOf(record).includes(word)));
    if (records.length) visible.set(arrow.id, records);
  }
  shown = strongest(arrows.filter((arrow) => visible.has(arrow.id)), limit, about.per_node, (arrow) => visible.get(arrow.id).length);
};

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
  byId("extent").textContent = fill(words.extent,
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
    count: (arrow) => visible.get(arrow.id).length, label: typesOf,
    faded: (id) => near !== null && !near.has(id), coalitions: byId("colour").value === "coalition",
  }, () => {
    net.select(chosen);
    if (whole) net.fit();
  });
};

// --- the panel

const stroke = (arrow) => element("span", { class: `type ${arrow.valence}` }, typesOf(arrow));

const entry = (id) => {
  const arrow = arrowOf(id), count = visible.get(id).length;
  return element("li", {}, button({ "data-edge": id }, () => { show(id); net.bring([arrow.from, arrow.to]); },
    own("bdi", { class: "who" }, cut(label(arrow.from), 200)), " ", stroke(arrow), " ",
    own("bdi", { class: "what" }, cut(label(arrow.to), 200)), count > 1 && element("span", { class: "count" }, ` ×${number(count)}`)));
};

const end = (id, kind) => button({ class: `end ${kind}`, dir: "auto" }, () => { show(id); net.bring([id]); }, label(id));
const back = () => button({ class: "back" }, () => show(null), `← ${words.back}`);
const many = (a, b) => visible.get(b).length - visible.get(a).length;

const show = (id, whole = false) => {
  const panel = byId("panel"), before = chosen, focused = panel.contains(document.activeElement);
  chosen = id;
  paint(whole);
  if (isArrow(id)) {
    const arrow = arrowOf(id);
    panel.replaceChildren(back(), element("h2", {}, end(arrow.from, "who"), " ", stroke(arrow), " ", end(arrow.to, "what")),
      list(visible.get(id), card, "div", "evidence"));
  } else if (id !== null) {
    const ids = [...visible.keys()].sort(many);
    const takes = ids.filter((edge) => arrowOf(edge).from === id), meets = ids.filter((edge) => arrowOf(edge).to === id);
    panel.replaceChildren(back(), own("h2", {}, label(id)), element("p", { class: "kind" }, words.kinds[nodes.get(id).kind]));
    if (takes.length) panel.append(element("h3", {}, words.takes), list(takes, entry));
    for (const valence of VALENCES) {
      const those = meets.filter((edge) => arrowOf(edge).valence === valence);
      if (those.length) panel.append(element("h3", {}, `${words.meets}: ${words.valences[valence]}`), list(those, entry));
    }
  } else {
    const count = [...visible.values()].reduce((sum, records) => sum + records.length, 0);
    panel.replaceChildren(element("h2", {}, `${words.list} (${number(count)})`),
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
    ...VALENCES.map((valence) => element("p", {}, element("span", { class: `swatch ${valence}` }), words.valences[valence])),
    ...kinds.map((kind) => element("p", {}, element("span", { class: `shape ${grouped && kind !== "target" ? "" : kind}` }, KINDS[kind]),
      words.kinds[kind])),
    ...(grouped ? about.coalitions.slice(0, GROUPS).map((ids, place) => element("p", {}, element("span", { class: `shape group-${place}` }, "⬤"),
      `${fill(words.coalition, { number: place + 1 })}: ${ids.map(label).slice(0, 3).join(", ")}${ids.length > 3 ? " …" : ""}`)) : []),
    element("p", { class: "note" }, words.thickness));
};

const speak = () => {
  words = about.words[lang];
  document.documentElement.lang = lang;
  const title = about.title || words.title;
  document.title = title;
  byId("title").textContent = title;
  const span = about.first ? `, ${day(about.first)}${about.last === about.first ? "" : ` – ${day(about.last)}`}` : "";
  byId("summary").textContent = fill(words.summary, { ...about.counts, span })
    + (about.counts.stances < about.counts.all ? ` · ${fill(words.left_out, about.counts)}` : "");
  for (const place of document.querySelectorAll("[data-text]")) place.textContent = words[place.dataset.text];
  for (const place of document.querySelectorAll("[data-hint]")) place.placeholder = words[place.dataset.hint];
  for (const place of document.querySelectorAll("[data-name]")) place.setAttribute("aria-label", words[place.dataset.name]);
  const tick = (id, value, ...content) => {
    const before = byId(id).querySelector(`input[value="${value}"]`);
    const box = element("input", { type: "checkbox", value });
    box.checked = before ? before.checked : true;
    return element("label", {}, box, ...content);
  };
  byId("valences").replaceChildren(...VALENCES.map((valence) => tick("valences", valence,
    element("span", { class: `swatch ${valence}` }), words.valences[valence])));
  byId("types").querySelector("div").replaceChildren(...about.types.map((type) => tick("types", type.type,
    element("span", { class: `type ${type.valence}` }, named(type.labels)))));
  const offer = (id, ids) => byId(id).replaceChildren(...[...new Set(ids.map((node) => cut(label(node), 80)))]
    .sort(new Intl.Collator(lang).compare).map((name) => element("option", { value: name })));
  offer("actors", [...nodes.keys()].filter((id) => nodes.get(id).kind !== "target"));
  offer("targets", [...new Set(arrows.map((arrow) => arrow.to))]);
  legend();
};

// The two ends of the slider and the two dates are the same thing, shown twice.
const time = () => {
  const at = (iso) => Math.round((Date.parse(iso) - Date.parse(about.first)) / DAY);
  const iso = (days) => new Date(Date.parse(about.first) + days * DAY).toISOString().slice(0, 10);
  const last = about.first ? at(about.last) : 0;
  byId("time").hidden = !about.first;
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

const start = async () => {
  const data = await unpack();
  about = data.about;
  nodes = new Map(data.nodes.map((node) => [node.id, node]));
  arrows = data.edges.map((arrow) => ({ ...arrow, records: [] }));
  for (const record of recordsOf(about.evidence)) arrows[record.group].records.push(record);
  limit = about.limit;
  lang = about.lang || ((navigator.language || "en").startsWith("de") ? "de" : "en");
  byId("colour").value = about.colour;
  byId("colour").closest("label").hidden = !about.coalitions.length;
  speak();
  byId("language").addEventListener("click", () => { lang = lang === "de" ? "en" : "de"; speak(); if (net) apply(); });
  if (!arrows.length) return;
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

// The page around the network. All words of articles reach the document as text (textContent), never as markup.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const { nodes, edges, about } = JSON.parse(byId("data").textContent);
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));
  const typeOf = new Map(about.types.map((type) => [type.type, type]));
  const edgeOf = new Map(edges.map((edge) => [edge.id, edge]));
  const valences = ["favour", "against", "open"];
  const inBrowser = (navigator.language || "en").startsWith("de") ? "de" : "en";
  let lang = about.lang || inBrowser;
  let words = about.words[lang];
  let chosen = null; // the id of the edge or node that the panel shows
  let network = null;
  let visible = new Map(); // edge id -> the evidence that passes the filters

  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };
  const named = (labels) => labels[lang] || labels.en;
  const label = (id) => named(nodeOf.get(id).labels);
  const typeLabel = (edge) => named(typeOf.get(edge.stance).labels);
  const percent = (share) => `${Math.round(share * 100)} %`;
  const day = (iso) => new Date(`${iso}T12:00:00Z`).toLocaleDateString(lang === "de" ? "de-DE" : "en-GB",
    { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const wrap = (text, width) => text.split(/\s+/).reduce((lines, word) => {
    const last = lines[lines.length - 1];
    if (last !== undefined && (last + " " + word).length <= width) lines[lines.length - 1] = last + " " + word;
    else lines.push(word);
    return lines;
  }, []);
  const short = (text, width, most) => {
    const lines = wrap(text, width).map((line) => (line.length > width * 1.6 ? line.slice(0, width * 1.6) + "…" : line));
    return lines.length > most ? lines.slice(0, most).join("\n") + " …" : lines.join("\n");
  };
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  // --- filters

  const filters = () => ({
    words: byId("search").value.toLocaleLowerCase().split(/\s+/).filter(Boolean),
    types: new Set([...document.querySelectorAll("#types input:checked")].map((box) => box.value)),
    valences: new Set([...document.querySelectorAll("#valences input:checked")].map((box) => box.value)),
    actor: byId("actor").value,
    from: byId("from").value,
    to: byId("to").value,
    confidence: Number(byId("confidence").value) / 100,
  });

  const passes = (edge, evidence, wanted) => {
    if (evidence.confidence < wanted.confidence) return false;
    if (wanted.from && !(evidence.date >= wanted.from)) return false;
    if (wanted.to && !(evidence.date && evidence.date <= wanted.to)) return false;
    const text = [nodeOf.get(edge.from), nodeOf.get(edge.to)].flatMap((node) => Object.values(node.labels))
      .concat(evidence.sentence, evidence.target, named(evidence.actor), evidence.speaker ? named(evidence.speaker) : "")
      .join(" ").toLocaleLowerCase();
    return wanted.words.every((word) => text.includes(word));
  };

  const filter = () => {
    const wanted = filters();
    visible = new Map();
    for (const edge of edges) {
      if (!wanted.types.has(edge.stance) || !wanted.valences.has(edge.valence)) continue;
      if (wanted.actor && edge.from !== wanted.actor && edge.to !== wanted.actor) continue;
      const evidence = edge.evidence.filter((item) => passes(edge, item, wanted));
      if (evidence.length) visible.set(edge.id, evidence);
    }
  };

  const apply = () => {
    filter();
    byId("percent").textContent = percent(Number(byId("confidence").value) / 100);
    const boxes = [...document.querySelectorAll("#types input")];
    const ticked = boxes.filter((box) => box.checked).length;
    byId("chosen").textContent = ticked === boxes.length ? words.all_types : `${ticked}/${boxes.length}`;
    const gone = chosen !== null && !visible.has(chosen) && !shownNodes().has(chosen);
    show(gone ? null : chosen);
  };

  const shownNodes = () => new Set([...visible.keys()].flatMap((id) => [edgeOf.get(id).from, edgeOf.get(id).to]));

  // --- the network

  // What stays bright while an edge or node is chosen: it, its ends or neighbours, and the edges between.
  const nearChosen = () => {
    if (chosen === null) return null;
    const around = edgeOf.has(chosen) ? [edgeOf.get(chosen)]
      : [...visible.keys()].map((id) => edgeOf.get(id)).filter((edge) => edge.from === chosen || edge.to === chosen);
    return new Set([chosen, ...around.flatMap((edge) => [edge.id, edge.from, edge.to])]);
  };

  const nodeSet = new vis.DataSet();
  const edgeSet = new vis.DataSet();

  const style = () => {
    const ink = colour("ink"), paper = colour("paper"), card = colour("card");
    const shown = shownNodes(), near = nearChosen();
    const faded = (id) => near !== null && !near.has(id);
    nodeSet.update(nodes.map((node, index) => {
      const isTarget = node.kind === "target";
      const fillColour = isTarget ? card : colour(`kind-${node.kind}`);
      const highlight = { background: fillColour, border: colour("focus") };
      return {
        id: node.id, x: node.x, y: node.y + index / 1000, // vis-network misplaces the label of an edge of angle 0
        shape: node.shape, size: 19 * about.scale, hidden: !shown.has(node.id),
        label: short(label(node.id), isTarget ? 22 : 18, isTarget ? 4 : 3),
        title: `${label(node.id)} (${words.kinds[node.kind]})`,
        color: { background: fillColour, border: isTarget ? colour("line") : ink, highlight, hover: highlight },
        opacity: faded(node.id) ? 0.3 : 1,
        borderWidth: isTarget ? 1.5 : 1, borderWidthSelected: 4, margin: 8, shapeProperties: { borderRadius: 5 },
        font: { color: faded(node.id) ? colour("soft") : ink, size: isTarget ? 17 : 20 * about.scale, face: "system-ui, sans-serif",
          strokeWidth: isTarget ? 0 : 5 * about.scale, strokeColor: paper },
      };
    }));
    edgeSet.update(edges.map((edge) => {
      const count = (visible.get(edge.id) || edge.evidence).length;
      const tint = colour(edge.valence);
      return {
        id: edge.id, from: edge.from, to: edge.to, hidden: !visible.has(edge.id),
        label: typeLabel(edge) + (count > 1 ? ` (${count})` : ""),
        title: `${label(edge.from)}: ${typeLabel(edge)} – ${label(edge.to)} (${count})`,
        width: Math.min(1.6 + 1.3 * Math.log2(count), 9), dashes: edge.valence === "open" ? [7, 6] : false,
        color: { color: tint, highlight: tint, hover: tint, opacity: faded(edge.id) ? 0.15 : 1 }, selectionWidth: 3, hoverWidth: 1.5,
        arrows: { to: { enabled: true, scaleFactor: 0.75 } }, arrowStrikethrough: false,
        smooth: edge.bend ? { enabled: true, type: edge.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(edge.bend) }
          : { enabled: false },
        font: { color: faded(edge.id) ? "transparent" : tint, size: 16, face: "system-ui, sans-serif", strokeWidth: 0,
          background: faded(edge.id) ? "transparent" : paper, align: "middle" },
      };
    }));
  };

  const draw = () => {
    network = new vis.Network(byId("graph"), { nodes: nodeSet, edges: edgeSet }, {
      physics: false,
      layout: { randomSeed: 1, improvedLayout: false },
      interaction: { hover: true, multiselect: false, tooltipDelay: 250,
        keyboard: { enabled: true, bindToWindow: false, speed: { x: 10, y: 10, zoom: 0.02 } } },
    });
    network.on("click", ({ nodes: [node], edges: [edge] }) => show(node ?? edge ?? null));
    network.once("afterDrawing", () => fit(false));
  };

  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const fit = (moving = true, some = undefined) => {
    const animation = moving && !calm.matches ? { duration: 350, easingFunction: "easeInOutQuad" } : false;
    network.fit({ nodes: some ?? [...shownNodes()], maxZoomLevel: 1, animation });
  };
  // Move only if an end of the edge is out of sight: a picture that jumps at every click cannot be read.
  const bring = (edge) => {
    const { clientWidth, clientHeight } = byId("graph");
    const places = Object.values(network.getPositions([edge.from, edge.to])).map((place) => network.canvasToDOM(place));
    const inside = ({ x, y }) => x > 0 && y > 0 && x < clientWidth && y < clientHeight;
    if (!places.every(inside)) fit(true, [edge.from, edge.to]);
  };
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor });

  // --- the panel

  const stroke = (edge) => element("span", { class: `type ${edge.valence}` }, typeLabel(edge));

  const entry = (id) => {
    const edge = edgeOf.get(id), count = visible.get(id).length;
    const button = element("button", { type: "button", "data-edge": id },
      element("span", { class: "who" }, label(edge.from)), " ", stroke(edge), " ",
      element("span", { class: "what" }, label(edge.to)),
      count > 1 ? element("span", { class: "count" }, ` ×${count}`) : null);
    button.addEventListener("click", () => { show(id); bring(edge); });
    return element("li", {}, button);
  };

  const list = (ids) => element("ul", { class: "stances" }, ...ids.map(entry));

  // The sentence with target and condition marked where they stand in it word by word.
  const sentence = (evidence) => {
    const marks = [["target", evidence.target], ["condition", evidence.condition && evidence.condition.text]]
      .filter(([, text]) => text).map(([kind, text]) => ({ kind, at: evidence.sentence.indexOf(text), length: text.length }))
      .filter((mark) => mark.at >= 0).sort((a, b) => a.at - b.at || b.length - a.length);
    const quote = element("blockquote", { lang: evidence.lang || "" });
    let done = 0;
    for (const mark of marks) {
      if (mark.at < done) continue;
      quote.append(evidence.sentence.slice(done, mark.at),
        element("mark", { class: mark.kind, title: words[mark.kind] }, evidence.sentence.slice(mark.at, mark.at + mark.length)));
      done = mark.at + mark.length;
    }
    quote.append(evidence.sentence.slice(done));
    return quote;
  };

  const isWeb = (url) => {
    try {
      return ["http:", "https:"].includes(new URL(url).protocol);
    } catch {
      return false;
    }
  };

  const source = (evidence) => {
    const title = evidence.title || evidence.article;
    const linked = evidence.url && isWeb(evidence.url)
      ? element("a", { href: evidence.url, target: "_blank", rel: "noopener noreferrer" }, title) : title;
    return element("span", {}, linked, evidence.source ? `, ${evidence.source}` : null);
  };

  const card = (evidence) => {
    const facts = element("dl");
    const fact = (name, value) => value && facts.append(element("dt", {}, words[name]), element("dd", {}, value));
    const actor = named(evidence.actor), represents = named(evidence.represents);
    fact("actor", actor === represents ? actor : `${actor} (${words.represents} ${represents})`);
    fact("speaker", evidence.speaker && named(evidence.speaker));
    fact("target", evidence.target);
    fact("condition", evidence.condition && `${evidence.condition.text} (${words.conditions[evidence.condition.kind]})`);
    fact("stated", evidence.date && day(evidence.date));
    fact("source", source(evidence));
    fact("confidence", element("span", {}, element("meter", { min: 0, max: 1, value: evidence.confidence,
      "aria-label": words.confidence }), ` ${percent(evidence.confidence)}`));
    return element("article", {}, sentence(evidence), facts);
  };

  const back = () => {
    const button = element("button", { type: "button", class: "back" }, `← ${words.back}`);
    button.addEventListener("click", () => show(null));
    return button;
  };

  const byLabel = (a, b) => label(edgeOf.get(a).from).localeCompare(label(edgeOf.get(b).from), lang)
    || label(edgeOf.get(a).to).localeCompare(label(edgeOf.get(b).to), lang);

  const show = (id) => {
    const panel = byId("panel"), before = chosen, focused = panel.contains(document.activeElement);
    chosen = id;
    const ids = [...visible.keys()].sort(byLabel);
    style();
    if (network) network.setSelection({ nodes: nodeOf.has(id) ? [id] : [], edges: edgeOf.has(id) ? [id] : [] },
      { highlightEdges: true });
    if (edgeOf.has(id)) {
      const edge = edgeOf.get(id);
      panel.replaceChildren(back(), element("h2", {}, label(edge.from), " ", stroke(edge), " ", label(edge.to)),
        ...visible.get(id).map(card));
    } else if (nodeOf.has(id)) {
      const node = nodeOf.get(id);
      const takes = ids.filter((edge) => edgeOf.get(edge).from === id), meets = ids.filter((edge) => edgeOf.get(edge).to === id);
      panel.replaceChildren(back(), element("h2", {}, label(id)), element("p", { class: "kind" }, words.kinds[node.kind]));
      if (takes.length) panel.append(element("h3", {}, words.takes), list(takes));
      if (meets.length) panel.append(element("h3", {}, words.meets), list(meets));
    } else {
      panel.replaceChildren(element("h2", {}, `${words.list} (${[...visible.values()].flat().length})`),
        ids.length ? list(ids) : element("p", {}, words.no_match));
    }
    panel.scrollTop = 0;
    // The button that had the focus is gone: keep the keyboard where the reader is.
    if (focused) (panel.querySelector(".back") || panel.querySelector(`[data-edge="${before}"]`) || panel).focus();
  };

  // --- words and controls

  const shapes = { state: "●", organisation: "⬢", party: "◆", group: "▲", person: "★", unknown: "■", target: "▭" };

  const speak = () => {
    words = about.words[lang];
    document.documentElement.lang = lang;
    const title = about.title || words.title;
    document.title = title;
    byId("title").textContent = title;
    const span = about.first ? `, ${day(about.first)}${about.last === about.first ? "" : ` – ${day(about.last)}`}` : "";
    byId("summary").textContent = fill(words.summary, { ...about.counts, span })
      + (about.counts.shown < about.counts.all ? ` · ${fill(words.left_out, about.counts)}` : "");
    for (const place of document.querySelectorAll("[data-text]")) place.textContent = words[place.dataset.text];
    for (const place of document.querySelectorAll("[data-hint]")) place.placeholder = words[place.dataset.hint];
    for (const place of document.querySelectorAll("[data-name]")) place.setAttribute("aria-label", words[place.dataset.name]);
    const tick = (id, value, ...content) => {
      const before = byId(id).querySelector(`input[value="${value}"]`);
      const box = element("input", { type: "checkbox", value });
      box.checked = before ? before.checked : true;
      return element("label", {}, box, ...content);
    };
    byId("valences").replaceChildren(...valences.map((valence) => tick("valences", valence,
      element("span", { class: `swatch ${valence}` }), words.valences[valence])));
    byId("types").querySelector("div").replaceChildren(...about.types.map((type) => tick("types", type.type,
      element("span", { class: `type ${type.valence}` }, named(type.labels)))));
    const actors = nodes.filter((node) => node.kind !== "target").sort((a, b) => label(a.id).localeCompare(label(b.id), lang));
    const actor = byId("actor").value;
    byId("actor").replaceChildren(element("option", { value: "" }, words.all_actors),
      ...actors.map((node) => element("option", { value: node.id }, label(node.id))));
    byId("actor").value = actor;
    const kinds = Object.keys(shapes).filter((kind) => nodes.some((node) => node.kind === kind));
    byId("legend").replaceChildren(
      ...valences.map((valence) => element("p", {}, element("span", { class: `swatch ${valence}` }), words.valences[valence])),
      ...kinds.map((kind) => element("p", {}, element("span", { class: `shape ${kind}` }, shapes[kind]), words.kinds[kind])),
      element("p", { class: "note" }, words.thickness));
  };

  const start = () => {
    speak();
    byId("language").addEventListener("click", () => { lang = lang === "de" ? "en" : "de"; speak(); if (network) apply(); });
    if (!edges.length) return;
    for (const end of ["from", "to"]) Object.assign(byId(end), { min: about.first || "", max: about.last || "" });
    filter();
    style(); // before the network exists: it must not draw its own placement first
    draw();
    apply();
    byId("filters").addEventListener("input", apply);
    byId("reset").addEventListener("click", () => {
      for (const box of document.querySelectorAll("#filters input[type=checkbox]")) box.checked = true;
      for (const id of ["search", "actor", "from", "to"]) byId(id).value = "";
      byId("confidence").value = 0;
      apply();
      fit();
    });
    byId("fit").addEventListener("click", () => fit());
    byId("closer").addEventListener("click", () => zoom(1.3));
    byId("farther").addEventListener("click", () => zoom(1 / 1.3));
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && chosen !== null) show(null); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", style);
    // For tests and for the curious: what is drawn, and what of it passes the filters.
    window.stanceGraph = { network, nodes: nodeSet, edges: edgeSet, visible: () => [...visible.keys()] };
  };

  start();
})();

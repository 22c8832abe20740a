// The network in the middle of the page: which arrows it shows, where nodes stand, how everything looks.

const KINDS = { state: "●", organisation: "⬢", party: "◆", group: "▲", person: "★", unknown: "■", target: "▭" };
const GROUPS = 8; // colours that can be told apart; smaller coalitions share a grey one
const SETTLING = 220; // rounds in which nodes that came later find their places

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const groupColour = (place) => (place < GROUPS ? `group-${place}` : "kind-unknown");

const wrap = (text, width) => text.split(/\s+/).reduce((lines, word) => {
  const last = lines[lines.length - 1];
  if (last !== undefined && (last + " " + word).length <= width) lines[lines.length - 1] = last + " " + word;
  else lines.push(word);
  return lines;
}, []);
const short = (text, width, most) => {
  const lines = wrap(text, width).map((line) => cut(line, Math.round(width * 1.4)));
  return lines.length > most ? lines.slice(0, most).join("\n") + " …" : lines.join("\n");
};

// The strongest arrows that fit into a picture of so many nodes, as arrows.py has it; arrows come strongest first.
const strongest = (arrows, limit, perNode, count) => {
  const room = new Set(), chosen = [];
  for (const arrow of arrows) {
    const fresh = Number(!room.has(arrow.from)) + Number(arrow.from !== arrow.to && !room.has(arrow.to));
    if (room.size + fresh > limit) continue;
    room.add(arrow.from).add(arrow.to);
    chosen.push(arrow);
  }
  const most = chosen.sort((a, b) => count(b) - count(a)).slice(0, Math.round(limit * perNode));
  return { nodes: new Set(most.flatMap((arrow) => [arrow.from, arrow.to])), arrows: most };
};

const picture = (nodes, onChoose) => {
  const nodeSet = new vis.DataSet(), edgeSet = new vis.DataSet();
  // Places computed beforehand, for the picture that opens; where others join, all of them settle anew, and keep that place.
  const opening = new Map([...nodes.values()].filter((node) => node.x !== undefined).map(({ id, x, y }) => [id, { x, y }]));
  let later = new Map(), place = opening;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let network = null;

  const nodeLook = (id, { faded, coalitions }, larger) => {
    const node = nodes.get(id), isTarget = node.kind === "target", ink = colour("ink"), paper = colour("paper");
    const grouped = coalitions && node.coalition !== undefined;
    const inside = isTarget ? colour("card") : colour(grouped ? groupColour(node.coalition) : `kind-${node.kind}`);
    const highlight = { background: inside, border: colour("focus") };
    const name = named(node.labels);
    return {
      id, ...place.get(id), shape: node.shape, size: 17 * larger,
      label: short(name, isTarget ? 20 : 16, isTarget ? 3 : 2),
      title: `${cut(name, 300)} (${words.kinds[node.kind]})`,
      color: { background: inside, border: isTarget ? colour("soft") : ink, highlight, hover: highlight },
      opacity: faded(id) ? 0.3 : 1,
      borderWidth: 1, borderWidthSelected: 4, margin: 7, shapeProperties: { borderRadius: 5 },
      font: { color: faded(id) ? colour("soft") : ink, size: isTarget ? 18 : 20 * larger, face: "system-ui, sans-serif",
        strokeWidth: isTarget ? 0 : 5, strokeColor: paper },
      scaling: { label: { drawThreshold: 5, maxVisible: isTarget ? 24 : 44 } },
    };
  };

  const bendOf = (arrow, beside) => {
    if (place === opening) return arrow.bend || 0; // computed beforehand to pass beside nodes
    const bend = (beside.indexOf(arrow) - (beside.length - 1) / 2) * 0.3;
    return arrow.from < arrow.to ? bend : -bend;
  };

  const edgeLook = (arrow, beside, { faded, label, amount, width, directed }) => {
    const tint = colour(arrow.valence), pale = faded(arrow.id), bend = bendOf(arrow, beside);
    return {
      id: arrow.id, from: arrow.from, to: arrow.to, label: [label(arrow), amount(arrow) && `(${amount(arrow)})`].filter(Boolean).join(" "),
      title: `${cut(named(nodes.get(arrow.from).labels), 150)}${directed ? ":" : ","} ${label(arrow)} – ${cut(named(nodes.get(arrow.to).labels), 150)} (${amount(arrow) || 1})`,
      width: width(arrow), dashes: arrow.valence === "open" ? [7, 6] : false,
      color: { color: tint, highlight: tint, hover: tint, opacity: pale ? 0.15 : 1 }, selectionWidth: 3, hoverWidth: 1.5,
      arrows: { to: { enabled: directed, scaleFactor: 0.7 } }, arrowStrikethrough: false,
      smooth: bend ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : { enabled: false },
      // A halo fades with the name; a background would leave a gap in the arrow where the name has faded.
      font: { color: pale ? "transparent" : tint, size: 15, face: "system-ui, sans-serif", strokeWidth: pale ? 0 : 5,
        strokeColor: colour("paper"), align: "middle" },
      scaling: { label: { drawThreshold: 10, maxVisible: 20 } }, // the names of types appear when there is room for them
    };
  };

  // Nodes that were not in the picture when it was made begin beside their neighbours.
  const approach = (shown) => {
    let strangers = 0;
    place = [...shown.nodes].every((id) => opening.has(id)) ? opening : (later = later.size ? later : new Map(opening));
    for (const id of shown.nodes) {
      if (place.has(id)) continue;
      const near = shown.arrows.filter(({ from, to }) => from === id || to === id)
        .map(({ from, to }) => place.get(from === id ? to : from)).filter(Boolean);
      const angle = strangers * 2.4, reach = 120 + 9 * Math.sqrt(strangers) * 8;
      const middle = (axis) => near.reduce((sum, at) => sum + at[axis], 0) / Math.max(near.length, 1);
      place.set(id, { x: middle("x") + reach * Math.cos(angle) * 1.4, y: middle("y") + reach * Math.sin(angle) });
      strangers += 1;
    }
    return strangers;
  };

  const settle = (done) => {
    network.once("stabilizationIterationsDone", () => {
      network.setOptions({ physics: false });
      for (const [id, at] of Object.entries(network.getPositions())) later.set(id, at);
      done();
    });
    network.setOptions({ physics: { enabled: true, solver: "forceAtlas2Based", minVelocity: 1,
      forceAtlas2Based: { gravitationalConstant: -160, centralGravity: 0.008, springLength: 150, springConstant: 0.06, avoidOverlap: 1 },
      stabilization: { enabled: true, iterations: SETTLING, updateInterval: SETTLING, fit: false } } });
    network.stabilize(SETTLING);
  };

  const fit = (moving = true, some = undefined) => {
    const animation = moving && !calm.matches ? { duration: 350, easingFunction: "easeInOutQuad" } : false;
    network.fit({ nodes: some ?? nodeSet.getIds(), maxZoomLevel: 1.1, animation });
  };

  // looks: { label, amount, width: arrow -> what is shown; directed; faded(id); coalitions: whether they colour the actors }
  const update = (shown, looks, done = () => {}) => {
    const strangers = approach(shown);
    const pairs = new Map();
    for (const arrow of shown.arrows) {
      const pair = [arrow.from, arrow.to].sort().join("\n");
      pairs.set(pair, [...(pairs.get(pair) || []), arrow]);
    }
    const kept = new Set(shown.arrows.map((arrow) => arrow.id));
    edgeSet.remove(edgeSet.getIds().filter((id) => !kept.has(id)));
    nodeSet.remove(nodeSet.getIds().filter((id) => !shown.nodes.has(id)));
    // Actors are larger in a large picture, so that its overview can still be read.
    const larger = Math.min(2.2, Math.max(1, Math.sqrt(shown.nodes.size / 45)));
    nodeSet.update([...shown.nodes].map((id) => nodeLook(id, looks, larger)));
    edgeSet.update(shown.arrows.map((arrow) => edgeLook(arrow, pairs.get([arrow.from, arrow.to].sort().join("\n")), looks)));
    if (!network) draw(done);
    else if (strangers) settle(() => {
      update(shown, looks);
      network.once("afterDrawing", () => { fit(false); done(); }); // fitting goes by what was drawn last
    });
    else done();
  };

  const draw = (done) => {
    network = new vis.Network(byId("graph"), { nodes: nodeSet, edges: edgeSet }, {
      physics: false,
      layout: { randomSeed: 1, improvedLayout: false },
      interaction: { hover: true, multiselect: false, tooltipDelay: 250, hideEdgesOnDrag: edgeSet.length > 400,
        keyboard: { enabled: true, bindToWindow: false, speed: { x: 10, y: 10, zoom: 0.02 } } },
    });
    network.on("click", ({ nodes: [node], edges: [edge] }) => onChoose(node ?? edge ?? null));
    network.once("afterDrawing", () => { fit(false); performance.mark("drawn"); done(); });
  };

  return {
    update, fit, nodes: nodeSet, edges: edgeSet,
    get network() { return network; },
    zoom: (factor) => network.moveTo({ scale: network.getScale() * factor }),
    select: (id) => network.setSelection({ nodes: nodeSet.getIds().filter((node) => node === id),
      edges: edgeSet.getIds().filter((edge) => edge === id) }, { highlightEdges: true }),
    // Move only if an end of the arrow is out of sight: a picture that jumps at every click cannot be read.
    bring: (ids) => {
      const there = ids.filter((id) => nodeSet.get(id));
      const { clientWidth, clientHeight } = byId("graph");
      const inside = ({ x, y }) => x > 0 && y > 0 && x < clientWidth && y < clientHeight;
      const seen = Object.values(network.getPositions(there)).map((at) => network.canvasToDOM(at)).every(inside);
      if (there.length && !seen) fit(true, there);
    },
  };
};

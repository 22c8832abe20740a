// A chart, drawn by Vega-Lite, and beside it the stances behind the mark that was clicked.

const extent = (shown, all) => (shown < all ? fill(words.part, { shown, all }) : number(all));

const start = async () => {
  const data = await unpack();
  about = data.about;
  lang = about.lang;
  words = about.words[lang];
  const records = recordsOf(about.evidence), behind = new Map();
  for (const record of records) behind.set(record.group, [...(behind.get(record.group) || []), record]);
  const show = (mark) => {
    const those = behind.get(mark) || [];
    byId("panel").replaceChildren(element("h2", {}, `${words.list} (${extent(those.length, about.counts[mark])})`), list(those, card, "div", "evidence"));
    byId("panel").scrollTop = 0;
  };
  // Expressions are interpreted (ast), since the page forbids scripts to make scripts.
  const { view } = await vegaEmbed("#chart", data.spec, { mode: "vega-lite", renderer: "svg", actions: false, ast: true });
  const choose = (item) => item && item.datum && item.datum.mark !== undefined && show(item.datum.mark);
  view.addEventListener("click", (event, item) => choose(item));
  // Marks are reached with the keyboard, too: each tells what it is by its label.
  for (const mark of document.querySelectorAll("#chart [role=graphics-symbol]")) {
    if (mark.__data__ && mark.__data__.datum && mark.__data__.datum.mark !== undefined) mark.setAttribute("tabindex", 0);
  }
  byId("chart").addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      choose(event.target.__data__);
      event.preventDefault();
    }
  });
  performance.mark("drawn");
  window.stanceChart = { view };
};

start();

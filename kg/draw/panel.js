// The panel beside the picture. All words of articles reach the document as text, never as markup.

let about = null, lang = "en", words = {};
const LISTED = 100; // entries of a list before "show more"

const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
};
const button = (attributes, action, ...children) => {
  const made = element("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("click", action);
  return made;
};
// Names and sentences may run from right to left beside words that do not: each keeps to itself.
const own = (tag, attributes, text) => element(tag, { dir: "auto", ...attributes }, text);

const named = (labels) => labels[lang] || labels.en;
const typeOf = (type) => about.types.find((known) => known.type === type);
const percent = (share) => `${Math.round(share * 100)} %`;
// How numbers and days are written is made once a language: browsers take their time for it.
const written = new Map();
const writer = () => {
  const place = lang === "de" ? "de-DE" : "en-GB";
  if (!written.has(place)) written.set(place, { numbers: new Intl.NumberFormat(place),
    weights: new Intl.NumberFormat(place, { maximumSignificantDigits: 3 }),
    days: new Intl.DateTimeFormat(place, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }) });
  return written.get(place);
};
const weight = (value) => writer().weights.format(value);
const number = (value) => writer().numbers.format(value);
const day = (iso) => writer().days.format(new Date(`${iso}T12:00:00Z`));
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) =>
  (typeof values[name] === "number" ? number(values[name]) : values[name]));
const cut = (text, length) => (text.length > length ? `${text.slice(0, length)}…` : text);

// The sentence with target and condition marked where they stand in it word by word.
const sentence = (record) => {
  const marks = [["target", record.target], ["condition", record.condition && record.condition.text]]
    .filter(([, text]) => text).map(([kind, text]) => ({ kind, at: record.sentence.indexOf(text), length: text.length }))
    .filter((mark) => mark.at >= 0).sort((a, b) => a.at - b.at || b.length - a.length);
  const quote = own("blockquote", { lang: record.article.lang || "" }, "");
  let done = 0;
  for (const mark of marks) {
    if (mark.at < done) continue;
    quote.append(record.sentence.slice(done, mark.at),
      element("mark", { class: mark.kind, title: words[mark.kind] }, record.sentence.slice(mark.at, mark.at + mark.length)));
    done = mark.at + mark.length;
  }
  quote.append(record.sentence.slice(done));
  return quote;
};

const isWeb = (url) => {
  try {
    return ["http:", "https:"].includes(new URL(url).protocol);
  } catch {
    return false;
  }
};

const source = ({ id, title, source, url }) => {
  const linked = url && isWeb(url)
    ? element("a", { href: url, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, title || id) : own("span", {}, title || id);
  return element("span", {}, linked, source ? `, ${source}` : null);
};

// One stance with its evidence.
const card = (record) => {
  const facts = element("dl");
  const fact = (name, value) => value && facts.append(element("dt", {}, words[name]), element("dd", { dir: "auto" }, value));
  const actor = named(record.actor), represents = named(record.represents), type = typeOf(record.type);
  fact("actor", actor === represents ? actor : `${actor} (${words.represents} ${represents})`);
  fact("speaker", record.speaker && named(record.speaker));
  fact("stance", element("span", { class: `type ${type.valence}` }, named(type.labels)));
  fact("target", record.target);
  fact("condition", record.condition && `${record.condition.text} (${words.conditions[record.condition.kind]})`);
  fact("stated", record.date && day(record.date));
  fact("source", source(record.article));
  fact("confidence", element("span", {}, element("meter", { min: 0, max: 1, value: record.confidence,
    "aria-label": words.confidence }), ` ${percent(record.confidence)}`));
  return element("article", {}, sentence(record), facts);
};

// A list that shows its beginning first; items are made when they are shown.
const list = (items, make, tag = "ul", kind = "stances") => {
  const made = element(tag, { class: kind });
  const whole = element("div", {}, made);
  const more = button({ class: "more" }, () => {
    const before = made.children.length;
    grow();
    const next = made.children[before];
    (next.querySelector("button, a") || next).focus();
  });
  const grow = () => {
    made.append(...items.slice(made.children.length, made.children.length + LISTED).map(make));
    more.textContent = fill(words.more_entries, { shown: made.children.length, all: items.length });
    if (made.children.length < items.length) whole.append(more);
    else more.remove();
  };
  grow();
  return whole;
};

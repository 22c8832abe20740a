// The data of the page: unpacked once; stances become records whose texts are looked up in shared tables.

const byId = (id) => document.getElementById(id);

const unpack = async () => {
  const text = atob(byId("data").textContent), bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
};

const recordsOf = ({ actors, articles, sentences, rows }) => {
  const names = actors.map(([de, en]) => ({ de, en }));
  const papers = articles.map(([id, title, source, url, lang]) => ({ id, title, source, url, lang }));
  return rows.map(([group, type, sentence, target, kind, condition, actor, represents, speaker, date, confidence, article]) => ({
    group, type, target, date, confidence,
    sentence: sentences[sentence],
    condition: kind && { kind, text: condition },
    actor: names[actor], represents: names[represents], speaker: speaker === null ? null : names[speaker],
    article: papers[article],
  }));
};

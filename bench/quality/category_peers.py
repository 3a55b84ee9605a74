"""Predicts labels of the later texts by a linear SVM of word and character n-grams; prints one line of JSON per file."""

import json
import os
import sys
import time
from collections import Counter

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402
from sklearn.pipeline import make_union  # noqa: E402
from sklearn.svm import LinearSVC  # noqa: E402

with open(sys.argv[1], encoding="utf-8") as file:
    data = json.load(file)
training, texts, labels = data["training"], data["texts"], data["labels"]
ngrams = make_union(
    TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)),
    TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(3, 5)),
)
before = time.process_time()
ngrams.fit(texts[:training])
# Distinct texts with their counts as weights are the same sum as all rows. On these the dual solver ends far from its
# minimum, and on all rows of many categories it does not end within an hour; the primal one reaches it.
counts = Counter(zip(texts[:training], labels[:training]))
distinct = ngrams.transform([text for text, _ in counts])
model = LinearSVC(dual=False, random_state=0)
model.fit(distinct, [label for _, label in counts], sample_weight=list(counts.values()))
fit = time.process_time() - before
print(json.dumps({"fitCpuSeconds": fit, "predicted": model.predict(ngrams.transform(texts[training:])).tolist()}))

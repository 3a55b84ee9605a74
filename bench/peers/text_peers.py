"""Fits and applies a linear model of scikit-learn to word and character n-grams; prints what it took as one line of JSON."""

import json
import os
import sys
import time
from statistics import median

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.naive_bayes import ComplementNB  # noqa: E402
from sklearn.pipeline import make_pipeline, make_union  # noqa: E402
from sklearn.svm import LinearSVC  # noqa: E402

path, loss = sys.argv[1], sys.argv[2]
with open(path, encoding="utf-8") as file:
    data = json.load(file)
training = data["training"]
texts, labels = data["texts"], data["labels"]
models = {
    "svm": lambda: LinearSVC(random_state=0),
    "logistic": lambda: LogisticRegression(C=10, max_iter=1000),
    "naive bayes": lambda: ComplementNB(),
}
model = make_pipeline(
    make_union(
        TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)),
        TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(3, 5)),
    ),
    models[loss](),
)
before = time.process_time()
model.fit(texts[:training], labels[:training])
fit = time.process_time() - before
predicted = [int(label) for label in model.predict(texts[training:])]
times = []
for text in texts[-200:]:
    started = time.perf_counter()
    model.predict([text])
    times.append((time.perf_counter() - started) * 1e6)
print(
    json.dumps(
        {"fitCpuSeconds": fit, "oneRowMicroseconds": median(times), "artifactMb": None, "predicted": predicted}
    )
)

"""Serves categories by FastAPI and scikit-learn, with a key, limits, metrics and logs; prints its address once it answers.

The model is TF-IDF of characters within words (3 to 5) and a linear model with a probability for each class. Nothing is
explained. Answers are written as they are, without checking them against a schema, which is the faster way.
"""

import hashlib
import hmac
import json
import logging
import os
import socket
import sys
import time
import uuid
from collections import deque
from typing import Annotated

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import uvicorn  # noqa: E402
from fastapi import Depends, FastAPI, HTTPException, Request  # noqa: E402
from fastapi.responses import JSONResponse  # noqa: E402
from prometheus_client import Counter, Histogram, make_asgi_app  # noqa: E402
from pydantic import BaseModel, ConfigDict, Field  # noqa: E402
from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402
from sklearn.linear_model import SGDClassifier  # noqa: E402

rows_path, key = sys.argv[1:3]
with open(rows_path, encoding="utf-8") as file:
    rows = json.load(file)
vectoriser = TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(3, 5))
model = SGDClassifier(loss="log_loss", alpha=1e-6, random_state=0)
model.fit(vectoriser.fit_transform(rows["texts"]), rows["labels"])
classes = model.classes_.tolist()

key_hash = hashlib.sha256(key.encode()).digest()
per_minute, per_hour = 10**9, 10**9
moments = {"minute": deque(), "hour": deque()}
requests_total = Counter("api_requests", "Requests answered.", ["method", "endpoint", "status_code"])
request_seconds = Histogram("api_request_duration_seconds", "Time to answer.", ["method", "endpoint"])
predictions = Counter("model_predictions", "Transactions predicted.", ["model_name", "status"])


class JsonLines(logging.Formatter):
    def format(self, record):
        return json.dumps({"level": record.levelname, "time": record.created, "msg": record.msg, **record.fields})


log = logging.getLogger("service")
log.setLevel(logging.INFO)
log.addHandler(logging.StreamHandler(sys.stderr))
log.handlers[0].setFormatter(JsonLines())


class Transaction(BaseModel):
    model_config = ConfigDict(extra="forbid")
    description: Annotated[str, Field(max_length=500)]
    amount: Annotated[float, Field(ge=-1e6, le=1e6)] | None = None


def authorised(request: Request) -> None:
    scheme, _, presented = request.headers.get("authorization", "").partition(" ")
    digest = hashlib.sha256(presented.encode()).digest()
    if scheme.lower() != "bearer" or not hmac.compare_digest(digest, key_hash):
        raise HTTPException(401, "The credential is not valid.")


def limited() -> None:
    now = time.monotonic()
    for name, seconds, limit in (("minute", 60, per_minute), ("hour", 3600, per_hour)):
        used = moments[name]
        while used and used[0] <= now - seconds:
            used.popleft()
        if len(used) >= limit:
            raise HTTPException(429, "The quota is used up.")
        used.append(now)


app = FastAPI()
app.mount("/metrics", make_asgi_app())


@app.post("/predict/category", dependencies=[Depends(authorised), Depends(limited)])
async def predict(transaction: Transaction, request: Request) -> JSONResponse:
    started = time.perf_counter()
    probabilities = model.predict_proba(vectoriser.transform([transaction.description]))[0].tolist()
    best = max(range(len(classes)), key=probabilities.__getitem__)
    predictions.labels("category", "success").inc()
    request_id = str(uuid.uuid4())
    seconds = time.perf_counter() - started
    answer = {
        "predicted_category": classes[best],
        "confidence": probabilities[best],
        "all_predictions": dict(zip(classes, probabilities)),
        "prediction_id": request_id,
        "processing_time": seconds,
        "model_version": "peer",
    }
    requests_total.labels("POST", "/predict/category", "200").inc()
    request_seconds.labels("POST", "/predict/category").observe(seconds)
    fields = {"requestId": request_id, "status": 200, "seconds": seconds, "clientAddress": request.client.host}
    log.info("request", extra={"fields": fields})
    return JSONResponse(answer, headers={"x-request-id": request_id})


listener = socket.socket()
listener.bind(("127.0.0.1", 0))
print(json.dumps({"url": f"http://127.0.0.1:{listener.getsockname()[1]}"}), flush=True)
config = uvicorn.Config(app, loop="uvloop", http="httptools", access_log=False, log_level="warning")
uvicorn.Server(config).run(sockets=[listener])

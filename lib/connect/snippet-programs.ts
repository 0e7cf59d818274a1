// The Python programs that the page Connect shows, to the letter.

/** One run with OpenLineage's client, which finds the address and the key in its environment. */
export const PYTHON = `from datetime import datetime, timezone

from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.uuid import generate_new_uuid

client = OpenLineageClient()
run = Run(runId=str(generate_new_uuid()))
job = Job(namespace="demo", name="daily_revenue")
for state in (RunState.START, RunState.COMPLETE):
    client.emit(
        RunEvent(
            eventType=state,
            eventTime=datetime.now(timezone.utc).isoformat(),
            run=run,
            job=job,
            producer="https://example.com/daily-revenue",
            inputs=[InputDataset(namespace="demo", name="orders")],
            outputs=[OutputDataset(namespace="demo", name="revenue")],
        )
    )
client.close()`;

/** One prediction with the CloudEvents SDK. */
export const CLOUDEVENTS_PYTHON = `import os
import uuid
from datetime import datetime, timezone

import requests
from cloudevents.core.bindings.http import to_structured_event
from cloudevents.core.v1.event import CloudEvent

prediction = str(uuid.uuid4())
now = datetime.now(timezone.utc)
event = CloudEvent(
    attributes={
        "id": prediction,
        "source": "/demo/scorer",
        "type": "dev.headwater.prediction.made.v1",
        "time": now,
    },
    data={
        "namespace": "demo",
        "id": prediction,
        "model": {"namespace": "demo", "name": "latency", "version": "1"},
        "features": [],
        "at": now.isoformat(),
        "output": {"anomaly": False},
    },
)
message = to_structured_event(event)
answer = requests.post(
    os.environ["HEADWATER_URL"] + "/api/v1/events",
    headers={**message.headers, "Authorization": "Bearer " + os.environ["HEADWATER_TOKEN"]},
    data=message.body,
    timeout=10,
)
answer.raise_for_status()
print(answer.json())`;

/** What MLflow registered, with Python's own library. */
export const MLFLOW = `import hashlib
import json
import os
import urllib.request
import uuid
from datetime import datetime, timezone

# what your run knows: mlflow.active_run().info.run_id, the version that register_model returned, the file that it logged
run_id = "0123456789abcdef0123456789abcdef"
name, version = "latency", "1"
artifact = b"the bytes of your model file"
training_data = b"the bytes of what it was trained on"


def sha256(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


now = datetime.now(timezone.utc).isoformat()
event = {
    "specversion": "1.0",
    "id": str(uuid.uuid4()),
    "source": "/demo/mlflow",
    "type": "dev.headwater.model.registered.v1",
    "time": now,
    "data": {
        "namespace": "demo",
        "name": name,
        "version": version,
        "artifact": {"digest": sha256(artifact), "location": f"models:/{name}/{version}"},
        "hyperparameters": {"window": 12},
        "training": {
            "run": {"job": {"namespace": "demo", "name": "train_latency"}, "runId": run_id, "endedAt": now},
            "snapshot": {
                "id": f"training/{name}/{version}",
                "digest": sha256(training_data),
                "inputs": [{"dataset": {"namespace": "demo", "name": "orders_latency"}}],
            },
        },
        "metrics": {"f1": 0.9},
        "features": [],
    },
}
request = urllib.request.Request(
    os.environ["HEADWATER_URL"] + "/api/v1/events",
    data=json.dumps(event).encode(),
    headers={
        "Authorization": "Bearer " + os.environ["HEADWATER_TOKEN"],
        "Content-Type": "application/cloudevents+json",
    },
)
with urllib.request.urlopen(request, timeout=10) as answer:
    print(answer.read().decode())`;

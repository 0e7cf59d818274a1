"""Emits one run with OpenLineage's own client: <url> <api key> <namespace> <gzip|plain>. Prints the client's version."""
import sys
from importlib.metadata import version

from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import column_lineage_dataset, dataset_version_dataset, nominal_time_run, ownership_job, schema_dataset
from openlineage.client.transport.http import ApiKeyTokenProvider, HttpCompression, HttpConfig, HttpTransport

url, api_key, namespace, mode = sys.argv[1:]
config = HttpConfig(
    url=url,
    auth=ApiKeyTokenProvider({"apiKey": api_key}),
    compression=HttpCompression.GZIP if mode == "gzip" else None,
)
client = OpenLineageClient(transport=HttpTransport(config))

producer = "https://example.org/headwater-tests"
run = Run(
    runId="01890c7e-1111-7222-8333-444455556666",
    facets={"nominalTime": nominal_time_run.NominalTimeRunFacet(nominalStartTime="2026-01-01T00:00:00Z", nominalEndTime="2026-01-02T00:00:00Z")},
)
job = Job(
    namespace=namespace,
    name="daily.build",
    facets={"ownership": ownership_job.OwnershipJobFacet(owners=[ownership_job.Owner(name="team:weather", type="MAINTAINER")])},
)
raw = InputDataset(namespace=namespace, name="raw.readings")
features = OutputDataset(
    namespace=namespace,
    name="features/hourly",
    facets={
        "schema": schema_dataset.SchemaDatasetFacet(fields=[schema_dataset.SchemaDatasetFacetFields(name="mean", type="double")]),
        "version": dataset_version_dataset.DatasetVersionDatasetFacet(datasetVersion="v-7"),
        "columnLineage": column_lineage_dataset.ColumnLineageDatasetFacet(
            fields={"mean": column_lineage_dataset.Fields(inputFields=[column_lineage_dataset.InputField(namespace=namespace, name="raw.readings", field="value")])}
        ),
    },
)
client.emit(RunEvent(eventType=RunState.START, eventTime="2026-01-01T01:00:00.123456Z", run=run, job=job, inputs=[raw], outputs=[], producer=producer))
client.emit(RunEvent(eventType=RunState.COMPLETE, eventTime="2026-01-01T01:05:00Z", run=run, job=job, inputs=[], outputs=[features], producer=producer))
print("openlineage-python", version("openlineage-python"))

"""The official client's side of tracking.ts: prints one JSON line of CPU and wall seconds for the case named."""

import json
import sys
import time

import mlflow

server, case, count, folder = sys.argv[1:5]
mlflow.set_tracking_uri(server)
client = mlflow.MlflowClient()
experiment = client.get_experiment_by_name("bench")
experiment_id = experiment.experiment_id if experiment else client.create_experiment("bench")
run_id = client.create_run(experiment_id, run_name=f"python {case}").info.run_id
client.log_metric(run_id, "warm", 0.0)

cpu, wall = time.process_time(), time.perf_counter()
now = int(time.time() * 1000)
if case == "log_metric":
    for step in range(int(count)):
        client.log_metric(run_id, "loss", step / 7, step=step)
elif case == "log_batch":
    points = [mlflow.entities.Metric("loss", step / 7, now, step) for step in range(int(count))]
    for at in range(0, len(points), 1000):
        client.log_batch(run_id, metrics=points[at : at + 1000])
elif case == "artifacts":
    client.log_artifacts(run_id, folder)
elif case == "artifact":
    client.log_artifact(run_id, f"{folder}/large.bin")
print(json.dumps({"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}))

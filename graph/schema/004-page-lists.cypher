// What the page of a node lists by page, newest first: its runs, predictions, feature sets and job versions.
CREATE INDEX run_job_at IF NOT EXISTS FOR (n:Run) ON (n.job, n.at);
CREATE INDEX prediction_model_at IF NOT EXISTS FOR (n:Prediction) ON (n.model, n.at);
CREATE INDEX prediction_deployment_at IF NOT EXISTS FOR (n:Prediction) ON (n.deployment, n.at);
CREATE INDEX prediction_run IF NOT EXISTS FOR (n:Prediction) ON (n.run, n.at);
CREATE INDEX feature_set_group_at IF NOT EXISTS FOR (n:FeatureSet) ON (n.group, n.at);
CREATE INDEX job_version_job IF NOT EXISTS FOR (n:JobVersion) ON (n.job);

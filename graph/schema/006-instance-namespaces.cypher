// Who sees some namespaces lists and counts instances of those alone, however many there are in others.
CREATE INDEX instance_kind_namespace_at IF NOT EXISTS FOR (n:Instance) ON (n.kind, n.namespace, n.at);

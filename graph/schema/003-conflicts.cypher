CREATE INDEX node_conflict IF NOT EXISTS FOR (n:Node) ON (n.conflict);

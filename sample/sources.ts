import type { SourceDeclared } from "@/lib/events/headwater-events";

export type Unit = "percent" | "milliseconds" | "requests" | "bytes";

/** The smallest change of each unit that means anything: no baseline is narrower, so that a flat day makes no alarm of noise. */
export const RESOLUTION: Readonly<Record<Unit, number>> = { percent: 0.1, milliseconds: 0.5, requests: 1, bytes: 50_000 };

export type FamilyName = "latency" | "traffic" | "database" | "cpu" | "network" | "disk";

/** A recorded series as a telemetry source of the sample's world. Who owns it and how it arrives is the sample's own story. */
export type SourceSpec = {
  name: string;
  family: FamilyName;
  unit: Unit;
  owner: { name: string; contact: string };
  channel: string;
  trusted: boolean;
  criticality: "high" | "medium" | "low";
  description: string;
  /** What the owner promises of each window; freshness in milliseconds. */
  expectations: NonNullable<SourceDeclared["expectations"]>;
};

const OWNERS = {
  checkout: { name: "checkout", contact: "checkout-oncall@example.com" },
  platform: { name: "sre-core", contact: "sre-core@example.com" },
  storage: { name: "storage", contact: "storage@example.com" },
  edge: { name: "edge", contact: "edge@example.com" },
} as const;

const AGENT = "cloudwatch-agent over mutual TLS";
const STRICT = { freshnessMs: 15 * 60_000, completeness: 1, maxNullRatio: 0 };

function source(
  family: FamilyName, name: string, owner: keyof typeof OWNERS, criticality: SourceSpec["criticality"], description: string,
  unit: Unit = "percent",
): SourceSpec {
  return { family, name, owner: OWNERS[owner], criticality, description, unit, channel: AGENT, trusted: true, expectations: STRICT };
}

/** The 14 series. One, the load balancer's request count, comes over a channel that nobody vouches for. */
export const SOURCES: readonly SourceSpec[] = [
  source("latency", "ec2_request_latency_system_failure", "checkout", "high", "Request latency of the checkout hosts, with a system failure of known cause.", "milliseconds"),
  {
    ...source("traffic", "elb_request_count_8c0756", "edge", "high", "Requests that the load balancer counted in five minutes.", "requests"),
    channel: "statsd relay, unauthenticated UDP",
    trusted: false,
    expectations: { freshnessMs: 30 * 60_000, completeness: 0.9 },
  },
  source("database", "rds_cpu_utilization_cc0c53", "storage", "high", "CPU of the orders database."),
  source("database", "rds_cpu_utilization_e47b3b", "storage", "medium", "CPU of the catalogue database."),
  source("cpu", "ec2_cpu_utilization_5f5533", "checkout", "high", "CPU of a checkout host."),
  source("cpu", "ec2_cpu_utilization_24ae8d", "platform", "medium", "CPU of a batch host that idles most of the day."),
  source("cpu", "ec2_cpu_utilization_53ea38", "platform", "medium", "CPU of a queue host."),
  source("cpu", "ec2_cpu_utilization_77c1ca", "platform", "low", "CPU of a build host."),
  source("cpu", "cpu_utilization_asg_misconfiguration", "platform", "high", "Mean CPU of an auto-scaling group that ends misconfigured, cause known."),
  source("cpu", "grok_asg_anomaly", "platform", "medium", "Mean CPU of the log-parsing auto-scaling group."),
  source("network", "ec2_network_in_257a54", "edge", "medium", "Bytes in per five minutes, edge host.", "bytes"),
  source("network", "ec2_network_in_5abac7", "edge", "low", "Bytes in per five minutes, bastion host.", "bytes"),
  source("disk", "ec2_disk_write_bytes_1ef3de", "storage", "low", "Bytes written per five minutes, archive host.", "bytes"),
  source("disk", "ec2_disk_write_bytes_c0d644", "storage", "medium", "Bytes written per five minutes, backup host.", "bytes"),
];

// What the tests need besides npm's packages: a Chromium, and a Python with the clients of OpenLineage and CloudEvents.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const CLIENTS = ["openlineage-python==1.54.0", "cloudevents==2.2.0"];
const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

function runs(command, args, options = {}) {
  return spawnSync(command, args, { encoding: "utf8", ...options }).status === 0;
}

function findOnPath(names) {
  for (const name of names) {
    const found = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" });
    if (found.status === 0) return found.stdout.trim();
  }
  return null;
}

/**
 * The path of a Chromium: `CHROMIUM_PATH`, one on the path, or one that apt-get, dnf, apk or brew brings now.
 * @returns {string | null} `null` when there is none; the browser tests then fail and say so
 */
export function prepareChromium(say) {
  if (process.env.CHROMIUM_PATH && existsSync(process.env.CHROMIUM_PATH)) return process.env.CHROMIUM_PATH;
  const found = findOnPath(BROWSERS);
  if (found) return found;
  say("No Chromium found; asking the system's package manager for one …");
  const sudo = process.getuid?.() === 0 || !findOnPath(["sudo"]) ? "" : "sudo -n ";
  const ways = [
    ["apt-get", `${sudo}apt-get update -qq && ${sudo}env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium`],
    ["dnf", `${sudo}dnf install -y -q chromium`],
    ["apk", `${sudo}apk add --quiet chromium`],
    ["brew", "brew install --quiet --cask chromium"],
  ];
  for (const [manager, command] of ways) {
    if (!findOnPath([manager])) continue;
    const result = spawnSync("sh", ["-c", command], { encoding: "utf8", timeout: 600_000 });
    if (result.status !== 0) say(`${manager} could not bring Chromium: ${`${result.stdout}${result.stderr}`.trim().split("\n").slice(-3).join(" / ")}`);
    const brought = findOnPath(BROWSERS);
    if (brought) return brought;
  }
  say("Still no Chromium. Install one, or set CHROMIUM_PATH.");
  return null;
}

/**
 * A Python with the clients that events are sent with, in `.venv`.
 * @returns {string | null} its path; `null` when that was not possible, the test of the client then fails and says so
 */
export function preparePython(root, say) {
  const python = join(root, ".venv", "bin", "python");
  const installed = `import importlib.metadata as m, sys; sys.exit(any(it != it.split("==")[0] + "==" + m.version(it.split("==")[0]) for it in ${JSON.stringify(CLIENTS)}))`;
  if (runs(python, ["-c", installed])) return python;
  say(`Preparing .venv with ${CLIENTS.join(" and ")} …`);
  const steps = [
    ["python3", ["-m", "venv", join(root, ".venv")]],
    [python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...CLIENTS]],
  ];
  for (const [command, args] of steps) {
    const result = spawnSync(command, args, { encoding: "utf8", timeout: 600_000 });
    if (result.status === 0) continue;
    say(`${command} ${args.slice(0, 3).join(" ")} failed: ${(result.stderr || result.error?.message || "").trim().split("\n").slice(-3).join(" / ")}`);
    return null;
  }
  return python;
}

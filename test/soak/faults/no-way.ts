/** No connection comes about. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deliverTo, expectComplete, expectExactly, type Fault, runDirectory } from "../fault.js";
import { faultyProxy, PASS } from "../faulty-proxy.js";

/** @returns a certificate for 127.0.0.1 that nobody vouches for. */
function ownCertificate() {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"];
  const files = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert];
  execFileSync("openssl", [...words, ...files], { stdio: "ignore" });
  return { path: cert, tls: { key: readFileSync(key), cert: readFileSync(cert) } };
}

export const noWay: readonly Fault[] = [
  {
    name: "the server's name is not known, and later it is",
    isQuick: true,
    attempt: async (ground) => {
      const directory = await runDirectory(ground);
      const report = await deliverTo("http://mlflow.invalid:5000", directory, { timeoutMs: 1500 });
      assert.equal(report.complete, false);
      assert.match(report.problem ?? "", /mlflow\.invalid/);
      expectComplete(await deliverTo(ground.server.url, directory));
      await expectExactly(ground, directory);
    },
  },
  {
    name: "the certificate is not trusted, and later it is",
    isQuick: true,
    attempt: async (ground) => {
      const { path, tls } = ownCertificate();
      const proxy = await faultyProxy(ground.server.url, () => PASS, tls);
      try {
        const directory = await runDirectory(ground);
        const report = await deliverTo(proxy.url, directory, { timeoutMs: 20_000 });
        assert.equal(report.complete, false);
        assert.match(report.problem ?? "", /MLFLOW_TRACKING_SERVER_CERT_PATH/);
        const env = { MLFLOW_TRACKING_SERVER_CERT_PATH: path };
        expectComplete(await deliverTo(proxy.url, directory, { env }));
        await expectExactly(ground, directory);
      } finally {
        await proxy.close();
      }
    },
  },
];

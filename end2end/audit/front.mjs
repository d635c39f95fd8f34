/**
 * What visitors meet: TLS in front of the portals, HTTP/2 and HTTP/1.1, and plain http that leads there. The hosts are names of
 * this process and of the browser that it starts; nobody else is asked about them, and no file of the system is changed.
 */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import net from "node:net";

/** Headers that are one connection's, and not the answer's (RFC 9110, section 7.6.1). */
const OF_A_CONNECTION = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-connection"]);
const LOOPBACK = "127.0.0.1";

/**
 * Opens the front. `portals`: from a host to the address of the portal behind it.
 * @param {Record<string, string>} portals
 */
export async function open(portals, { certificate, key }) {
  const agent = new http.Agent({ keepAlive: true });
  const pass = (request, response) => {
    const host = (request.headers[":authority"] ?? request.headers.host ?? "").split(":")[0];
    const portal = portals[host];
    if (!portal) return response.writeHead(421).end();
    const kept = Object.entries(request.headers).filter(([name]) => !name.startsWith(":") && !OF_A_CONNECTION.has(name));
    const headers = {
      ...Object.fromEntries(kept),
      host,
      "x-forwarded-for": LOOPBACK,
      "x-forwarded-proto": "https",
    };
    const asked = http.request(new URL(request.url, portal), { method: request.method, headers, agent }, (answer) => {
      const told = Object.entries(answer.headers).filter(([name]) => !OF_A_CONNECTION.has(name));
      response.writeHead(answer.statusCode, Object.fromEntries(told));
      answer.pipe(response);
    });
    asked.on("error", () => (response.headersSent ? response.end() : response.writeHead(502).end()));
    request.pipe(asked);
  };
  const secure = http2.createSecureServer({ allowHTTP1: true, cert: readFileSync(certificate), key: readFileSync(key) }, pass);
  const plain = http.createServer((request, response) => {
    response.writeHead(308, { location: `https://${(request.headers.host ?? "").split(":")[0]}${request.url}` }).end();
  });
  const ports = {};
  for (const [port, server] of [[443, secure], [80, plain]]) {
    await once(server.listen(0, LOOPBACK), "listening");
    ports[port] = server.address().port;
  }
  lead(new Set(Object.keys(portals)), ports);
  return {
    /** How the browser finds the hosts. */
    rules: Object.keys(portals)
      .flatMap((host) => Object.entries(ports).map(([port, here]) => `MAP ${host}:${port} ${LOOPBACK}:${here}`))
      .join(","),
    close: () => {
      agent.destroy();
      for (const server of [secure, plain]) server.close();
    },
  };
}

/** Leads this process' own connections to the hosts here: those of `fetch`, and of the libraries that ask for themselves. */
function lead(hosts, ports) {
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...given) {
    // Node.js hands over what it has sorted out already: a list of options and a callback.
    const options = Array.isArray(given[0]) ? given[0][0] : given[0];
    if (options && typeof options === "object" && hosts.has(options.host)) {
      options.port = ports[options.port || 443];
      options.host = LOOPBACK;
    }
    return connect.apply(this, given);
  };
}

// A yaml-language-server as an editor drives it: LSP over standard input and output.
import { spawn } from 'node:child_process';

export class Server {
  #process;
  #settings;
  #received = Buffer.alloc(0);
  #answers = new Map();      // request id -> what to do with the answer
  #diagnostics = new Map();  // document -> what to do with its diagnostics
  #last = 0;

  constructor(program, settings) {
    this.#settings = settings;
    this.#process = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#process.stdout.on('data', (bytes) => this.#take(bytes));
  }

  async start(root) {
    await this.request('initialize', {
      processId: process.pid, rootUri: root, workspaceFolders: [{ uri: root, name: 'caravan' }],
      capabilities: { workspace: { configuration: true }, textDocument: { publishDiagnostics: {} } },
    });
    this.#notify('initialized', {});
    this.#notify('workspace/didChangeConfiguration', { settings: this.#settings });
  }

  request(method, params) {
    const id = ++this.#last;
    this.#send({ id, method, params });
    return new Promise((resolve, reject) => this.#answers.set(id, { resolve, reject }));
  }

  // Opens a document; the answer is its diagnostics.
  open(uri, text) {
    const found = new Promise((resolve) => this.#diagnostics.set(uri, resolve));
    this.#notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    return found;
  }

  stop() {
    this.#process.kill();
  }

  #notify(method, params) {
    this.#send({ method, params });
  }

  #send(message) {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #take(bytes) {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const head = this.#received.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#received.toString('ascii', 0, head))[1]);
      const end = head + 4 + length;
      if (this.#received.length < end) return;
      const message = JSON.parse(this.#received.toString('utf8', head + 4, end));
      this.#received = this.#received.subarray(end);
      this.#receive(message);
    }
  }

  #receive(message) {
    if (message.method === 'textDocument/publishDiagnostics') {
      this.#diagnostics.get(message.params.uri)?.(message.params.diagnostics);
    } else if (message.method === 'workspace/configuration') {
      const result = message.params.items.map(({ section }) => this.#settings[section] ?? null);
      this.#send({ id: message.id, result });
    } else if (message.method && message.id !== undefined) {
      this.#send({ id: message.id, result: null });
    } else if (this.#answers.has(message.id)) {
      const { resolve, reject } = this.#answers.get(message.id);
      this.#answers.delete(message.id);
      if (message.error) reject(new Error(message.error.message));
      else resolve(message.result);
    }
  }
}

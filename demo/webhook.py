"""Shows what Holdfast tells webhooks, and checks its signature: python3 demo/webhook.py PORT SECRET"""

import base64
import hashlib
import hmac
import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

PORT, SECRET = int(sys.argv[1]), sys.argv[2]


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(SECRET.removeprefix("whsec_"))
        expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        ours = hmac.compare_digest(expected, self.headers["webhook-signature"])
        self.send_response(204 if ours else 401)
        self.end_headers()
        message = json.loads(body)
        print(message["type"], "(signature is right)" if ours else "(SIGNATURE IS WRONG)", flush=True)
        print("   ", message["text"], flush=True)

    def log_message(self, *ignored):
        pass


HTTPServer(("127.0.0.1", PORT), Receiver).serve_forever()

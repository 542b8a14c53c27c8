interface Example {
  name: string;
  code: string;
}

const page = `<script>
  window.otklik = window.otklik || function () { (otklik.q = otklik.q || []).push(arguments); };
  otklik('identify', { token: () => fetch('/chat-token').then((answer) => answer.text()) });
</script>`;

const php = (kid: string) => `<?php // GET /chat-token
function b64(string $raw): string { return rtrim(strtr(base64_encode($raw), '+/', '-_'), '='); }
$head = b64(json_encode(['alg' => 'HS256', 'typ' => 'JWT', 'kid' => '${kid}']));
$body = b64(json_encode(['sub' => (string) $user->id, 'name' => $user->name, 'email' => $user->email, 'exp' => time() + 600]));
echo "$head.$body." . b64(hash_hmac('sha256', "$head.$body", getenv('OTKLIK_SECRET'), true));`;

const node = (kid: string) => `import { createHmac } from 'node:crypto';

const b64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function chatToken(user) {
  const exp = Math.floor(Date.now() / 1000) + 600;
  const text = b64({ alg: 'HS256', typ: 'JWT', kid: '${kid}' }) + '.' + b64({ sub: String(user.id), name: user.name, email: user.email, exp });
  return text + '.' + createHmac('sha256', process.env.OTKLIK_SECRET).update(text).digest('base64url');
}`;

const python = (kid: string) => `import base64, hashlib, hmac, json, os, time

def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

def chat_token(user) -> str:
    head = {"alg": "HS256", "typ": "JWT", "kid": "${kid}"}
    body = {"sub": str(user.id), "name": user.name, "email": user.email, "exp": int(time.time()) + 600}
    text = ".".join(b64(json.dumps(part).encode()) for part in (head, body))
    return text + "." + b64(hmac.new(os.environ["OTKLIK_SECRET"].encode(), text.encode(), hashlib.sha256).digest())`;

/** The same token in several languages, and the line of the page that hands it over. */
export function examplesFor(kid: string): Example[] {
  return [
    { name: 'HTML', code: page },
    { name: 'PHP', code: php(kid) },
    { name: 'Node.js', code: node(kid) },
    { name: 'Python', code: python(kid) },
  ];
}

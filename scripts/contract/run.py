"""Asks every route of a running server what no person would ask, and holds the answers against the document.

usage: run.py BINARY SCHEMATHESIS

Starts the server in mock mode in a folder of its own, logs in as the admin, makes a few things to ask about, and runs
Schemathesis with a fixed seed. Ends with its result. Nothing is left behind.
"""

import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

# The whole run: long enough for some hundred requests per route, short enough for every `make test`.
SECONDS = 180
# The same requests in every run.
SEED = 20260131
# Requests per route and way of making them up.
EXAMPLES = 12
# The server starts in a second; a loaded machine takes longer.
START_SECONDS = 60
# What is asked of each answer. Not: whether an answer to nonsense is a refusal (unknown fields are ignored, by contract) or
# to sense a success (ids are made up, and windows are closed).
CHECKS = [
    'not_a_server_error',
    'status_code_conformance',
    'content_type_conformance',
    'response_headers_conformance',
    'response_schema_conformance',
    'unsupported_method',
    'ignored_auth',
]
# Whoever has ended their own login asks nothing any more.
LEFT_OUT = ['post_auth_logout', 'delete_auth_sessions_id']


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def call(base, method, path, token=None, body=None):
    request = urllib.request.Request(base + path, method=method)
    request.add_header('Content-Type', 'application/json')
    if token:
        request.add_header('Authorization', 'Bearer ' + token)
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(request, data, timeout=30) as answer:
        return json.load(answer)


def wait_until_ready(base, server):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            return call(base, 'GET', '/readyz')
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit('the server did not start')


def things(base, token):
    """Something to ask about behind each kind of path, beside ids that nothing has."""
    chats = call(base, 'POST', '/api/mock/generate-chats?count=3', token, {})['chat_ids']
    chat = call(base, 'GET', f'/api/chats/{chats[0]}', token)
    accounts = call(base, 'GET', '/api/instagram/accounts', token)
    deliveries = call(base, 'GET', '/api/deliveries', token)
    person = {'name': 'Grace', 'email': 'grace@example.com', 'password': 'seven green lamps'}
    user = call(base, 'POST', '/api/users', token, person)
    return {
        '/api/chats/{id}': {'id': chat['id']},
        '/api/chats/{id}/mark_read': {'id': chat['id']},
        '/api/chats/{id}/message': {'id': chat['id']},
        '/api/chats/{id}/assign': {'id': chat['id']},
        '/api/chats/{id}/notes': {'id': chat['id']},
        '/api/chats/{id}/timeline': {'id': chat['id']},
        '/api/chats/{id}/messages/{message_id}/retry': {'id': chat['id'], 'message_id': chat['messages'][0]['id']},
        '/api/deliveries/{id}': {'id': deliveries[0]['id']},
        '/api/deliveries/{id}/replay': {'id': deliveries[0]['id']},
        '/api/accounts/{id}/health': {'id': accounts[0]['id']},
        '/api/users/{id}': {'id': user['id']},
        '/api/users/{id}/reset-password': {'id': user['id']},
    }


def settings(found, documented):
    """The things as Schemathesis' configuration."""
    # By contract a refusal of Meta's is a 502, and a simulator that is late a 504: what must not happen is a 500.
    lines = ['[checks.not_a_server_error]', 'expected-statuses = ["2xx", "3xx", "4xx", "502", "503", "504"]']
    for path, parameters in found.items():
        if path in documented:
            lines.append('[[operations]]')
            lines.append(f'include-path = {json.dumps(path)}')
            pairs = ', '.join(f'{json.dumps("path." + k)} = {json.dumps(v)}' for k, v in parameters.items())
            lines.append(f'parameters = {{ {pairs} }}')
    return '\n'.join(lines) + '\n'


def main(binary, schemathesis):
    folder = tempfile.TemporaryDirectory(prefix='ticklegram-contract-')
    port, sim = free_port(), free_port()
    base = f'http://127.0.0.1:{port}'
    # None of the surrounding configuration: the same server everywhere.
    environment = {name: os.environ[name] for name in ('PATH', 'HOME') if name in os.environ}
    environment |= {'SIM_LISTEN': f'127.0.0.1:{sim}', 'PIXEL_ID': '1234567890'}
    place = pathlib.Path(folder.name)
    log = open(place / 'server.log', 'wb')
    server = subprocess.Popen(
        [binary, 'serve', '--listen', f'127.0.0.1:{port}', '--data', str(place / 'data')],
        cwd=place,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_until_ready(base, server)
        login = {'email': 'admin@ticklegram.com', 'password': 'admin123'}
        token = call(base, 'POST', '/api/auth/login', body=login)['access_token']
        documented = call(base, 'GET', '/openapi.json')['paths']
        config = place / 'schemathesis.toml'
        config.write_text(settings(things(base, token), documented))
        command = [
            schemathesis,
            '--config-file',
            str(config),
            'run',
            f'{base}/openapi.json',
            '--header',
            f'Authorization: Bearer {token}',
            '--phases',
            'examples,coverage,fuzzing',
            '--checks',
            ','.join(CHECKS),
            '--seed',
            str(SEED),
            '--generation-deterministic',
            '--max-examples',
            str(EXAMPLES),
            '--max-time',
            str(SECONDS),
            '--request-timeout',
            '35',
            '--suppress-health-check',
            'all',
            '--continue-on-failure',
            '--warnings',
            'off',
            '--no-color',
        ]
        for operation in LEFT_OUT:
            command += ['--exclude-operation-id', operation]
        result = subprocess.run(command, cwd=place, env=environment | {'NO_COLOR': '1'}).returncode
        if server.poll() is not None:
            print('the server has ended')
            result = 1
        else:
            # Or everything after was refused, and nothing was tried.
            call(base, 'GET', '/api/auth/me', token)
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
        log.close()
    text = (place / 'server.log').read_text(errors='replace')
    panics = [line for line in text.splitlines() if 'panicked' in line]
    for line in panics:
        print('the server panicked: ' + line)
    folder.cleanup()
    return 1 if panics else result


if __name__ == '__main__':
    sys.exit(main(sys.argv[1], sys.argv[2]))

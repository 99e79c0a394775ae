/** A call of the API with the page's own session. */
export function call(page, method, path, body) {
  return page.evaluate(
    async ([verb, address, json]) => {
      const answer = await fetch(address, {
        method: verb,
        headers: json === null ? {} : { 'content-type': 'application/json' },
        body: json === null ? undefined : JSON.stringify(json),
      });
      if (!answer.ok) throw new Error(`${verb} ${address}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    [method, path, body ?? null],
  );
}

/** The simulator's control API. */
export async function sim(server, path, body) {
  const answer = await fetch(`${server.simulator}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The simulator refused ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** A customer of the demo accounts, who has not written yet. */
export async function customer(server, name, account = 'mock_ig_123') {
  const made = await sim(server, '/_sim/customers', {
    account_id: account,
    name,
    username: name.toLowerCase().replace(/\W+/g, '.'),
  });
  return made.id;
}

/** Has the simulator misbehave: `match` as in “POST …/messages”, `outcome` as its documentation lists them. */
export function fault(server, match, times, outcome) {
  // By the entries, because an object with a `then` of its own is taken for a promise.
  return sim(server, '/_sim/faults', [
    Object.fromEntries([
      ['match', match],
      ['times', times],
      ['then', outcome],
    ]),
  ]);
}
